"""The public program: serves published pages, takes sealed acts in. Knows no Django."""
