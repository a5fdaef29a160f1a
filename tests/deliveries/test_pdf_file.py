"""The PDF file: every script, every page numbered, nothing that a supporter typed is run."""

import re
import resource
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

import zvarot.kinds
from tests.deliveries.sheets import sheet
from tests.deliveries.test_csv_file import HOSTILE
from zvarot.deliveries.errors import LayoutFailed
from zvarot.deliveries.exporters import pdf_file
from zvarot.deliveries.exporters.pdf_file import Printed
from zvarot.deliveries.exporters.sheet import Row, Sheet
from zvarot.deliveries.typefaces import BUNDLED, Typefaces

MOST_KIB = 600 * 1024  # of any one process; all rows in one table take four gigabytes
LAYOUT = Path(zvarot.kinds.__path__[0]) / "petition" / "deliveries" / "list.typ"
Write = Callable[[Sheet, list[Row]], Printed]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    work = tmp_path / "work"
    work.mkdir()

    def written(shown: Sheet, rows: list[Row]) -> Printed:
        path = tmp_path / "a.pdf"
        return pdf_file.write(path, shown, rows, layout=LAYOUT, work=work, typefaces=Typefaces())

    return written


def text_of(path: Path, *, of_page: int | None = None) -> str:
    pages = ["-f", str(of_page), "-l", str(of_page)] if of_page else []
    command = ["pdftotext", "-layout", *pages, str(path), "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def test_names_in_five_scripts_can_be_read_from_the_file(tmp_path: Path, write: Write) -> None:
    names = ["Алесь", "Marie-Hélène", "محمد", "דוד", "小明"]

    printed = write(sheet("given_name"), [{"given_name": name} for name in names])

    assert not printed.missing
    text = text_of(tmp_path / "a.pdf")
    assert [name for name in names if name not in text] == []


def test_the_letter_stands_before_the_list(tmp_path: Path, write: Write) -> None:
    printed = write(sheet("given_name"), [{"given_name": "Alés"}])

    assert printed.pages == 2
    first, second = (text_of(tmp_path / "a.pdf", of_page=page) for page in (1, 2))
    assert "Minister of Foreign Affairs" in first
    assert "page 1 of 2" in first
    assert "Z-000007" in second
    assert "Alés" in second
    assert "Alés" not in first


def test_a_number_is_delivered_without_a_list(tmp_path: Path, write: Write) -> None:
    printed = write(sheet(), [])

    assert printed.pages == 1
    assert "No." not in text_of(tmp_path / "a.pdf")


def test_a_short_list_can_be_read_aloud(tmp_path: Path, write: Write) -> None:
    write(sheet("given_name"), [{"given_name": "Alés"}])

    root = PdfReader(tmp_path / "a.pdf").root_object
    assert "/StructTreeRoot" in root
    assert str(root["/Lang"]) == "en"


def test_the_file_does_not_tell_when_it_was_made(tmp_path: Path, write: Write) -> None:
    write(sheet("given_name"), [{"given_name": "Alés"}])

    body = (tmp_path / "a.pdf").read_bytes()
    assert b"CreationDate" not in body
    assert b"ModDate" not in body
    assert b"xmp:CreateDate" not in body


def test_hostile_names_are_printed_as_text_and_as_nothing_else(
    tmp_path: Path, write: Write
) -> None:
    names = [*HOSTILE, '#read("/etc/passwd")', "$x^2$", "@import", "#panic()", "= title", "*b*"]

    printed = write(sheet("given_name"), [{"given_name": name} for name in names])

    assert printed.missing["combinations of letters"] == 0  # all could be drawn, or are codes
    text = text_of(tmp_path / "a.pdf")
    assert '#read("/etc/passwd")' in text
    assert "$x^2$" in text
    assert "root:" not in text
    squeezed = re.sub(r"[\s\u200b]", "", text)
    plain = [name for name in names if name.isascii() and name.isprintable()]
    lost = [name for name in plain if len(name) < 20 and re.sub(r"\s", "", name) not in squeezed]
    assert lost == []


def test_a_letter_without_a_glyph_is_printed_as_its_code_and_reported(tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()

    printed = pdf_file.write(
        tmp_path / "a.pdf",
        sheet("given_name"),
        [{"given_name": "小 A"}],
        layout=LAYOUT,
        work=work,
        typefaces=Typefaces([BUNDLED]),
    )

    assert printed.missing == {"Chinese, Japanese or Korean": 1}
    assert "[U+5C0F] A" in text_of(tmp_path / "a.pdf")


def test_a_long_list_is_one_file_with_running_numbers(
    tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_file, "ROWS_PER_PART", 100)
    rows: list[Row] = [{"given_name": f"Name{number}"} for number in range(1, 251)]

    printed = write(sheet("given_name"), rows)

    text = text_of(tmp_path / "a.pdf")
    numbers = re.findall(r"page (\d+) of (\d+)", text)
    assert numbers == [(str(at), str(printed.pages)) for at in range(1, printed.pages + 1)]
    assert len(PdfReader(tmp_path / "a.pdf").pages) == printed.pages
    listed = re.findall(r"(\d+)\s+Name(\d+)", text)
    assert listed == [(str(number), str(number)) for number in range(1, 251)]


def test_a_layout_that_cannot_be_set_says_nothing_of_the_names(tmp_path: Path) -> None:
    broken = tmp_path / "list.typ"
    broken.write_text("#json(bytes(sys.inputs.data)).nothing")
    work = tmp_path / "work"
    work.mkdir()

    with pytest.raises(LayoutFailed) as failed:
        pdf_file.write(
            tmp_path / "a.pdf",
            sheet("given_name"),
            [{"given_name": "Alés"}],
            layout=broken,
            work=work,
            typefaces=Typefaces(),
        )

    assert "Alés" not in str(failed.value)


@pytest.mark.slow
def test_a_hundred_thousand_rows_fit_into_bounded_memory(tmp_path: Path, write: Write) -> None:
    names = ["Алесь", "Marie-Hélène", "محمد", "דוד", "小明", "Хельга Маргарыта"]

    rows: list[Row] = [
        {"given_name": names[at % len(names)], "country": "Беларусь"} for at in range(100_000)
    ]
    printed = write(sheet("given_name", "country"), rows)

    assert printed.rows == 100_000
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < MOST_KIB
    last = text_of(tmp_path / "a.pdf", of_page=printed.pages)
    assert f"page {printed.pages} of {printed.pages}" in last
    assert "100000" in last
