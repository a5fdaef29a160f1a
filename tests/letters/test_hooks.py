"""Mail providers report what came back; nobody else can."""

import base64
import json

import pytest
from django.test import Client
from pytest_django import Settings

from tests.letters.server import Server
from tests.letters.test_send import run
from tests.letters.world import World
from zvarot.letters import hooks
from zvarot.letters.mail import PROVIDER_HEADERS
from zvarot.letters.models import Dispatch, OfficePace
from zvarot.worker.dispatcher import Dispatcher

SECRET = "postmark:a-long-password-of-ours"


def report(client: Client, provider: str, body: object, secret: str = SECRET) -> int:
    credentials = base64.b64encode(secret.encode()).decode()
    response = client.post(
        f"/hooks/bounces/{provider}/",
        json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Basic {credentials}"},
    )
    return response.status_code


def bounce_of(provider: str, token: str) -> object:
    """A hard bounce, in the words of the provider's documentation."""
    if provider == "postmark":
        return {
            "RecordType": "Bounce",
            "Type": "HardBounce",
            "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
            "Metadata": {"letter": token},
            "Details": "smtp;550 5.1.1 no such user",
            "Email": "prosecutor@office.example",
        }
    if provider == "mailjet":
        return {"event": "bounce", "hard_bounce": True, "CustomID": token, "comment": "5.1.1"}
    if provider == "brevo":
        return {
            "event": "hard_bounce",
            "message-id": "<1@brevo.example>",
            "ts_event": 1_700_000_000,
            "X-Mailin-custom": json.dumps({"letter": token}),
            "reason": "550 5.1.1 no such user",
        }
    event = {"type": "bounce", "bounce_class": "10", "raw_reason": "550 5.1.1"}
    return [{"msys": {"message_event": {**event, "rcpt_meta": {"letter": token}}}}]


@pytest.mark.parametrize("provider", hooks.PROVIDERS)
def test_what_a_provider_reports_holds_the_office_back(
    provider: str,
    world: World,
    dispatcher: Dispatcher,
    server: Server,
    settings: Settings,
    client: Client,
) -> None:
    settings.ZVAROT_BOUNCE_HOOK_SECRET = SECRET
    dispatcher.provider = provider
    world.writes(world.action(), "prosecutor")
    run(world, dispatcher)
    token = Dispatch.objects.get().token

    status = report(client, provider, bounce_of(provider, token))

    assert status == 200
    assert token in str(server.mails[0][PROVIDER_HEADERS[provider][0]])
    assert Dispatch.objects.get().state == "bounced"
    assert OfficePace.objects.get().paused_reason


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore")
def test_nobody_else_can_report(settings: Settings, client: Client) -> None:
    body = bounce_of("postmark", "ab" * 16)
    unset = report(client, "postmark", body)
    settings.ZVAROT_BOUNCE_HOOK_SECRET = SECRET

    assert unset == 404
    assert report(client, "nobody", body) == 404
    assert report(client, "postmark", body, "postmark:guessed") == 400
    assert report(client, "postmark", body) == 200
    assert report(client, "postmark", ["no", "report"]) == 400
    assert report(client, "sparkpost", [1]) == 400
    assert client.get("/hooks/bounces/postmark/").status_code == 405
    assert client.head("/hooks/bounces/postmark/").status_code == 200
