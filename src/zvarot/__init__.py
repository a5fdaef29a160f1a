"""Zvarot: an action platform for human-rights campaigns."""

__version__ = "0.1.0"
