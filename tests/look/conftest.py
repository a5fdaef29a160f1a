"""A small server for sample pages, with the front's policy, and a browser to open them in."""

import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.look import samples
from tests.look.texts import TEXTS
from zvarot.look import assets

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; font-src 'self'; "
    "script-src 'self'; worker-src 'self'; connect-src 'none'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types 'none'"
)
# Of the page that looks for a line, and of no other: its script reads files of the log.
READER = POLICY.replace("connect-src 'none'", "connect-src 'self'").replace(
    "form-action 'self'", "form-action 'none'"
)
TYPES = {
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
}


def all_pages() -> dict[str, Callable[[], str]]:
    """Return every sample page by its path."""
    pages: dict[str, Callable[[], str]] = {}
    for lang in TEXTS:
        for state in samples.STATES:
            pages[f"/page/{lang}/{state}"] = partial(
                samples.draw, "petition/page.html", lang, state
            )
        pages[f"/thanks/{lang}"] = partial(_filled, lang)
        for name in samples.SYSTEM:
            pages[f"/{name}/{lang}"] = partial(samples.draw, f"zvarot/{name}.html", lang)
    pages["/withdraw-again/en"] = partial(samples.draw, "zvarot/withdraw.html", "en", "faulty")
    return pages


def _filled(lang: str) -> str:
    html = samples.draw("petition/thanks.html", lang)
    html = html.replace("<!--[tag]-->", "3f" * 32)
    return html.replace("<!--[receipt]-->", "7K3QX0M9D2RVB 5HT8ZC1N6WPYE").replace(
        "<!--[day]-->", "2026-11-22"
    )


class _Handler(BaseHTTPRequestHandler):
    pages = all_pages()
    files = assets.static_files()

    def do_GET(self) -> None:
        name = self.path.rpartition("/")[2]
        if self.path in self.pages:
            self._send("text/html; charset=utf-8", self.pages[self.path]().encode())
        elif self.path.startswith("/static/") and name in self.files:
            self._send(TYPES[name.rpartition(".")[2]], self.files[name])
        elif name.endswith(".vtt"):
            self._send("text/vtt", b"WEBVTT\n")
        else:
            self.send_error(404)

    def _send(self, kind: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        policy = READER if self.path.startswith("/receipt/") else POLICY
        self.send_header("Content-Security-Policy", policy)
        self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of a server that has every sample page."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium of the system. Not of the whole run: Playwright keeps an event loop going."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or "/usr/bin/chromium",
            args=["--no-sandbox", "--disable-dev-shm-usage"],
        )
        yield chromium
        chromium.close()
