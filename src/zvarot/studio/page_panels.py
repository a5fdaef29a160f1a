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

_ADDRESS = FieldPanel("slug", widget=SlugInput, heading=_("Address"), help_text=_where())
_CASE = FieldPanel("case", help_text=_("Who is at risk. A new one can be added while choosing."))
_OFFICE = FieldPanel(
    "office", help_text=_("Who can change it. A new one can be added while choosing.")
)

SETTINGS: list[Panel] = [
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
    FieldPanel("terms"),
]


class SettingsTab(ObjectList):
    """A tab that translations do not have: their settings are those of the original."""

    class BoundPanel(ObjectList.BoundPanel):
        def is_shown(self) -> bool:
            is_translation = getattr(self.instance, "is_translation", None)
            hidden = is_translation is not None and is_translation()
            return not hidden and bool(super().is_shown())


def action_tabs(
    *,
    more_words: list[Any] | None = None,
    more_settings: list[Any] | None = None,
    has_office: bool = True,
) -> TabbedInterface:
    """Build the tabs; a kind may add panels to the words and to the settings.

    has_office -- False: it goes to a person, and no day of a hand-over is promised.
    """
    whom = MultiFieldPanel(
        [_CASE, _OFFICE] if has_office else [_CASE], heading=_("For whom, to whom")
    )
    return TabbedInterface(
        [
            ObjectList([*WORDS, *(more_words or [])], heading=_("Words")),
            SettingsTab(
                [_ADDRESS, whom, *(more_settings or []), *_when(has_office), *SETTINGS],
                heading=_("Settings"),
            ),
            SettingsTab(PROMISE, heading=_("Form and promise")),
        ]
    )


def _when(has_office: bool) -> list[Panel]:
    state = FieldPanel(
        "state",
        help_text=_(
            "Open takes names. Closed, won and archived take none, and the page says so; "
            "won and archived are final."
        ),
    )
    closes = FieldPanel(
        "closes_at", help_text=_("Needed before it is published. You may move it later.")
    )
    days = [FieldPanel("deliver_by"), FieldPanel("time_zone")]
    return [
        MultiFieldPanel(
            [
                state,
                FieldRowPanel([FieldPanel("opens_at"), closes]),
                FieldRowPanel(days if has_office else days[1:]),
            ],
            heading=_("When"),
        )
    ]
