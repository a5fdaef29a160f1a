"""What the studio asks for a page of messages beside what it asks for every page."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

WORDS: list[Any] = [
    MultiFieldPanel(
        [
            FieldPanel("recipient"),
            FieldPanel("write_about"),
            FieldPanel("not_about"),
            FieldPanel("lines"),
            FieldPanel("artwork_alt"),
        ],
        heading=_("The message"),
    )
]
SETTINGS: list[Any] = [
    MultiFieldPanel(
        [
            FieldPanel("route"),
            FieldPanel("other_routes"),
            FieldPanel("lets_choose"),
        ],
        heading=_("Who receives it"),
        help_text=_(
            "The ways come from the record of the case. The page tells them, and its steps are "
            "made from them; what the record calls impossible cannot be promised."
        ),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("longest"), FieldPanel("first_batch_on")]),
            FieldPanel("two_eyes"),
        ],
        heading=_("Reading and printing"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("artwork"),
            FieldPanel("artwork_drawing"),
            FieldPanel("artwork_credit"),
            FieldPanel("artwork_consent"),
            FieldRowPanel([FieldPanel("focus_x"), FieldPanel("focus_y")]),
        ],
        heading=_("Picture on the card"),
        help_text=_("Without a credit and a note of consent, neither page nor card shows it."),
    ),
]
