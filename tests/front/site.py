"""A small published site for tests of the front: two languages, real keys, plain pages."""

import datetime
import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests import make
from zvarot.contract.audiences import ORGANISER, POSTMAN, TARGET
from zvarot.contract.bundle import LANGUAGE, Bundle, EnvelopePlan, LanguageView, files
from zvarot.contract.counts import CountWords
from zvarot.contract.fields import Country, Field
from zvarot.contract.form import Form
from zvarot.contract.form_view import form_view
from zvarot.contract.notices import NOTICES
from zvarot.contract.promise import Promise
from zvarot.contract.sentence import Rendered, Row, promise_hash
from zvarot.contract.site import Site
from zvarot.lib.store import DirectoryStore
from zvarot.look.templates import environment
from zvarot.look.words import FORM_WORDS
from zvarot.sealing.keys import SecretKey, make_key

SLUG = "maryia-petition"
LANGS = ("en", "be")
SYSTEM_PAGES = (
    "home",
    "confirm",
    "confirmed",
    "refused",
    "withdraw",
    "withdraw-again",
    "withdrawn",
    "receipt",
    "noted",
    "not-found",
    "too-large",
    "slow-down",
    "unavailable",
    "closed",
    f"counting-{SLUG}",
)


@dataclass(frozen=True, kw_only=True)
class Keys:
    """Everything secret about the site; Tamara holds these."""

    postman: SecretKey
    target: SecretKey
    organiser: SecretKey
    confirm: Ed25519PrivateKey


@dataclass(frozen=True, kw_only=True)
class Published:
    """A written site. `keys` open what the front closes."""

    root: Path
    keys: Keys
    bundle: Bundle
    site: Site
    store: DirectoryStore = field(repr=False)

    @property
    def url(self) -> str:
        return f"dir:{self.root}"

    def change(self, **changes: Any) -> "Published":
        """Publish the action anew, with some of its columns changed."""
        bundle = replace(self.bundle, **changes)
        written = replace(self, bundle=bundle)
        written.write("second")
        return written

    def write(self, version: str = "first") -> None:
        folder = f"actions/{SLUG}/{version}"
        site = replace(self.site, bundles={SLUG: folder})
        bundle = {f"{folder}/{name}": body for name, body in files(self.bundle).items()}
        pages = {
            path: _system_page(lang, name)
            for lang, names in site.pages.items()
            for name, path in names.items()
        }
        others = {
            "static/zvarot.0a1b2c3d.css": b"body{color:#111}",
            "media/story.mp4": bytes(range(256)) * 8,
            "log/checkpoint": b"example.org/log\n0\n",
            "log/tile/0/000.p/3": b"\1" * 96,
        }
        parts = {"confirmed": 590, "unconfirmed": 22, "paper": 173, "partner": 0}
        counts = json.dumps({"size": 3, "root": "AAAA", "actions": {SLUG: parts}})
        self.store.write(
            {**bundle, **pages, **others, "site.json": site.dump(), "counts.json": counts.encode()}
        )


def keys() -> Keys:
    today = datetime.datetime.now(datetime.UTC).date()
    return Keys(
        postman=make_key(POSTMAN, made_on=today),
        target=make_key(TARGET, made_on=today),
        organiser=make_key(ORGANISER, made_on=today),
        confirm=Ed25519PrivateKey.generate(),
    )


def publish(root: Path, *, fields: tuple[Field, ...] | None = None, **columns: Any) -> Published:
    """Write a site with one open petition below `root` and return it with its keys."""
    held = keys()
    form = make.form() if fields is None else Form(fields)
    bundle = _bundle(held, form, **columns)
    site = Site(
        origin="http://127.0.0.1",
        name="Example",
        languages=(("en", "English", "ltr"), ("be", "беларуская", "ltr")),
        default_lang="en",
        bundles={},
        confirm_public=held.confirm.public_key().public_bytes_raw(),
        postman=held.postman.public,
        pages={
            lang: {name: f"pages/{lang}/{name}.html" for name in SYSTEM_PAGES} for lang in LANGS
        },
        static={"zvarot.css": "static/zvarot.0a1b2c3d.css"},
    )
    published = Published(
        root=root, keys=held, bundle=bundle, site=site, store=DirectoryStore(root)
    )
    published.write()
    return published


def answers(**changes: str) -> dict[str, str]:
    return {**make.ANSWERS, **changes}


def _bundle(held: Keys, form: Form, **columns: Any) -> Bundle:
    promise = columns.pop("promise", None) or make.promise()
    whole: dict[str, Any] = {
        "action_id": 7,
        "slug": SLUG,
        "kind": "petition",
        "level": "standard",
        "state": "open",
        "opens_at": None,
        "closes_at": None,
        "default_lang": "en",
        "confirms": "email" in form.by_name,
        "promise": promise,
        "plan": _plan(held, form),
        "views": {lang: _view(lang, form, promise) for lang in LANGS},
    }
    return Bundle(**{**whole, **columns})


def _plan(held: Keys, form: Form) -> tuple[EnvelopePlan, ...]:
    names = ("given_name", "family_name")
    to_target = EnvelopePlan(
        audience=TARGET, fields=(*names, "country"), size=512, key=held.target.public
    )
    if "email" not in form.by_name:
        return (to_target,)
    to_postman = EnvelopePlan(audience=POSTMAN, fields=("email", LANGUAGE), size=512, key=None)
    if "updates" not in form.by_name:
        return (to_postman, to_target)
    to_organiser = EnvelopePlan(
        audience=ORGANISER,
        fields=("email", *names),
        size=512,
        key=held.organiser.public,
        only_if=("updates", "yes"),
    )
    return (to_postman, to_target, to_organiser)


def _view(lang: str, form: Form, promise: Promise) -> LanguageView:
    rendered = Rendered(
        lang=lang,
        summary="The minister is shown names and countries.",
        rows=(
            Row("target", "office", "The minister", "Names.", "For 30 days.", (("Name", True),)),
        ),
        sentence="When you sign, your name and country are handed over.",
        badge="Protection: standard",
        note="",
    )
    base = {
        "id": "act",
        "title": "Sign" if lang == "en" else "Падпісаць",
        "button": "Sign" if lang == "en" else "Падпісаць",
        "words": {**FORM_WORDS, "yes": "Yes", "no": "No"},
        "notices": dict(NOTICES),
    }
    the_hash = promise_hash(promise, rendered)
    drawn = (
        environment()
        .get_template("zvarot/form.html")
        .render(
            f=form_view(
                form,
                base,
                action=f"/{lang}/{SLUG}/",
                promise=rendered.to_json(),
                promise_hash=the_hash,
            )
        )
    )
    page = (
        f'<!doctype html><html lang="{lang}"><title>Maryia</title><body><h1>Maryia</h1>'
        f"<div><!--[count]-->0<!--[/count]--></div><!--[form]-->{drawn}<!--[/form]-->"
        f"{_story()}</body></html>"
    )
    thanks = (
        f'<!doctype html><html lang="{lang}"><body><code><!--[receipt]--></code>'
        "<i><!--[day]--></i><b><!--[tag]--></b></body></html>"
    )
    return LanguageView(
        lang=lang,
        dir="ltr",
        form=form,
        promise_hash=the_hash,
        promise=rendered.to_json(),
        form_view=base,
        count_words=_count_words(lang),
        page=page.encode(),
        thanks=thanks.encode(),
        closed=f'<html lang="{lang}">This action has ended.</html>'.encode(),
    )


def _count_words(lang: str) -> CountWords:
    return CountWords(
        plural_rule="n != 1",
        forms=("person has signed", "people have signed"),
        labels={
            "confirmed": ("{n} confirmed", "{n} confirmed"),
            "unconfirmed": ("{n} unconfirmed", "{n} unconfirmed"),
            "paper": ("{n} on paper", "{n} on paper"),
            "partner": ("{n} from partners", "{n} from partners"),
        },
        empty="Be the first.",
        how="How this number is made",
        how_url=f"/{lang}/{SLUG}/counting/",
    )


def _story() -> str:
    return "<p>She was taken from her home at night, and has not been seen since.</p>"


def _system_page(lang: str, name: str) -> bytes:
    more = ""
    if name == "confirm":
        more = '<form method="post" action="/confirm/<!--[token]-->"><button name="answer">'
    if name == "withdraw-again":
        more = '<input name="code" value="<!--[code]-->">'
    if name == "receipt":
        more = '<!--[lists]--><a href="/log/tags/{number}.txt">{first} {last} {from} {to}</a>'
        more += "<!--[/lists]-->"
    if name.startswith("counting-"):
        more = "<!--[count]-->0<!--[/count]-->"
    return f'<!doctype html><html lang="{lang}"><body>{name}{more}</body></html>'.encode()


def countries(count: int) -> Country:
    """Return a country field with so many options, for pages of a real size."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    codes = [a + b for a in letters for b in letters][: count - 1]
    pairs = [(code, f"Country of {code}") for code in codes if code != "LT"]
    return Country("country", "Country", options=(*pairs, ("LT", "Lithuania")))
