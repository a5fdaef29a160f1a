"""Published lists that may be read in tests and not shipped: where they are, if they are here.

They stand in `shared/data` beside the checkout, or where ZVAROT_TEST_SHARED_DATA says.
"""

import os
from pathlib import Path

import pytest

_BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data"


def shared(name: str) -> Path:
    """Give the path of a published list; without it the test that asked is skipped, and says so."""
    folder = Path(os.environ.get("ZVAROT_TEST_SHARED_DATA", _BESIDE))
    path = folder / name
    if not path.exists():
        pytest.skip(
            f"{name} may not be shipped with Zvarot and is not in {folder.name}; "
            "set ZVAROT_TEST_SHARED_DATA to the folder that has it"
        )
    return path
