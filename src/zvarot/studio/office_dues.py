"""What is due about offices: terms that ended, vacancies, checks older than six months.

After an election that can be hundreds. Then one line says how many, with the first few beneath.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from zvarot.offices import queries
from zvarot.offices.models import Office
from zvarot.studio.due import Due

SHOWN_EACH: Final = 5


def office_dues(today: date) -> list[Due]:
    """Give what an editor should look at, the most pressing first."""
    expired = list(queries.expired_holders(today))
    ended = {holder.office_id for holder in expired}
    vacant = queries.vacant(today).exclude(pk__in=ended)
    return [
        *_listed(
            _("Expired terms"),
            ((holder.office_id, _expired(holder, holder.office)) for holder in expired),
        ),
        *_listed(
            _("Vacant offices"),
            ((office.pk, _("Nobody holds the office “%s”.") % office) for office in vacant),
        ),
        *_listed(_("Checks older than six months"), _old_checks(today)),
    ]


def _expired(holder: Any, office: Office) -> str:
    return _("The term of %(who)s in the office “%(office)s” ended on %(day)s. Who follows?") % {
        "who": holder,
        "office": office,
        "day": holder.held_until,
    }


def _old_checks(today: date) -> Iterable[tuple[int, str]]:
    for holder in queries.stale_checks(today):
        yield (
            holder.office_id,
            _("Does %(who)s still hold the office “%(office)s”? Last checked on %(day)s.")
            % {"who": holder, "office": holder.office, "day": holder.as_of},
        )
    for channel in queries.stale_channels(today):
        yield (
            channel.office_id,
            _("Does “%(channel)s” still reach the office “%(office)s”? Last checked on %(day)s.")
            % {"channel": channel, "office": channel.office, "day": channel.checked_on},
        )


def _listed(heading: str, found: Iterable[tuple[int, str]]) -> list[Due]:
    rows = list(found)
    if len(rows) <= SHOWN_EACH:
        return [Due(text=text, href=_edit(pk)) for pk, text in rows]
    names = Office.snippet_viewset
    return [
        Due(
            text=f"{heading}: {len(rows)}",
            href=reverse(names.get_url_name("list")),
            why=tuple(text for _pk, text in rows[:SHOWN_EACH]),
        )
    ]


def _edit(pk: int) -> str:
    return reverse(Office.snippet_viewset.get_url_name("edit"), args=[pk])
