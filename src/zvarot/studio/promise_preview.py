"""Read what an editor has ticked so far, unsaved, and say what the page would say."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.apps import apps
from django.conf import settings

from zvarot.contract.kind import Kind
from zvarot.contract.promise import LEVELS
from zvarot.offices.models import Office
from zvarot.studio.changes import before
from zvarot.studio.promise_widget import read_ticks
from zvarot.studio.saying import saying

NAME = "terms"


def said(data: Mapping[str, Any]) -> dict[str, Any]:
    """Give the rendered promise, or the sentences that say why it cannot be one."""
    model = _model(data.get(f"{NAME}-page-type", ""))
    if model is None:
        return {"problems": ["The kind of this page is not known. Load the page again."]}
    kind: Kind = model.kind
    key = data.get(f"{NAME}-page", "")
    level = data.get("level", "")
    return saying(
        read_ticks(data, NAME, kind).terms(kind),
        kind,
        question=data.get("question", ""),
        level=level if level in LEVELS else LEVELS[0],
        deliver_by=_day(data.get("deliver_by", "")),
        office=_office(data.get("office", "")),
        lang=_lang(data.get(f"{NAME}-lang", "")),
        old=before(model.objects.filter(pk=int(key)).first()) if key.isdecimal() else None,
    )


def _model(page_type: str) -> Any:
    app, _, model = page_type.partition(".")
    try:
        found = apps.get_model(app, model)
    except LookupError:
        return None
    return found if isinstance(getattr(found, "kind", None), Kind) else None


def _lang(code: str) -> str:
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _office(key: str) -> Office | None:
    return Office.objects.filter(pk=int(key)).first() if key.isdecimal() else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
