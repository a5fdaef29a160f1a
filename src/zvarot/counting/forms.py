"""The forms of the studio's pages about counting."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zvarot.contract.record import Klass
from zvarot.counting.models import Batch
from zvarot.signatures.models import Review

_ROLE = _("Published with the number, as in “campaigner”. Your name is not.")


def _day(label: Any, *, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, required=required)


def _role() -> forms.CharField:
    return forms.CharField(label=_("Your role"), help_text=_ROLE, max_length=60)


def _reason() -> forms.CharField:
    return forms.CharField(
        label=_("Reason, for the public"),
        help_text=_("It stands on the page for good. Name no person."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=300,
    )


class _Scans(forms.ClearableFileInput):
    allow_multiple_selected = True


class _ScansField(forms.FileField):
    widget = _Scans

    def clean(self, data: Any, initial: Any = None) -> list[str]:  # noqa: ARG002  Django's shape
        return [file.digest for file in data or ()]


class BatchForm(forms.Form):
    """Paper: sheets with names, or what a group says it has written."""

    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=[
            (Batch.Kind.SHEETS.value, _("Sheets with signatures")),
            (Batch.Kind.LETTERS.value, _("Letters that a group has written")),
        ],
    )
    count = forms.IntegerField(label=_("How many"), min_value=1)
    words = forms.CharField(
        label=_("In words, for the public"),
        help_text=_("As in: 42 letters, a school in Halifax. Name no person."),
        max_length=200,
        required=False,
    )
    place = forms.CharField(
        label=_("Place, for the public"),
        help_text=_("A town or a country, never an address. Leave it out where it endangers."),
        max_length=80,
        required=False,
    )
    from_day = _day(_("Collected from"))
    to_day = _day(_("Collected until"))
    tallies = forms.CharField(
        label=_("Tally of each sheet"),
        help_text=_("In their order, with commas between: 15, 15, 12. They add up to the number."),
        required=False,
        max_length=20_000,
    )
    scans = _ScansField(
        label=_("Scans"),
        help_text=_("Only their hashes are taken. Keep the files and the paper yourselves."),
        required=False,
    )
    role = _role()

    def clean_tallies(self) -> list[int]:
        """Return the numbers; anything else is asked for again."""
        parts = self.cleaned_data["tallies"].replace(";", ",").split(",")
        try:
            return [int(part) for part in parts if part.strip()]
        except ValueError:
            raise forms.ValidationError(
                _("Write numbers with commas between: 15, 15, 12")
            ) from None


class PartnersForm(forms.Form):
    """A table of what partners counted."""

    table = forms.FileField(
        label=_("Table"),
        help_text=_("CSV in UTF-8 with the columns partner, day (2026-12-07) and count."),
    )
    role = _role()


class CorrectionForm(forms.Form):
    """What a re-count of a batch has shown."""

    value = forms.IntegerField(
        label=_("Difference"), help_text=_("As in -2 or 5: added to what the batch says.")
    )
    reason = _reason()
    role = _role()


class UndoForm(forms.Form):
    """Why an invalidation was wrong."""

    reason = _reason()
    role = _role()


class SecondForm(forms.Form):
    """The second person."""

    role = _role()


class InvalidationForm(forms.Form):
    """What is to be taken off. All conditions must be met."""

    klass = forms.TypedChoiceField(
        label=_("Class"),
        choices=[
            (int(Klass.CONFIRMED), _("Confirmed by e-mail")),
            (int(Klass.UNCONFIRMED), _("Unconfirmed")),
        ],
        coerce=lambda value: Klass(int(value)),
    )
    from_day = _day(_("Counted from"), required=False)
    to_day = _day(_("Counted until"), required=False)
    review = forms.ModelChoiceField(
        label=_("Held for review as"), queryset=Review.objects.none(), required=False
    )
    tags = forms.CharField(
        label=_("Beginnings of leaf tags"),
        help_text=_("8 or more of the characters 0-9 and a-f each, with spaces between."),
        required=False,
        max_length=20_000,
    )
    reason = _reason()
    role = _role()

    def clean_tags(self) -> tuple[str, ...]:
        return tuple(self.cleaned_data["tags"].lower().split())
