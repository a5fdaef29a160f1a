"""Reading a posted form gives what the standard library gives, only sooner."""

import urllib.parse

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvarot.front.body import BodyRefused, announced_length, parse_form

FORM = {"content-type": "application/x-www-form-urlencoded"}
names = st.text(min_size=1, max_size=12)


@given(st.dictionaries(names, st.text(max_size=60), max_size=12))
def test_whatever_a_browser_sends_comes_back_as_typed(fields: dict[str, str]) -> None:
    assert parse_form(urllib.parse.urlencode(fields).encode()) == fields


@given(st.text(alphabet="ab=&+%41dD0", max_size=40))
def test_odd_forms_are_read_as_the_standard_library_reads_them(body: str) -> None:
    try:
        expected = dict(urllib.parse.parse_qsl(body, keep_blank_values=True, errors="strict"))
    except UnicodeDecodeError:
        with pytest.raises(BodyRefused):
            parse_form(body.encode())
        return
    expected.pop("", None)
    assert parse_form(body.encode()) == expected


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_and_nothing_else(body: bytes) -> None:
    try:
        fields = parse_form(body)
    except BodyRefused as refused:
        assert refused.status in {400, 413}  # noqa: PT017  both outcomes are right
    else:
        assert all(isinstance(value, str) for value in fields.values())


@pytest.mark.parametrize("length", ["", "-1", "1e3", "0x10", " 5", "٣"])
def test_a_length_that_is_no_plain_number_is_refused(length: str) -> None:
    with pytest.raises(BodyRefused) as refused:
        announced_length({**FORM, "content-length": length}, 100)

    assert refused.value.status == 411


def test_the_type_may_name_its_letters() -> None:
    kind = "Application/X-WWW-Form-Urlencoded; charset=UTF-8"

    assert announced_length({"content-type": kind, "content-length": "5"}, 100) == 5
