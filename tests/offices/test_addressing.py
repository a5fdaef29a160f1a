"""An office outlives its holder: who is addressed depends on the day."""

from datetime import date

import pytest
from django.db import IntegrityError

from zvarot.offices.addressing import addressing, holder_on
from zvarot.offices.models import Holder, HolderName, Office, OfficeTitle

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 22)


def office(*holders: Holder) -> Office:
    made = Office(slug="minister", country="BY")
    made.titles = [
        OfficeTitle(
            language="en",
            title="Minister",
            organisation="Ministry",
            salutation="Dear Minister,",
            lines="Minsk\nBelarus",
        ),
        OfficeTitle(language="be", title="Міністр"),
    ]
    made.holders = list(holders)
    made.save()
    return made


def holder(name: str, since: date | None = None, until: date | None = None) -> Holder:
    made = Holder(held_from=since, held_until=until, as_of=DAY)
    made.names = [HolderName(language="en", text=name)]
    return made


def test_the_block_has_holder_office_organisation_and_place() -> None:
    block = addressing(office(holder("A. Person")), "en", DAY).block

    assert block == ("A. Person", "Minister", "Ministry", "Minsk", "Belarus")


def test_an_office_without_a_holder_is_addressed_as_the_office() -> None:
    assert addressing(office(), "en", DAY).block == ("Minister", "Ministry", "Minsk", "Belarus")


def test_the_successor_is_addressed_from_the_first_day() -> None:
    changed = date(2026, 11, 1)
    made = office(holder("Before", date(2020, 1, 1), date(2026, 10, 31)), holder("After", changed))

    assert addressing(made, "en", date(2026, 10, 31)).holder == "Before"
    assert addressing(made, "en", changed).holder == "After"


def test_between_two_holders_the_office_is_vacant() -> None:
    made = office(holder("Before", None, date(2026, 10, 31)), holder("After", date(2026, 12, 1)))

    assert holder_on(made, DAY) is None


def test_each_language_has_its_own_words() -> None:
    made = office()

    assert addressing(made, "be", DAY).office == "Міністр"
    assert addressing(made, "fr", DAY).office == "Minister"


def test_nobody_leaves_before_coming() -> None:
    with pytest.raises(IntegrityError):
        office(holder("Nobody", date(2026, 2, 1), date(2026, 1, 1)))


def greeted(gender: str, family_name: str = "", language: str = "en", **words: str) -> str:
    made = Office(slug="minister", country="BY")
    made.titles = [
        OfficeTitle(
            language=language,
            title="Minister",
            **{"salutation": "Dear Minister,", "salutation_f": "Madam Minister,", **words},
        )
    ]
    one = Holder(as_of=DAY, gender=gender)
    one.names = [HolderName(language=language, text="A. Person", family_name=family_name)]
    made.holders = [one] if gender != "nobody" else []
    made.save()
    return addressing(made, language, DAY).salutation


def test_the_salutation_follows_the_grammatical_gender() -> None:
    assert greeted("f") == "Madam Minister,"


@pytest.mark.parametrize("gender", ["m", "", "nobody"])
def test_without_a_wording_of_its_own_the_neutral_one_is_used(gender: str) -> None:
    assert greeted(gender) == "Dear Minister,"


@pytest.mark.parametrize(
    ("language", "wording", "says"),
    [
        ("pl", "Szanowna Pani Minister {family_name}!", "Szanowna Pani Minister Кавальская!"),
        ("uk", "Вельмишановна пані {name}!", "Вельмишановна пані A. Person!"),
        ("de", "Sehr geehrte Frau {family_name},", "Sehr geehrte Frau Кавальская,"),
    ],
)
def test_the_name_is_put_into_the_salutation(language: str, wording: str, says: str) -> None:
    assert greeted("f", "Кавальская", language, salutation_f=wording) == says


def test_a_salutation_that_needs_a_name_nobody_knows_gives_way_to_the_neutral_one() -> None:
    assert greeted("f", salutation_f="Dear Ms {family_name},") == "Dear Minister,"
    Office.objects.all().delete()
    assert greeted("nobody", salutation="Dear {name},") == ""
