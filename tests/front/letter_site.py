"""A published site whose action has letters: one to an office, one to those of the own state."""

from dataclasses import replace
from pathlib import Path

from tests.front import site
from zvarot.contract.audiences import POSTMAN, TARGET
from zvarot.contract.bundle import LANGUAGE, EnvelopePlan
from zvarot.contract.fields import Country, Email, Letters, Name, PostalCode, Region
from zvarot.contract.form import Form
from zvarot.contract.letter import Channel, LetterText, Mode, Target
from zvarot.contract.office import Addressee
from zvarot.contract.promise import POSTMAN_MAIL, PUBLIC_COUNT, Disclosure, Promise, When
from zvarot.look.words import FORM_WORDS, LETTER_WORDS

OURS = "We write about a boy of sixteen.\n\nPlease let him go home."
PROMISE = Promise(
    (
        Disclosure(
            audience=TARGET,
            fields=("letter", "given_name", "family_name", "country"),
            purpose="",
            when=When.AT_ONCE,
            days=0,
            channel="letter",
        ),
        PUBLIC_COUNT,
        POSTMAN_MAIL,
    )
)
FORM = Form(
    (
        Name("given_name", "First name"),
        Name("family_name", "Last name"),
        Email("email", "E-mail"),
        Country(
            "country",
            "Country",
            options=(("BY", "Belarus"), ("LT", "Lithuania"), ("US", "United States")),
        ),
        Region(
            "region",
            "State",
            required=False,
            kept=False,
            options=(("US-DC", "District of Columbia"), ("US-NY", "New York")),
        ),
        PostalCode("postal_code", "ZIP", required=False, kept=False),
        Letters("letter", "Your letter", required=False),
    )
)


def prosecutor(channel: Channel = Channel.EMAIL) -> Target:
    return Target(
        slug="prosecutor",
        name="The Prosecutor General",
        office=Addressee(office="Генеральны пракурор", salutation="Паважаны пракурор!"),
        channel=channel,
    )


def senator(state: str, name: str) -> Target:
    return Target(
        slug=f"us-senate-{state}-{name.lower()}",
        name=f"Senator {name}",
        office=Addressee(office="Senator", holder=name, salutation=f"Dear Senator {name},"),
        channel=Channel.WEB_FORM,
        value=f"https://www.{name.lower()}.senate.example/contact",
        division=f"ocd-division/country:us/state:{state}",
    )


TO_PROSECUTOR = LetterText(
    number=1,
    lang="be",
    dir="ltr",
    mode=Mode.FREE,
    subject="Мікіта Залатароў",
    middle=OURS,
    closing="З павагай,",
    arguments=("Ён хворы.", "Яму патрэбны лекар."),
    targets=(prosecutor(),),
    countries={"LT": "Літва"},
)
TO_SENATORS = LetterText(
    number=2,
    lang="en",
    dir="ltr",
    mode=Mode.MIDDLE,
    subject="Please speak for Mikita",
    head="I am your constituent.",
    middle="Ask the Department of State to act.",
    foot="I wait for your answer.",
    closing="Sincerely,",
    targets=(
        senator("ny", "Schumer"),
        senator("ny", "Gillibrand"),
        senator("ma", "Warren"),
        senator("ma", "Markey"),
        senator("ri", "Reed"),
        senator("ri", "Whitehouse"),
    ),
    by_place="us-state",
)
DETAILS = {
    "given_name": "Алесь",
    "family_name": "Kaval",
    "email": "ales@example.org",
    "country": "LT",
}


def publish(root: Path, *texts: LetterText, promise: Promise = PROMISE) -> site.Published:
    """Write a site whose one action has these letters."""
    plain = site.publish(root)
    keys = plain.keys
    plan = (
        EnvelopePlan(audience=POSTMAN, fields=("email", LANGUAGE), size=512, key=None),
        EnvelopePlan(
            audience=TARGET,
            fields=tuple(promise.of(TARGET)[0].fields),
            size=16384,
            key=keys.target.public,
        ),
    )
    views = {
        lang: replace(
            view,
            form=FORM,
            letters=texts or (TO_PROSECUTOR,),
            form_view={
                **view.form_view,
                "words": {**FORM_WORDS, **LETTER_WORDS, "yes": "Yes", "no": "No"},
            },
            thanks=view.thanks.replace(b"</body>", b"<!--[handover]--></body>"),
        )
        for lang, view in plain.bundle.views.items()
    }
    return plain.change(views=views, plan=plan, promise=promise, kind="letter")
