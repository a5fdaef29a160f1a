"""What the pages of all kinds share: words in one language, and the settings of the action.

A translation carries only words. Dates, promise, office and the like are those of the
original page, so that one action cannot promise different things in two languages.
"""

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import loader
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Page

from zvarot.cases.models import Case
from zvarot.contract.form import Form
from zvarot.contract.kind import Kind
from zvarot.contract.letter import LetterText
from zvarot.contract.message_view import Mail
from zvarot.contract.wording import Wording
from zvarot.offices.models import Office
from zvarot.studio.action_view import ActionView, href
from zvarot.studio.blocks import BodyBlock, StateTextBlock
from zvarot.studio.context import preview_context
from zvarot.studio.marking import marked_as_preview
from zvarot.studio.page_form import ActionPageForm
from zvarot.studio.page_panels import action_tabs


def zones() -> list[tuple[str, str]]:
    return [(name, name) for name in settings.WAGTAIL_USER_TIME_ZONES]


class ActionPage(Page):
    """One action in one language. Each kind has its own page type below this."""

    class Level(models.TextChoices):
        STANDARD = "standard", _("standard")
        GUARDED = "guarded", _("guarded")
        NAMELESS = "nameless", _("nameless")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")
        WON = "won", _("won")
        ARCHIVED = "archived", _("archived")

    kind: ClassVar[Kind]
    thanks_template: ClassVar[str]

    # Words: each language has its own.
    lead = models.TextField(
        _("lead"), max_length=600, help_text=_("What happened and what is asked, in 45 words.")
    )
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)
    go = models.CharField(_("button that leads to the form"), max_length=60, blank=True, default="")
    form_title = models.CharField(_("heading of the form"), max_length=80, blank=True, default="")
    button = models.CharField(
        _("button of the form"),
        max_length=60,
        blank=True,
        default="",
        help_text=_("A verb and what is done: Sign the petition"),
    )
    question = models.CharField(
        _("your own question"),
        max_length=160,
        blank=True,
        default="",
        help_text=_("Asked in the form if the promise says who sees the answer."),
    )
    news_question = models.CharField(
        _("question about news"),
        max_length=160,
        blank=True,
        default="",
        help_text=_("Such as: Shall we tell you when the letter marathon begins in December?"),
    )
    news_hint = models.CharField(
        _("small line below it"),
        max_length=200,
        blank=True,
        default="",
        help_text=_("What comes, and how often."),
    )
    thanks_title = models.CharField(_("heading of the thanks"), max_length=120, blank=True)
    thanks_text = models.TextField(_("words of thanks"), max_length=600, blank=True)
    stamp_alt = models.CharField(
        _("what the stamp shows"),
        max_length=250,
        blank=True,
        help_text=_("Empty: as it stands in the case."),
    )
    stamp_caption = models.CharField(_("name on the stamp"), max_length=60, blank=True)
    stamp_note = models.CharField(_("small line on the stamp"), max_length=60, blank=True)
    state_texts = StreamField(
        [("state", StateTextBlock())], verbose_name=_("words for when it is over"), blank=True
    )

    # Settings: taken from the original page in every language.
    case = models.ForeignKey(
        Case, verbose_name=_("case"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    office = models.ForeignKey(
        Office,
        verbose_name=_("addressed to"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    level = models.CharField(_("protection"), max_length=8, choices=Level, default=Level.STANDARD)
    opens_at = models.DateTimeField(
        _("opens at"), null=True, blank=True, help_text=_("Empty: as soon as it is published.")
    )
    closes_at = models.DateTimeField(_("closes at"), null=True, blank=True)
    deliver_by = models.DateField(
        _("handed over by"), null=True, blank=True, help_text=_("The promise tells this day.")
    )
    time_zone = models.CharField(_("time zone shown"), max_length=40, choices=zones, default="UTC")
    show_from = models.PositiveIntegerField(
        _("show the count from"),
        default=1,
        validators=[MinValueValidator(1)],
        help_text=_("Below this number the page invites instead. It adds nothing to the count."),
    )
    terms = models.JSONField(_("form and promise"), default=dict, blank=True)

    base_form_class = ActionPageForm
    edit_handler = action_tabs()
    parent_page_types: ClassVar[list[str]] = ["studio.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        abstract = True

    def original(self) -> Self:
        """Give the page that carries the settings: the one that was made first."""
        first = (
            type(self)
            ._default_manager.filter(translation_key=self.translation_key)
            .order_by("pk")
            .first()
        )
        return self if first is None or first.pk == self.pk else first

    def is_translation(self) -> bool:
        return self.pk is not None and self.original().pk != self.pk

    def settings_as_edited(self) -> Self:
        """Give the original as its editor last saved it, for previews."""
        original = self.original()
        return self if original is self else original.get_latest_revision_as_object()

    def all_languages(self) -> list[Self]:
        """Give this page in every language it has, the original first."""
        if self.pk is None:
            return [self]
        found = type(self)._default_manager.filter(translation_key=self.translation_key)
        return list(found.select_related("locale").order_by("pk")) or [self]

    def letter_texts(
        self,
        words: Wording,  # noqa: ARG002 -- for kinds that have letters
        today: date,  # noqa: ARG002
    ) -> tuple[LetterText, ...]:
        """Give the letters that a supporter sees and edits; most kinds have none."""
        return ()

    def mail(self, words: Wording) -> Mail | None:  # noqa: ARG002 -- for kinds with messages
        """Give how a message to a person travels; most kinds take none."""
        return None

    def called(self) -> dict[str, str]:
        """Give what this page calls the audiences of its promise, in its own language."""
        return {}

    def speaks_to(self) -> str:
        """Give whom the page addresses, where that is no office."""
        return ""

    def own_context(self, view: ActionView) -> dict[str, Any]:  # noqa: ARG002 -- for kinds with more
        """Give what the templates of this kind draw beyond what all kinds share."""
        return {}

    def action_options(
        self,
        letters: tuple[LetterText, ...],  # noqa: ARG002 -- for kinds that have letters
    ) -> dict[str, Any]:
        """Give what the worker must know of this page beyond its columns."""
        return {}

    def own_problems(self) -> list[str]:
        """Say why this page, by the rules of its kind, may not be published."""
        return []

    def shaped(self, form: Form, words: Wording) -> Form:  # noqa: ARG002 -- for kinds that ask more
        """Give the form with what this page has to ask beyond its ticks."""
        return form

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [
            ("", _("As it opens")),
            ("closed", _("When it is over")),
            ("thanks", _("After signing")),
        ]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Draw the page in its own language, with a form that can send nothing."""
        template = self.thanks_template if mode_name == "thanks" else self.template
        with translation.override(self.locale.language_code):
            html = loader.render_to_string(
                template, preview_context(self, mode=mode_name), using="jinja2"
            )
        request.is_preview = True  # type: ignore[attr-defined]  # Wagtail looks at it
        return HttpResponse(marked_as_preview(html))

    def serve(
        self,
        request: HttpRequest,  # noqa: ARG002 -- Wagtail's signature
        *args: Any,  # noqa: ARG002
        **kwargs: Any,  # noqa: ARG002
    ) -> HttpResponse:
        """The studio serves no public page; the front serves what the worker baked."""
        return HttpResponseRedirect(self.full_url or "/admin/")

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """Give the address on the public site: the studio itself serves no pages."""
        parts = super().get_url_parts(request)
        if parts is None:
            return None
        default = self.original().locale.language_code
        path = href(self.original().slug, self.locale.language_code, default)
        return parts[0], settings.ZVAROT_PUBLIC_URL, path


def page_types() -> list[type[ActionPage]]:
    """Give the page types of all kinds that are installed."""
    return [one for one in _below(ActionPage) if not one._meta.abstract]


def _below(model: type) -> list[Any]:
    children: list[Any] = model.__subclasses__()
    return [one for child in children for one in (child, *_below(child))]
