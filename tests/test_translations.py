"""Every sentence that Zvarot says can be read in every language it speaks."""

import re

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from scripts import messages

LANGUAGES = sorted(messages.PLURALS)
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")


def test_every_sentence_has_a_translation_with_the_same_placeholders() -> None:
    assert messages.problems() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_names_its_language_and_its_plural_forms(language: str) -> None:
    catalogue = _read(language)

    assert str(catalogue.locale) == language
    assert catalogue.num_plurals == messages.PLURALS[language]


def test_belarusian_has_no_letter_that_only_russian_has() -> None:
    texts = [str(message.string) for message in _read("be") if message.id]

    assert [text for text in texts if set("ищъИЩЪ") & set(text)] == []


def test_no_word_mixes_letters_of_two_alphabets() -> None:
    """A Latin `a` inside a Cyrillic word looks right and is read aloud wrong."""
    words = [
        word
        for language in LANGUAGES
        for message in _read(language)
        if message.id
        for word in re.findall(r"\w+", " ".join(messages.forms(message.string)))
    ]

    assert [word for word in words if re.search(r"[a-zà-ÿ]", word) and _CYRILLIC.search(word)] == []


def _read(language: str) -> Catalog:
    with messages.path_of(language).open("rb") as file:
        return read_po(file, locale=language)
