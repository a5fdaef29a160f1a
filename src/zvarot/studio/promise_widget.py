"""The promise editor: one table of ticks that an untrained campaigner can fill in.

Plain inputs in a table: it works by keyboard and without script. The script beside it
only asks the studio, after each change, what the page would say (see views.py).
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import get_default_renderer
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zvarot.contract.audiences import TARGET
from zvarot.contract.kind import Kind
from zvarot.contract.promise import DAYS_AT_MOST, When
from zvarot.lib.words import words
from zvarot.studio.changes import before
from zvarot.studio.saying import saying
from zvarot.studio.terms import Choices, Terms, fixed_fields, possible_fields

NEVER_TO_TARGET = frozenset({"email", "updates"})
NEVER_TO_ORGANISER = frozenset({"updates"})
WHEN_CHOICES = (
    (When.ON_DATE, gettext_lazy("by the hand-over day of the Settings")),
    (When.AFTER_CLOSE, gettext_lazy("when it has closed")),
    (When.WEEKLY, gettext_lazy("every week")),
    (When.DAILY, gettext_lazy("every day")),
)


class PromiseWidget(forms.Widget):
    """Draws the table and reads the ticks back. Its value is what Terms stores."""

    template_name = "studio/promise_widget.html"

    class Media:
        css = {"all": ["studio/promise.css"]}
        js = ["studio/promise.js"]

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.page: Any = None

    def show_page(self, page: Any) -> None:
        """Tell the widget whose kind, office and language it shows."""
        self.page = page

    def value_from_datadict(
        self,
        data: Mapping[str, Any],
        files: MultiValueDict[str, Any],  # noqa: ARG002 -- Django's signature
        name: str,
    ) -> Any:
        if f"{name}-shown" not in data:
            return None
        return read_ticks(data, name, kind_of(self.page)).terms(kind_of(self.page)).to_json()

    def value_omitted_from_data(
        self,
        data: Mapping[str, Any],
        files: Any,  # noqa: ARG002
        name: str,
    ) -> bool:
        return f"{name}-shown" not in data

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-table" if id_ else ""

    def get_context(self, name: str, value: Any, attrs: Mapping[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, dict(attrs or {}))
        kind = kind_of(self.page)
        terms = Terms.read(value or {}, kind)
        context.update(
            rows=_rows(kind, Choices.of(terms), getattr(self.page, "question", "")),
            choices=Choices.of(terms),
            when_choices=WHEN_CHOICES,
            days_at_most=DAYS_AT_MOST,
            counted_only=", ".join(terms.promise.counted_only),
            page_type=self.page._meta.label_lower,
            page_lang=_lang(self.page),
            page_key=self.page.pk or "",
            said=self._said(terms),
        )
        return context

    def _said(self, terms: Terms) -> dict[str, Any]:
        """Give the same as the preview view does, for the ticks as they are drawn."""
        page = self.page
        return saying(
            terms,
            kind_of(page),
            question=page.question,
            level=page.level,
            deliver_by=page.deliver_by,
            office=page.office,
            lang=_lang(page),
            old=before(page),
        )

    def render(
        self,
        name: str,
        value: Any,
        attrs: Mapping[str, Any] | None = None,
        renderer: Any = None,
    ) -> SafeString:
        context = self.get_context(name, value, attrs)
        html = (renderer or get_default_renderer()).render(self.template_name, context)
        return SafeString(html)


class PromiseField(forms.Field):
    """A form field over Terms, as JSON."""

    widget = PromiseWidget

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data is not None and data != initial)

    def clean(self, value: Any) -> dict[str, Any]:
        if value is None:
            raise ValidationError(_("The promise was not sent with the form. Save again."))
        return dict(value)


def read_ticks(data: Mapping[str, Any], name: str, kind: Kind) -> Choices:
    """Read the table's inputs. Numbers that cannot be read fall to the widest guard: 0 days."""

    def ticked(column: str) -> tuple[str, ...]:
        return tuple(field for field in names if f"{name}-{column}-{field}" in data)

    names = [field.name for field in possible_fields(kind, "")]
    asked = tuple(one for one in names if one in fixed_fields(kind) or one in ticked("ask"))
    when = data.get(f"{name}-target-when", "")
    return Choices(
        asked=asked,
        target=tuple(one for one in ticked(TARGET) if one not in NEVER_TO_TARGET),
        target_count_only=f"{name}-target-count" in data,
        target_when=When(when) if when in set(When) else When.AFTER_CLOSE,
        target_days=_days(data.get(f"{name}-target-days", "")),
        organiser=tuple(one for one in ticked("organiser") if one not in NEVER_TO_ORGANISER),
        organiser_days=_days(data.get(f"{name}-organiser-days", "")),
        counted_only=_codes(data.get(f"{name}-counted-only", "")),
        tells_countries=f"{name}-tells-countries" in data,
    )


def _lang(page: Any) -> str:
    return str(page.locale.language_code) if page.locale_id else "en"


def kind_of(page: Any) -> Kind:
    kind: Kind = type(page).kind
    return kind


def _rows(kind: Kind, choices: Choices, question: str) -> list[dict[str, Any]]:
    fixed = fixed_fields(kind)
    english = words("en")
    return [
        {
            "name": field.name,
            "label": english.gettext(field.label),
            "asked": field.name in choices.asked,
            "fixed": field.name in fixed,
            "target": field.name in choices.target,
            "target_possible": field.name not in NEVER_TO_TARGET,
            "organiser": field.name in choices.organiser,
            "organiser_possible": field.name not in NEVER_TO_ORGANISER,
            "postman": field.name == "email",
            "is_consent": field.is_consent,
        }
        for field in possible_fields(kind, question)
    ]


def _days(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def _codes(text: str) -> tuple[str, ...]:
    codes = (part.strip().upper() for part in text.replace(";", ",").split(","))
    return tuple(dict.fromkeys(code for code in codes if code))
