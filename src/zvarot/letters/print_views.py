"""Printing the letters that go by post: open a batch as PDF, then say that it is on paper."""

from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from zvarot.actions.models import Action
from zvarot.letters import printing, services
from zvarot.letters.errors import PrintFailed
from zvarot.letters.queries import to_print
from zvarot.sealing.keys import KeyFiles

may_dispatch = permission_required("letters.dispatch", raise_exception=True)


@may_dispatch
@require_GET
@never_cache
def batch(request: HttpRequest, action_id: int) -> HttpResponse:
    """Offer the next letters for paper. Their numbers stand in the page, not their words."""
    action = get_object_or_404(Action, pk=action_id)
    waiting = to_print(action)
    ids = list(waiting.order_by("token").values_list("pk", flat=True)[: printing.MOST])
    crumbs = [
        {"url": reverse("letters:index"), "label": _("Letters")},
        {"url": reverse("letters:of_action", args=[action.pk]), "label": action.title},
        {"url": "", "label": _("Print")},
    ]
    context = {
        "breadcrumbs_items": crumbs,
        "header_title": _("Print"),
        "header_icon": "mail",
        "action": action,
        "ids": ",".join(map(str, ids)),
        "count": len(ids),
        "waiting": waiting.count(),
    }
    return render(request, "letters/print.html", context)


@may_dispatch
@require_POST
@never_cache
def as_pdf(request: HttpRequest, action_id: int) -> HttpResponse:
    """Give the batch as PDF. It is made for this answer and kept nowhere."""
    action = get_object_or_404(Action, pk=action_id)
    wanted = set(_ids(request))
    opened = printing.batch(action, KeyFiles(Path(settings.ZVAROT_KEYS_DIR)))
    letters = [letter for pk, letter in opened if pk in wanted]
    if not letters:
        messages.error(request, _("These letters do not wait for paper any more."))
        return redirect("letters:print", action_id=action.pk)
    try:
        pdf = printing.pdf(
            letters, on=timezone.localdate(), country=request.POST.get("country", "")[:2]
        )
    except PrintFailed as failed:
        messages.error(request, str(failed))
        return redirect("letters:print", action_id=action.pk)
    services.note_printing(
        action.slug, len(letters), actor=request.user.get_username(), now=timezone.now()
    )
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="letters-{action.slug}.pdf"'
    return answer


@may_dispatch
@require_POST
def printed(request: HttpRequest, action_id: int) -> HttpResponse:
    """Note that a batch is on paper: its texts are erased here."""
    action = get_object_or_404(Action, pk=action_id)
    wanted = to_print(action).filter(pk__in=_ids(request)).values_list("pk", flat=True)
    count = services.mark_printed(
        list(wanted), actor=request.user.get_username(), now=timezone.now()
    )
    text = ngettext("{count} letter is on paper.", "{count} letters are on paper.", count)
    messages.success(request, text.format(count=count))
    return redirect("letters:of_action", action_id=action.pk)


def _ids(request: HttpRequest) -> list[int]:
    return [int(one) for one in request.POST.get("letters", "").split(",") if one.isdecimal()]
