"""What keeps an action from opening, in sentences an editor can act on.

Asked twice: by the editor's form, and again by the bake, which nothing goes around.
"""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zvarot.contract.audiences import ORGANISER, TARGET
from zvarot.contract.errors import ZvarotError
from zvarot.contract.kind import Kind
from zvarot.contract.promise import Promise, PromiseContradicts
from zvarot.lib.words import words
from zvarot.studio.terms import Terms


def promise_problems(
    terms: Terms, kind: Kind, *, question: str, level: str, deliver_by: date | None
) -> list[str]:
    """Say why these terms cannot be promised; nothing if they can."""
    promise = terms.promised(level=level, deliver_by=deliver_by)
    try:
        form = terms.form(kind, question)
        promise.check(form)
    except PromiseContradicts as contradiction:
        return [*contradiction.sentences, *_more(terms, promise, question)]
    except ZvarotError as wrong:
        return [str(wrong)]
    return _more(terms, promise, question)


def opening_problems(page: Any, original: Any) -> list[str]:
    """Say why this page may not be published."""
    found = promise_problems(
        Terms.read(original.terms, type(original).kind),
        type(original).kind,
        question=original.question,
        level=original.level,
        deliver_by=original.deliver_by,
    )
    if original.case is None:
        found.append(_("Choose the case: whose action is this?"))
    elif original.case.consent == original.case.Consent.WITHDRAWN:
        found.append(_("Consent was withdrawn for this case. It may not be published."))
    if original.office is None:
        found.append(_("Choose the office: whom does it address?"))
    if not page.lead:
        found.append(_("Write the lead: what happened, and what is asked."))
    return found


def _more(terms: Terms, promise: Promise, question: str) -> list[str]:
    known = {code for code, _name in words("en").countries()}
    found = []
    if "x_question" in terms.asked and not question:
        found.append(_("Write your own question (tab “Words”), or take it off the form."))
    if strange := [code for code in promise.counted_only if code not in known]:
        found.append(
            _("These are not country codes of two letters: %s.") % ", ".join(strange)
        )
    if promise.counted_only and "country" not in terms.asked:
        found.append(
            _("To only count people of some countries, the form must ask for the country.")
        )
    shown = promise.allowed_fields(TARGET) | promise.allowed_fields(ORGANISER)
    if promise.level == "guarded" and shown:
        found.append(
            _(
                "At the level “guarded” the keys are kept away from the studio, and this "
                "installation has none of these. Give the target only the number and the "
                "organiser nothing, or choose “standard”."
            )
        )
    return found
