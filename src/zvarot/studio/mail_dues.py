"""What is due about mail: rules to look at again, ways that nobody has checked for long."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from zvarot.cases.mail import MailRules
from zvarot.cases.models import Case
from zvarot.cases.queries import old_rules, unchecked_routes
from zvarot.studio.due import Due


def mail_dues(today: date) -> list[Due]:
    """Give what an editor should look at."""
    rules = [
        Due(
            text=_("Are the mail rules “%s” still the same?") % found,
            href=_edit(MailRules, found.pk),
        )
        for found in old_rules(today)
    ]
    routes = [
        Due(
            text=_("Does this still hold for “%(case)s”: %(way)s? Last checked on %(day)s.")
            % {"case": row.case, "way": row, "day": row.checked_on},
            href=_edit(Case, row.case_id),
        )
        for row in unchecked_routes(today)
    ]
    return [*rules, *routes]


def _edit(model: Any, pk: int) -> str:
    return reverse(model.snippet_viewset.get_url_name("edit"), args=[pk])
