"""What a promise about a message says: who reads it, and what a card tells of its writer."""

from zvarot.contract.audiences import MODERATOR
from zvarot.contract.message import FIELD, ROUTE
from zvarot.contract.wording import Wording
from zvarot.lib.marks import mark as _


def of_you(fields: tuple[str, ...]) -> tuple[str, ...]:
    """Return what is told of the writer: all but the message and its way."""
    return tuple(name for name in fields if name not in {FIELD, ROUTE})


def summary(who: str, fields: str, words: Wording) -> str:
    """Say first what matters most. fields -- named answers; empty: no name is asked."""
    if not fields:
        return words.gettext(_("{who}: your message, without a name.")).format(who=who)
    return words.gettext(_("{who}: your message and, of you, only: {fields}.")).format(
        who=who, fields=fields
    )


def sentence(fields: str, words: Wording) -> str:
    """Say it beside the button."""
    if not fields:
        return words.gettext(_("Your message is read here and printed on a card without a name."))
    return words.gettext(
        _("Your message is read here and printed on a card. Of you the card shows only: {fields}.")
    ).format(fields=fields)


def what(audience: str, fields: str, words: Wording) -> str:
    """Say what one audience is shown."""
    if audience == MODERATOR:
        if not fields:
            text = _("Your message, its way and its language, so that it harms nobody.")
            return words.gettext(text)
        return words.gettext(
            _(
                "Your message, its way and its language and, of you: {fields}. They see to it that "
                "a card harms nobody."
            )
        ).format(fields=fields)
    if not fields:
        return words.gettext(_("Your message on a card. Nothing else about you."))
    return words.gettext(_("Your message on a card and, of you: {fields}. Nothing else.")).format(
        fields=fields
    )


def until(audience: str, days: int, words: Wording) -> str:
    """Say how long our copy is kept. days -- after the decision, or after the batch has gone."""
    number = words.number(days)
    if audience == MODERATOR:
        return words.ngettext(
            "Erased when it goes to print, at the latest {n} day after their decision",
            "Erased when it goes to print, at the latest {n} days after their decision",
            days,
        ).format(n=number)
    return words.ngettext(
        "Sent by post in batches; erased here {n} day after its batch has gone",
        "Sent by post in batches; erased here {n} days after its batch has gone",
        days,
    ).format(n=number)


def note(countries: str, words: Wording) -> str:
    """Say whose cards carry no name."""
    return words.gettext(
        _("Cards of people who live in one of these countries carry no name: {countries}.")
    ).format(countries=countries)
