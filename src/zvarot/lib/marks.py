"""Mark a text for translation without translating it; Babel finds the marks."""


def mark(text: str) -> str:
    """Return `text` unchanged. Imported `as _` where words are only data."""
    return text


def mark_n(singular: str, plural: str) -> tuple[str, str]:
    """Return both forms unchanged. Imported `as ngettext` so that Babel sees the pair."""
    return (singular, plural)
