"""What a page would say with these terms, or the sentences why it cannot."""

from datetime import date
from typing import Any

from django.utils import timezone

from zvarot.contract.audiences import TARGET
from zvarot.contract.kind import Kind
from zvarot.contract.sentence import render
from zvarot.lib.words import words
from zvarot.offices.addressing import addressing
from zvarot.offices.models import Office
from zvarot.studio.changes import Before, change
from zvarot.studio.readiness import promise_problems
from zvarot.studio.terms import Terms


def saying(
    terms: Terms,
    kind: Kind,
    *,
    question: str,
    level: str,
    deliver_by: date | None,
    office: Office | None,
    lang: str,
    old: Before | None,
) -> dict[str, Any]:
    """Give {problems} or {promise, lang, change}, as `promise_preview.html` draws it.

    old -- what people were told until now, if the action was ever open.
    """
    problems = promise_problems(terms, kind, question=question, level=level, deliver_by=deliver_by)
    if problems:
        return {"problems": problems, "promise": None, "lang": "en", "change": None}
    own = words(lang)
    names = {TARGET: addressing(office, lang, timezone.now().date()).office} if office else {}
    promise = terms.promised(level=level, deliver_by=deliver_by)
    form = terms.form(kind, question)
    return {
        "problems": [],
        "promise": render(promise, form.translated(own), own, names),
        "lang": lang,
        "change": change(old, promise, form, office.pk if office else None) if old else None,
    }
