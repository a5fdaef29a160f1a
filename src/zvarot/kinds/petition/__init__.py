"""Petition: many people sign one fixed text."""
