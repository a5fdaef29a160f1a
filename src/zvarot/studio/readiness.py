"""What keeps an action from opening, in sentences an editor can act on.

Asked twice: by the editor's form, and again by the bake, which nothing goes around.
"""

from datetime import date
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zvarot.cases.models import Case
from zvarot.contract.audiences import ORGANISER, PUBLIC, TARGET
from zvarot.contract.errors import ZvarotError
from zvarot.contract.kind import Kind
from zvarot.contract.promise import Promise, PromiseContradicts
from zvarot.lib.words import words
from zvarot.studio.terms import Terms, possible_fields

# First parts of addresses that the front answers itself.
RESERVED: Final = frozenset(
    {
        "confirm",
        "withdraw",
        "receipt",
        "log",
        "static",
        "media",
        "healthz",
        "embed",
        "robots",
        "admin",
    }
)
_COLUMNS: Final = {
    TARGET: gettext_lazy("The office"),
    ORGANISER: gettext_lazy("We, if they ask for news"),
}


def promise_problems(
    terms: Terms, kind: Kind, *, question: str, level: str, deliver_by: date | None
) -> list[str]:
    """Say why these terms cannot be promised; nothing if they can."""
    promise = terms.promised(level=level, deliver_by=deliver_by)
    found = [*_ticks(terms, promise, kind, question), *_more(terms, promise, question)]
    if found:
        return found
    try:
        promise.check(terms.form(kind, question))
    except PromiseContradicts as contradiction:
        return contradiction.sentences
    except ZvarotError as wrong:
        return [str(wrong)]
    return []


def opening_problems(page: Any, original: Any) -> list[str]:
    """Say why this page may not be published."""
    found = promise_problems(
        Terms.read(original.terms, type(original).kind),
        type(original).kind,
        question=original.question,
        level=original.level,
        deliver_by=original.deliver_by,
    )
    found += case_problems(original.case)
    if original.office is None:
        found.append(_("Choose the office: whom does it address?"))
    elif not original.office.live:
        found.append(_("The office is only a draft. Publish it first."))
    if problem := slug_problem(original.slug):
        found.append(problem)
    if not page.lead:
        found.append(_("Write the lead: what happened, and what is asked."))
    return [*found, *original.own_problems()]


def case_problems(case: Case | None) -> list[str]:
    """Say why this case may not be shown; nothing if it may."""
    if case is None:
        return [_("Choose the case: whose action is this?")]
    found = []
    if not case.live:
        found.append(_("The case is only a draft. Publish it first."))
    if case.consent == Case.Consent.WITHDRAWN:
        found.append(_("Consent was withdrawn for this case. It may not be published."))
    if case.consent == Case.Consent.MISSING:
        found.append(_("Write down in the case who agreed to it being public."))
    if case.is_minor and case.picture and not case.picture_is_drawing:
        found.append(_("The case is about a child: show a drawing, not a photograph."))
    return found


def slug_problem(slug: str) -> str:
    """Say why no action may have this address; nothing if it may."""
    taken = RESERVED | {code for code, _name in settings.LANGUAGES}
    if slug in taken:
        return _("The address “%s” has another use on this site. Choose another one.") % slug
    if not slug.isascii():
        return _("Write the address with plain Latin letters, digits and hyphens.")
    return ""


def _ticks(terms: Terms, promise: Promise, kind: Kind, question: str) -> list[str]:
    """Say in the words of the table which ticks contradict each other.

    Promise.check finds the same, but speaks of fields by their names in the data.
    """
    fields = possible_fields(kind, question)
    labels = {field.name: words("en").gettext(field.label) for field in fields}
    asked, shown = set(terms.asked), promise.disclosed()
    consents = {field.name for field in fields if field.is_consent}
    found = []
    for name in [one for one in labels if one in asked - shown - consents - set(kind.momentary)]:
        found.append(
            _(
                "Nobody would see “%s”, so it is not kept. Tick who sees it, "
                "or take the tick away under “Ask it”."
            )
            % labels[name]
        )
    for audience, who in _COLUMNS.items():
        for name in [one for one in labels if one in promise.allowed_fields(audience) - asked]:
            found.append(
                _("The form does not ask “%(label)s”, but “%(who)s” has a tick there.")
                % {"label": labels[name], "who": who}
            )
    has_news = bool(promise.of(ORGANISER))
    if has_news and "updates" not in asked:
        found.append(_("To write to those who ask for news, the form must ask that question."))
    if "updates" in asked and "email" not in promise.allowed_fields(ORGANISER):
        found.append(
            _(
                "The form offers news, but nobody would have the address to send them. Tick "
                "“E-mail” for us, or take the question off the form."
            )
        )
    return found


def _more(terms: Terms, promise: Promise, question: str) -> list[str]:
    known = {code for code, _name in words("en").countries()}
    found = []
    if "x_question" in terms.asked and not question:
        found.append(_("Write your own question (tab “Words”), or take it off the form."))
    if strange := [code for code in promise.counted_only if code not in known]:
        found.append(_("These are not country codes of two letters: %s.") % ", ".join(strange))
    if promise.counted_only and "country" not in terms.asked:
        found.append(
            _("To only count people of some countries, the form must ask for the country.")
        )
    if promise.allowed_fields(PUBLIC) and "country" not in terms.asked:
        found.append(
            _("To tell how many live in which country, the form must ask for the country.")
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
