"""Mark a preview as one, so that a picture of it cannot pass for the public page."""

from django.utils.html import escape
from django.utils.translation import gettext as _

_AFTER = '<header class="head">'


def marked_as_preview(html: str) -> str:
    """Put a line above the page's header."""
    line = escape(_("Preview. Not published, and nothing can be sent from here."))
    band = f'<div class="demo"><p class="wrap"><strong>{line}</strong></p></div>'
    return html.replace(_AFTER, _AFTER + band, 1)
