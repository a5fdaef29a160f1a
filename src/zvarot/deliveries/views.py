"""The studio's pages of deliveries: what can be made, what was made, what became of it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zvarot.actions.models import Action
from zvarot.actions.queries import published
from zvarot.deliveries import queries, services, specs
from zvarot.deliveries.errors import DeliveryBusy, DeliveryGone, DeliveryRefused
from zvarot.deliveries.forms import LanguageForm, OutcomeForm
from zvarot.deliveries.models import Delivery
from zvarot.lib.words import Words
from zvarot.signatures import queries as signatures

State = Delivery.State
_MOVING = {State.REQUESTED, State.BUILDING}
_SECONDS = 3
may_deliver = permission_required("deliveries.deliver", raise_exception=True)


@may_deliver
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List the actions of which something can be handed over."""
    actions = [action for action in published() if specs.audiences(action)]
    lines = [{"action": action, "latest": queries.of_action(action).first()} for action in actions]
    return _page(request, "index", {"lines": lines}, [])


@may_deliver
@require_GET
def of_action(request: HttpRequest, action_id: int) -> HttpResponse:
    """List one action's deliveries, and the parties to whom something was promised."""
    action = get_object_or_404(Action, pk=action_id)
    context = {
        "action": action,
        "deliveries": queries.of_action(action),
        "audiences": specs.audiences(action),
    }
    return _page(request, "of_action", context, [(action.title, "")])


@may_deliver
@require_http_methods(["GET", "POST"])
def request_delivery(request: HttpRequest, action_id: int, audience: str) -> HttpResponse:
    """Show exactly what the audience would get; on POST, ask for it."""
    action = get_object_or_404(Action, pk=action_id)
    now = datetime.now(tz=UTC)
    form = LanguageForm(request.POST or None, initial={"lang": action.default_lang})
    if request.method == "POST" and form.is_valid():
        # Not judged by the form: whoever asks for more than was promised stands in the journal.
        fields = request.POST.getlist("fields")
        try:
            delivery = services.request(
                action,
                audience,
                by=request.user.get_username(),
                now=now,
                fields=fields,
                lang=form.cleaned_data["lang"],
            )
        except DeliveryRefused as refused:
            messages.error(request, str(refused))
        else:
            return redirect("deliveries:show", pk=delivery.pk)
    context = _offer(action, audience, now) | {"form": form}
    trail = [(action.title, reverse("deliveries:of_action", args=[action.pk])), (audience, "")]
    return _page(request, "request", context, trail)


@may_deliver
@require_GET
@never_cache
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one delivery. While it is being made, the page comes again by itself."""
    delivery = _delivery(pk)
    return _show(request, delivery, OutcomeForm(initial={"on": datetime.now(tz=UTC).date()}))


@may_deliver
@require_POST
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give the package, once."""
    delivery = _delivery(pk)
    try:
        chunks = services.download(
            delivery, by=request.user.get_username(), now=datetime.now(tz=UTC)
        )
    except DeliveryGone as gone:
        messages.error(request, str(gone))
        return redirect("deliveries:show", pk=pk)
    name = f"{delivery.action.slug}-{delivery.number}.zip"
    return StreamingHttpResponse(
        chunks,
        content_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


@may_deliver
@require_POST
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what became of a delivery."""
    delivery = _delivery(pk)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return _show(request, delivery, form)
    try:
        services.record_outcome(
            delivery,
            form.cleaned_data["outcome"],
            on=form.cleaned_data["on"],
            note=form.cleaned_data["note"],
            by=request.user.get_username(),
            now=datetime.now(tz=UTC),
        )
    except DeliveryBusy as busy:
        messages.error(request, str(busy))
    else:
        messages.success(request, _("Recorded. The action's page says so in a moment."))
    return redirect("deliveries:show", pk=pk)


def _delivery(pk: int) -> Delivery:
    return get_object_or_404(Delivery.objects.select_related("action"), pk=pk)


def _show(request: HttpRequest, delivery: Delivery, form: OutcomeForm) -> HttpResponse:
    is_moving = delivery.state in _MOVING
    context = {
        "delivery": delivery,
        "form": form,
        "is_moving": is_moving,
        "is_ready": delivery.state == State.READY,
        "can_record": delivery.state in {State.DOWNLOADED, *services.OUTCOMES},
        "percent": 100 * delivery.progress // delivery.total if delivery.total else 0,
    }
    action = delivery.action
    trail = [
        (action.title, reverse("deliveries:of_action", args=[action.pk])),
        (delivery.number, ""),
    ]
    response = _page(request, "show", context, trail)
    if is_moving:
        response["Refresh"] = str(_SECONDS)
    return response


def _offer(action: Action, audience: str, now: datetime) -> dict[str, Any]:
    """Say what would be delivered, or why nothing can be."""
    offer: dict[str, Any] = {"action": action, "audience": audience, "refused": ""}
    try:
        spec = services.checked(action, audience, fields=None, now=now)
    except DeliveryRefused as refused:
        return offer | {"refused": str(refused)}
    words, form = Words(action.default_lang), specs.form_of(action)
    asked = [field for field in form.fields if not field.is_consent]
    return offer | {
        "columns": [(name, words.gettext(form.by_name[name].label)) for name in spec.fields],
        "withheld": [
            words.gettext(field.label) for field in asked if field.name not in spec.fields
        ],
        "rows": signatures.deliverable(action).count() if spec.fields else 0,
        "parts": signatures.parts(action),
    }


def _page(
    request: HttpRequest, name: str, context: Mapping[str, Any], trail: list[tuple[str, str]]
) -> HttpResponse:
    first = {"url": reverse("deliveries:index"), "label": _("Deliveries")}
    crumbs = [first, *({"url": url, "label": label} for label, url in trail)]
    common = {
        "breadcrumbs_items": crumbs,
        "header_title": crumbs[-1]["label"],
        "header_icon": "download",
    }
    return render(request, f"deliveries/{name}.html", {**common, **context})
