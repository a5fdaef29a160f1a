"""The suggested lines of a page, as an editor writes them."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from zvarot.cases.languages import languages


class LineBlock(blocks.StructBlock):
    """One sentence to begin with."""

    text = blocks.CharBlock(
        max_length=200,
        label=_("line"),
        help_text=_("As it would stand on the card. Wish health and strength; ask something."),
    )
    language = blocks.ChoiceBlock(
        choices=languages,
        label=_("language of the line"),
        help_text=_("One that is read where it goes to, also on a page in another language."),
    )
    meaning = blocks.CharBlock(
        required=False,
        max_length=200,
        label=_("the same in the language of the page"),
        help_text=_("So that people know what they send."),
    )

    class Meta:
        icon = "openquote"
        label = _("Line")
