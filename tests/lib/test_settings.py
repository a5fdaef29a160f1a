"""Settings: read from the environment, wrong ones reported together, secrets never shown."""

from pathlib import Path

import pytest

from zvarot.lib.settings import (
    Bind,
    Setting,
    SettingsWrong,
    bind,
    load,
    names,
    one_of,
    origin,
    path,
    positive,
    text,
    url,
    whole,
    yes_no,
)

PORT = Setting(name="ZVAROT_PORT", parse=positive, default="8000", help="The port.")
SECRET = Setting(name="ZVAROT_SECRET", parse=url("smtp"), secret=True, help="The server.")


def test_a_default_stands_in_for_what_is_not_set_or_empty() -> None:
    assert load((PORT,), {})["ZVAROT_PORT"] == 8000
    assert load((PORT,), {"ZVAROT_PORT": ""})["ZVAROT_PORT"] == 8000
    assert load((PORT,), {"ZVAROT_PORT": "9"})["ZVAROT_PORT"] == 9


def test_without_a_default_the_value_is_none() -> None:
    assert load((SECRET,), {})["ZVAROT_SECRET"] is None


def test_all_wrong_settings_are_reported_at_once() -> None:
    needed = Setting(name="ZVAROT_NEEDED", parse=text, required=True, help="Must be there.")

    with pytest.raises(SettingsWrong) as wrong:
        load((PORT, needed, SECRET), {"ZVAROT_PORT": "8k", "ZVAROT_SECRET": "http://x"})

    assert wrong.value.problems == (
        "ZVAROT_PORT: cannot use '8k': a whole number is needed, such as 2. The port.",
        "ZVAROT_NEEDED: is not set, and there is no default. Must be there.",
        "ZVAROT_SECRET: cannot use its value (a secret, not shown). The server.",
    )


def test_a_wrong_secret_is_not_printed() -> None:
    with pytest.raises(SettingsWrong) as wrong:
        load((SECRET,), {"ZVAROT_SECRET": "http://tamara:geheim@host"})

    assert "geheim" not in str(wrong.value)


def test_a_secret_is_read_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("smtp://tamara:geheim@host\n")

    settings = load((SECRET,), {"ZVAROT_SECRET_FILE": str(tmp_path / "secret")})

    assert settings["ZVAROT_SECRET"] == "smtp://tamara:geheim@host"
    assert "geheim" not in repr(settings)


@pytest.mark.parametrize(
    ("content", "says"),
    [(None, "No such file"), (b"", "is empty"), (b"\xff", "not UTF-8")],
)
def test_a_secret_file_that_cannot_be_used_stops_the_program(
    tmp_path: Path, content: bytes | None, says: str
) -> None:
    file = tmp_path / "secret"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(SettingsWrong, match=says):
        load((SECRET,), {"ZVAROT_SECRET_FILE": str(file)})


def test_a_secret_given_twice_is_refused(tmp_path: Path) -> None:
    environ = {"ZVAROT_SECRET": "smtp://a", "ZVAROT_SECRET_FILE": str(tmp_path)}

    with pytest.raises(SettingsWrong, match="both set"):
        load((SECRET,), environ)


def test_only_secrets_are_read_from_files() -> None:
    with pytest.raises(SettingsWrong, match="only secrets"):
        load((PORT,), {"ZVAROT_PORT_FILE": "/etc/port"})


def test_settings_are_a_mapping_that_cannot_be_changed() -> None:
    settings = load((PORT,), {})

    assert dict(settings) == {"ZVAROT_PORT": 8000}
    assert len(settings) == 1
    with pytest.raises(TypeError):
        settings["ZVAROT_PORT"] = 1  # type: ignore[index]


def test_parsers_read_what_operators_write() -> None:
    assert bind("127.0.0.1:8000") == Bind("127.0.0.1", 8000)
    assert str(bind("[::1]:80")) == "[::1]:80"
    assert yes_no("On")
    assert not yes_no("no")
    assert whole("0") == 0
    assert path("var").is_absolute()
    assert url("dir", "postgresql")("dir:var") == "dir:var"
    assert origin("https://act.example.org/") == "https://act.example.org"
    assert names("be, en,") == ("be", "en")
    assert one_of("a", "b")("b") == "b"


@pytest.mark.parametrize(
    ("parse", "raw"),
    [
        (bind, "8000"),
        (bind, ":8000"),
        (bind, "host:0"),
        (bind, "host:70000"),
        (yes_no, "maybe"),
        (positive, "0"),
        (whole, "-1"),
        (whole, "²"),
        (url("http"), "ftp://x"),
        (origin, "https://example.org/path"),
        (origin, "example.org"),
        (one_of("a"), "c"),
    ],
)
def test_parsers_refuse_with_a_sentence(parse: object, raw: str) -> None:
    assert callable(parse)
    with pytest.raises(ValueError, match="needed"):
        parse(raw)
