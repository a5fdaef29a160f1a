"""The studio's pages of letters: how many wait, what went wrong, and what to do about it.

No page lists people. Only `excerpts` opens letters, and says so in the journal.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zvarot.actions.models import Action
from zvarot.letters import digests, queries, services
from zvarot.letters.models import Dispatch
from zvarot.letters.opening import Opener
from zvarot.letters.pace import Pace
from zvarot.letters.queueing import KIND, goes_in_digest
from zvarot.letters.reach import Directory
from zvarot.letters.words import STATES
from zvarot.sealing.keys import KeyFiles

_MOST_ROWS = 200
_MOST_CANDIDATES = 30
may_dispatch = permission_required("letters.dispatch", raise_exception=True)


@may_dispatch
@require_GET
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """List the actions that send letters, with their figures."""
    lines = [
        {"action": action, "figures": queries.figures(queries.letters().filter(action=action))}
        for action in Action.objects.filter(kind=KIND).order_by("-pk")
    ]
    return _page(request, "index", {"lines": lines}, [])


@may_dispatch
@require_GET
@never_cache
def of_action(request: HttpRequest, action_id: int) -> HttpResponse:
    """Show an action's letters, by office."""
    action, now = get_object_or_404(Action, pk=action_id), _now()
    held, directory = queries.held(), Directory()
    lines, offices = [], queries.by_office(action)
    titles = directory.titles([office for office, _ in offices])
    for office, figures in offices:
        reach = directory.find(office) if office else None
        pace = reach.pace if reach else Pace()
        lines.append(
            {
                "office": office,
                "title": titles.get(office, office),
                "figures": figures,
                "held": held.get(office, ""),
                "has_address": bool(reach and reach.address),
                "end": queries.estimated_end(figures.waiting, pace, now)
                if figures.waiting and office not in held
                else None,
            }
        )
    context = {
        "action": action,
        "lines": lines,
        "figures": queries.figures(queries.letters().filter(action=action)),
        "to_print": queries.to_print(action).count(),
        "is_digest": goes_in_digest(action),
        "has_key": action.ended_on is not None or Opener(_keys()).has_key(action.pk),
    }
    return _page(request, "of_action", context, [(action.title, "")])


@may_dispatch
@require_GET
@never_cache
def of_office(request: HttpRequest, action_id: int, office: str) -> HttpResponse:
    """Show an action's letters to one office, of one state if asked, and the digests to it."""
    action = get_object_or_404(Action, pk=action_id)
    rows = _rows(action, office)
    state = request.GET.get("state", "")
    shown = rows.filter(state=state) if state in Dispatch.State else rows
    figures = queries.figures(rows)
    title = Directory().titles([office]).get(office, office)
    context = {
        "action": action,
        "office": office,
        "figures": figures,
        "held": queries.held().get(office, ""),
        "state": state,
        "states": [(one, STATES[one], figures.by_state.get(one, 0)) for one in Dispatch.State],
        "rows": [(row, STATES[row.state]) for row in shown.order_by("-changed_on")[:_MOST_ROWS]],
        "digests": [
            (mail, STATES[mail.state], mail.letters.count())
            for mail in _mails(action, office).order_by("-digest_on")[:_MOST_CANDIDATES]
        ],
        "can_quote": digests.candidates(action.pk, office).exists(),
    }
    return _page(request, "of_office", context, [_crumb(action), (title, "")])


@may_dispatch
@require_http_methods(["GET", "POST"])
@never_cache
def cancel(request: HttpRequest, action_id: int, office: str = "") -> HttpResponse:
    """Ask, and on POST cancel what waits or is in trouble: of an action, or of it to one office."""
    action = get_object_or_404(Action, pk=action_id)
    rows = Dispatch.objects.filter(action=action)
    rows = rows.filter(office=office) if office else rows
    wanted = rows.filter(state__in=(*services.WAITING, *services.TROUBLED))
    if request.method == "POST":
        count = services.cancel(rows, actor=_actor(request), now=_now(), subject=action.slug)
        text = ngettext("{count} letter was cancelled.", "{count} letters were cancelled.", count)
        messages.success(request, text.format(count=count))
        return _back(action, office)
    context = {"action": action, "office": office, "count": wanted.filter(digest_on=None).count()}
    trail = [_crumb(action), (_("Cancel letters"), "")]
    return _page(request, "cancel", context, trail)


@may_dispatch
@require_POST
def retry(request: HttpRequest, action_id: int, office: str) -> HttpResponse:
    """Send letters in trouble again: one of them, or all of a state."""
    action = get_object_or_404(Action, pk=action_id)
    rows = Dispatch.objects.filter(action=action, office=office)
    chosen = request.POST.get("letter", "")
    if chosen.isdecimal():
        rows = rows.filter(pk=int(chosen))
    else:
        rows = rows.filter(state=request.POST.get("state", ""))
    count = services.retry(rows, actor=_actor(request), now=_now(), subject=action.slug)
    if count:
        text = ngettext("{count} letter goes again.", "{count} letters go again.", count)
        messages.success(request, text.format(count=count))
    else:
        messages.error(request, _("Nothing can be sent again: the texts have been erased."))
    return _back(action, office)


@may_dispatch
@require_http_methods(["GET", "POST"])
@never_cache
def excerpts(request: HttpRequest, action_id: int, office: str) -> HttpResponse:
    """Show what waiting letters say, without names; on POST, quote the chosen ones."""
    action = get_object_or_404(Action, pk=action_id)
    waiting = digests.candidates(action.pk, office)
    if request.method == "POST":
        chosen = [int(one) for one in request.POST.getlist("letter") if one.isdecimal()]
        if len(chosen) <= digests.MOST_EXCERPTS:
            services.choose_excerpts(waiting, chosen)
            messages.success(request, _("The next digest quotes what you chose."))
            return _back(action, office)
        messages.error(request, _("Choose five at most."))
    opener = Opener(_keys())
    rows = waiting.select_related("signature__action").order_by("-is_excerpt", "token")
    texts = {digests.excerpt_of(row, opener): row for row in reversed(rows[:_MOST_ROWS])}
    # What many left as it was is shown once.
    found = [(row, text) for text, row in reversed(texts.items()) if text]
    shown = found[:_MOST_CANDIDATES]
    services.note_reading(action.slug, office, len(shown), actor=_actor(request), now=_now())
    context = {"action": action, "office": office, "rows": shown, "most": digests.MOST_EXCERPTS}
    return _page(request, "excerpts", context, [_crumb(action), (_("Choose excerpts"), "")])


@may_dispatch
@require_POST
def pause(request: HttpRequest, office: str) -> HttpResponse:
    """Hold back all letters to an office."""
    reason = " ".join(request.POST.get("reason", "").split()) or _("Held by staff.")
    services.pause(office, reason, actor=_actor(request), now=_now())
    return _back_from_office(request)


@may_dispatch
@require_POST
def resume(request: HttpRequest, office: str) -> HttpResponse:
    """Let letters to an office go on."""
    services.resume(office, actor=_actor(request), now=_now())
    return _back_from_office(request)


def _rows(action: Action, office: str) -> QuerySet[Dispatch]:
    return queries.letters().filter(action=action, office=office)


def _mails(action: Action, office: str) -> QuerySet[Dispatch]:
    return Dispatch.objects.filter(action=action, office=office, digest_on__isnull=False)


def _crumb(action: Action) -> tuple[str, str]:
    return action.title, reverse("letters:of_action", args=[action.pk])


def _back(action: Action, office: str) -> HttpResponse:
    if office:
        return redirect("letters:of_office", action_id=action.pk, office=office)
    return redirect("letters:of_action", action_id=action.pk)


def _back_from_office(request: HttpRequest) -> HttpResponse:
    action = request.POST.get("action", "")
    if action.isdecimal():
        return redirect("letters:of_action", action_id=int(action))
    return redirect("letters:index")


def _keys() -> KeyFiles:
    return KeyFiles(Path(settings.ZVAROT_KEYS_DIR))


def _actor(request: HttpRequest) -> str:
    return request.user.get_username()


def _now() -> datetime:
    return datetime.now(tz=UTC)


def _page(
    request: HttpRequest, name: str, context: Mapping[str, Any], trail: list[tuple[str, str]]
) -> HttpResponse:
    first = {"url": reverse("letters:index"), "label": _("Letters")}
    crumbs = [first, *({"url": url, "label": label} for label, url in trail)]
    common = {
        "breadcrumbs_items": crumbs,
        "header_title": crumbs[-1]["label"],
        "header_icon": "mail",
        "test_to": settings.ZVAROT_LETTERS_TEST_TO,
    }
    return render(request, f"letters/{name}.html", {**common, **context})
