"""The studio's form for an action: three tabs, in plain words."""

from typing import Any

from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.admin.widgets.slug import SlugInput

_where = lazy(
    lambda: (
        gettext("The end of its address, the same in every language: %s")
        % f"{settings.ZVAROT_PUBLIC_URL}/…/"
    ),
    str,
)

HOW = HelpPanel(
    template="studio/how.html", heading=_("How this works")
)  # drawn above the words, where a newcomer begins

WORDS: list[Panel] = [
    HOW,
    TitleFieldPanel(
        "title", help_text=_("What is asked, or who it is about. Not the campaign's name.")
    ),
    FieldPanel("lead"),
    FieldPanel(
        "body",
        help_text=_("Each + adds a part. A story and the demands are enough to begin with."),
    ),
    MultiFieldPanel(
        [
            FieldPanel("go", help_text=_("Empty: Add your name")),
            FieldPanel("form_title", help_text=_("Empty: Add your name")),
            FieldPanel(
                "button",
                help_text=_("A verb and what is done: Sign the petition. Empty: Sign"),
            ),
            FieldPanel("question"),
            FieldPanel("news_question"),
            FieldPanel("news_hint"),
        ],
        heading=_("Words of the form"),
    ),
    MultiFieldPanel(
        [FieldPanel("thanks_title"), FieldPanel("thanks_text")], heading=_("Page of thanks")
    ),
    MultiFieldPanel(
        [
            FieldPanel("stamp_caption", help_text=_("Empty: as it stands in the case.")),
            FieldPanel("stamp_note", help_text=_("Empty: as it stands in the case.")),
            FieldPanel("stamp_alt"),
        ],
        heading=_("Stamp"),
    ),
    FieldPanel("state_texts"),
]

SETTINGS: list[Panel] = [
    FieldPanel(
        "slug",
        widget=SlugInput,
        heading=_("Address"),
        help_text=_where(),
    ),
    MultiFieldPanel(
        [
            FieldPanel(
                "case",
                help_text=_("Who is at risk. A new one can be added while choosing."),
            ),
            FieldPanel(
                "office",
                help_text=_("Who can change it. A new one can be added while choosing."),
            ),
        ],
        heading=_("For whom, to whom"),
    ),
    MultiFieldPanel(
        [
            FieldPanel(
                "state",
                help_text=_(
                    "Open takes names. Closed, won and archived take none, and the page says so; "
                    "won and archived are final."
                ),
            ),
            FieldRowPanel(
                [
                    FieldPanel("opens_at"),
                    FieldPanel(
                        "closes_at",
                        help_text=_("Needed before it is published. You may move it later."),
                    ),
                ]
            ),
            FieldRowPanel([FieldPanel("deliver_by"), FieldPanel("time_zone")]),
        ],
        heading=_("When"),
    ),
    MultiFieldPanel([FieldPanel("show_from")], heading=_("Count")),
    PublishingPanel(),
]

PROMISE: list[Panel] = [
    FieldPanel(
        "level",
        help_text=_(
            "Standard: answers are sealed, and opened for a hand-over. Nameless: the form asks for "
            "no name and no address. Guarded needs keys that are kept elsewhere."
        ),
    ),
    HelpPanel(template="studio/keys_link.html", heading=_("Keys of this action")),
    FieldPanel("terms"),
]


class SettingsTab(ObjectList):
    """A tab that translations do not have: their settings are those of the original."""

    class BoundPanel(ObjectList.BoundPanel):
        def is_shown(self) -> bool:
            is_translation = getattr(self.instance, "is_translation", None)
            hidden = is_translation is not None and is_translation()
            return not hidden and bool(super().is_shown())


def action_tabs(*, more_words: list[Any] | None = None) -> TabbedInterface:
    """Build the tabs; a kind may add panels to the words."""
    return TabbedInterface(
        [
            ObjectList([*WORDS, *(more_words or [])], heading=_("Words")),
            SettingsTab(SETTINGS, heading=_("Settings")),
            SettingsTab(PROMISE, heading=_("Form and promise")),
        ]
    )
