"""The record says who a message can reach and what stops it, in the reader's language."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import ProtectedError

from zvarot.cases.mail import (
    CaseRoute,
    MailRules,
    MailRulesText,
    ReasonToAvoid,
    RouteNote,
    WordsToAvoid,
    are_languages,
)
from zvarot.cases.models import Case, CaseName
from zvarot.cases.queries import mail_rules, old_rules, route_lines, unchecked_routes
from zvarot.contract.message import Reach, Route

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def rules() -> MailRules:
    made = MailRules(
        slug="prisons", languages="be, ru", longest=250, as_of=TODAY, nag_on=date(2027, 1, 1)
    )
    made.texts = [
        MailRulesText(language="be", name="турмы ў Беларусі", source="«Вясна»"),
        MailRulesText(
            language="en", name="prisons in Belarus", source="Viasna", who_may_write="Relatives."
        ),
    ]
    made.words = [
        WordsToAvoid(topic="politics", language="be", words="палітык, выбар"),
        WordsToAvoid(topic="politics", language="ru", words="политик\nвыбор"),
        WordsToAvoid(topic="religion", language="ru", words="бог."),
    ]
    made.reasons = [
        ReasonToAvoid(topic="politics", language="en", text="Not about politics."),
        ReasonToAvoid(topic="politics", language="be", text="Не пра палітыку."),
    ]
    made.save()
    return made


def case() -> Case:
    made = Case(slug="mikita", mail_rules=rules())
    made.names = [CaseName(language="en", text="Mikita")]
    prison = CaseRoute(route="prison", reach="uncertain", checked_on=date(2026, 5, 1))
    prison.notes = [
        RouteNote(language="be", text="Не заўсёды."),
        RouteNote(language="en", text="Not always."),
    ]
    made.routes = [prison, CaseRoute(route="family", reach="open", checked_on=TODAY)]
    made.save()
    return made


def test_rules_are_told_in_the_language_of_the_page() -> None:
    english, belarusian = mail_rules(case(), "en"), mail_rules(Case.objects.get(), "be")

    assert english
    assert belarusian
    assert (english.name, english.source) == ("prisons in Belarus", "Viasna")
    assert english.language_names == ("Belarusian", "Russian")
    assert belarusian.language_names == ("беларуская", "руская")
    assert {one.why for one in belarusian.avoid if one.key == "politics"} == {"Не пра палітыку."}
    assert english.max_chars == 250


def test_without_its_own_words_a_page_is_told_the_english_ones() -> None:
    french = mail_rules(case(), "fr")

    assert french
    assert french.name == "prisons in Belarus"
    assert {one.why for one in french.avoid if one.key == "politics"} == {"Not about politics."}


def test_words_are_read_with_commas_or_in_lines_and_a_missing_reason_is_empty() -> None:
    found = mail_rules(case(), "en")

    assert found
    assert [(one.lang, one.stems, bool(one.why)) for one in found.avoid] == [
        ("be", ("палітык", "выбар"), True),
        ("ru", ("политик", "выбор"), True),
        ("ru", ("бог.",), False),
    ]


def test_a_case_without_rules_or_with_a_draft_of_them_has_none() -> None:
    draft = case()
    MailRules.objects.update(live=False)

    assert mail_rules(Case(slug="x"), "en") is None
    assert mail_rules(Case.objects.get(pk=draft.pk), "en") is None


def test_ways_stand_in_their_order_with_the_day_they_were_checked() -> None:
    prison, family = route_lines(case(), "be")

    assert (prison.route, prison.reach) == (Route.PRISON, Reach.UNCERTAIN)
    assert prison.note == "Не заўсёды."
    assert prison.checked_on == date(2026, 5, 1)
    assert (family.route, family.note) == (Route.FAMILY, "")


def test_what_is_old_is_looked_at_again() -> None:
    case()

    assert [row.route for row in unchecked_routes(TODAY)] == ["prison"]
    assert list(old_rules(TODAY)) == []
    assert [found.slug for found in old_rules(date(2027, 1, 1))] == ["prisons"]


def test_a_case_has_each_way_once() -> None:
    made = case()

    with pytest.raises(IntegrityError):
        CaseRoute.objects.create(case=made, route="family", reach="open", checked_on=TODAY)


def test_rules_that_a_case_needs_cannot_be_removed() -> None:
    made = case()

    with pytest.raises(ProtectedError):
        MailRules.objects.get(pk=made.mail_rules_id).delete()


def test_codes_that_are_no_languages_are_refused_by_name() -> None:
    are_languages("be, ru")
    with pytest.raises(ValidationError, match="xx"):
        are_languages("be, xx")


def test_a_record_copies_its_ways_into_a_revision_and_back() -> None:
    made = case()

    draft = made.save_revision().as_object()

    assert [note.text for row in draft.routes.all() for note in row.notes.all()] == [
        "Не заўсёды.",
        "Not always.",
    ]
