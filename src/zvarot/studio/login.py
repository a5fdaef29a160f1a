"""The studio's login, which slows down whoever guesses.

Tries are counted by account, not by address: no address of anybody is kept. The count lives in
memory for a minute and is gone when the studio restarts.
"""

import hashlib
from typing import Any, Final

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.admin.views.account import LoginView

TRIES: Final = 5
SECONDS: Final = 60


class StudioLogin(LoginView):
    """Five wrong passwords for one account, then a minute of rest."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if cache.get(_key(request), 0) >= TRIES:
            text = _("Too many tries for this account. Wait a minute, then try again.")
            return HttpResponse(text, status=429, content_type="text/plain; charset=utf-8")
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        key = _key(self.request)
        cache.add(key, 0, timeout=SECONDS)
        cache.incr(key)
        answer: HttpResponse = super().form_invalid(form)
        return answer


def _key(request: HttpRequest) -> str:
    name = request.POST.get("username", "").strip().casefold()
    return f"studio-login-{hashlib.sha256(name.encode()).hexdigest()}"
