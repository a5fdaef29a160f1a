"""What mail providers report about letters, put into one form by django-anymail.

Anymail reads the provider's form and checks the password; its signals and its way of sending are
not used. A letter is found by its token: `mail.tagged` puts it where the provider gives it back.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from anymail.signals import EventType, RejectReason
from anymail.webhooks.base import AnymailBaseWebhookView
from anymail.webhooks.brevo import BrevoTrackingWebhookView
from anymail.webhooks.mailjet import MailjetTrackingWebhookView
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from anymail.webhooks.sparkpost import SparkPostTrackingWebhookView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from zvarot.letters import bounces
from zvarot.letters.bounces import Report
from zvarot.letters.reach import Directory

# Those whose reports are protected by a password alone.
PROVIDERS: Final[dict[str, type[AnymailBaseWebhookView]]] = {
    "brevo": BrevoTrackingWebhookView,
    "mailjet": MailjetTrackingWebhookView,
    "postmark": PostmarkTrackingWebhookView,
    "sparkpost": SparkPostTrackingWebhookView,
}
_FINAL: Final = frozenset({EventType.BOUNCED, EventType.REJECTED, EventType.FAILED})
_MOST_TOKENS: Final = 5
_REFUSED: Final = frozenset({RejectReason.BLOCKED, RejectReason.SPAM})
_TOKEN: Final = re.compile(r"\b[0-9a-f]{32}\b")


@csrf_exempt
@require_http_methods(["POST", "HEAD"])
def reported(request: HttpRequest, provider: str) -> HttpResponse:
    """Take a provider's report; 404 unless the operator has set a password for it."""
    secret = settings.ZVAROT_BOUNCE_HOOK_SECRET
    if not secret or provider not in PROVIDERS:
        raise Http404
    if request.method == "HEAD":  # some ask at first whether we are there
        return HttpResponse()
    view = PROVIDERS[provider](webhook_secret=secret)
    view.run_validators(request)
    try:
        reports = list(_reports(view.parse_events(request)))
    except (ValueError, LookupError, TypeError, AttributeError):
        return HttpResponseBadRequest("This is no report that we can read.")
    for report in reports:
        bounces.note(report, Directory(), now=datetime.now(tz=UTC))
    return HttpResponse()


def _reports(events: list[Any]) -> Iterator[Report]:
    for event in events:
        if event.event_type not in {*_FINAL, EventType.DEFERRED}:
            continue
        # Other things may look like a token; only ours is known to us.
        words = json.dumps(event.esp_event, default=str)
        for token in sorted(set(_TOKEN.findall(words)))[:_MOST_TOKENS]:
            is_final = event.event_type in _FINAL
            yield Report(token=token, is_final=is_final, status=_status(event))


def _status(event: Any) -> str:
    said = bounces.status_in(f"{event.mta_response or ''} {event.description or ''}")
    if said:
        return said
    if event.reject_reason == RejectReason.TIMED_OUT:
        return "4.4.7"
    return "5.7.0" if event.reject_reason in _REFUSED else ""
