"""What a page says of the way of a message: generated from the record, so it promises no more."""

from datetime import date
from typing import Any, Final

from zvarot.contract.message import MailRules, Reach, Route, RouteLine
from zvarot.contract.message_view import Mail
from zvarot.contract.wording import Wording
from zvarot.lib.marks import mark as _

_ICONS: Final = {
    Route.PRISON: "office",
    Route.FAMILY: "heart",
    Route.LAWYER: "file",
    Route.KEPT: "clock",
}
_NAMES: Final = {
    Route.PRISON: _("In prison"),
    Route.FAMILY: _("The family"),
    Route.LAWYER: _("The lawyer"),
    Route.KEPT: _("Kept for the day of release"),
}
_KNOWN: Final = {
    Reach.OPEN: _("Messages arrive this way."),
    Reach.UNCERTAIN: _("Some are handed over, some are not."),
    Reach.IMPOSSIBLE: _("Nothing is handed over this way, so we do not send anything there."),
}
_STEPS: Final = {
    (Route.PRISON, Reach.OPEN): (
        _("It goes to the prison"),
        _("By post, in batches. Staff there read every card before they hand it over."),
    ),
    (Route.PRISON, Reach.UNCERTAIN): (
        _("It goes to the prison"),
        _("By post, in batches. Staff there read every card and decide: it may stay with them."),
    ),
    (Route.FAMILY, Reach.OPEN): (
        _("It goes to the family"),
        _("By post, in batches. They keep the cards, and show them when they can."),
    ),
    (Route.FAMILY, Reach.UNCERTAIN): (
        _("It goes to the family"),
        _("By post, in batches. It may get lost on the way."),
    ),
    (Route.LAWYER, Reach.OPEN): (
        _("It goes to the lawyer"),
        _("In batches. The lawyer takes the cards along, or tells what stands on them."),
    ),
    (Route.LAWYER, Reach.UNCERTAIN): (
        _("It goes to the lawyer"),
        _("In batches. Whether the cards can be taken along is not certain."),
    ),
    (Route.KEPT, Reach.OPEN): (
        _("It is kept"),
        _("We keep the cards and hand them over on the day of release."),
    ),
    (Route.KEPT, Reach.UNCERTAIN): (
        _("It is kept"),
        _("We keep the cards for the day of release, as long as we can."),
    ),
}


def how_it_works(
    mail: Mail,
    words: Wording,
    *,
    max_chars: int,
    two_eyes: bool,
    has_name: bool,
    first: date | None,
) -> list[dict[str, str]]:
    """Give the steps from the form to whoever really receives the card.

    first -- the day of the first batch, if it is still to come.
    """
    say = words.gettext
    length = say(_("A few lines, up to {n} characters.")).format(n=words.number(max_chars))
    reading = (
        _("Two people look at every message, so that a card harms nobody.")
        if two_eyes
        else _("One of us looks at every message, so that a card harms nobody.")
    )
    printing = (
        _("On a card. Of you it carries your first name and nothing else.")
        if has_name
        else _("On a card, without a name.")
    )
    steps = [
        _step(say(_("You write")), length, "write"),
        _step(say(_("We read")), say(reading), "read"),
        _step(say(_("We print")), say(printing), "print"),
    ]
    usual, *others = mail.routes
    title, text = _STEPS[usual.route, usual.reach]
    when = say(_("The first batch goes on {date}.")).format(date=words.date(first)) if first else ""
    steps.append(_step(say(title), f"{say(text)} {when}".strip(), "post"))
    if others:
        steps.append(_step(say(_("Or another way")), _choice(mail, others, words), "post"))
    return steps


def who_receives(lines: tuple[RouteLine, ...], words: Wording) -> list[dict[str, str]]:
    """Give every way that the record knows of, also the impossible ones: no reader is misled."""
    return [
        {
            "icon": _ICONS[line.route],
            "who": words.gettext(_NAMES[line.route]),
            "known": words.gettext(_KNOWN[line.reach]),
            "note": line.note,
            "day": words.gettext(_("As of {date}")).format(date=words.date(line.checked_on))
            if line.checked_on
            else "",
        }
        for line in lines
    ]


def what_stops(rules: MailRules | None, mail: Mail, words: Wording) -> dict[str, Any] | None:
    """Give what is known of the prison's rules, if a message of this page can meet them."""
    if rules is None or all(line.route is not Route.PRISON for line in mail.routes):
        return None
    whys = list(dict.fromkeys(avoid.why for avoid in rules.avoid if avoid.why))
    languages = (
        words.gettext(_("Only in these languages: {languages}.")).format(
            languages=", ".join(rules.language_names)
        )
        if rules.language_names
        else ""
    )
    length = (
        words.gettext(_("Not longer than {n} characters.")).format(n=words.number(rules.max_chars))
        if rules.max_chars
        else ""
    )
    said = [text for text in (rules.who_may_write, languages, length, *whys) if text]
    return {"name": rules.name, "said": said, "source": mail.source} if said else None


def _choice(mail: Mail, others: list[RouteLine], words: Wording) -> str:
    names = ", ".join(words.gettext(_NAMES[line.route]) for line in others)
    text = (
        _("You may also choose: {ways}.")
        if mail.asks_route
        else _("If rules there speak against your text, you may choose instead: {ways}.")
    )
    return words.gettext(text).format(ways=names)


def _step(title: str, text: str, art: str) -> dict[str, Any]:
    return {"title": title, "text": text, "art": art, "file": None}
