"""The texts of a letter page, as an editor writes them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.snippets.blocks import SnippetChooserBlock

from zvarot.contract.letter import MAX_SUBJECT_CHARS, MAX_TEXT_CHARS
from zvarot.offices.models import languages

MODES = [
    ("middle", _("a middle that is theirs, between a fixed beginning and end")),
    ("free", _("all of it is theirs")),
    ("fixed", _("fixed: everyone sends the same")),
]
WAYS = [
    ("auto", _("as the office can be reached")),
    ("email", _("by e-mail, from us")),
    ("paper", _("on paper, printed and posted by us")),
    ("web_form", _("through its own web form, by the supporter")),
    ("post", _("on paper, printed and posted by the supporter")),
    ("phone", _("by telephone, by the supporter")),
]
PLACES = [("us-state", _("the two senators of the supporter’s own state (USA)"))]


class ToBlock(blocks.StructBlock):
    """One office that gets this text."""

    office = SnippetChooserBlock("offices.Office", label=_("office"))
    is_chosen = blocks.BooleanBlock(required=False, default=True, label=_("ticked from the start"))
    lives_in = blocks.CharBlock(
        required=False,
        max_length=2,
        label=_("only for people who live in"),
        help_text=_("Two letters, ISO 3166-1: for an embassy in the supporter’s own country."),
    )

    class Meta:
        icon = "mail"


class LetterTextBlock(blocks.StructBlock):
    """One text, in the language in which it is sent."""

    offices = blocks.ListBlock(
        ToBlock(),
        required=False,
        default=[],
        label=_("offices"),
        help_text=_("None: the office of the page."),
    )
    by_place = blocks.ChoiceBlock(
        choices=PLACES,
        required=False,
        label=_("found by place"),
        help_text=_("Instead of the offices above. The form then asks for state or ZIP code."),
    )
    way = blocks.ChoiceBlock(choices=WAYS, default="auto", label=_("how it gets there"))
    language = blocks.ChoiceBlock(
        choices=languages,
        label=_("language of the letter"),
        help_text=_("It may be another one than that of the page."),
    )
    mode = blocks.ChoiceBlock(choices=MODES, default="middle", label=_("what may be changed"))
    subject = blocks.CharBlock(max_length=MAX_SUBJECT_CHARS, label=_("subject"))
    head = blocks.TextBlock(
        required=False, label=_("fixed beginning"), help_text=_("An empty line parts paragraphs.")
    )
    middle = blocks.TextBlock(
        required=False,
        max_length=MAX_TEXT_CHARS,
        label=_("our words for their part"),
        help_text=_("What they find in the field, and may change. May be empty."),
    )
    foot = blocks.TextBlock(required=False, label=_("fixed end"))
    closing = blocks.CharBlock(
        required=False, max_length=160, label=_("closing"), help_text=_("Yours faithfully,")
    )
    arguments = blocks.ListBlock(
        blocks.CharBlock(max_length=400),
        required=False,
        default=[],
        label=_("sentences to click in"),
    )
    reading = blocks.TextBlock(
        required=False,
        label=_("the same in the language of the page"),
        help_text=_("For supporters who cannot read the language of the letter."),
    )

    class Meta:
        icon = "mail"
        label = _("Letter")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["mode"] == "fixed" and not cleaned["middle"]:
            raise StructBlockValidationError(
                block_errors={
                    "middle": ValidationError(_("A fixed letter needs its text: write it here."))
                }
            )
        return cleaned
