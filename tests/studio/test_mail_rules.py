"""An editor writes down what a prison lets through, and the pages that depend on it follow."""

import datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from tests.studio import world
from zvarot.cases.mail import CaseRoute, MailRules, MailRulesText
from zvarot.cases.models import Case
from zvarot.lib.store import DirectoryStore
from zvarot.studio import publishing
from zvarot.studio.founding import EDITORS, ensure_site
from zvarot.studio.models import BakeOrder
from zvarot.studio.overview import to_edit

pytestmark = pytest.mark.django_db
ADD = "/admin/snippets/cases/mailrules/add/"


def rules(**columns: Any) -> MailRules:
    made = MailRules(slug="prisons", languages="be, ru", as_of="2026-11-01", **columns)
    made.texts = [MailRulesText(language="en", name="prisons in Belarus", source="Viasna")]
    made.save()
    made.save_revision().publish()
    return made


def form_data(**changes: str) -> dict[str, str]:
    """What a browser posts from the form of mail rules, with one text and one topic."""
    counts = {"texts": 1, "words": 1, "reasons": 1}
    management = {
        f"{name}-{what}": str(value)
        for name, total in counts.items()
        for what, value in (
            ("TOTAL_FORMS", total),
            ("INITIAL_FORMS", 0),
            ("MIN_NUM_FORMS", 0),
            ("MAX_NUM_FORMS", 1000),
        )
    }
    plain = {
        "slug": "prisons",
        "languages": "be, ru",
        "longest": "",
        "as_of": "2026-11-01",
        "texts-0-language": "en",
        "texts-0-name": "prisons in Belarus",
        "texts-0-source": "Viasna",
        "words-0-topic": "politics",
        "words-0-language": "be",
        "words-0-words": "палітык, выбар",
        "reasons-0-topic": "politics",
        "reasons-0-language": "en",
        "reasons-0-text": "Letters about politics are not handed over.",
        "action-publish": "1",
    }
    return {**management, **plain, **changes}


def editor() -> Client:
    ensure_site()
    user = get_user_model().objects.create_user("maryna", password="x")
    user.groups.add(Group.objects.get(name=EDITORS))
    client = Client()
    client.force_login(user)
    return client


def test_an_editor_writes_down_rules_and_publishes_them() -> None:
    maryna = editor()
    form = maryna.get(ADD)

    answer = maryna.post(ADD, form_data())

    assert "Who reads letters in a prison decides" in form.content.decode()
    assert answer.status_code == 302, answer.context["form"].errors
    made = MailRules.objects.get()
    assert made.live
    assert str(made) == "prisons in Belarus"
    assert maryna.get(f"/admin/snippets/cases/mailrules/edit/{made.pk}/").status_code == 200


def test_a_language_that_nobody_knows_is_named() -> None:
    answer = editor().post(ADD, form_data(languages="be, rus"))

    assert "rus" in str(answer.context["form"].errors["languages"])


def test_the_form_of_a_case_asks_for_its_rules_and_ways() -> None:
    case = world.case()

    html = world.editor().get(f"/admin/snippets/cases/case/edit/{case.pk}/").content.decode()

    assert "Ways to the person" in html
    assert "Whoever writes a message is warned by them." in html


def test_changed_rules_bake_the_pages_of_their_cases_again(store: DirectoryStore) -> None:
    page, found = world.petition(), rules()
    case = world.case_of(page)
    case.mail_rules = found
    case.save_revision().publish()
    world.publish(page)
    publishing.run_orders(store)
    BakeOrder.objects.all().delete()

    found.save_revision().publish()

    assert [order.page_key for order in BakeOrder.objects.all()] == [page.translation_key]


def test_what_is_old_stands_on_the_first_page() -> None:
    case = world.case()
    today = timezone.now().date()
    case.mail_rules = rules(nag_on=today)
    case.routes = [
        CaseRoute(route="prison", reach="open", checked_on=today - datetime.timedelta(days=200))
    ]
    case.save_revision().publish()

    texts = [due.text for due in to_edit(timezone.now())]

    assert "Are the mail rules “prisons in Belarus” still the same?" in texts
    assert any("to the prison: messages arrive" in text for text in texts)
    assert Case.objects.count() == 1
