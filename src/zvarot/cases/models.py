"""A case: who is at risk, how they are named, what is known and since when.

Texts stand in child rows with a language, not in translated copies of the case:
a release must change one record, and every page in every language with it.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, Orderable, RevisionMixin

from zvarot.cases.languages import languages
from zvarot.cases.mail import MailRules


class Case(DraftStateMixin, LockableMixin, RevisionMixin, ClusterableModel):
    """A person or a community at risk. All their pages draw on this one record."""

    class Status(models.TextChoices):
        AT_RISK = "at-risk", _("at risk")
        MISSING = "missing", _("missing")
        DETAINED = "detained", _("detained")
        ON_TRIAL = "on-trial", _("on trial")
        SENTENCED = "sentenced", _("sentenced")
        RELEASED = "released", _("released")
        ACQUITTED = "acquitted", _("acquitted")
        DIED = "died", _("died")

    class Consent(models.TextChoices):
        PERSON = "person", _("given by the person")
        FAMILY = "family", _("given by the family")
        LAWYER = "lawyer", _("given through a lawyer")
        PUBLIC = "public", _("not asked: a public person, public facts only")
        NOT_NEEDED = "not-needed", _("not needed: a community, no single person is named")
        MISSING = "missing", _("not given yet")
        WITHDRAWN = "withdrawn", _("withdrawn")

    slug = models.SlugField(
        _("short name"), unique=True, help_text=_("For staff and addresses. Never changes.")
    )
    is_community = models.BooleanField(
        _("a community"), default=False, help_text=_("Many people, not one person.")
    )
    is_minor = models.BooleanField(
        _("under 18"),
        default=False,
        help_text=_("Pictures of minors are drawings, not photographs."),
    )
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.AT_RISK)
    status_on = models.DateField(_("status since"), null=True, blank=True)
    consent = models.CharField(
        _("consent"), max_length=10, choices=Consent, default=Consent.MISSING
    )
    consent_on = models.DateField(_("consent given on"), null=True, blank=True)
    consent_note = models.CharField(
        _("what the consent covers"), max_length=300, blank=True, help_text=_("Never published.")
    )
    picture = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("picture"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    picture_is_drawing = models.BooleanField(_("the picture is a drawing"), default=False)
    drawing = models.CharField(
        _("drawing that comes with Zvarot"),
        max_length=80,
        blank=True,
        help_text=_("File name such as crowd.svg. Used when there is no picture."),
    )
    mail_rules = models.ForeignKey(
        MailRules,
        verbose_name=_("mail rules"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        help_text=_("Of the prison. Whoever writes a message is warned by them."),
    )

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.name_in("en") or self.slug

    def name_in(self, language: str) -> str:
        """Give the name in that language; the first one written down if it has none."""
        rows = list(self.names.all())
        wanted = [row.text for row in rows if row.language == language]
        return next(iter(wanted), rows[0].text if rows else "")


class CaseName(Orderable):
    """The name in one language's script, and what the picture shows in that language."""

    case = ParentalKey(Case, on_delete=models.CASCADE, related_name="names")
    language = models.CharField(_("language"), max_length=12, choices=languages)
    text = models.CharField(_("name"), max_length=120)
    pronouns = models.CharField(_("pronouns"), max_length=40, blank=True)
    caption = models.CharField(
        _("small line on the stamp"), max_length=60, blank=True, help_text=_("A place, a year.")
    )
    picture_alt = models.CharField(
        _("what the picture shows"),
        max_length=250,
        blank=True,
        help_text=_("Read aloud to people who do not see it."),
    )

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["case", "language"], name="case_named_once_a_language")
        ]

    def __str__(self) -> str:
        return f"{self.text} ({self.language})"


class CaseFact(Orderable):
    """A sentence that somebody else can check: no fact without its source and date."""

    case = ParentalKey(Case, on_delete=models.CASCADE, related_name="facts")
    key = models.SlugField(
        _("short name"), help_text=_("The same for this fact in every language.")
    )
    language = models.CharField(_("language"), max_length=12, choices=languages)
    number = models.CharField(
        _("number"), max_length=20, blank=True, help_text=_("Shown large, if the fact has one.")
    )
    text = models.CharField(_("fact"), max_length=300)
    source = models.CharField(_("source"), max_length=200)
    as_of = models.DateField(_("as of"))
    nag_on = models.DateField(
        _("look again on"), null=True, blank=True, help_text=_("From this day it counts as old.")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "key", "language"], name="fact_told_once_a_language"
            )
        ]

    def __str__(self) -> str:
        return self.text
