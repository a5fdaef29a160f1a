"""Offices and the people who hold them for a time: whom an action addresses."""
