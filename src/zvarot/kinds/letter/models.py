"""The letter's page in the studio."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from zvarot.contract.form import Form
from zvarot.contract.kind import Kind
from zvarot.contract.letter import LetterText
from zvarot.contract.wording import Wording
from zvarot.kinds.letter.blocks import LetterTextBlock
from zvarot.kinds.letter.forms import LetterPageForm
from zvarot.kinds.letter.kind import KIND
from zvarot.kinds.letter.problems import letter_problems
from zvarot.kinds.letter.texts import asking_for_place, texts_of
from zvarot.lib.words import words as words_in
from zvarot.studio.page_panels import action_tabs
from zvarot.studio.pages import ActionPage
from zvarot.studio.terms import Terms


class LetterPage(ActionPage):
    """Letters that each supporter sees and edits. Without a text, they write all of it."""

    class Way(models.TextChoices):
        EACH = "each", _("each by itself, at the pace of the office")
        DIGEST = "digest", _("one mail a day, with their number and excerpts that you choose")

    kind: ClassVar[Kind] = KIND
    template = "letter/page.html"
    thanks_template = "letter/thanks.html"

    letters = StreamField(
        [("letter", LetterTextBlock())],
        verbose_name=_("letters"),
        blank=True,
        help_text=_("A translated page without letters of its own sends those of the original."),
    )

    dispatch = models.CharField(
        _("how our letters are sent"),
        max_length=6,
        choices=Way,
        blank=True,
        default="",
        help_text=_(
            "Empty: each letter by itself, or one mail a day where the promise shows no names."
        ),
    )

    base_form_class = LetterPageForm
    edit_handler = action_tabs(more_words=[FieldPanel("letters"), FieldPanel("dispatch")])

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")

    def letter_texts(self, words: Wording, today: date) -> tuple[LetterText, ...]:
        """Give the texts as this page's language shows them."""
        original = self.original()
        own: Any = self.letters or original.letters
        return texts_of(own, original.office, words, today, title=self.title)

    def action_options(self, letters: tuple[LetterText, ...]) -> dict[str, Any]:
        """Give how each office is reached, as the page has promised it."""
        channels = {one.slug: one.channel.value for text in letters for one in text.targets}
        return {"channels": channels} | ({"dispatch": self.dispatch} if self.dispatch else {})

    def own_problems(self) -> list[str]:
        """Say why these letters cannot be sent as the promise says."""
        promise = Terms.read(self.terms, KIND).promise
        texts = self.letter_texts(words_in(self.locale.language_code), timezone.now().date())
        return letter_problems(texts, promise)

    def shaped(self, form: Form, words: Wording) -> Form:
        """Ask where the supporter lives if a letter goes to the offices of that place."""
        own: Any = self.letters or self.original().letters
        return asking_for_place(form, words) if any(t.value["by_place"] for t in own) else form
