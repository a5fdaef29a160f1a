"""The petition's page in the studio."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from zvarot.contract.kind import Kind
from zvarot.kinds.petition.kind import KIND
from zvarot.studio.pages import ActionPage


class PetitionPage(ActionPage):
    """A text that many people sign. A letter in the body is the text that goes out."""

    kind: ClassVar[Kind] = KIND
    template = "petition/page.html"
    thanks_template = "petition/thanks.html"

    class Meta:
        verbose_name = _("petition")
        verbose_name_plural = _("petitions")
