"""What moderators read for states, flags, reasons, routes and layouts."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zvarot.contract.card import Layout
from zvarot.contract.message import Route
from zvarot.moderation import flags
from zvarot.moderation.models import Batch, Decision, Message

STATES: dict[str, Promise] = {
    Message.State.WAITING: _("waits"),
    Message.State.HELD: _("put aside"),
    Message.State.APPROVED: _("approved"),
    Message.State.REFUSED: _("refused"),
}
# Chosen by the digits 1 to 9, in this order.
REASONS: dict[str, Promise] = {
    "personal": _("names or identifies somebody"),
    "contact": _("has an address, a number or a link"),
    "censor": _("would not be handed over"),
    "hostile": _("hurts or threatens"),
    "politics": _("is about something else"),
    "spam": _("is advertising or a copy"),
    "unreadable": _("cannot be understood"),
    "other": _("another reason"),
}
FLAGS: dict[str, Promise] = {
    flags.HATE: _("hostile words"),
    flags.WORDS: _("words to avoid"),
    flags.LANGUAGE: _("language not allowed"),
    flags.LONG: _("too long"),
    flags.NAMES: _("other people's names"),
    flags.ADDRESS: _("postal address"),
    flags.PHONE: _("phone number"),
    flags.EMAIL: _("e-mail address"),
    flags.LINK: _("link"),
    flags.MONEY: _("money"),
    flags.MIXED: _("mixed alphabets"),
    flags.SHOUTING: _("shouting"),
    flags.REPEATS: _("repetitions"),
    flags.ALIKE: _("like another"),
    flags.SUGGESTED: _("a suggested line"),
    flags.CLOSED: _("could not be opened"),
}
VERBS: dict[str, Promise] = {
    Decision.Verb.APPROVE: _("approved it"),
    Decision.Verb.HOLD: _("put it aside"),
    Decision.Verb.REFUSE: _("refused it"),
    Decision.Verb.CUT: _("changed what is cut out"),
    Decision.Verb.TRANSLATE: _("changed the translation"),
    Decision.Verb.UNDO: _("took the last decision back"),
}
ROUTES: dict[str, Promise] = {
    Route.PRISON: _("to the prison"),
    Route.FAMILY: _("to the family"),
    Route.LAWYER: _("to the lawyer"),
    Route.KEPT: _("kept for the day of release"),
}
LAYOUTS: dict[str, Promise] = {
    Layout.SINGLE: _("one card a sheet, A6"),
    Layout.FOUR: _("four cards on A4, to be cut"),
    Layout.SHEET: _("many messages on a sheet, A4"),
    Layout.BOOKLET: _("a booklet, A5"),
}
BATCHES: dict[str, Promise] = {
    Batch.State.OPEN: _("is being prepared"),
    Batch.State.MADE: _("ready to be printed"),
    Batch.State.PRINTED: _("printed"),
    Batch.State.SENT: _("sent"),
    Batch.State.RETURNED: _("came back"),
    Batch.State.RECEIVED: _("received"),
    Batch.State.ANSWERED: _("answered"),
}
