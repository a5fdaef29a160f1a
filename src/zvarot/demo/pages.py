"""Load the demonstration's actions: one page in each language, published."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Locale

from zvarot.cases.models import Case
from zvarot.contract.audiences import ORGANISER
from zvarot.contract.promise import When
from zvarot.demo import messages
from zvarot.demo.body import body_of
from zvarot.demo.files import CONTENT, read
from zvarot.demo.letters import letters_of
from zvarot.kinds.letter.models import LetterPage
from zvarot.kinds.message.models import MessagePage
from zvarot.kinds.petition.models import PetitionPage
from zvarot.offices.models import Office
from zvarot.studio.models import HomePage
from zvarot.studio.pages import ActionPage
from zvarot.studio.terms import Choices

_PAGES: dict[str, type[ActionPage]] = {
    "petition": PetitionPage,
    "letter": LetterPage,
    "message": MessagePage,
}
_OPEN_FOR = timedelta(days=180)
_DAYS_AHEAD = 7  # the hand-over is at least a week away, whenever the demonstration is loaded


def load_action(
    slug: str, home: HomePage, cases: dict[str, Case], offices: dict[str, Office]
) -> None:
    """Make and publish the action's pages, if there are none."""
    data = read(CONTENT / f"{slug}.toml")
    page_type = _PAGES[data["kind"]]
    if page_type.objects.filter(slug=slug).exists():
        return
    locale = Locale.objects.get(language_code=data["default_lang"])
    original = page_type(locale=locale, slug=slug)
    _set_settings(original, data, cases, offices)
    _set_words(original, slug, data["default_lang"])
    _set_letters(original, slug, data, offices)
    home.get_translation(locale).add_child(instance=original)
    original.save_revision().publish()
    for lang in data["languages"]:
        if lang != data["default_lang"]:
            translated = original.copy_for_translation(Locale.objects.get(language_code=lang))
            _set_words(translated, slug, lang)
            _set_letters(translated, slug, {}, offices)
            translated.save_revision().publish()


def _set_settings(
    page: ActionPage,
    data: dict[str, Any],
    cases: dict[str, Case],
    offices: dict[str, Office],
) -> None:
    page.case = cases[data["case"]]
    page.office = offices[data["office"]] if "office" in data else None
    page.level = data["level"]
    page.state = data["state"]
    page.opens_at = data["opens_at"]
    page.show_from = data["minimum_count"]
    if "deliver_on" in data:
        page.deliver_by = next_day(data["deliver_on"], timezone.now().date())
        closes_on = page.deliver_by - timedelta(days=data["closes_days_before"])
        page.closes_at = datetime.combine(closes_on, time(), UTC)
    else:
        # A hand-over "when it has closed" is a promise only if it closes.
        page.closes_at = datetime.combine(timezone.now().date() + _OPEN_FOR, time(), UTC)
    page.terms = _choices(data).terms(type(page).kind).to_json()
    if isinstance(page, MessagePage):
        messages.set_settings(page, data["message"])
        page.first_batch_on = next_day(data["message"]["first_batch"], timezone.now().date())


def next_day(month_and_day: str, today: date) -> date:
    """Give the next such day that is at least a week away."""
    month, day = (int(part) for part in month_and_day.split("-"))
    found = date(today.year, month, day)
    return (
        found if found >= today + timedelta(days=_DAYS_AHEAD) else date(today.year + 1, month, day)
    )


def _choices(data: dict[str, Any]) -> Choices:
    promise = data["promise"]
    asked = tuple(data["form_fields"])
    is_count = promise.get("target", "count") == "count"
    names = tuple(name for name in ("email", "given_name", "family_name") if name in asked)
    return Choices(
        asked=asked,
        target=() if is_count else tuple(promise["target"]),
        target_count_only=is_count,
        target_when=When.ON_DATE if "deliver_on" in data else When.AFTER_CLOSE,
        target_days=promise.get("target_days", 30),
        organiser=names if ORGANISER in promise else (),
        organiser_days=promise.get("organiser_days", 7),
        counted_only=tuple(promise.get("counted_only", ())),
    )


def _set_words(page: ActionPage, slug: str, lang: str) -> None:
    words = read(CONTENT / f"{slug}.{lang}.toml")
    page.title = page.draft_title = words["title"]
    for name in ("lead", "button", "go", "form_title", "stamp_alt", "stamp_caption"):
        setattr(page, name, words[name])
    for name in ("stamp_note", "news_question", "news_hint"):
        setattr(page, name, words.get(name, ""))
    page.search_description = words.get("search_description", "")
    page.thanks_title = words["thanks"]["title"]
    page.thanks_text = words["thanks"]["text"]
    page.body = body_of(words)
    if isinstance(page, MessagePage):
        messages.set_words(page, words["message"])
    page.state_texts = [
        ("state", {"state": state, **text}) for state, text in words["states"].items()
    ]


def _set_letters(
    page: ActionPage, slug: str, data: dict[str, Any], offices: dict[str, Office]
) -> None:
    """Set the page's own letters; a translation without any sends those of the original.

    data -- what is the same in every language; only the original takes letters from it.
    """
    if not isinstance(page, LetterPage):
        return
    lang = page.locale.language_code
    rows = read(CONTENT / f"{slug}.{lang}.toml").get("letters", data.get("letters", []))
    page.letters = letters_of(rows, offices, lang)
