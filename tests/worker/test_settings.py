"""The worker reads its settings once, and names everything that is wrong with them."""

from pathlib import Path

import pytest

from zvarot.lib.settings import SettingsWrong
from zvarot.worker.settings import read


def test_everything_has_a_default_in_the_data_folder() -> None:
    settings = read({"ZVAROT_DATA_DIR": "/srv/zvarot"})

    assert settings.inbox_path == Path("/srv/zvarot/inbox/inbox.sqlite3")
    assert settings.store_url == "dir:/srv/zvarot/published"
    assert settings.keys_dir == Path("/srv/zvarot/keys")
    assert settings.smtp_url == ""


def test_on_postgresql_the_inbox_is_a_table_there() -> None:
    settings = read({"ZVAROT_DATABASE_URL": "postgresql://zvarot@db/zvarot"})

    assert settings.inbox_path is None


def test_all_wrong_settings_are_reported_at_once_and_secrets_not_shown() -> None:
    with pytest.raises(SettingsWrong) as wrong:
        read(
            {
                "ZVAROT_SMTP_URL": "http://user:hunter2@relay",
                "ZVAROT_MAIL_FROM": "Zvarot <a@b>",
                "ZVAROT_MAIL_PER_HOUR": "0",
                "ZVAROT_PUBLIC_URL": "zvarot.example",
            }
        )

    assert len(wrong.value.problems) == 4
    assert "hunter2" not in str(wrong.value)
