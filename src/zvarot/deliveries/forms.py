"""The two forms of the studio's delivery pages."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from zvarot.deliveries.models import Delivery
from zvarot.deliveries.services import OUTCOMES

_LABELS = {
    Delivery.State.HANDED_OVER: _("Handed over"),
    Delivery.State.ANSWERED: _("Handed over, and they answered"),
    Delivery.State.REFUSED_BY_TARGET: _("They refused to take it"),
    Delivery.State.NOT_DELIVERABLE: _("It could not be delivered"),
}


class LanguageForm(forms.Form):
    """In which language the letter and the headings are."""

    lang = forms.ChoiceField(
        label=_("Language of the letter"), choices=list(settings.LANGUAGES), required=True
    )


class OutcomeForm(forms.Form):
    """What became of the package."""

    outcome = forms.ChoiceField(
        label=_("What happened"), choices=[(state.value, _LABELS[state]) for state in OUTCOMES]
    )
    on = forms.DateField(
        label=_("On which day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = forms.CharField(
        label=_("Note for your colleagues"),
        help_text=_("To whom, where, what they said. No names of people who signed."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
    )
