"""Files of the look: complete, named by their content, light."""

import gzip
import hashlib
import re

import pytest

from tests.look import samples
from zvarot.look import assets

KILOBYTE = 1024


def test_a_published_name_carries_the_hash_of_its_content() -> None:
    for name, body in assets.static_files().items():
        assert hashlib.sha256(body).hexdigest()[:8] == name.split(".")[-2]


def test_every_component_is_in_the_style_sheet() -> None:
    on_disk = {path.stem for path in (assets.FOLDER / "css").glob("*.css")}
    assert on_disk == set(assets.STYLES)


def test_fonts_of_the_style_sheet_are_published_under_their_hashed_names() -> None:
    files = assets.static_files()
    sheet = files[assets.static_names()["zvarot.css"]].decode()
    fonts = re.findall(r"url\(([^)]+)\)", sheet)
    assert len(fonts) == 3
    assert set(fonts) <= set(files)


def test_the_licence_of_the_fonts_goes_with_them() -> None:
    assert b"SIL OPEN FONT LICENSE" in assets.static_files()[assets.static_names()["OFL.txt"]]


def test_nothing_is_fetched_from_elsewhere() -> None:
    for name, body in assets.static_files().items():
        if name.endswith((".css", ".js", ".svg")):
            text = body.decode().replace("http://www.w3.org/2000/svg", "")
            assert "//" not in re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE)


def test_the_style_sheet_and_the_script_stay_small() -> None:
    assert len(assets.style_sheet()) <= 27 * KILOBYTE
    assert len((assets.FOLDER / "act.js").read_bytes()) <= 2 * KILOBYTE


def test_tightening_leaves_every_rule_in_place() -> None:
    raw = "".join(path.read_text() for path in (assets.FOLDER / "css").glob("*.css"))
    bare = re.sub(r"/\*.*?\*/", "", raw, flags=re.DOTALL)
    assert bare.count("{") == bare.count("}") == assets.style_sheet().count("{")


@pytest.mark.parametrize(("lang", "font"), [("en", "latin"), ("be", "cyrillic")])
def test_a_page_without_its_pictures_is_sent_in_under_forty_kilobytes(lang: str, font: str) -> None:
    files, names = assets.static_files(), assets.static_names()
    loaded = ("zvarot.css", "act.js", "mark.svg", f"piazzolla-{font}.woff2")
    page = samples.draw("petition/page.html", lang).encode()
    bodies = {"page.html": page, **{name: files[names[name]] for name in loaded}}
    assert sum(map(len, bodies.values())) <= 64 * KILOBYTE
    # As the front sends them: text is compressed, fonts are by themselves.
    sent = [
        body if name.endswith(".woff2") else gzip.compress(body) for name, body in bodies.items()
    ]
    assert sum(map(len, sent)) <= 40 * KILOBYTE
