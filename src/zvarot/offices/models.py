"""An office, the person who holds it for a time, and the ways to reach it.

An office outlives its holder: letters and promises name the office, and the
holder is looked up by the day of the delivery.
"""

from zoneinfo import available_timezones

from django.conf import global_settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, Orderable, RevisionMixin


def languages() -> list[tuple[str, str]]:
    """Give every language Django knows: an office answers in its own."""
    return list(global_settings.LANGUAGES)


def is_time_zone(name: str) -> None:
    """Refuse a time zone that nobody knows."""
    if name not in available_timezones():
        raise ValidationError(_("Use the name of a time zone, such as Europe/Minsk."))


class Office(DraftStateMixin, RevisionMixin, ClusterableModel):
    """Whom we write to, whoever holds it at the time."""

    slug = models.SlugField(
        _("short name"), unique=True, help_text=_("For staff and addresses. Never changes.")
    )
    country = models.CharField(
        _("country"), max_length=2, help_text=_("Two letters, ISO 3166-1, such as BY.")
    )
    jurisdiction = models.CharField(
        _("jurisdiction"),
        max_length=120,
        blank=True,
        help_text=_("Open Civic Data id or ISO 3166-2 code, such as ocd-division/country:by."),
    )
    language = models.CharField(
        _("language it is written to in"), max_length=12, choices=languages, default="be"
    )
    body = models.SlugField(
        _("body"),
        max_length=60,
        blank=True,
        help_text=_("The house or group it belongs to, such as us-senate. Letters choose by it."),
    )
    successor = models.ForeignKey(
        "self",
        verbose_name=_("successor"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="predecessors",
        help_text=_("The office that took over, if this one no longer exists."),
    )
    identifiers = models.JSONField(
        default=dict, blank=True, editable=False, help_text="Scheme -> id; `import`: a file's key."
    )

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ("slug",)

    def __str__(self) -> str:
        first = self.titles.first()
        return first.title if first else self.slug


class OfficeTitle(Orderable):
    """What the office is called in one language, and how a letter greets it."""

    office = ParentalKey(Office, on_delete=models.CASCADE, related_name="titles")
    language = models.CharField(_("language"), max_length=12, choices=languages)
    title = models.CharField(
        _("title"), max_length=160, help_text=_("As in an address: Minister of Foreign Affairs")
    )
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    salutation = models.CharField(
        _("salutation"),
        max_length=160,
        blank=True,
        help_text=_(
            "First line of a letter: Minister, – you may use {name} and {family_name} in it."
        ),
    )
    salutation_f = models.CharField(
        _("salutation of a woman"), max_length=160, blank=True, help_text=_("Madam Minister,")
    )
    salutation_m = models.CharField(
        _("salutation of a man"), max_length=160, blank=True, help_text=_("Mr Minister,")
    )
    lines = models.TextField(
        _("address lines"), blank=True, help_text=_("One a line, in the script of the place.")
    )

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["office", "language"], name="office_titled_once_a_language"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Channel(Orderable):
    """One way to reach the office, and whether it works."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("e-mail")
        POST = "post", _("post")
        WEB_FORM = "web-form", _("its own web form")
        FAX = "fax", _("fax")
        PHONE = "phone", _("phone")
        EMBASSY = "embassy", _("an embassy")
        HANDOVER = "handover", _("handed over in person")

    class Health(models.TextChoices):
        UNKNOWN = "unknown", _("not checked")
        WORKS = "works", _("works")
        BOUNCES = "bounces", _("bounces")
        BLOCKED = "blocked", _("refuses us")
        OFF = "off", _("not to be used")

    office = ParentalKey(Office, on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    value = models.CharField(_("address"), max_length=250)
    health = models.CharField(_("health"), max_length=7, choices=Health, default=Health.UNKNOWN)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    is_personal = models.BooleanField(
        _("reaches the holder in person"),
        default=False,
        help_text=_("Not used while the office is vacant."),
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    source = models.CharField(
        max_length=200, blank=True, editable=False, help_text="Empty: added by hand."
    )
    opening_hours = models.CharField(
        _("opening hours"), max_length=120, blank=True, help_text=_("For people who call.")
    )
    per_hour = models.PositiveIntegerField(
        _("letters per hour"), null=True, blank=True, help_text=_("Empty: no limit of its own.")
    )
    daily_cap = models.PositiveIntegerField(_("letters per day"), null=True, blank=True)
    hours_from = models.PositiveSmallIntegerField(
        _("from hour"), null=True, blank=True, validators=[MaxValueValidator(23)]
    )
    hours_until = models.PositiveSmallIntegerField(
        _("until hour"), null=True, blank=True, validators=[MaxValueValidator(24)]
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=40,
        blank=True,
        validators=[is_time_zone],
        help_text=_("Of the hours, such as Europe/Minsk."),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        constraints = [
            models.CheckConstraint(
                condition=Q(hours_from__isnull=True, hours_until__isnull=True)
                | Q(
                    hours_from__isnull=False,
                    hours_until__isnull=False,
                    hours_until__gt=F("hours_from"),
                    hours_until__lte=24,
                ),
                name="channel_hours_are_a_span_of_one_day",
                violation_error_message=_("Give both hours, the later one second."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.value}"


class Holder(ClusterableModel, Orderable):
    """Who holds the office, from when to when, and on which day we knew it."""

    class Gender(models.TextChoices):
        WOMAN = "f", _("woman")
        MAN = "m", _("man")
        UNKNOWN = "", _("not known or neither")

    office = ParentalKey(Office, on_delete=models.CASCADE, related_name="holders")
    gender = models.CharField(
        _("grammatical gender"), max_length=1, choices=Gender, blank=True, default=""
    )
    held_from = models.DateField(_("from"), null=True, blank=True)
    held_until = models.DateField(_("until"), null=True, blank=True)
    as_of = models.DateField(_("as of"), help_text=_("The day somebody last checked this."))
    source = models.CharField(_("source"), max_length=200, blank=True)
    party = models.CharField(_("party or group"), max_length=160, blank=True)
    identifiers = models.JSONField(
        default=dict, blank=True, editable=False, help_text="Scheme -> id, such as bioguide."
    )

    class Meta(Orderable.Meta):
        verbose_name = _("holder")
        verbose_name_plural = _("holders")
        constraints = [
            models.CheckConstraint(
                condition=Q(held_until__isnull=True)
                | Q(held_from__isnull=True)
                | Q(held_until__gte=F("held_from")),
                name="holder_leaves_after_coming",
            )
        ]

    def __str__(self) -> str:
        first = self.names.first()
        return first.text if first else str(self.pk)


class HolderName(Orderable):
    """The holder's name in one language's script."""

    holder = ParentalKey(Holder, on_delete=models.CASCADE, related_name="names")
    language = models.CharField(_("language"), max_length=12, choices=languages)
    text = models.CharField(_("name"), max_length=120)
    given_name = models.CharField(_("given name"), max_length=80, blank=True)
    family_name = models.CharField(
        _("family name"), max_length=80, blank=True, help_text=_("For the salutation.")
    )

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["holder", "language"], name="holder_named_once_a_language"
            )
        ]

    def __str__(self) -> str:
        return self.text
