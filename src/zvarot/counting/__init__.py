"""What staff may add to a count or take off it, and what the world is told about it."""
