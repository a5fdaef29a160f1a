"""The append-only log of everything that moves a count, and the means to check it."""
