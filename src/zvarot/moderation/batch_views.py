"""The studio's pages of batches: choose, look at a card, print, and say what became of it."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import islice

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zvarot.actions.models import Action
from zvarot.contract.card import Card, Layout
from zvarot.contract.message import Route
from zvarot.moderation import batches as services
from zvarot.moderation import choices, jobs, printing, queries, rules
from zvarot.moderation import queue as screens
from zvarot.moderation.cuts import redacted
from zvarot.moderation.errors import BatchBusy, CardsFailed, MessageClosed
from zvarot.moderation.forms import BatchForm, OutcomeForm, SentForm
from zvarot.moderation.models import Batch
from zvarot.moderation.opening import Opener
from zvarot.moderation.printing import Sheet
from zvarot.moderation.views import SEND, crumb, keys, may_moderate, page
from zvarot.moderation.words import BATCHES, LAYOUTS, ROUTES

State = Batch.State
_SECONDS = 3
may_send = permission_required(SEND, raise_exception=True)


@may_moderate
@require_GET
@never_cache
def preview(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """Show how one message will look as a card, before it is approved."""
    action = get_object_or_404(queries.with_messages(), slug=slug)
    message = get_object_or_404(queries.messages(action).select_related("signature"), pk=pk)
    shown = screens.one_card(message, Opener(keys()), int(request.user.pk or 0))
    if shown.opened is None:
        return HttpResponse(shown.closed_because, status=410, content_type="text/plain")
    card = Card(
        name=shown.opened.name,
        text=redacted(shown.opened.text, message.cuts),
        lang=message.lang or "und",
        translation=shown.translation,
        translation_lang=shown.translation_lang,
    )
    sheet = Sheet(
        layout=Layout.SINGLE,
        title=action.title,
        lang=action.default_lang,
        artwork=rules.artwork(action),
    )
    try:
        return _as_pdf(printing.pdf([card], sheet), f"card-{pk}.pdf", how="inline")
    except CardsFailed as failed:
        return HttpResponse(str(failed), status=422, content_type="text/plain")


@may_send
@require_http_methods(["GET", "POST"])
@never_cache
def batches(request: HttpRequest, slug: str) -> HttpResponse:
    """List an action's batches and what could go into a new one; on POST, choose it."""
    action = get_object_or_404(queries.with_messages(), slug=slug)
    free = queries.free(action)
    langs = [
        (lang, f"{choices.language_name(lang)} ({count})")
        for lang, count in queries.languages(free)
        if lang
    ]
    form = BatchForm(request.POST or None, langs=langs)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.choose(
                action,
                route=Route(form.cleaned_data["route"]),
                layout=Layout(form.cleaned_data["layout"]),
                lang=form.cleaned_data["lang"],
                most=form.cleaned_data["most"],
                by=request.user.get_username(),
                now=_now(),
            )
            return redirect("moderation:batch", slug=slug, number=made.number)
        except BatchBusy as busy:
            messages.error(request, str(busy))
    context = {
        "action": action,
        "form": form,
        "free": free.count(),
        "figures": queries.figures(action),
        "lines": [_line(one) for one in queries.batches(action)],
    }
    return page(request, "batches", context, [_way(request, action), (_("Batches"), "")])


@may_send
@require_GET
@never_cache
def batch(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show one batch. While its cards are looked at, the page comes again by itself."""
    return _show(request, _batch(slug, number))


@may_send
@require_POST
def file(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """Give the print file: made for this answer, of those who are in the batch now."""
    found = _batch(slug, number)
    if found.state not in {State.MADE, State.PRINTED}:
        messages.error(request, _("There is nothing to print in this state."))
        return redirect("moderation:batch", slug=slug, number=number)
    most = 1 if request.POST.get("sample") else None
    try:
        cards = [card for _pk, card in islice(jobs.opened(found, keys()), most)]
        chunks = printing.pdf(cards, jobs.sheet_of(found))
    except (MessageClosed, CardsFailed) as failed:
        messages.error(request, str(failed))
        return redirect("moderation:batch", slug=slug, number=number)
    services.note_opened(found, len(cards), by=request.user.get_username(), now=_now())
    return _as_pdf(chunks, f"cards-{slug}-{number}.pdf", how="attachment")


@may_send
@require_POST
def step(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take a batch one step further, as the button says."""
    found, what = _batch(slug, number), request.POST.get("step", "")
    by, now = request.user.get_username(), _now()
    plain: dict[str, Callable[[], object]] = {
        "again": lambda: services.try_again(found),
        "leave_out": lambda: services.leave_out(found, by=by, now=now),
        "dissolve": lambda: services.dissolve(found, by=by, now=now),
        "printed": lambda: services.mark_printed(found, by=by, now=now),
    }
    try:
        if what in plain:
            plain[what]()
        elif what == "sent":
            form = SentForm(request.POST)
            if not form.is_valid():
                return _show(request, found, sent=form)
            services.mark_sent(found, **form.cleaned_data, by=by, now=now, keys=keys())
        elif what == "outcome":
            outcome = OutcomeForm(request.POST)
            if not outcome.is_valid():
                return _show(request, found, outcome=outcome)
            services.record_outcome(found, **outcome.cleaned_data, by=by, now=now)
    except BatchBusy as busy:
        messages.error(request, str(busy))
    if what == "dissolve" and not Batch.objects.filter(pk=found.pk).exists():
        messages.success(request, _("Dissolved. Its messages wait for another batch."))
        return redirect("moderation:batches", slug=slug)
    return redirect("moderation:batch", slug=slug, number=number)


def _show(
    request: HttpRequest,
    found: Batch,
    *,
    sent: SentForm | None = None,
    outcome: OutcomeForm | None = None,
) -> HttpResponse:
    today = _now().date()
    is_moving = found.state == State.OPEN and not found.problem
    context = {
        "action": found.action,
        "batch": found,
        "line": _line(found),
        "is_moving": is_moving,
        "percent": 100 * found.progress // found.total if found.total else 0,
        "unfit": services.items_of(found).filter(is_unfit=True).count(),
        "left": _left(found),
        "sent_form": sent or SentForm(initial={"on": today}),
        "outcome_form": outcome or OutcomeForm(initial={"on": today, "note": found.note}),
        "told": found.items.filter(told="told").count(),
    }
    trail = [
        _way(request, found.action),
        (_("Batches"), reverse("moderation:batches", args=[found.action.slug])),
        (_("Batch %d") % found.number, ""),
    ]
    response = page(request, "batch", context, trail)
    if is_moving:
        response["Refresh"] = str(_SECONDS)
    return response


def _left(found: Batch) -> int:
    """Return how many have withdrawn since it was printed: their cards are on paper."""
    is_unprinted = found.state in services.UNPRINTED
    return 0 if is_unprinted else max(0, found.messages - services.items_of(found).count())


def _line(found: Batch) -> dict[str, object]:
    return {
        "batch": found,
        "count": services.count_of(found),
        "state": BATCHES[found.state],
        "route": ROUTES[found.route],
        "layout": LAYOUTS[found.layout],
        "lang": choices.language_name(found.lang) if found.lang else _("any language"),
    }


def _way(request: HttpRequest, action: Action) -> tuple[str, str]:
    """Return the way back: to the queue only for those who may read messages."""
    return crumb(action) if request.user.has_perm("moderation.moderate") else (action.title, "")


def _batch(slug: str, number: int) -> Batch:
    rows = Batch.objects.select_related("action")
    return get_object_or_404(rows, action__slug=slug, number=number)


def _as_pdf(chunks: object, name: str, *, how: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        chunks,  # type: ignore[arg-type]
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'{how}; filename="{name}"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _now() -> datetime:
    return datetime.now(tz=UTC)
