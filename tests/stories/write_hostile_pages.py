"""Staff's work for a story: pages whose every text is one that programs stumble over."""

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db import transaction  # noqa: E402 -- needs the settings
from wagtail.models import Locale  # noqa: E402

from zvarot.cases.models import Case  # noqa: E402
from zvarot.kinds.petition.models import PetitionPage  # noqa: E402
from zvarot.offices.models import Office  # noqa: E402
from zvarot.studio.founding import ensure_site  # noqa: E402


def _add(slug: str, texts: dict[str, Any]) -> None:
    home = ensure_site()
    page = PetitionPage(locale=home.locale, slug=slug)
    page.case, page.office = Case.objects.first(), Office.objects.first()
    page.closes_at = datetime.now(UTC) + timedelta(days=100)
    _write(page, texts["en"])
    home.add_child(instance=page)
    page.save_revision().publish()
    for lang in ("fr", "be"):
        translated = page.copy_for_translation(Locale.objects.get(language_code=lang))
        _write(translated, texts[lang])
        translated.save_revision().publish()


def _write(page: PetitionPage, words: dict[str, Any]) -> None:
    page.title = page.draft_title = words["title"]
    for name in ("lead", "thanks_title", "thanks_text", "stamp_alt", "search_description"):
        setattr(page, name, words[name])
    page.body = [
        ("demands", {"heading": words["heading"], "items": words["demands"]}),
        ("quote", {"text": words["lead"], "speaker": words["heading"], "source": ""}),
    ]


with transaction.atomic():
    for slug, texts in json.loads(Path(sys.argv[1]).read_text()).items():
        _add(slug, texts)
