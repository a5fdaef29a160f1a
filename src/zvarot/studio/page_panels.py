"""The studio's form for an action: three tabs, in plain words."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.admin.widgets.slug import SlugInput

WORDS: list[Panel] = [
    TitleFieldPanel(
        "title", help_text=_("What is asked, or who it is about. Not the campaign's name.")
    ),
    FieldPanel("lead"),
    FieldPanel("body"),
    MultiFieldPanel(
        [
            FieldPanel("go"),
            FieldPanel("form_title"),
            FieldPanel("button"),
            FieldPanel("question"),
        ],
        heading=_("Words of the form"),
    ),
    MultiFieldPanel(
        [FieldPanel("thanks_title"), FieldPanel("thanks_text")], heading=_("Page of thanks")
    ),
    MultiFieldPanel(
        [FieldPanel("stamp_caption"), FieldPanel("stamp_note"), FieldPanel("stamp_alt")],
        heading=_("Stamp"),
    ),
    FieldPanel("state_texts"),
]

SETTINGS: list[Panel] = [
    FieldPanel(
        "slug",
        widget=SlugInput,
        help_text=_("The address of the action, the same in every language."),
    ),
    MultiFieldPanel([FieldPanel("case"), FieldPanel("office")], heading=_("For whom, to whom")),
    MultiFieldPanel(
        [
            FieldPanel("state"),
            FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
            FieldRowPanel([FieldPanel("deliver_by"), FieldPanel("time_zone")]),
        ],
        heading=_("When"),
    ),
    MultiFieldPanel(
        [FieldRowPanel([FieldPanel("show_from"), FieldPanel("goal")])], heading=_("Count")
    ),
    PublishingPanel(),
]

PROMISE: list[Panel] = [
    FieldPanel("level"),
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
