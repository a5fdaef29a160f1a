"""Each person writes to an office, or to several, and sees and edits the letter before it goes."""

from zvarot.contract.audiences import ORGANISER, TARGET
from zvarot.contract.fields import Consent, Country, Email, Letters, Name
from zvarot.contract.form import Form
from zvarot.contract.kind import Kind
from zvarot.contract.promise import POSTMAN_MAIL, PUBLIC_COUNT, Disclosure, Promise, When
from zvarot.lib.marks import mark as _
from zvarot.lib.marks import mark_n as ngettext

TO_TARGET = Disclosure(
    audience=TARGET,
    fields=("letter", "given_name", "family_name", "country"),
    purpose=_("to be sent as your letter"),
    when=When.AT_ONCE,
    days=0,
    channel="letter",
)
TO_ORGANISER = Disclosure(
    audience=ORGANISER,
    fields=("email", "given_name", "family_name"),
    purpose=_("to write to those who asked for news"),
    when=When.WEEKLY,
    days=7,
    channel="export",
    only_if=("updates", "yes"),
)

KIND = Kind(
    slug="letter",
    label=_("Letter"),
    to=_("Letter to"),
    counts=ngettext("person has written", "people have written"),
    form=Form(
        (
            Name("given_name", _("First name"), autocomplete="given-name"),
            Name("family_name", _("Last name"), autocomplete="family-name"),
            Email("email", _("E-mail"), hint=_("We write once, to check it is you.")),
            Country("country", _("Country where you live")),
            Letters("letter", _("Your letter"), required=False),
            Consent(
                "updates",
                _("May we tell you how this goes on?"),
                hint=_("About four mails a year. Either answer counts the same."),
                options=(("yes", _("Yes, write to me")), ("no", _("No, only this once"))),
            ),
        )
    ),
    promise=Promise((TO_TARGET, PUBLIC_COUNT, TO_ORGANISER, POSTMAN_MAIL)),
    optional=("given_name", "family_name", "email", "country", "updates"),
    go=_("Read and edit the letter"),
    form_title=_("Sign and send"),
    button=_("Send my letter"),
    momentary=("given_name", "family_name", "country", "region", "postal_code", "letter"),
)
