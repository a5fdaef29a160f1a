"""The studio's pages about what is taken off: previewed, proposed, undone, and what was held."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from zvarot.actions.models import Action
from zvarot.counting import corrections, invalidation
from zvarot.counting.forms import InvalidationForm, UndoForm
from zvarot.counting.invalidation import Conditions
from zvarot.counting.models import Batch, Correction, Invalidation
from zvarot.counting.pages import ask, may_count
from zvarot.signatures import reviews
from zvarot.signatures.models import Review


@may_count
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, action_id: int) -> HttpResponse:
    """Say how many meet the conditions; and, when asked to, propose to take them off."""
    action = get_object_or_404(Action, pk=action_id)
    form = InvalidationForm(request.POST or None)
    form.fields["review"].queryset = Review.objects.filter(action=action)  # type: ignore[attr-defined]

    def enter(given: dict[str, Any], by: str, now: datetime) -> Invalidation | None:
        reason, role = given.pop("reason"), given.pop("role")
        conditions = Conditions(**given)
        if "propose" in request.POST:
            return invalidation.propose(action, conditions, reason, by=by, role=role, now=now)
        found = invalidation.preview(action, conditions, now)
        text = ngettext(
            "%(n)d signature meets these conditions. Nothing has been done yet.",
            "%(n)d signatures meet these conditions. Nothing has been done yet.",
            found,
        )
        messages.info(request, text % {"n": found})
        return None

    more = {"has_preview": True}
    return ask(request, action, form, _("Take signatures off"), enter, more=more)


@may_count
@require_http_methods(["GET", "POST"])
def take_off_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose to take a whole batch off."""
    batch = get_object_or_404(Batch.objects.select_related("action"), pk=pk)

    def enter(given: dict[str, Any], by: str, now: datetime) -> Invalidation:
        return invalidation.propose(batch.action, Conditions(batch=batch), **given, by=by, now=now)

    form = UndoForm(request.POST or None)
    return ask(request, batch.action, form, _("Take a batch off"), enter)


@may_count
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose to count again what was taken off."""
    one = get_object_or_404(Invalidation.objects.select_related("action"), pk=pk)

    def enter(given: dict[str, Any], by: str, now: datetime) -> Correction:
        return corrections.undo(one, **given, by=by, now=now)

    return ask(request, one.action, UndoForm(request.POST or None), _("Count again"), enter)


@may_count
@require_POST
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Let what was held count, or erase it."""
    held = get_object_or_404(Review, pk=pk)
    by = request.user.get_username()
    if request.POST.get("decision") == "release":
        reviews.release(held, by=by)
        messages.success(request, _("They count at the next flush."))
    elif request.POST.get("decision") == "drop":
        reviews.drop(held, by=by)
        messages.success(request, _("They are erased, and were never counted."))
    return redirect("counting:of_action", action_id=held.action_id)
