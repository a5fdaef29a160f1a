"""The studio's pages of messages: the queue of an action, its decisions, its history.

Texts are opened for one answer that no browser keeps. Only first name and text are ever opened.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import permission_required, user_passes_test
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from zvarot.actions.models import Action
from zvarot.moderation import asking, choices, queries
from zvarot.moderation import queue as screens
from zvarot.moderation.asking import Desk, Result, Wanted
from zvarot.moderation.opening import Opener
from zvarot.moderation.queue import PER_SCREEN, Chosen
from zvarot.moderation.words import VERBS
from zvarot.sealing.keys import KeyFiles

_MOST_ROWS = 300
MODERATE, SEND = "moderation.moderate", "moderation.send_batches"
may_moderate = permission_required(MODERATE, raise_exception=True)


def _may_either(user: Any) -> bool:
    if user.has_perm(MODERATE) or user.has_perm(SEND):
        return True
    raise PermissionDenied


may_see = user_passes_test(_may_either)


@may_see
@require_GET
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """List the actions with messages, with their figures."""
    lines = [
        {"action": action, "figures": queries.figures(action)} for action in queries.with_messages()
    ]
    return page(request, "index", {"lines": lines, "langs": choices.languages()}, [])


@may_moderate
@require_GET
@never_cache
def queue(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one screen of messages, as filtered; with `part=list` only the list."""
    action, chosen = _action(slug), Chosen.read(request.GET)
    rows = screens.rows(action, chosen, _user(request))
    shown = list(rows[chosen.skip : chosen.skip + PER_SCREEN])
    opener = Opener(keys())
    total = rows.count()
    context = {
        "action": action,
        "chosen": chosen,
        "cards": screens.cards(shown, opener, _user(request)),
        "total": total,
        "first": chosen.skip + 1,
        "last": chosen.skip + len(shown),
        "has_more": total > chosen.skip + len(shown),
        "next": urlencode(chosen.query(skip=chosen.skip + len(shown))),
        "here": urlencode(chosen.query()),
        "reasons": choices.reasons(),
        "translation_langs": choices.languages(),
        "recipient_lang": choices.recipient_language(action),
    }
    if request.GET.get("part") == "list":
        return _private(render(request, "moderation/_list.html", context))
    context |= {
        "figures": queries.figures(action),
        "filters": choices.filters(action, chosen),
        "has_key": opener.has_key(action.pk),
        "said": choices.script_words(),
    }
    return _private(page(request, "queue", context, [(action.title, "")]))


@may_moderate
@require_POST
def decide(request: HttpRequest, slug: str) -> HttpResponse:
    """Decide about messages. Each is stored before the answer says so."""
    results = _desk(request, slug).decide(request.POST)
    return _answer(request, slug, results)


@may_moderate
@require_POST
def cut(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave a part of a message out on the card, or show everything again."""
    wanted = Wanted.read(request.POST.get("message", ""))
    found = [_desk(request, slug).cut(wanted, request.POST)] if wanted else []
    return _answer(request, slug, found, with_card=True)


@may_moderate
@require_POST
def translate(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep a translation for the recipient, or remove it."""
    wanted = Wanted.read(request.POST.get("message", ""))
    lang, text = request.POST.get("lang", ""), request.POST.get("translation", "")
    found = [_desk(request, slug).translate(wanted, lang, text)] if wanted else []
    return _answer(request, slug, found, with_card=True)


@may_moderate
@require_GET
@never_cache
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who decided what on which day. No text, no name of a writer."""
    action = _action(slug)
    days = [(on, _staff(by), VERBS[verb], n) for on, by, verb, n in queries.decided_by(action)]
    rows = list(queries.history(action)[:_MOST_ROWS])
    lines = [(row, _staff(row.by), VERBS[row.verb]) for row in rows]
    trail = [crumb(action), (_("History"), "")]
    return page(
        request, "history", {"action": action, "days": days[:_MOST_ROWS], "lines": lines}, trail
    )


def keys() -> KeyFiles:
    """Return the key files of this installation."""
    return KeyFiles(Path(settings.ZVAROT_KEYS_DIR))


def crumb(action: Action) -> tuple[str, str]:
    """Return the way back to an action's queue."""
    return action.title, reverse("moderation:queue", args=[action.slug])


def page(
    request: HttpRequest, name: str, context: Mapping[str, Any], trail: list[tuple[str, str]]
) -> HttpResponse:
    """Draw a page of messages, with the way that led to it."""
    first = {"url": reverse("moderation:index"), "label": _("Messages")}
    crumbs = [first, *({"url": url, "label": label} for label, url in trail)]
    common = {
        "breadcrumbs_items": crumbs,
        "header_title": crumbs[-1]["label"] or _("Messages"),
        "header_icon": "comment",
    }
    return render(request, f"moderation/{name}.html", {**common, **context})


def _desk(request: HttpRequest, slug: str) -> Desk:
    return Desk(action=_action(slug), keys=keys(), by=_user(request), now=datetime.now(tz=UTC))


def _answer(
    request: HttpRequest, slug: str, results: list[Result], *, with_card: bool = False
) -> HttpResponse:
    user = _user(request)
    if request.headers.get("Accept", "").startswith("application/json"):
        said = [one.to_json(user) for one in results]
        if with_card:
            _add_cards(request, slug, results, said)
        return _private(JsonResponse({"results": said}))
    for one in results:
        if one.message is None:
            messages.error(request, f"#{one.pk}: {one.problem}")
        else:
            messages.success(request, f"#{one.pk}: {asking.said(one.message, user)}")
    if not results:
        messages.error(request, _("Choose a message first."))
    back = Chosen.read(QueryDict(request.POST.get("back", ""))).query()
    return redirect(f"{reverse('moderation:queue', args=[slug])}?{urlencode(back)}")


def _add_cards(
    request: HttpRequest, slug: str, results: list[Result], said: list[dict[str, Any]]
) -> None:
    """Send the card along as it looks now: a cut or a translation changes what it says."""
    opener, action = Opener(keys()), _action(slug)
    for one, told in zip(results, said, strict=True):
        if one.message is not None:
            context = {
                "card": screens.one_card(one.message, opener, _user(request)),
                "action": action,
            }
            told["text"] = render(request, "moderation/_text.html", context).content.decode()


def _action(slug: str) -> Action:
    return get_object_or_404(queries.with_messages(), slug=slug)


def _user(request: HttpRequest) -> int:
    return int(request.user.pk or 0)


def _staff(pk: int) -> str:
    found = get_user_model().objects.filter(pk=pk).first()
    return found.get_username() if found else f"#{pk}"


def _private(response: HttpResponse) -> HttpResponse:
    """Let nothing keep an answer that has opened texts in it."""
    response["Cache-Control"] = "no-store"
    return response
