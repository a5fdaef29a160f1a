"""What a prison system does with the letters it receives, and which ways lead to a person.

Both are what somebody has published or told, on a day; so each row has its source or its date.
The pages of an action warn by them and promise only what they allow.
"""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, Orderable, RevisionMixin

from zvarot.cases.languages import languages
from zvarot.contract.message import Reach, Route

LONGEST: int = 1000  # characters; the envelope of a message has no room for more


def are_languages(text: str) -> None:
    """Refuse codes of languages that nobody knows."""
    known = {code for code, _name in languages()}
    if strange := [code for code in listed(text) if code not in known]:
        raise ValidationError(
            _("These are not codes of languages: %s. Write them as be, ru, en.")
            % ", ".join(strange)
        )


def listed(text: str) -> tuple[str, ...]:
    """Give what an editor has written with commas or in lines, each once."""
    parts = (part.strip() for part in text.replace("\n", ",").split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


class MailRules(DraftStateMixin, LockableMixin, RevisionMixin, ClusterableModel):
    """What the prisons of one system hand over. They decide; our pages only warn."""

    slug = models.SlugField(
        _("short name"), unique=True, help_text=_("For staff: prisons-of-belarus. It stays.")
    )
    languages = models.CharField(
        _("languages that are read there"),
        max_length=120,
        blank=True,
        validators=[are_languages],
        help_text=_("Codes with commas between them: be, ru. Empty: any."),
    )
    longest = models.PositiveIntegerField(
        _("longest text"),
        null=True,
        blank=True,
        validators=[MinValueValidator(20), MaxValueValidator(LONGEST)],
        help_text=_("In characters, as a reader counts. Empty: no limit is known."),
    )
    address_form = models.TextField(
        _("how an envelope is addressed"),
        max_length=600,
        blank=True,
        help_text=_("For those who send: the script, the order of the lines, what is needed."),
    )
    as_of = models.DateField(_("as of"), help_text=_("The day on which the source said so."))
    nag_on = models.DateField(
        _("look again on"), null=True, blank=True, help_text=_("From this day it counts as old.")
    )

    class Meta:
        verbose_name = _("mail rules")
        verbose_name_plural = _("mail rules")
        ordering = ("slug",)

    def __str__(self) -> str:
        first = self.texts.first()
        return first.name if first else self.slug


class MailRulesText(Orderable):
    """What a page says of these rules in one language."""

    rules = ParentalKey(MailRules, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=12, choices=languages)
    name = models.CharField(
        _("name"), max_length=120, help_text=_("As in a sentence: prisons in Belarus")
    )
    who_may_write = models.CharField(
        _("who may write"), max_length=300, blank=True, help_text=_("A whole sentence.")
    )
    source = models.CharField(_("source"), max_length=200)

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["rules", "language"], name="mail_rules_told_once_a_language"
            )
        ]

    def __str__(self) -> str:
        return self.name


class WordsToAvoid(Orderable):
    """Words of one language, about one topic, that stop a letter."""

    rules = ParentalKey(MailRules, on_delete=models.CASCADE, related_name="words")
    topic = models.SlugField(
        _("topic"), help_text=_("Such as politics. The same for its reason below.")
    )
    language = models.CharField(_("language of the words"), max_length=12, choices=languages)
    words = models.TextField(
        _("words"),
        help_text=_(
            "With commas between them. Each is the beginning of a word: свабод finds свабода and "
            "свабоды. With a full stop it is this very word only: бог."
        ),
    )

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["rules", "topic", "language"], name="words_of_a_topic_once_a_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic} ({self.language})"


class ReasonToAvoid(Orderable):
    """Why these words stop a letter, in the language of a page."""

    rules = ParentalKey(MailRules, on_delete=models.CASCADE, related_name="reasons")
    topic = models.SlugField(_("topic"))
    language = models.CharField(_("language of the page"), max_length=12, choices=languages)
    text = models.CharField(
        _("reason"),
        max_length=200,
        help_text=_("A whole sentence: Letters about politics are not handed over there."),
    )

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["rules", "topic", "language"], name="reason_of_a_topic_once_a_language"
            )
        ]

    def __str__(self) -> str:
        return self.text


class CaseRoute(ClusterableModel, Orderable):
    """One way to the person of a case, and what is known of it."""

    class Way(models.TextChoices):
        PRISON = Route.PRISON.value, _("to the prison")
        FAMILY = Route.FAMILY.value, _("to the family")
        LAWYER = Route.LAWYER.value, _("to the lawyer")
        KEPT = Route.KEPT.value, _("kept for the day of release")

    class Known(models.TextChoices):
        OPEN = Reach.OPEN.value, _("messages arrive")
        UNCERTAIN = Reach.UNCERTAIN.value, _("uncertain: some are handed over, some are not")
        IMPOSSIBLE = Reach.IMPOSSIBLE.value, _("impossible: no page may promise it")

    case = ParentalKey("cases.Case", on_delete=models.CASCADE, related_name="routes")
    route = models.CharField(_("way"), max_length=6, choices=Way)
    reach = models.CharField(_("what is known"), max_length=10, choices=Known)
    checked_on = models.DateField(_("checked on"))

    class Meta(Orderable.Meta):
        verbose_name = _("way to the person")
        verbose_name_plural = _("ways to the person")
        constraints = [
            models.UniqueConstraint(fields=["case", "route"], name="case_has_a_route_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_route_display()}: {self.get_reach_display()}"


class RouteNote(Orderable):
    """What a writer should know of a way, in one language."""

    route = ParentalKey(CaseRoute, on_delete=models.CASCADE, related_name="notes")
    language = models.CharField(_("language"), max_length=12, choices=languages)
    text = models.CharField(_("note"), max_length=300, help_text=_("Whole sentences."))

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["route", "language"], name="route_noted_once_a_language"
            )
        ]

    def __str__(self) -> str:
        return self.text
