"""The studio's form for a page of messages."""

from copy import copy
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from zvarot.cases.mail import CaseRoute
from zvarot.kinds.message.problems import line_problems, page_problems
from zvarot.studio.page_form import ActionPageForm


class MessagePageForm(ActionPageForm):
    """Also refuses to publish what the record of the case calls impossible."""

    own_settings: ClassVar[tuple[str, ...]] = (
        "route",
        "other_routes",
        "lets_choose",
        "longest",
        "two_eyes",
        "first_batch_on",
        "artwork",
        "artwork_drawing",
        "artwork_credit",
        "artwork_consent",
        "focus_x",
        "focus_y",
    )
    other_routes = forms.MultipleChoiceField(
        label=_("other ways"),
        choices=CaseRoute.Way.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Offered where the rules of the prison speak against a text."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.is_draft or self.errors:
            return cleaned
        page = copy(self.instance)
        for name, value in cleaned.items():
            if name in {"lines", "case", *self.own_settings}:
                setattr(page, name, value)
        if not page.is_translation():
            for field, sentence in page_problems(page):
                self.add_error(field, sentence)
        for sentence in line_problems(page, page.original() if page.is_translation() else page):
            self.add_error("lines", sentence)
        return cleaned
