"""One published action as plain files: pages per language, form rules, public keys, promise.

Written by the studio's bake, read by the front, which knows nothing else about an action.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from zvarot.contract.counts import CountWords
from zvarot.contract.errors import ZvarotError
from zvarot.contract.form import Form
from zvarot.contract.keys import PublicKey
from zvarot.contract.letter import LetterText
from zvarot.contract.message_view import Mail
from zvarot.contract.promise import Promise

VERSION: Final = 1
# The postman is told in which language to write; no form asks for it.
LANGUAGE: Final = "lang"
Read = Callable[[str], bytes]


class BundleWrong(ZvarotError):
    """Published files that this front cannot use; its form stays closed."""


@dataclass(frozen=True, kw_only=True)
class EnvelopePlan:
    """One envelope of each signature.

    size -- bytes of the padded plaintext; fixed at publication.
    key -- None for the postman, whose key changes daily and stands in the Site.
    only_if -- (field, answer): written only for those who answered so.
    """

    audience: str
    fields: tuple[str, ...]
    size: int
    key: PublicKey | None
    only_if: tuple[str, str] | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "audience": self.audience,
            "fields": list(self.fields),
            "size": self.size,
            "key": self.key.to_json() if self.key else None,
            "only_if": list(self.only_if) if self.only_if else None,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "EnvelopePlan":
        only_if = data["only_if"]
        return cls(
            audience=data["audience"],
            fields=tuple(data["fields"]),
            size=data["size"],
            key=PublicKey.from_json(data["key"]) if data["key"] else None,
            only_if=(only_if[0], only_if[1]) if only_if else None,
        )


@dataclass(frozen=True, kw_only=True)
class LanguageView:
    """One language of an action, ready to serve.

    promise -- the rendered promise (`sentence.Rendered.to_json()`), as the form draws it.
    form_view -- what else the template `form.html` needs: title, button, words, field order.
    page, thanks, closed -- baked HTML with the holes that the front fills.
    letters -- the texts that a supporter sees and edits before they are sent.
    mail -- how a message travels to a person; None for actions that take none.
    """

    lang: str
    dir: str
    form: Form
    promise_hash: bytes
    promise: dict[str, Any]
    form_view: dict[str, Any]
    count_words: CountWords
    page: bytes
    thanks: bytes
    closed: bytes = b""
    letters: tuple[LetterText, ...] = ()
    mail: Mail | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "lang": self.lang,
            "dir": self.dir,
            "form": self.form.to_json(),
            "promise_hash": self.promise_hash.hex(),
            "promise": self.promise,
            "form_view": self.form_view,
            "count_words": self.count_words.to_json(),
            "letters": [text.to_json() for text in self.letters],
            "mail": self.mail.to_json() if self.mail else None,
        }


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """All that the front knows of an action.

    opens_at, closes_at -- aware moments, or None for no bound.
    confirms -- whether an act waits for a mailed confirmation before it is counted.
    counted_only -- ISO codes whose residents' target envelope carries no answer.
    """

    action_id: int
    slug: str
    kind: str
    level: str
    state: str
    opens_at: datetime | None
    closes_at: datetime | None
    default_lang: str
    confirms: bool
    promise: Promise
    plan: tuple[EnvelopePlan, ...]
    views: dict[str, LanguageView]

    def is_open(self, now: datetime) -> bool:
        if self.state != "open":
            return False
        started = self.opens_at is None or now >= self.opens_at
        return started and (self.closes_at is None or now < self.closes_at)

    def view(self, lang: str | None) -> LanguageView | None:
        """Return the view in `lang`, the default one for None, or None if there is none."""
        return self.views.get(lang or self.default_lang)


def files(bundle: Bundle) -> dict[str, bytes]:
    """Return the bundle's files by their names inside its folder."""
    data = {
        "version": VERSION,
        "action_id": bundle.action_id,
        "slug": bundle.slug,
        "kind": bundle.kind,
        "level": bundle.level,
        "state": bundle.state,
        "opens_at": _moment(bundle.opens_at),
        "closes_at": _moment(bundle.closes_at),
        "default_lang": bundle.default_lang,
        "confirms": bundle.confirms,
        "promise": bundle.promise.to_json(),
        "plan": [envelope.to_json() for envelope in bundle.plan],
        "views": {lang: view.to_json() for lang, view in bundle.views.items()},
        "signatures": [],  # reserved: staff keys that vouch for this bundle
    }
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1)
    pages = {
        f"{lang}.{name}.html": getattr(view, name)
        for lang, view in bundle.views.items()
        for name in ("page", "thanks", "closed")
    }
    return {"bundle.json": text.encode(), **pages}


def load_bundle(read: Read, folder: str) -> Bundle:
    """Read a bundle from its folder in the published store.

    Raises BundleWrong if a file is missing, of another version, or has no valid key.
    """
    try:
        data = json.loads(read(f"{folder}/bundle.json"))
        if data["version"] != VERSION:
            raise BundleWrong(f"{folder} was baked by another version. Bake all pages again.")
        return Bundle(
            action_id=data["action_id"],
            slug=data["slug"],
            kind=data["kind"],
            level=data["level"],
            state=data["state"],
            opens_at=_aware(data["opens_at"]),
            closes_at=_aware(data["closes_at"]),
            default_lang=data["default_lang"],
            confirms=data["confirms"],
            promise=Promise.from_json(data["promise"]),
            plan=tuple(EnvelopePlan.from_json(item) for item in data["plan"]),
            views={
                lang: _view(item, read, f"{folder}/{lang}") for lang, item in data["views"].items()
            },
        )
    except (KeyError, TypeError, ValueError, FileNotFoundError) as error:
        raise BundleWrong(
            f"{folder} cannot be used ({type(error).__name__}). Bake it again."
        ) from error


def _view(data: Mapping[str, Any], read: Read, start: str) -> LanguageView:
    return LanguageView(
        lang=data["lang"],
        dir=data["dir"],
        form=Form.from_json(data["form"]),
        promise_hash=bytes.fromhex(data["promise_hash"]),
        promise=data["promise"],
        form_view=data["form_view"],
        count_words=CountWords.from_json(data["count_words"]),
        page=read(f"{start}.page.html"),
        thanks=read(f"{start}.thanks.html"),
        closed=read(f"{start}.closed.html"),
        letters=tuple(LetterText.from_json(one) for one in data.get("letters", ())),
        mail=Mail.from_json(data["mail"]) if data.get("mail") else None,
    )


def _moment(when: datetime | None) -> str | None:
    return when.isoformat() if when else None


def _aware(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
