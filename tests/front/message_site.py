"""A published site whose action takes messages to a person in a Belarusian prison."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.front import site
from zvarot.contract.audiences import MODERATOR, POSTMAN, RECIPIENT
from zvarot.contract.bundle import LANGUAGE, EnvelopePlan
from zvarot.contract.fields import Choice, Email, Message, Name
from zvarot.contract.form import Form
from zvarot.contract.message import Avoid, MailRules, Reach, Route, RouteLine
from zvarot.contract.message_view import Line, Mail
from zvarot.contract.promise import POSTMAN_MAIL, PUBLIC_COUNT, Disclosure, Promise, When
from zvarot.look.words import FORM_WORDS, MESSAGE_WORDS
from zvarot.sealing.keys import SecretKey, make_key

FIELDS = ("message", "given_name", "route")
PROMISE = Promise(
    (
        *(
            Disclosure(
                audience=audience,
                fields=FIELDS,
                purpose="",
                when=When.AT_ONCE,
                days=7,
                channel="card",
            )
            for audience in (RECIPIENT, MODERATOR)
        ),
        PUBLIC_COUNT,
        POSTMAN_MAIL,
    )
)
PRISON = RouteLine(route=Route.PRISON, reach=Reach.UNCERTAIN, note="Staff decide.")
FAMILY = RouteLine(route=Route.FAMILY, reach=Reach.OPEN, note="The surer way.")
RULES = MailRules(
    name="prisons in Belarus",
    languages=("be", "ru"),
    language_names=("Belarusian", "Russian"),
    avoid=(Avoid(key="freedom", lang="be", stems=("свабод",), why="No words about freedom."),),
    max_chars=200,
    as_of=date(2026, 11, 1),
)
MAIL = Mail(
    routes=(PRISON, FAMILY),
    rules=RULES,
    lines=(
        Line(text="Жадаю табе здароўя.", lang="be", meaning="I wish you health."),
        Line(text="Прывітанне!", lang="be"),
    ),
    source="Source: Viasna.",
)


def form(*, asks_route: bool = False) -> Form:
    """What a page of messages asks."""
    return Form(
        (
            Message("message", "Your message", max_chars=300, max_bytes=3000),
            Choice(
                "route",
                "Who shall get it?",
                required=asks_route,
                options=(("prison", "The prison"), ("family", "The family")),
            ),
            Name("given_name", "First name"),
            Email("email", "E-mail"),
        )
    )


def publish(root: Path, mail: Mail = MAIL) -> tuple[site.Published, SecretKey]:
    """Write a site whose one action takes messages; give it and the moderator's key."""
    plain = site.publish(root)
    key = make_key(MODERATOR, made_on=date.today())  # noqa: DTZ011 -- any day will do
    plan = (
        EnvelopePlan(audience=POSTMAN, fields=("email", LANGUAGE), size=512, key=None),
        EnvelopePlan(audience=MODERATOR, fields=(*FIELDS, LANGUAGE), size=4096, key=key.public),
    )
    views = {
        lang: replace(
            view,
            form=form(asks_route=mail.asks_route),
            mail=mail,
            form_view={**view.form_view, "words": {**FORM_WORDS, **MESSAGE_WORDS}},
        )
        for lang, view in plain.bundle.views.items()
    }
    made = plain.change(views=views, plan=plan, promise=PROMISE, kind="message")
    return made, key
