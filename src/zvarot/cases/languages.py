"""The languages that a record may be written in."""

from django.conf import global_settings


def languages() -> list[tuple[str, str]]:
    """Give every language Django knows: a name may be written in more than the site speaks."""
    return list(global_settings.LANGUAGES)
