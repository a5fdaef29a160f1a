"""A letter is what the supporter saw, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvarot.contract.letter import (
    Channel,
    Letter,
    LetterText,
    LetterUnreadable,
    Mode,
    Target,
    compose,
    pack,
    unpack,
)
from zvarot.contract.office import Addressee

OFFICE = Addressee(office="Prosecutor General", salutation="Dear Prosecutor General,")
TARGET = Target(slug="prosecutor", name="The Prosecutor General", office=OFFICE)


def text(mode: Mode) -> LetterText:
    return LetterText(
        number=1,
        lang="en",
        dir="ltr",
        mode=mode,
        subject="Mikita Zalatarou",
        head="We write about a boy.",
        middle="Please release him.",
        foot="We look forward to your answer.",
        closing="Yours faithfully,",
        targets=(TARGET,),
    )


def test_head_and_foot_stay_whatever_is_written_between() -> None:
    letter = compose(
        text(Mode.MIDDLE), TARGET, subject="mine", middle="My words.", signature=("Alés", "Latvia")
    )

    assert letter.subject == "Mikita Zalatarou"
    assert letter.text == (
        "Dear Prosecutor General,\n\nWe write about a boy.\n\nMy words.\n\n"
        "We look forward to your answer.\n\nYours faithfully,\nAlés\nLatvia"
    )


def test_a_free_letter_is_the_supporters_alone() -> None:
    letter = compose(
        text(Mode.FREE), TARGET, subject="My subject", middle="My words.", signature=()
    )

    assert letter.subject == "My subject"
    assert letter.text == "Dear Prosecutor General,\n\nMy words.\n\nYours faithfully,"


def test_a_fixed_letter_cannot_be_changed_by_a_made_up_form() -> None:
    letter = compose(
        text(Mode.FIXED), TARGET, subject="Spam", middle="Buy this.", signature=("Alés",)
    )

    assert "Buy this." not in letter.text
    assert letter.subject == "Mikita Zalatarou"


@given(st.lists(st.text(max_size=40), max_size=3), st.text(max_size=200))
def test_packed_letters_come_back_as_they_were(lines: list[str], words: str) -> None:
    letter = Letter(to="a", lang="be", address=tuple(lines), subject=words, text=words)

    assert unpack(pack([letter, letter])) == (letter, letter)


@pytest.mark.parametrize("answer", ["x", "{}", '[{"to":"a"}]', "[1]", '"text"'])
def test_what_is_no_letter_is_refused_without_repeating_it(answer: str) -> None:
    with pytest.raises(LetterUnreadable, match="it is no letter of ours"):
        unpack(answer)


def test_a_text_survives_its_way_through_a_bundle() -> None:
    one = text(Mode.MIDDLE)

    assert LetterText.from_json(one.to_json()) == one


def test_we_send_mail_and_paper_and_nothing_else() -> None:
    assert [one for one in Channel if one.is_ours] == [Channel.EMAIL, Channel.PAPER]
