"""Headers of every studio answer. The studio is private; this is for the day it is not."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Wagtail's date pickers and some choosers are inline scripts without a nonce. So inline
# script is allowed here, and no nonce is sent: a nonce would make browsers ignore the permission.
_CSP = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "media-src 'self'",
        "font-src 'self' data:",
        "connect-src 'self'",
        "frame-src 'self'",
        "frame-ancestors 'self'",
        "form-action 'self'",
        "base-uri 'self'",
        "object-src 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": _CSP,
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
}
# What somebody uploaded is shown, never run.
_UPLOADED_CSP = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"


class SecurityHeaders:
    """Plain middleware: sets what no view has set."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if request.path.startswith(("/media/", "/documents/")):
            response.headers["Content-Security-Policy"] = _UPLOADED_CSP
        if request.path.startswith("/admin/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response
