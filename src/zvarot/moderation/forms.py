"""What staff type about batches."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zvarot.contract.card import Layout
from zvarot.moderation.batches import MOST, OUTCOMES
from zvarot.moderation.words import BATCHES, LAYOUTS, ROUTES


class BatchForm(forms.Form):
    """Which approved messages go into a new batch, and how they are printed."""

    route = forms.ChoiceField(label=_("Way"), choices=list(ROUTES.items()))
    lang = forms.ChoiceField(label=_("Language"), required=False)
    layout = forms.ChoiceField(
        label=_("On paper"), choices=list(LAYOUTS.items()), initial=Layout.FOUR
    )
    most = forms.IntegerField(
        label=_("How many at most"), min_value=1, max_value=MOST, initial=1000
    )

    def __init__(self, *args: object, langs: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["lang"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("any")), *langs]


class SentForm(forms.Form):
    """When a batch left, and how to find it again."""

    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(
        label=_("Tracking note, for staff"), max_length=300, required=False, strip=True
    )


class OutcomeForm(SentForm):
    """What became of a batch."""

    outcome = forms.ChoiceField(
        label=_("What became of it"), choices=[(one.value, BATCHES[one]) for one in OUTCOMES]
    )
    field_order = ("outcome", "on", "note")


class WordsForm(forms.Form):
    """The hostile words of one language."""

    words = forms.CharField(
        label=_("Words, a line each"),
        help_text=_("A star at the end stands for any ending. Empty: nothing is flagged."),
        widget=forms.Textarea(attrs={"rows": 14}),
        max_length=20_000,
        required=False,
    )
