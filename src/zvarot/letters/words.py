"""What staff read for the state of a letter."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zvarot.letters.models import Dispatch

State = Dispatch.State
STATES: dict[str, Promise] = {
    State.QUEUED: _("waits for its turn"),
    State.LEASED: _("is being prepared"),
    State.HANDING: _("is being handed over"),
    State.DEFERRED: _("put off by the mail server"),
    State.SENT: _("sent"),
    State.PRINTED: _("printed"),
    State.BOUNCED: _("came back"),
    State.FAILED: _("not sent"),
    State.UNSURE: _("may have arrived or not"),
    State.CANCELLED: _("cancelled"),
}
