"""What is special about a petition; what all kinds share is in tests/kinds."""

from zvarot.contract.audiences import ORGANISER, POSTMAN, PUBLIC, TARGET
from zvarot.kinds.petition.kind import KIND


def test_nobody_but_the_postman_and_those_who_send_news_see_an_address() -> None:
    assert "email" not in KIND.promise.allowed_fields(TARGET)
    assert KIND.promise.allowed_fields(POSTMAN) == {"email"}
    assert KIND.promise.of(ORGANISER)[0].only_if == ("updates", "yes")


def test_everyone_sees_a_number_and_nothing_else() -> None:
    assert KIND.promise.allowed_fields(PUBLIC) == frozenset()


def test_no_answer_to_the_question_about_news_is_chosen_beforehand() -> None:
    updates = KIND.form.by_name["updates"]

    assert not updates.required
    assert [value for value, _label in updates.options] == ["yes", "no"]


def test_every_question_can_be_left_out() -> None:
    assert set(KIND.optional) == set(KIND.form.names)
