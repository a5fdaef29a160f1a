"""The studio's page that brings in offices: look first, row by row, then confirm."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zvarot.offices.forms import ImportForm
from zvarot.offices.importing import services
from zvarot.offices.importing.formats import READERS
from zvarot.offices.importing.rows import FileUnusable
from zvarot.offices.importing.services import Report
from zvarot.offices.models import Office

# What is brought in is in use at once, so it takes the right to publish as well.
MAY_IMPORT = ("offices.add_office", "offices.change_office", "offices.publish_office")
MAX_SHOWN = 2000


@permission_required(MAY_IMPORT, raise_exception=True)
@require_http_methods(["GET", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """Show the form; on POST what would change; on a confirmed POST, change it."""
    if request.method == "GET":
        return _page(request, ImportForm(user_id=request.user.pk))
    form = ImportForm(request.POST, request.FILES, user_id=request.user.pk)
    if not form.is_valid():
        return _page(request, form)
    is_confirmed = "confirm" in request.POST and not form.cleaned_data["file"]
    try:
        report = _run(request, form, dry_run=not is_confirmed)
    except FileUnusable as unusable:
        form.add_error("file", str(unusable))
        return _page(request, form)
    if is_confirmed:
        counts = report.counts()
        text = _("Offices imported. New: %(created)d. Changed: %(updated)d.") % counts
        messages.success(request, text)
        return redirect(Office.snippet_viewset.get_url_name("list"))
    return _page(request, form, report)


def _run(request: HttpRequest, form: ImportForm, *, dry_run: bool) -> Report:
    return services.run(
        READERS[form.cleaned_data["format"]](form.content, form.options()),
        dry_run=dry_run,
        actor=request.user.get_username(),
        source=form.cleaned_data["name"],
        day=form.cleaned_data["day"],
    )


def _page(request: HttpRequest, form: ImportForm, report: Report | None = None) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "breadcrumbs_items": [{"url": "", "label": _("Import offices")}],
        "header_title": _("Import offices"),
        "header_icon": "upload",
    }
    if report:
        lines = sorted(report.lines, key=lambda line: line.outcome != services.PROBLEM)
        context |= {
            "report": report,
            "counts": report.counts(),
            "lines": lines[:MAX_SHOWN],
            "more": max(0, len(lines) - MAX_SHOWN),
            "kept": form.to_confirm(),
        }
    return render(request, "offices/import.html", context)
