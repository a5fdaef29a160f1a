"""Reading the journal: by cursor, or the last entry of a kind."""

from django.db.models import QuerySet

from zvarot.journal.models import Entry


def after(cursor: int, *, verb: str | None = None) -> QuerySet[Entry]:
    """Return the entries written after the one with id `cursor`, oldest first."""
    entries = Entry.objects.filter(pk__gt=cursor).order_by("pk")
    return entries.filter(verb=verb) if verb else entries


def latest(verb: str, subject: str | None = None) -> Entry | None:
    """Return the last entry with this verb, and with this subject if one is given."""
    entries = Entry.objects.filter(verb=verb)
    if subject is not None:
        entries = entries.filter(subject=subject)
    return entries.order_by("-pk").first()
