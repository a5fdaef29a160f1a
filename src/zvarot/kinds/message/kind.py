"""A few lines to a person at risk: read by moderators, printed on cards, sent in dated batches."""

from zvarot.contract.audiences import MODERATOR, ORGANISER, RECIPIENT
from zvarot.contract.fields import Choice, Consent, Country, Email, Message, Name
from zvarot.contract.form import Form
from zvarot.contract.kind import Kind
from zvarot.contract.message import MAX_CHARS
from zvarot.contract.promise import POSTMAN_MAIL, PUBLIC_COUNT, Disclosure, Promise, When
from zvarot.lib.marks import mark as _
from zvarot.lib.marks import mark_n as ngettext

TO_RECIPIENT = Disclosure(
    audience=RECIPIENT,
    fields=("message", "given_name", "route"),
    purpose=_("to be printed on a card and sent"),
    when=When.WEEKLY,
    days=30,
    channel="card",
)
TO_MODERATOR = Disclosure(
    audience=MODERATOR,
    fields=("message", "given_name", "route"),
    purpose=_("to see that a card harms nobody"),
    when=When.AT_ONCE,
    days=7,
    channel="moderation",
)
TO_ORGANISER = Disclosure(
    audience=ORGANISER,
    fields=("email", "given_name", "family_name", "country"),
    purpose=_("to write to those who asked for news"),
    when=When.WEEKLY,
    days=7,
    channel="export",
    only_if=("updates", "yes"),
)

KIND = Kind(
    slug="message",
    label=_("Message"),
    to=_("Card for"),
    counts=ngettext("message has been written", "messages have been written"),
    form=Form(
        (
            Message(
                "message",
                _("Your message"),
                hint=_("A sentence of your own is worth more than a copied one."),
                max_chars=MAX_CHARS,
            ),
            Choice(
                "route",
                _("Who shall get it?"),
                required=False,
                max_bytes=10,
                options=(
                    ("prison", _("The prison, for the person")),
                    ("family", _("The family")),
                    ("lawyer", _("The lawyer")),
                    ("kept", _("Nobody yet: keep it for the day of release")),
                ),
            ),
            Name(
                "given_name",
                _("First name"),
                hint=_("It stands on the card. It may be another name."),
                autocomplete="given-name",
            ),
            Name(
                "family_name",
                _("Last name"),
                hint=_("Only if you want news. It is on no card."),
                required=False,
                autocomplete="family-name",
            ),
            Email("email", _("E-mail"), hint=_("We write once, to check it is you.")),
            Country(
                "country",
                _("Country where you live"),
                hint=_("Only if you want news. It is on no card."),
                required=False,
            ),
            Consent(
                "updates",
                _("May we tell you how this goes on?"),
                hint=_("About four mails a year. Either answer counts the same."),
                options=(("yes", _("Yes, write to me")), ("no", _("No, only this once"))),
            ),
        )
    ),
    promise=Promise((TO_RECIPIENT, TO_MODERATOR, PUBLIC_COUNT, TO_ORGANISER, POSTMAN_MAIL)),
    optional=("given_name", "family_name", "email", "country", "updates"),
    go=_("Write a card"),
    form_title=_("Your card"),
    button=_("Send my message"),
)
