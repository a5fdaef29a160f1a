"""All programs' settings together: every problem named, nobody told another's secret."""

import pytest

from zvarot.cli import tables
from zvarot.lib.settings import SettingsWrong


def test_wrong_settings_of_all_programs_are_named_together() -> None:
    environ = {
        "ZVAROT_FRONT_WORKERS": "two",
        "ZVAROT_MAIL_PER_HOUR": "0",
        "ZVAROT_TIME_ZONE": "?",
        "ZVAROT_STUDIO_BIND": "8001",
        "ZVAROT_SECRET_KEY": "too-short",
    }

    with pytest.raises(SettingsWrong) as wrong:
        tables.load_all(environ)

    said = str(wrong.value)
    assert all(name in said for name in environ)
    assert "too-short" not in said


def test_a_setting_that_several_programs_share_is_named_once() -> None:
    with pytest.raises(SettingsWrong) as wrong:
        tables.load_all({"ZVAROT_PUBLIC_URL": "example.org"})

    assert len({problem.partition(":")[0] for problem in wrong.value.problems}) == 1


def test_the_front_is_not_told_the_secrets_of_the_others() -> None:
    environ = {
        "PATH": "/bin",
        "ZVAROT_FRONT_WORKERS": "1",
        "ZVAROT_SECRET_KEY": "s",
        "ZVAROT_SMTP_URL": "smtp://s",
        "ZVAROT_DATABASE_URL_FILE": "/run/secrets/database",
    }

    assert tables.environ_of("front", environ) == {"PATH": "/bin", "ZVAROT_FRONT_WORKERS": "1"}
    assert "ZVAROT_SECRET_KEY" in tables.environ_of("worker", environ)
    assert "ZVAROT_SMTP_URL" not in tables.environ_of("studio", environ)
    assert "ZVAROT_DATABASE_URL_FILE" in tables.environ_of("studio", environ)


def test_a_misspelt_setting_is_found() -> None:
    environ = {"ZVAROT_FRONT_BIDN": "x", "ZVAROT_SECRET_KEY_FILE": "/x", "HOME": "/"}

    assert tables.unknown(environ) == ["ZVAROT_FRONT_BIDN"]
