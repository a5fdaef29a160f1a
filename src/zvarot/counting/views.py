"""The studio's pages about paper, partners and corrections: entered, seen by two, taken back."""

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods

from zvarot.actions.models import Action
from zvarot.actions.queries import published
from zvarot.counting import batches, corrections, invalidation, proposals, queries
from zvarot.counting.errors import CountRefused
from zvarot.counting.forms import BatchForm, CorrectionForm, PartnersForm, SecondForm
from zvarot.counting.models import Batch, Correction, Invalidation, Proposal
from zvarot.counting.pages import KINDS, address, ask, may_count, page
from zvarot.counting.sheet import MOST_PAGES, Sheet, languages, pdf
from zvarot.counting.uploads import hash_only
from zvarot.signatures import reviews
from zvarot.signatures.models import Review
from zvarot.signatures.queries import parts
from zvarot.signatures.trends import trends


@may_count
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List the actions with their counts, and what waits for somebody."""
    lines = [
        {"action": one, "parts": parts(one), "waiting": queries.waiting(one), "trends": trends(one)}
        for one in published()
    ]
    return page(request, "index", {"lines": lines}, [])


@may_count
@require_GET
def of_action(request: HttpRequest, action_id: int) -> HttpResponse:
    """Show what one count is made of, what waits, and what looks odd."""
    action = get_object_or_404(Action, pk=action_id)
    held = Review.objects.filter(action=action, state=Review.State.HELD)
    context = {
        "action": action,
        "parts": parts(action),
        "proposals": _all_of(action),
        "trends": trends(action),
        "reviews": [(one, reviews.held(one)) for one in held],
        "languages": languages(action),
    }
    return page(request, "of_action", context, [(action.title, "")])


@csrf_exempt  # the token is read from the form, and the form only after the handler is set
@may_count
@require_http_methods(["GET", "POST"])
def enter_batch(request: HttpRequest, action_id: int) -> HttpResponse:
    """Enter paper. Scans are hashed on arrival and kept nowhere."""
    hash_only(request)
    return _enter_batch(request, action_id)


@csrf_protect
def _enter_batch(request: HttpRequest, action_id: int) -> HttpResponse:
    action = get_object_or_404(Action, pk=action_id)
    form = BatchForm(request.POST or None, request.FILES or None)

    def enter(given: dict[str, Any], by: str, now: datetime) -> Batch:
        role = given.pop("role")
        hashes = given.pop("scans") or []
        facts = batches.Facts(**given, hashes=hashes)
        return batches.enter(action, facts, by=by, role=role, now=now)

    return ask(request, action, form, _("Enter paper"), enter)


@may_count
@require_http_methods(["GET", "POST"])
def import_table(request: HttpRequest, action_id: int) -> HttpResponse:
    """Enter what partners counted."""
    action = get_object_or_404(Action, pk=action_id)
    form = PartnersForm(request.POST or None, request.FILES or None)

    def enter(given: dict[str, Any], by: str, now: datetime) -> Batch:
        body = given["table"].read()
        return batches.import_partners(action, body, by=by, role=given["role"], now=now)[0]

    return ask(request, action, form, _("Enter figures of partners"), enter)


@may_count
@require_http_methods(["GET", "POST"])
def correct_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter what a re-count has shown."""
    batch = get_object_or_404(Batch.objects.select_related("action"), pk=pk)

    def enter(given: dict[str, Any], by: str, now: datetime) -> Correction:
        return corrections.correct(batch, **given, by=by, now=now)

    form = CorrectionForm(request.POST or None)
    return ask(request, batch.action, form, _("Correct a batch"), enter)


@may_count
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Show one proposal; approve it as the second person, or take it back."""
    if kind not in KINDS:
        raise Http404
    model = KINDS[kind]
    rows = model._default_manager.select_related("action", "addition")
    proposal: Proposal = get_object_or_404(rows, pk=pk)
    form = SecondForm(request.POST or None)
    if request.method == "POST" and ("cancel" in request.POST or form.is_valid()):
        try:
            _do(request, proposal, form)
        except CountRefused as refused:
            messages.error(request, str(refused))
        else:
            return redirect(address(proposal))
    action = proposal.action
    context = {
        "kind": kind,
        "one": proposal,
        "action": action,
        "form": form,
        "is_mine": proposal.entered_by == request.user.get_username(),
        "facts": _facts(proposal),
    }
    trail = [(action.title, reverse("counting:of_action", args=[action.pk])), (_title(kind), "")]
    return page(request, "show", context, trail)


@may_count
@require_GET
def sheet_pdf(request: HttpRequest, action_id: int) -> HttpResponse:
    """Give sheets to print, in a language in which the action promises something."""
    action = get_object_or_404(Action, pk=action_id)
    lang, pages = request.GET.get("lang", ""), request.GET.get("pages", "1")
    if lang not in languages(action) or not pages.isascii() or not pages.isdigit():
        raise Http404
    count = min(max(int(pages[:4]), 1), MOST_PAGES)
    response = HttpResponse(pdf(Sheet(action, lang, count)), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{action.slug}-{lang}.pdf"'
    return response


def _do(request: HttpRequest, proposal: Proposal, form: SecondForm) -> None:
    by = request.user.get_username()
    if "cancel" in request.POST:
        proposals.cancel(proposal, by=by)
        messages.success(request, _("Taken back. Nothing of it is counted."))
        return
    role, now = form.cleaned_data["role"], datetime.now(tz=UTC)
    if isinstance(proposal, Batch):
        batches.approve(proposal, by=by, role=role, now=now)
    elif isinstance(proposal, Correction):
        corrections.approve(proposal, by=by, role=role, now=now)
    elif isinstance(proposal, Invalidation):
        invalidation.approve(proposal, by=by, role=role, now=now)
    messages.success(request, _("Approved."))


def _all_of(action: Action) -> list[dict[str, Any]]:
    """Return everything of an action, newest first."""
    found = [
        {
            "one": one,
            "kind": name,
            "href": address(one),
            "title": _title(name),
            "value": _value(one),
        }
        for name, model in KINDS.items()
        for one in model._default_manager.filter(action=action).select_related("addition")
    ]
    return sorted(found, key=lambda item: item["one"].entered_at, reverse=True)


def _title(kind: str) -> str:
    titles = {
        "batch": _("Batch"),
        "correction": _("Correction"),
        "invalidation": _("Invalidation"),
    }
    return titles[kind]


def _value(proposal: Proposal) -> int:
    if isinstance(proposal, Batch):
        return proposal.count
    if isinstance(proposal, Invalidation):
        return -proposal.found
    return proposal.value if isinstance(proposal, Correction) else 0


def _facts(proposal: Proposal) -> list[tuple[str, object]]:
    """Return what a second person has to see before agreeing."""
    facts: list[tuple[str, object]] = [(_("Number"), f"{_value(proposal):+}")]
    if isinstance(proposal, Batch):
        facts += [
            (_("What it is"), proposal.get_kind_display()),
            (_("Partner"), proposal.partner),
            (_("In words, for the public"), proposal.words),
            (_("Place, for the public"), proposal.place),
            (_("Period"), f"{proposal.from_day} – {proposal.to_day}"),
            (_("Tallies"), ", ".join(map(str, proposal.tallies))),
            (_("Hashes"), ", ".join(proposal.hashes)),
        ]
    if isinstance(proposal, Invalidation):
        period = f"{proposal.from_day} – {proposal.to_day}" if proposal.from_day else ""
        facts += [
            (_("Period"), period),
            (_("Held for review as"), proposal.review.domain if proposal.review else ""),
            (_("Beginnings of leaf tags"), " ".join(proposal.tags)),
            (_("Whole batch"), f"{proposal.batch_id or ''}"),
            (_("Can be cancelled until"), proposal.due_at),
        ]
    if isinstance(proposal, (Invalidation, Correction)):
        facts.append((_("Reason, for the public"), proposal.reason))
    return [(label, value) for label, value in facts if value]
