"""Staff's work for a story: the demonstration's petition again, closed, in all its languages."""

import django

django.setup()

from zvarot.kinds.petition.models import PetitionPage  # noqa: E402 -- needs the settings

SLUG = "closed-petition"

if not PetitionPage.objects.filter(slug=SLUG).exists():
    pages = list(PetitionPage.objects.filter(slug="maryia-petition").order_by("pk"))
    original = pages[0]
    closed = PetitionPage(locale=original.locale, slug=SLUG, state="closed")
    for column in (
        "title",
        "draft_title",
        "lead",
        "body",
        "go",
        "form_title",
        "button",
        "thanks_title",
        "thanks_text",
        "stamp_alt",
        "stamp_caption",
        "stamp_note",
        "state_texts",
        "case",
        "office",
        "opens_at",
        "closes_at",
        "deliver_by",
        "terms",
    ):
        setattr(closed, column, getattr(original, column))
    original.get_parent().add_child(instance=closed)
    closed.save_revision().publish()
    for page in pages[1:]:
        translated = closed.copy_for_translation(page.locale)
        for column in ("title", "draft_title", "lead", "body", "state_texts"):
            setattr(translated, column, getattr(page, column))
        translated.save_revision().publish()
