"""What the studio's pages about counting have in common: rights, trail, one page of forms."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zvarot.actions.models import Action
from zvarot.counting.errors import CountRefused
from zvarot.counting.models import Batch, Correction, Invalidation, Proposal

KINDS: Mapping[str, type[Proposal]] = {
    "batch": Batch,
    "correction": Correction,
    "invalidation": Invalidation,
}
may_count = permission_required("counting.keep_count", raise_exception=True)


def page(
    request: HttpRequest, name: str, context: Mapping[str, Any], trail: list[tuple[str, str]]
) -> HttpResponse:
    """Draw a page with the way that led to it."""
    first = {"url": reverse("counting:index"), "label": _("Counting")}
    crumbs = [first, *({"url": url, "label": label} for label, url in trail)]
    common = {
        "breadcrumbs_items": crumbs,
        "header_title": crumbs[-1]["label"],
        "header_icon": "list-ol",
    }
    return render(request, f"counting/{name}.html", {**common, **context})


def ask(
    request: HttpRequest,
    action: Action,
    form: forms.Form,
    title: str,
    do: Callable[[dict[str, Any], str, datetime], Proposal | None],
    *,
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show a form; posted and in order, do it, and lead to what it made.

    do -- is given the cleaned form, who asks, and the moment. None: show the form again.
    """
    if request.method == "POST" and form.is_valid():
        now = datetime.now(tz=UTC)
        try:
            made = do(form.cleaned_data, request.user.get_username(), now)
        except CountRefused as refused:
            messages.error(request, str(refused))
        else:
            if made is not None:
                return redirect(address(made))
    trail = [(action.title, reverse("counting:of_action", args=[action.pk])), (title, "")]
    context = {"action": action, "form": form, "title": title, **(more or {})}
    return page(request, "ask", context, trail)


def address(made: Proposal) -> str:
    """Return the address of the page about a proposal."""
    return reverse("counting:show", args=[type(made).__name__.lower(), made.pk])
