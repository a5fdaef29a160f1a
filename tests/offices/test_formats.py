"""What each format makes of a few rows, and of files that are none."""

import io
import json
import zipfile
from datetime import date
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zvarot.offices.importing import congress, eu, names, popolo, table, tables, uk
from zvarot.offices.importing.formats import READERS
from zvarot.offices.importing.rows import (
    FileUnusable,
    ImportedOffice,
    Options,
    Row,
    RowProblem,
    RowSkipped,
)

DAY = date(2026, 11, 24)
BY = Options(day=DAY, country="BY")
CONGRESS = (
    "bioguide,chamber,state,district,senate_class,first,last,full_name,gender,term_start,term_end,"
    "address,phone,url,contact_form,ocd_division\n"
)
UK = "pcon_name,pcon_code,member_id,full_title,display_as,party_text,member_email\n"
EU = "epid,country,first_name,last_name,email,eugroup,party,phone,office,since\n"


def offices(rows: Any) -> list[ImportedOffice]:
    return [row for row in rows if isinstance(row, ImportedOffice)]


def problems(rows: Any) -> list[str]:
    return [f"{row.field}: {row.sentence}" for row in rows if isinstance(row, RowProblem)]


def test_a_senator_without_a_form_is_reached_through_the_page() -> None:
    line = "K1,senate,NJ,,2,Andy,Kim,Andy Kim,M,2025-01-03,2031-01-03,,202,https://kim.example,,x\n"

    [office] = offices(congress.read((CONGRESS + line).encode(), Options(day=DAY)))

    assert office.key == "us/senate/NJ/class-2"
    assert [(one.kind, one.value) for one in office.channels] == [
        ("web-form", "https://kim.example"),
        ("phone", "202"),
    ]


def test_a_term_that_is_over_is_reported_and_kept_with_its_end() -> None:
    line = "M1,senate,FL,,3,Ashley,Moody,Ashley Moody,F,2025-01-21,2026-11-03,,,,,\n"

    rows = list(congress.read((CONGRESS + line).encode(), Options(day=DAY)))

    assert "ended on 2026-11-03" in problems(rows)[0]
    [office] = offices(rows)
    assert office.holder
    assert office.holder.held_until == date(2026, 11, 3)
    assert office.division == "ocd-division/country:us/state:fl"


def test_a_member_of_parliament_without_an_address_is_a_problem_and_an_office() -> None:
    text = UK + "Preston,E1,7,Sir Mark Hendrick MP,Sir Mark Hendrick,Labour,No email found\n"

    rows = list(uk.read(text.encode(), Options(day=DAY)))

    [office] = offices(rows)
    assert "no e-mail address" in problems(rows)[0]
    assert [one.kind for one in office.channels] == ["post"]
    assert office.holder
    assert (office.holder.gender, office.holder.names[0].family_name) == ("m", "Hendrick")


def test_several_addresses_are_several_channels() -> None:
    text = UK + "A,E1,7,Dame B C MP,B C,Labour,one@example.org / two@example.org / nonsense\n"

    rows = list(uk.read(text.encode(), Options(day=DAY)))

    assert [one.value for one in offices(rows)[0].channels][:2] == [
        "one@example.org",
        "two@example.org",
    ]
    assert "'nonsense' is not an e-mail address" in problems(rows)[0]


def test_greece_has_two_codes_and_one_country() -> None:
    line = (
        "1,{},Elena,KOUNTOURA,e@example.org|f@example.org,Left,Syriza,003222845654,1,2024-07-16\n"
    )

    for code in ("gr", "el"):
        [office] = offices(eu.read((EU + line.format(code)).encode(), Options(day=DAY)))

        assert office.country == "GR"
        assert office.label == "Member of the European Parliament: Elena Kountoura"
        assert [one.value for one in office.channels] == [
            "e@example.org",
            "f@example.org",
            "+3222845654",
        ]


@pytest.mark.parametrize(
    ("shouted", "said"),
    [
        ("GARCÍA HERMIDA-VAN DER WALLE", "García Hermida-Van der Walle"),
        ("MÎNZATU", "Mînzatu"),
        ("O'BRIEN", "O'Brien"),
        ("D'Amato", "D'Amato"),
    ],
)
def test_capitals_are_made_small(shouted: str, said: str) -> None:
    assert names.quiet(shouted) == said


def _popolo(**lists: Any) -> bytes:
    return json.dumps(lists).encode()


HOUSE = {"id": "h", "name": "House", "classification": "legislature"}


def test_memberships_that_follow_each_other_are_one_term() -> None:
    content = _popolo(
        persons=[{"id": "p", "name": "Ada", "gender": "female", "email": "a@example.org"}],
        organizations=[HOUSE],
        memberships=[
            {"person_id": "p", "organization_id": "h", "start_date": "2020", "end_date": "2022-05"},
            {"person_id": "p", "organization_id": "h", "start_date": "2022-06"},
        ],
    )

    [office] = offices(popolo.read(content, BY))

    assert office.holder
    assert (office.holder.held_from, office.holder.held_until) == (date(2020, 1, 1), None)
    assert office.holder.gender == "f"


def test_who_has_left_is_skipped() -> None:
    content = _popolo(
        persons=[{"id": "p", "name": "Ada"}],
        organizations=[HOUSE],
        memberships=[{"person_id": "p", "organization_id": "h", "end_date": "2022-05"}],
    )

    assert [type(row) for row in popolo.read(content, BY)] == [RowSkipped]


def test_a_post_outlives_its_holder() -> None:
    content = _popolo(
        persons=[{"id": "p", "name": "Ада"}],
        organizations=[{"id": "m", "name": "Міністэрства"}],
        posts=[{"id": "minister", "label": "Міністр"}],
        memberships=[{"person_id": "p", "organization_id": "m", "post_id": "minister"}],
    )

    [office] = offices(popolo.read(content, BY))

    assert office.key == "popolo/by/post/minister"
    assert (office.titles[0].language, office.titles[0].title) == ("be", "Міністр")


def test_names_in_latin_letters_are_not_called_belarusian() -> None:
    content = _popolo(
        persons=[{"id": "p", "name": "AGEEV ALEKSANDR"}],
        organizations=[HOUSE],
        memberships=[{"person_id": "p", "organization_id": "h"}],
    )

    [office] = offices(popolo.read(content, BY))

    assert office.holder
    assert office.holder.names[0].language == "en"
    assert office.holder.names[0].text == "Ageev Aleksandr"


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"memberships": 3}', b'{"memberships": []}', b"[" * 100_000]
)
def test_what_is_not_popolo_is_refused(content: bytes) -> None:
    with pytest.raises(FileUnusable):
        list(popolo.read(content, BY))


def test_a_person_that_is_written_wrongly_is_one_problem() -> None:
    content = _popolo(
        persons=[{"id": "p", "name": "Ada", "contact_details": ["x"]}],
        organizations=[HOUSE],
        memberships=[{"person_id": "p", "organization_id": "h"}],
    )

    assert "not written as Popolo says" in problems(popolo.read(content, BY))[0]


@pytest.mark.parametrize(
    "encoded",
    [
        "Amt;Name;E-Mail\nMinister;Jürgen;a@example.org\n".encode("cp1252"),
        "Amt\tName\tE-Mail\nMinister\tJürgen\ta@example.org\n".encode("utf-16"),
        "Amt,Name,E-Mail\r\nMinister,Jürgen,a@example.org\r\n".encode("utf-8-sig"),
    ],
)
def test_a_table_in_any_encoding_and_dialect_is_read(encoded: bytes) -> None:
    columns = {"title": "Amt", "name": "Name", "email": "E-Mail"}

    [office] = offices(table.read(encoded, Options(day=DAY, country="DE", columns=columns)))

    assert office.label == "Minister: Jürgen"
    assert office.language == "de"
    assert office.channels[0].value == "a@example.org"


def test_a_workbook_is_read_like_a_table() -> None:
    content = _workbook([["title", "name", "from"], ["Judge", "Ada", date(2020, 1, 2)]])

    [office] = offices(table.read(content, BY))

    assert office.holder
    assert office.holder.held_from == date(2020, 1, 2)


def test_a_workbook_that_grows_when_unpacked_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (tables.MAX_UNPACKED + 1))

    with pytest.raises(FileUnusable, match="too large once unpacked"):
        list(table.read(packed.getvalue(), BY))


def test_a_workbook_that_declares_entities_is_refused() -> None:
    packed = io.BytesIO(_workbook([["title", "name"]]))
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("xl/more.xml", '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>')

    with pytest.raises(FileUnusable, match="declares entities"):
        list(table.read(packed.getvalue(), BY))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("Judge,Ada,BLR,", "two letters"),
        (",Ada,BY,", "no title"),
        ("Judge,Ada,BY,yesterday", "is not a day"),
        (f"{'J' * 161},Ada,BY,", "Longer than 160"),
    ],
)
def test_a_line_that_cannot_be_used_says_why(line: str, says: str) -> None:
    rows = list(table.read(f"title,name,country,from\n{line}\n".encode(), Options(day=DAY)))

    assert says in problems(rows)[0]
    assert offices(rows) == []


@pytest.mark.parametrize(
    ("content", "columns", "says"),
    [
        (b"a,b\n1,2\n", {}, "--map title"),
        (b"a,b\n1,2\n", {"title": "c"}, "no column c"),
        (b"a,b\n1,2\n", {"colour": "a"}, "no column 'colour'"),
        (b"", {}, "no first line"),
        (b"\x00\x01\x02", {}, "not text"),
        (b"PK\x03\x04 nonsense", {}, "cannot be read"),
    ],
)
def test_a_file_that_is_no_table_says_what_to_do(
    content: bytes, columns: dict[str, str], says: str
) -> None:
    with pytest.raises(FileUnusable, match=says):
        list(table.read(content, Options(day=DAY, country="BY", columns=columns)))


@pytest.mark.parametrize("name", READERS)
@given(content=st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_rows_or_refused(name: str, content: bytes) -> None:
    try:
        rows: list[Row] = list(READERS[name](content, BY))
    except FileUnusable:
        return
    assert all(isinstance(row, (ImportedOffice, RowProblem, RowSkipped)) for row in rows)


def _workbook(rows: list[list[object]]) -> bytes:
    book, packed = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(packed)
    return packed.getvalue()
