"""The published site as one file: which actions there are, which keys and pages they share."""

import base64
import json
from dataclasses import dataclass, field
from typing import Any, Final

from zvarot.contract.bundle import BundleWrong
from zvarot.contract.keys import PublicKey

PATH: Final = "site.json"
COUNTS_PATH: Final = "counts.json"


@dataclass(frozen=True, kw_only=True)
class Site:
    """What every page of an installation shares.

    origin -- public address without a slash at the end.
    languages -- (code, own name, "ltr" or "rtl"), in the order of the language list.
    bundles -- slug → folder of the bundle in the store.
    confirm_public -- raw Ed25519 key that verifies mailed tokens.
    postman -- today's key for the confirmation mail; None closes forms that need it.
    pages -- language → name of a system page → its path in the store.
    static -- plain name of a static file → its path in the store, with its hash.
    """

    origin: str
    name: str
    languages: tuple[tuple[str, str, str], ...]
    default_lang: str
    bundles: dict[str, str]
    confirm_public: bytes
    postman: PublicKey | None
    pages: dict[str, dict[str, str]] = field(default_factory=dict)
    static: dict[str, str] = field(default_factory=dict)

    def dump(self) -> bytes:
        data = {
            "origin": self.origin,
            "name": self.name,
            "languages": [list(item) for item in self.languages],
            "default_lang": self.default_lang,
            "bundles": self.bundles,
            "confirm_public": base64.b64encode(self.confirm_public).decode(),
            "postman": self.postman.to_json() if self.postman else None,
            "pages": self.pages,
            "static": self.static,
        }
        return json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1).encode()

    @classmethod
    def load(cls, body: bytes) -> "Site":
        """Read `site.json`. Raises BundleWrong if it is not one."""
        try:
            data: dict[str, Any] = json.loads(body)
            return cls(
                origin=data["origin"],
                name=data["name"],
                languages=tuple((code, name, way) for code, name, way in data["languages"]),
                default_lang=data["default_lang"],
                bundles=data["bundles"],
                confirm_public=base64.b64decode(data["confirm_public"]),
                postman=PublicKey.from_json(data["postman"]) if data["postman"] else None,
                pages=data["pages"],
                static=data["static"],
            )
        except (KeyError, TypeError, ValueError) as error:
            raise BundleWrong("site.json cannot be read. Bake the site again.") from error
