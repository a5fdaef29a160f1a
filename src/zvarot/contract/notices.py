"""What the front says to a supporter when a form cannot be taken yet. Baked into each bundle,
in its language, under these names: the front has no catalogue."""

from typing import Final

from zvarot.lib.marks import mark as _

NOTICES: Final[dict[str, str]] = {
    "young": _("That was very quick. Please look it over once more, then send it."),
    "ticket_unknown": _("This page had been open for a long time. Please send the form again."),
    "promise_changed": _(
        "What we promise has changed since you opened this page. Please read it, then send again."
    ),
    "slow_down": _(
        "Many people near you are taking part at this moment. Nothing was recorded. "
        "Please send the form again in a few minutes."
    ),
    "not_recorded": _(
        "We could not record this just now, and nothing was kept. Please send it again in a minute."
    ),
}
