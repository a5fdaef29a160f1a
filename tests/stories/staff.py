"""What staff do in a running Zvarot, in programs of their own: write pages, look at the studio."""

import http.cookiejar
import subprocess
import sys
import urllib.parse
import urllib.request
from pathlib import Path

from tests.stories.world import World

_HERE = Path(__file__).parent


def run(world: World, program: str, *words: str) -> None:
    """Run a file of this folder under the settings of that Zvarot."""
    done = subprocess.run(
        [sys.executable, str(_HERE / program), *words],
        env=world.environ | {"DJANGO_SETTINGS_MODULE": "zvarot.config.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]


class Studio:
    """Maryna's session in the studio, over HTTP."""

    def __init__(self, world: World, name: str = "", password: str = "") -> None:
        self._origin = f"http://127.0.0.1:{world.studio}"
        self._jar = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._jar))
        if not name:
            login = (world.data / "staff-login.txt").read_text().strip()
            name, _, password = login.partition(" / ")
        self.get("/admin/login/")
        self.post("/admin/login/", {"username": name, "password": password})

    def get(self, path: str) -> str:
        """Return the page; an answer that is an error raises."""
        return self._open(path)

    def post(
        self, path: str, answers: dict[str, str], scan: bytes | None = None, *, accept: str = ""
    ) -> str:
        """Send a form, with a file as `scans` if there is one; return the page it leads to.

        accept -- what is wanted in place of a page.
        """
        token = next(cookie.value for cookie in self._jar if "csrf" in cookie.name)
        answers = {**answers, "csrfmiddlewaretoken": token or ""}
        if scan is None:
            return self._open(path, urllib.parse.urlencode(answers).encode(), accept=accept)
        edge = "an-edge-that-is-in-no-scan"
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in answers.items()
        ]
        file = 'Content-Disposition: form-data; name="scans"; filename="scan.pdf"'
        body = "".join(parts) + f"--{edge}\r\n{file}\r\n\r\n"
        whole = body.encode() + scan + f"\r\n--{edge}--\r\n".encode()
        return self._open(path, whole, f"multipart/form-data; boundary={edge}")

    def _open(
        self,
        path: str,
        body: bytes | None = None,
        kind: str = "application/x-www-form-urlencoded",
        accept: str = "",
    ) -> str:
        headers = {"Referer": self._origin + path}
        if accept:
            headers["Accept"] = accept
        if body is not None:
            headers["Content-Type"] = kind
        request = urllib.request.Request(  # noqa: S310 -- an address of this test
            self._origin + path, body, headers
        )
        with self._opener.open(request, timeout=60) as response:
            text: str = response.read().decode()
            return text
