"""What a campaigner needs to know first: which actions are open, and what is due."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zvarot.actions.models import Action
from zvarot.actions.queries import current_state, published
from zvarot.cases.models import Case, CaseFact
from zvarot.contract.counts import Parts
from zvarot.contract.promise import Promise
from zvarot.counting import queries as counting
from zvarot.deliveries import queries as deliveries
from zvarot.journal import queries as journal
from zvarot.offices.models import Office
from zvarot.signatures.queries import parts
from zvarot.studio import custody
from zvarot.studio.action_view import local_day
from zvarot.studio.due import Due
from zvarot.studio.models import BakeOrder
from zvarot.studio.office_dues import office_dues
from zvarot.studio.pages import ActionPage, page_types
from zvarot.studio.readiness import opening_problems

HANDOVER_NEAR: Final = timedelta(days=21)


@dataclass(frozen=True, kw_only=True)
class Running:
    """An action that the public meets. days -- until it closes; None: no day is set."""

    title: str
    edit: str
    keys: str
    public: str
    count: Parts
    state: str
    days: int | None
    closes_on: date | None


def running(now: datetime) -> list[Running]:
    """Give the actions that are open or about to open, the one that closes first on top."""
    found = []
    for page in _originals():
        action = Action.objects.filter(page_key=page.translation_key).first()
        if action is None or action.state != Action.State.OPEN:
            continue
        closes_on = local_day(page.closes_at, page.time_zone) if page.closes_at else None
        found.append(
            Running(
                title=page.title,
                edit=_edit(page),
                keys=_keys_of(page),
                public=page.full_url or "",
                count=parts(action),
                state=str(current_state(action, now)),
                days=(closes_on - now.date()).days if closes_on else None,
                closes_on=closes_on,
            )
        )
    order = {Action.State.OPEN: 0, Action.State.DRAFT: 1}
    running_first = [one for one in found if one.state in order]
    return sorted(running_first, key=lambda one: (order[Action.State(one.state)], _closing(one)))


def to_edit(now: datetime) -> list[Due]:
    """Give what an editor should look at."""
    today = now.date()
    found = [*_not_public(), *_keys(now), *_records(), *office_dues(today), *_stale(today)]
    return [*found, *_drafts()]


def to_count() -> list[Due]:
    """Give what waits for a second person, or for somebody who decides."""
    found = []
    for action in published():
        waiting, held = counting.waiting(action), counting.held(action)
        if not waiting and not held:
            continue
        text = _(
            "The count of “%(title)s” waits for somebody: %(waiting)d to approve, %(held)d held."
        )
        href = reverse("counting:of_action", args=[action.pk])
        values = {"title": action.title, "waiting": waiting, "held": held}
        found.append(Due(text=text % values, href=href))
    return found


def to_hand_over(now: datetime) -> list[Due]:
    """Give the hand-overs whose day is near or has passed, and that are not done."""
    today = now.date()
    near = Action.objects.filter(deliver_by__lte=today + HANDOVER_NEAR).exclude(
        state__in=(Action.State.DRAFT, Action.State.ARCHIVED)
    )
    return [
        Due(
            text=_handover_text(action, today),
            href=reverse("deliveries:of_action", args=[action.pk]),
            is_late=action.deliver_by is not None and action.deliver_by < today,
        )
        for action in near.order_by("deliver_by")
        if deliveries.delivered(action) is None
    ]


def _closing(one: Running) -> date:
    return one.closes_on or date.max


def _originals() -> list[ActionPage]:
    pages = [page for page_type in page_types() for page in page_type.objects.all()]
    return [page for page in pages if page.original().pk == page.pk]


def _edit(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _not_public() -> list[Due]:
    found = []
    for page in _originals():
        reasons = _reasons(page) if page.live else ()
        if reasons:
            text = _("“%s” is published here, but the public does not see it.") % page.title
            found.append(Due(text=text, href=_edit(page), is_late=True, why=reasons))
    return found


def _reasons(page: ActionPage) -> tuple[str, ...]:
    """Give why the last bake left the page out, or why the next one will."""
    refused = journal.latest("action.not_ready", page.slug)
    baked = journal.latest("action.baked", page.slug)
    now = opening_problems(page, page)
    if not now and refused and (baked is None or refused.pk > baked.pk):
        now = list(refused.detail.get("reasons", []))
    order = BakeOrder.objects.filter(page_key=page.translation_key).exclude(problem="").first()
    return tuple(now) or ((order.problem,) if order else ())


def _handover_text(action: Action, today: date) -> str:
    title = action.title
    days = (action.deliver_by - today).days if action.deliver_by else 0
    if days < 0:
        sentence = ngettext(
            "The hand-over of “%(title)s” is %(n)d day late.",
            "The hand-over of “%(title)s” is %(n)d days late.",
            -days,
        )
        return sentence % {"title": title, "n": -days}
    if days == 0:
        return _("“%s” is to be handed over today.") % title
    sentence = ngettext(
        "“%(title)s” is to be handed over in %(n)d day.",
        "“%(title)s” is to be handed over in %(n)d days.",
        days,
    )
    return sentence % {"title": title, "n": days}


def _keys(now: datetime) -> list[Due]:
    """Give the offline keys that have ended, which closes their form, or soon will."""
    found = []
    for page in _originals():
        action = Action.objects.filter(page_key=page.translation_key).first()
        if action is None or current_state(action, now) != Action.State.OPEN:
            continue
        promise = Promise.from_json(action.promise)
        for one in custody.custodies(promise, page.translation_key, now):
            if one.key and one.key.valid_until - now <= custody.END_NEAR:
                text, href = _key_text(page, one), _keys_of(page)
                found.append(Due(text=text, href=href, is_late=one.is_over))
    return found


def _key_text(page: ActionPage, one: custody.Custody) -> str:
    said = {"title": page.title, "name": one.name, "day": one.last_day}
    if one.is_over:
        return (
            _("The form of “%(title)s” is closed: the offline key for “%(name)s” ended on %(day)s.")
            % said
        )
    return (
        _("The offline key of “%(title)s” for “%(name)s” ends on %(day)s, and the form closes.")
        % said
    )


def _keys_of(page: ActionPage) -> str:
    return reverse("action_keys", args=[page.pk])


def _records() -> list[Due]:
    found = []
    for model, text in (
        (Case, _("The case “%s” has changes that are not published.")),
        (Office, _("The office “%s” has changes that are not published.")),
    ):
        for record in model.objects.filter(Q(live=False) | Q(has_unpublished_changes=True)):
            found.append(Due(text=text % record, href=_record(model, record.pk)))
    return found


def _stale(today: date) -> list[Due]:
    cases = Case.objects.filter(
        pk__in=CaseFact.objects.filter(nag_on__lte=today).values("case")
    ).exclude(live=False)
    return [
        Due(
            text=_("The case “%s” has facts to look at again.") % case,
            href=_record(Case, case.pk),
        )
        for case in cases
    ]


def _drafts() -> list[Due]:
    return [
        Due(
            text=_("“%s” is a draft: nobody sees it yet.") % page.title
            if not page.live
            else _("“%s” has changes that are not published.") % page.title,
            href=_edit(page),
        )
        for page in _originals()
        if (not page.live and page.first_published_at is None)
        or (page.live and page.has_unpublished_changes)
    ]


def _record(model: Any, pk: Any) -> str:
    return reverse(model.snippet_viewset.get_url_name("edit"), args=[pk])
