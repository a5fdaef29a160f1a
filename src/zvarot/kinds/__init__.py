"""One folder for each kind of action. They are found on disk, not listed."""
