"""Ground for all tests, also those in the kinds' folders: settings, database, fixtures."""

import os
from collections.abc import Generator

import django
import hypothesis
import pytest
from pytest_django import DjangoDbBlocker

from tests import environment

environment.prepare()
django.setup()  # before any test module imports a model
# pytest-xdist's processes inherit the environment. With this name in it, pytest-django would read
# the settings before `prepare` points them at the process's own database.
del os.environ["DJANGO_SETTINGS_MODULE"]

from tests import database  # noqa: E402 -- needs the settings that were just prepared

# Two slow cores run everything: time is no reason for a failure.
hypothesis.settings.register_profile("zvarot", deadline=None)
hypothesis.settings.load_profile("zvarot")

_TRANSACTIONAL = {"transactional_db", "live_server", "django_db_serialized_rollback"}


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Give this process a migrated database, in place of pytest-django's own way."""
    database.fresh()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, object, object]:
    """After a test that committed for real, start the next one from a fresh database."""
    result = yield
    if _commits(item):
        database.fresh()
    return result


def pytest_unconfigure() -> None:
    """Stop what `environment.prepare` started."""
    environment.forget()


def pytest_report_header() -> str:
    """Say which database this run is about."""
    return f"zvarot: database {environment.DATABASE}"


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    marked = marker is not None and (marker.kwargs.get("transaction") or any(marker.args))
    return bool(marked or _TRANSACTIONAL & set(getattr(item, "fixturenames", ())))
