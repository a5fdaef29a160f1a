"""Whatever a file is called, the page that shows it can be published."""

import pytest
from django.core.files.storage import default_storage

from zvarot.lib.store import checked


@pytest.mark.parametrize(
    "name", ["Заява (2).pdf", "..pdf", "رسالة.pdf", "a b\u202egpj.pdf", "--x.tar.gz", "без"]
)
def test_an_upload_gets_a_name_that_can_be_published(name: str) -> None:
    kept = default_storage.generate_filename(f"documents/{name}")

    assert checked(f"media/{kept}")
    assert kept.isascii()
    assert kept.endswith(".pdf") or ".pdf" not in name
