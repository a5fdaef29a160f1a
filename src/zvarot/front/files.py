"""Published files that are no pages: styles, fonts, pictures, the ledger."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from zvarot.front.wire import CHECKPOINT, FOR_EVER, JSON, TEXT, Reply, Wire
from zvarot.lib.store import Store

_TYPES: Final[Mapping[str, bytes]] = {
    "avif": b"image/avif",
    "css": b"text/css; charset=utf-8",
    "html": b"text/html; charset=utf-8",
    "ico": b"image/x-icon",
    "jpg": b"image/jpeg",
    "js": b"text/javascript; charset=utf-8",
    "json": JSON,
    "mp3": b"audio/mpeg",
    "mp4": b"video/mp4",
    "pdf": b"application/pdf",
    "png": b"image/png",
    "svg": b"image/svg+xml",
    "txt": TEXT,
    "vtt": b"text/vtt; charset=utf-8",
    "webm": b"video/webm",
    "webp": b"image/webp",
    "woff2": b"font/woff2",
}
_LOG_TYPES: Final[Mapping[str, bytes]] = {
    "log/checkpoint": TEXT,
    "log/key": TEXT,
    "log/actions.json": JSON,
}
_BYTES: Final = b"application/octet-stream"
_PACKABLE: Final = b"text/"  # pictures, films and fonts are compressed as they are
_KEPT_BYTES: Final = 1 << 20
_MEDIA: Final = b"public, max-age=3600"
_RANGE: Final = re.compile(rb"bytes=(\d*)-(\d*)")


@dataclass
class Files:
    """Reads below static/, media/ and log/ of the store, and nowhere else."""

    store: Store
    wire: Wire
    _kept: dict[str, Reply] = field(default_factory=dict)

    async def reply(self, path: str, wanted_range: bytes = b"") -> Reply | None:
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
            return reply.steady() if kind.startswith(_PACKABLE) or b"svg" in kind else reply
        return self.wire.file(body, kind, _MEDIA).having(b"accept-ranges", b"bytes")


def _part(reply: Reply, wanted: bytes) -> Reply:
    """Return the bytes asked for; players seek in a film that way."""
    found = _RANGE.fullmatch(wanted)
    size = len(reply.body)
    if not found or wanted == b"bytes=-" or not size:
        return reply
    first, last = found[1], found[2]
    start = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end:
        return Reply(416, (*reply.headers, (b"content-range", b"bytes */%d" % size)))
    where = (b"content-range", b"bytes %d-%d/%d" % (start, end, size))
    return Reply(206, (*reply.headers, where), reply.body[start : end + 1])
