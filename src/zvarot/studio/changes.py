"""What changes for people who sign, when a promise that they were shown is edited.

Whoever signed stays under the promise they saw: a row is opened for nothing more. So a wider
promise is allowed, for those who sign from now on, but never without somebody saying yes to it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zvarot.actions.models import Action
from zvarot.contract.audiences import MODERATOR, ORGANISER, RECIPIENT, TARGET
from zvarot.contract.form import Form
from zvarot.contract.promise import LEVELS, Disclosure, Promise
from zvarot.lib.words import words

_WHO: Final = {
    TARGET: gettext_lazy("The office"),
    RECIPIENT: gettext_lazy("The person we write to"),
    MODERATOR: gettext_lazy("Our moderators"),
    ORGANISER: gettext_lazy("We, if they ask for news"),
}


@dataclass(frozen=True)
class Before:
    """What people were told until now. questions -- name and label of each, in English."""

    promise: Promise
    questions: Mapping[str, str]
    office: int | None


@dataclass
class Change:
    """Sentences: what is shown to more, what to less, what else is new."""

    wider: list[str] = field(default_factory=list)
    narrower: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.wider or self.narrower or self.other)


def before(page: Any) -> Before | None:
    """Give what the public was promised for this page; None if it never opened."""
    if page is None or page.pk is None:
        return None
    action = Action.objects.filter(page_key=page.translation_key).first()
    if action is None or action.state == Action.State.DRAFT:
        return None
    stored = type(page)._default_manager.filter(pk=page.pk).values_list("office_id", flat=True)
    english = words("en")
    asked = Form.from_json(action.form["fields"])
    questions = {one.name: english.gettext(one.label) for one in asked.fields}
    return Before(Promise.from_json(action.promise), questions, stored.first())


def change(old: Before, promise: Promise, form: Form, office: int | None) -> Change:
    """Compare what people were told with what they would be told from now on."""
    found = Change()
    english = words("en")
    questions = {one.name: english.gettext(one.label) for one in form.fields}
    labels = {**old.questions, **questions}
    if old.office and office != old.office:
        found.wider.append(_("It is addressed to another office, so the names would go there."))
    for audience in _WHO:
        _compare_line(found, old.promise, promise, audience, labels)
    _compare_countries(found, old.promise, promise)
    if LEVELS.index(promise.level) > LEVELS.index(old.promise.level):
        found.narrower.append(_("The protection is raised to “%s”.") % promise.level)
    _compare_questions(found, old.questions, questions)
    return found


def _compare_line(
    found: Change, old: Promise, new: Promise, audience: str, labels: Mapping[str, str]
) -> None:
    who = str(_WHO[audience])
    was, will = old.allowed_fields(audience), new.allowed_fields(audience)
    if more := _named(will - was, labels):
        found.wider.append(_("“%(who)s” would also see: %(what)s.") % {"who": who, "what": more})
    if less := _named(was - will, labels):
        found.narrower.append(
            _("“%(who)s” would no longer see: %(what)s.") % {"who": who, "what": less}
        )
    line_was, line_will = _line(old, audience), _line(new, audience)
    if line_was and line_will and was and will:
        _compare_time(found, line_was, line_will, who)


def _compare_time(found: Change, was: Disclosure, will: Disclosure, who: str) -> None:
    days = {"who": who, "was": was.days, "will": will.days}
    if will.days > was.days:
        found.wider.append(
            _("“%(who)s”: our copy would be kept for %(will)d days instead of %(was)d.") % days
        )
    elif will.days < was.days:
        found.narrower.append(
            _("“%(who)s”: our copy would be erased after %(will)d days instead of %(was)d.") % days
        )
    if will.when is not was.when:
        found.wider.append(_("“%s”: the moment of the hand-over is another one.") % who)
    elif will.date != was.date:
        found.other.append(
            _("The hand-over moves from %(was)s to %(will)s.")
            % {"was": was.date, "will": will.date}
        )


def _compare_countries(found: Change, old: Promise, new: Promise) -> None:
    if freed := sorted(set(old.counted_only) - set(new.counted_only)):
        found.wider.append(
            _("People in these countries were only counted, and would be named: %s.")
            % ", ".join(freed)
        )
    if added := sorted(set(new.counted_only) - set(old.counted_only)):
        found.narrower.append(
            _("People in these countries would only be counted: %s.") % ", ".join(added)
        )


def _compare_questions(found: Change, old: Mapping[str, str], new: Mapping[str, str]) -> None:
    if more := _named(new.keys() - old.keys(), new):
        found.other.append(_("The form would also ask: %s.") % more)
    if less := _named(old.keys() - new.keys(), old):
        found.other.append(_("The form would no longer ask: %s.") % less)
    if other := _named([name for name in old.keys() & new.keys() if old[name] != new[name]], new):
        found.other.append(_("A question is worded differently: %s.") % other)


def _line(promise: Promise, audience: str) -> Disclosure | None:
    return next(iter(promise.of(audience)), None)


def _named(names: Iterable[str], labels: Mapping[str, str]) -> str:
    return ", ".join(labels.get(name, name) for name in sorted(names))
