"""Published files that are no pages: styles, fonts, pictures, the ledger."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from zvarot.front.wire import CHECKPOINT, FOR_EVER, JSON, TEXT, Reply, Wire
from zvarot.lib.store import Store

_TYPES: Final[Mapping[str, str]] = {
    "avif": "image/avif",
    "css": "text/css; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "ico": "image/x-icon",
    "jpg": "image/jpeg",
    "js": "text/javascript; charset=utf-8",
    "json": JSON,
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "txt": TEXT,
    "vtt": "text/vtt; charset=utf-8",
    "webm": "video/webm",
    "webp": "image/webp",
    "woff2": "font/woff2",
}
_LOG_TYPES: Final[Mapping[str, str]] = {
    "log/checkpoint": TEXT,
    "log/key": TEXT,
    "log/actions.json": JSON,
}
_BYTES: Final = "application/octet-stream"
_PACKABLE: Final = "text/"  # pictures, films and fonts are compressed as they are
_KEPT_BYTES: Final = 1 << 20
_MEDIA: Final = "public, max-age=3600"
_RANGE: Final = re.compile(r"bytes=(\d*)-(\d*)")


@dataclass
class Files:
    """Reads below static/, media/ and log/ of the store, and nowhere else."""

    store: Store
    wire: Wire
    _kept: dict[str, Reply] = field(default_factory=dict)

    async def reply(self, path: str, wanted_range: str = "") -> Reply | None:
        """Return the file at a URL path such as /static/site.1a2b3c4d.css, or None."""
        name = path[1:]
        if name in self._kept:
            return self._kept[name]
        try:
            body = await asyncio.to_thread(self.store.read, name)
        except (OSError, ValueError):
            return None
        reply = self._made(name, body)
        if name.startswith("static/") and len(body) <= _KEPT_BYTES:
            self._kept[name] = reply  # its name carries its hash
        return _part(reply, wanted_range) if name.startswith("media/") else reply

    def _made(self, name: str, body: bytes) -> Reply:
        if name.startswith("log/"):
            is_full = name.startswith("log/tile/") and ".p/" not in name
            is_note = name.startswith("log/witness/")
            kind = TEXT if is_note else _LOG_TYPES.get(name, _BYTES)
            cache = FOR_EVER if is_full else CHECKPOINT
            return self.wire.file(body, kind, cache, is_open=True)
        kind = _TYPES.get(name.rpartition(".")[2].lower(), _BYTES)
        if name.startswith("static/"):
            reply = self.wire.file(body, kind, FOR_EVER)
            return reply.steady() if kind.startswith(_PACKABLE) or "svg" in kind else reply
        return self.wire.file(body, kind, _MEDIA).having("accept-ranges", "bytes")


def _part(reply: Reply, wanted: str) -> Reply:
    """Return the bytes asked for; players seek in a film that way."""
    found = _RANGE.fullmatch(wanted)
    size = len(reply.body)
    if not found or wanted == "bytes=-" or not size:
        return reply
    first, last = found[1], found[2]
    start = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end:
        return Reply(416, (*reply.headers, ("content-range", f"bytes */{size}")))
    where = ("content-range", f"bytes {start}-{end}/{size}")
    return Reply(206, (*reply.headers, where), reply.body[start : end + 1])
