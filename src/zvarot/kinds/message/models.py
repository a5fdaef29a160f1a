"""The page of messages in the studio."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from zvarot.actions.models import Action
from zvarot.cases.mail import LONGEST, CaseRoute
from zvarot.cases.queries import route_lines
from zvarot.contract.audiences import RECIPIENT
from zvarot.contract.form import Form
from zvarot.contract.kind import Kind
from zvarot.contract.letter import LetterText
from zvarot.contract.message import MAX_CHARS
from zvarot.contract.message_view import Mail
from zvarot.contract.wording import Wording
from zvarot.kinds.message.artwork import artwork_shown
from zvarot.kinds.message.batches import batches_of, sent_so_far
from zvarot.kinds.message.blocks import LineBlock
from zvarot.kinds.message.forms import MessagePageForm
from zvarot.kinds.message.kind import KIND
from zvarot.kinds.message.options import options_of
from zvarot.kinds.message.panels import SETTINGS, WORDS
from zvarot.kinds.message.problems import MOST_LINES, page_problems
from zvarot.kinds.message.routes import mail_of, reachable, shaped, wanted
from zvarot.kinds.message.telling import how_it_works, what_stops, who_receives
from zvarot.offices.models import Office
from zvarot.studio.action_view import ActionView
from zvarot.studio.page_panels import action_tabs
from zvarot.studio.pages import ActionPage

_PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


class MessagePage(ActionPage):
    """Messages to one person. The record of the case says who can really receive them."""

    kind: ClassVar[Kind] = KIND
    template = "message/page.html"
    thanks_template = "message/thanks.html"

    # Words: each language has its own.
    recipient = models.CharField(
        _("who receives it"),
        max_length=120,
        blank=True,
        default="",
        help_text=_("As in the promise: Mikita and his family. Empty: the name of the case."),
    )
    write_about = models.TextField(
        _("what to write about"),
        max_length=600,
        blank=True,
        default="",
        help_text=_("One a line: what this person likes, what does them good."),
    )
    not_about = models.TextField(
        _("what not to write about"),
        max_length=600,
        blank=True,
        default="",
        help_text=_("One a line."),
    )
    lines = StreamField(
        [("line", LineBlock())],
        verbose_name=_("lines to begin with"),
        blank=True,
        block_counts={"line": {"max_num": MOST_LINES}},
        help_text=_("Three to five. Each language has its own."),
    )
    artwork_alt = models.CharField(
        _("what the picture on the card shows"), max_length=250, blank=True, default=""
    )

    # Settings: taken from the original page in every language.
    office = models.ForeignKey(  # of all actions; a message goes to a person, so it stays empty
        Office, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    route = models.CharField(
        _("where messages go"),
        max_length=6,
        choices=CaseRoute.Way,
        default=CaseRoute.Way.FAMILY,
        help_text=_("The usual way. Messages to a prison are checked against its mail rules."),
    )
    other_routes = models.JSONField(_("other ways"), default=list, blank=True)
    lets_choose = models.BooleanField(
        _("ask writers which way"),
        default=False,
        help_text=_("Otherwise they are asked only if a text may not be handed over."),
    )
    longest = models.PositiveIntegerField(
        _("longest message"),
        default=MAX_CHARS,
        validators=[MinValueValidator(20), MaxValueValidator(LONGEST)],
        help_text=_("In characters, as a reader counts."),
    )
    two_eyes = models.BooleanField(
        _("two people look at each message"),
        default=True,
        help_text=_("For letters to prison and to minors: one person overlooks things."),
    )
    first_batch_on = models.DateField(_("first batch goes on"), null=True, blank=True)
    artwork = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("picture on the card"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    artwork_drawing = models.CharField(
        _("drawing of this installation"),
        max_length=80,
        blank=True,
        default="",
        help_text=_("File name such as card-candle.svg. Used when there is no picture."),
    )
    artwork_credit = models.CharField(
        _("who made it"),
        max_length=120,
        blank=True,
        default="",
        help_text=_("As the artist wants to be named. It stands on page and card."),
    )
    artwork_consent = models.CharField(
        _("who agreed to it being printed"),
        max_length=300,
        blank=True,
        default="",
        help_text=_("The artist and the family: when, and for what. Never published."),
    )
    focus_x = models.PositiveSmallIntegerField(
        _("centre, from the left"), default=50, validators=_PERCENT, help_text=_("In percent.")
    )
    focus_y = models.PositiveSmallIntegerField(
        _("centre, from the top"),
        default=50,
        validators=_PERCENT,
        help_text=_("In percent. This point stays in sight when the picture is cut."),
    )

    base_form_class = MessagePageForm
    edit_handler = action_tabs(more_words=WORDS, more_settings=SETTINGS, has_office=False)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")

    def mail(self, words: Wording) -> Mail | None:
        """Give the ways, rules and lines of this page in its language."""
        original = self.original()
        routes = reachable(original.case, wanted(original.route, original.other_routes), words.lang)
        return mail_of(original.case, routes, self.lines, words, asks_route=original.lets_choose)

    def called(self) -> dict[str, str]:
        """Give the name of those who receive it."""
        name = self.speaks_to()
        return {RECIPIENT: name} if name else {}

    def speaks_to(self) -> str:
        """Give whom the card is for."""
        case = self.original().case
        name = case.name_in(self.locale.language_code) if case else ""
        return str(self.recipient or name)

    def shaped(self, form: Form, words: Wording) -> Form:
        """Ask as long a text, and offer those ways, as this page can promise."""
        return shaped(form, self.mail(words), words, max_chars=self.original().longest)

    def own_problems(self) -> list[str]:
        """Say what the page would promise against the record of the case."""
        return [sentence for _field, sentence in page_problems(self)]

    def action_options(self, letters: tuple[LetterText, ...]) -> dict[str, Any]:  # noqa: ARG002
        """Give what moderators and cards work by, from every language of the page."""
        return options_of(self, self.all_languages())

    def own_context(self, view: ActionView) -> dict[str, Any]:
        """Give what the page tells of the way of a message."""
        original, words, mail = view.original, view.words, view.mail
        lang, today = words.lang, view.now.date()
        case = original.case
        first = original.first_batch_on
        action = Action.objects.filter(page_key=original.translation_key).first()
        told = {
            "about": _listed(self.write_about),
            "not_about": _listed(self.not_about),
            "artwork": artwork_shown(original, self.artwork_alt),
            "who": who_receives(route_lines(case, lang) if case else (), words),
            "batches": sent_so_far(batches_of(action) if action else (), words),
            "stops": None,
            "steps": [],
        }
        if mail:
            told["stops"] = what_stops(mail.rules, mail, words)
            told["steps"] = how_it_works(
                mail,
                words,
                max_chars=original.longest,
                two_eyes=original.two_eyes,
                has_name="given_name" in view.form.names,
                first=first if first and first >= today else None,
            )
        return {"message": told}


def _listed(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
