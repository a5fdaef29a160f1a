"""`zvarot demo`: load the demonstration. Run again, it changes nothing that an editor changed."""

import argparse
import os
import secrets
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction

from zvarot.demo.files import CONTENT, read
from zvarot.demo.mail import load_rules
from zvarot.demo.pages import load_action
from zvarot.demo.records import load_cases, load_offices
from zvarot.demo.senators import load_senators
from zvarot.studio.founding import ensure_site

LOGIN_FILE = "staff-login.txt"
USER = "maryna"
ACTIONS = (
    "peaceful-protest",
    "maryia-petition",
    "mikita-letter",
    "mikita-messages",
    "senators-appeal",
)


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Take no arguments: there is one demonstration."""


def run(_arguments: argparse.Namespace) -> int:
    """Load what is not there yet, and say where the login lies."""
    load()
    sys.stdout.write(f"The demonstration is loaded. The staff login is in {ensure_login()}\n")
    return 0


@transaction.atomic
def load() -> None:
    """Load cases, offices and the actions' pages, in all their languages."""
    home = ensure_site()
    offices = load_offices(read(CONTENT / "offices.toml")["office"])
    rules = load_rules(read(CONTENT / "mail.toml")["rules"])
    cases = load_cases(read(CONTENT / "cases.toml")["case"], rules)
    load_senators()
    for slug in ACTIONS:
        load_action(slug, home, cases, offices)


def ensure_login() -> Path:
    """Make the demonstration's member of staff, with a random password, in a file of its own."""
    path = Path(settings.DATA_DIR) / LOGIN_FILE
    users = get_user_model()
    if users.objects.filter(username=USER).exists():
        return path
    password = secrets.token_urlsafe(15)
    path.parent.mkdir(parents=True, exist_ok=True)
    # Exclusive and 0600 from the first byte: the password is never readable by others.
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"{USER} / {password}\n")
    users.objects.create_superuser(USER, email="", password=password, first_name="Maryna")
    return path
