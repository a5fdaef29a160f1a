"""The studio speaks to its staff in a language that it has words in, and public pages in more."""

import pytest
from django.test import Client, override_settings

from zvarot.config.env import LANGUAGES, _languages
from zvarot.lib.words import words


@pytest.mark.parametrize(
    ("asked", "spoken"), [("fr", "fr"), ("ar", "en"), ("ar, fr;q=0.5", "en"), ("be", "be")]
)
@override_settings(LANGUAGES=list(LANGUAGES.items()))
def test_a_browser_that_asks_for_a_language_of_public_pages_only_is_answered_in_english(
    db: None, asked: str, spoken: str
) -> None:
    html = Client().get("/admin/login/", headers={"accept-language": asked}).content.decode()

    assert f'lang="{spoken}"' in html


def test_languages_come_in_the_order_of_our_list_and_only_known_ones() -> None:
    assert _languages("ar, en") == ("en", "ar")
    for wrong in ("ar", "", "en,xx"):
        with pytest.raises(ValueError, match="use en and any of ar, be, en, fr"):
            _languages(wrong)


def test_each_language_on_offer_has_a_catalogue_and_its_own_name() -> None:
    for code, name in LANGUAGES.items():
        own = words(code)
        assert own.name == name
        assert code == "en" or own.gettext("Find your line") != "Find your line"
