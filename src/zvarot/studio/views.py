"""The studio's own answers: the promise as it would read, and the files of the public look."""

import mimetypes

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST
from wagtail.admin.auth import require_admin_access

from zvarot.look.assets import static_files
from zvarot.studio.promise_preview import said


@require_admin_access
@require_POST
def preview_promise(request: HttpRequest) -> HttpResponse:
    """Say, for the ticks that were posted, what the page would say, or what contradicts."""
    return render(request, "studio/promise_preview.html", said(request.POST))


def look_file(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001
    """Give a style sheet, font or drawing of the public pages, for previews."""
    try:
        body = static_files()[name]
    except KeyError:
        raise Http404 from None
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return HttpResponse(body, content_type=kind, headers={"Cache-Control": "max-age=86400"})
