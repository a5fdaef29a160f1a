"""Read offices from published lists: a file for each format, one writer for all."""
