"""A case is named in the reader's language, or as it is first written."""

import pytest
from django.db import IntegrityError

from zvarot.cases.models import Case, CaseName

pytestmark = pytest.mark.django_db


def maryia() -> Case:
    case = Case(slug="maryia")
    case.names = [
        CaseName(language="be", text="Марыя Калеснікава"),
        CaseName(language="en", text="Maryia Kalesnikava"),
    ]
    case.save()
    return case


def test_a_case_is_named_in_the_reader_s_language() -> None:
    assert maryia().name_in("en") == "Maryia Kalesnikava"


def test_without_it_the_first_name_stands() -> None:
    assert maryia().name_in("fr") == "Марыя Калеснікава"


def test_a_case_without_names_is_known_by_its_short_name() -> None:
    assert str(Case(slug="unknown")) == "unknown"


def test_a_language_has_one_name() -> None:
    case = maryia()

    with pytest.raises(IntegrityError):
        CaseName.objects.create(case=case, language="be", text="Марыя")


def test_consent_is_missing_until_somebody_says_otherwise() -> None:
    assert Case(slug="new").consent == Case.Consent.MISSING
