"""Messages that wait for somebody: to be read, or to be printed and sent."""

from datetime import datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from zvarot.moderation import queries
from zvarot.moderation.models import Batch
from zvarot.studio.due import Due

LATE: Final = timedelta(days=3)  # somebody waits for a word, and so does who wrote it


def to_moderate(now: datetime) -> list[Due]:
    """Give the actions whose messages wait to be read."""
    found = []
    for action in queries.with_messages():
        figures = queries.figures(action)
        if not figures.waiting and not figures.held:
            continue
        text = _(
            "Messages for “%(title)s”: %(waiting)d wait, %(half)d of them for a second person; "
            "%(held)d are put aside."
        )
        values = {
            "title": action.title,
            "waiting": figures.waiting,
            "half": figures.half,
            "held": figures.held,
        }
        is_late = figures.oldest is not None and now.date() - figures.oldest > LATE
        href = reverse("moderation:queue", args=[action.slug])
        found.append(Due(text=text % values, href=href, is_late=is_late))
    return found


def to_send() -> list[Due]:
    """Give the actions with approved messages in no batch, and batches that were not sent."""
    found = []
    for action in queries.with_messages():
        free = queries.free(action).count()
        unsent = Batch.objects.filter(action=action, sent_on=None).count()
        if not free and not unsent:
            continue
        text = _(
            "“%(title)s”: %(free)d approved messages in no batch, %(unsent)d batches not sent."
        )
        values = {"title": action.title, "free": free, "unsent": unsent}
        href = reverse("moderation:batches", args=[action.slug])
        found.append(Due(text=text % values, href=href))
    return found
