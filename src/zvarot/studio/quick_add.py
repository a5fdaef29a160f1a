"""Add a case or an office without leaving the petition: the few fields it cannot do without.

Both are whole records; what is left out here can be filled in later in their own forms.
"""

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import string_to_ascii
from wagtail.log_actions import log
from wagtail.snippets.views.chooser import SnippetChooserViewSet, SnippetCreateView

from zvarot.cases.languages import languages
from zvarot.cases.models import Case, CaseName
from zvarot.offices.models import Office, OfficeTitle


class QuickCaseForm(forms.ModelForm):  # type: ignore[type-arg]  # no generic at run time
    """Who is at risk: one name in one script, and who agreed."""

    name = forms.CharField(label=_("name"), max_length=120, help_text=_("In their own script."))
    language = forms.ChoiceField(label=_("language"), choices=languages, initial="be")

    class Meta:
        model = Case
        fields = ("name", "language", "consent")
        help_texts = {"consent": _("Until somebody agreed, no action shows this case.")}

    def save(self, commit: bool = True) -> Case:
        case = super().save(commit=False)
        name = self.cleaned_data["name"]
        case.slug = free_slug(Case, name)
        case.names = [CaseName(language=self.cleaned_data["language"], text=name)]
        if commit:
            case.save()
        return case


class QuickOfficeForm(forms.ModelForm):  # type: ignore[type-arg]  # no generic at run time
    """Who can change it: one title in one language."""

    title = forms.CharField(
        label=_("title"),
        max_length=160,
        help_text=_("As in an address: Minister of Foreign Affairs"),
    )
    written_in = forms.ChoiceField(label=_("language"), choices=languages, initial="en")

    class Meta:
        model = Office
        fields = ("title", "written_in", "country")

    def save(self, commit: bool = True) -> Office:
        office = super().save(commit=False)
        title = self.cleaned_data["title"]
        office.slug = free_slug(Office, title)
        office.titles = [OfficeTitle(language=self.cleaned_data["written_in"], title=title)]
        if commit:
            office.save()
        return office


def free_slug(model: Any, text: str) -> str:
    """Give a short name in Latin letters that no other record has."""
    stem = slugify(string_to_ascii(text))[:40] or model._meta.model_name
    slug, number = stem, 2
    while model.objects.filter(slug=slug).exists():
        slug, number = f"{stem}-{number}", number + 1
    return slug


class CreateAndPublish(SnippetCreateView):
    """A record made here can be used at once, if its maker may publish."""

    def save_form(self, form: Any) -> Any:
        may_publish = self.request.user.has_perm(
            f"{self.model._meta.app_label}.publish_{self.model._meta.model_name}"
        )
        record = form.save(commit=False)
        record.live = may_publish
        record.save()
        log(instance=record, action="wagtail.create", user=self.request.user)
        revision = record.save_revision(user=self.request.user)
        if may_publish:
            revision.publish(user=self.request.user)
        return record


class CaseChooser(SnippetChooserViewSet):
    create_view_class = CreateAndPublish
    creation_form_class = QuickCaseForm
    create_action_label = _("Add this case")
    creation_tab_label = _("Add a new case")


class OfficeChooser(SnippetChooserViewSet):
    create_view_class = CreateAndPublish
    creation_form_class = QuickOfficeForm
    create_action_label = _("Add this office")
    creation_tab_label = _("Add a new office")
