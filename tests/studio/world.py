"""A small site for tests: Maryna edits, the office and the case are there, pages as needed."""

import json
from typing import Any, TypeVar

from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale

from zvarot.cases.mail import CaseRoute
from zvarot.cases.models import Case, CaseFact, CaseName
from zvarot.contract.bundle import Bundle, load_bundle
from zvarot.contract.site import PATH, Site
from zvarot.kinds.petition.models import PetitionPage
from zvarot.lib.store import DirectoryStore
from zvarot.offices.models import Channel, Office, OfficeTitle
from zvarot.studio.founding import ensure_site
from zvarot.studio.pages import ActionPage

TITLES = {"en": "Minister of Foreign Affairs", "be": "Міністр замежных спраў"}
NAMES = {"en": "Maryia Kalesnikava", "be": "Марыя Калеснікава"}


Kind = TypeVar("Kind", bound=ActionPage)


def office(slug: str = "minister") -> Office:
    made = Office(slug=slug, country="BY")
    made.titles = [
        OfficeTitle(language=lang, title=title, salutation="Dear Minister,", lines="Minsk")
        for lang, title in TITLES.items()
    ]
    made.channels = [Channel(kind=Channel.Kind.EMAIL, value="minister@office.example")]
    made.save()
    made.save_revision().publish()
    return made


def case() -> Case:
    made = Case(slug="maryia", consent=Case.Consent.FAMILY)
    made.names = [CaseName(language=lang, text=text) for lang, text in NAMES.items()]
    made.facts = [
        CaseFact(
            key="sentence",
            language=lang,
            number="11",
            text="years",
            source="Court",
            as_of="2021-09-06",
        )
        for lang in NAMES
    ]
    made.routes = [CaseRoute(route="family", reach="open", checked_on=timezone.now().date())]
    made.save()
    made.save_revision().publish()
    return made


def petition(**columns: Any) -> PetitionPage:
    """Add an unpublished petition below the front page."""
    return action(PetitionPage, **columns)


def action(page_type: type[Kind], *, slug: str = "let-her-home", **columns: Any) -> Kind:
    """Add an unpublished page of this kind, whole but for what a test takes away."""
    home = ensure_site()
    ready = {"title": "Let her come home", "lead": "Ask the minister.", "slug": slug}
    page = page_type(locale=home.locale, live=False, **{**ready, **columns})
    page.case = Case.objects.first() or case()
    page.office = Office.objects.first() or office()
    page.body = columns.get("body") or [("facts", {"keys": []})]
    home.add_child(instance=page)
    page.save_revision()
    return page


def chosen(page: ActionPage) -> dict[str, str | None]:
    """Case and office of a page, as a form posts them."""
    return {"case": str(case_of(page).pk), "office": str(office_of(page).pk)}


def case_of(page: ActionPage) -> Case:
    found: Case | None = page.case
    assert found is not None
    return found


def office_of(page: ActionPage) -> Office:
    found: Office | None = page.office
    assert found is not None
    return found


def publish(page: ActionPage) -> None:
    page.get_latest_revision().publish()
    page.refresh_from_db()


def translation(page: Kind, lang: str, title: str) -> Kind:
    """Add a published translation."""
    made: Kind = page.copy_for_translation(Locale.objects.get(language_code=lang))
    made.title = title
    made.save_revision().publish()
    return made


def bundle(store: DirectoryStore, slug: str = "let-her-home") -> Bundle:
    return load_bundle(store.read, site(store).bundles[slug])


def site(store: DirectoryStore) -> Site:
    return Site.load(store.read(PATH))


def editor() -> Client:
    """Log Maryna in."""
    client = Client()
    user = get_user_model().objects.create_superuser("maryna", email="", password="x")
    client.force_login(user)
    return client


def ticks(**changes: str | None) -> dict[str, str]:
    """The promise editor's inputs as the kind's own terms draw them; None takes a tick away."""
    names = {
        "shown": "1",
        "page-type": "petition.petitionpage",
        "lang": "en",
        "ask-given_name": "on",
        "ask-family_name": "on",
        "ask-email": "on",
        "ask-country": "on",
        "ask-updates": "on",
        "target-given_name": "on",
        "target-family_name": "on",
        "target-country": "on",
        "organiser-email": "on",
        "target-when": "after-close",
        "target-days": "30",
        "organiser-days": "7",
        "counted-only": "",
    }
    changed = {name.replace("__", "-"): value for name, value in changes.items()}
    merged = {**names, **changed}
    return {f"terms-{name}": value for name, value in merged.items() if value is not None}


def form_data(**changes: str | None) -> dict[str, str]:
    """What a browser posts from the page's form, its promise included."""
    plain = {
        "title": "Let her come home",
        "slug": "let-her-home",
        "lead": "Ask the minister.",
        "state": "open",
        "level": "standard",
        "time_zone": "UTC",
        "show_from": "1",
        "closes_at": "2030-01-01 12:00",
        "body-count": "0",
        "state_texts-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
    }
    own = {name: value for name, value in changes.items() if name in plain or name in _MORE}
    promise = {name: value for name, value in changes.items() if name not in own}
    merged = {**plain, **own, **ticks(**promise)}
    return {name: value for name, value in merged.items() if value is not None}


_MORE = frozenset({"case", "office", "opens_at", "deliver_by", "question", "action-publish"})


def json_of(store: DirectoryStore, path: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(store.read(path))
    return data
