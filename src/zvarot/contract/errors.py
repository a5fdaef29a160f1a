"""The base of every error that Zvarot raises on purpose."""


class ZvarotError(Exception):
    """A sentence for the person who can fix it. Never contains what a supporter typed."""
