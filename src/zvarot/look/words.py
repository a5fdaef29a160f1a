"""The words that the shared fragments say. They are baked with the page, as the front has no
catalogue of its own: each is translated when a page is published and travels in its bundle."""

from typing import Final

from zvarot.lib.marks import mark as _

FORM_WORDS: Final[dict[str, str]] = {
    "errors_title": _("Please put this right"),
    "errors_kept": _("What you typed is still here. Nothing was sent."),
    "optional": _("(optional)"),
    "yes": _("Yes"),
    "no": _("No"),
    "choose": _("Choose one"),
    "choose_country": _("Choose a country"),
    "choose_region": _("Choose a region"),
    "at_most": _("Up to {n} characters."),
    "left_empty": _("Leave this field empty."),
    "who_sees": _("Who sees what"),
    "shown": _("shown"),
    "receipt": _(
        "You will get a receipt code. With it you can withdraw at any time, without an account."
    ),
    "preview": _("This is a preview. Nothing can be sent from here."),
}
