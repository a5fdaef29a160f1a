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

    def __init__(self, world: World) -> None:
        self._origin = f"http://127.0.0.1:{world.studio}"
        jar = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        name, _, password = (world.data / "staff-login.txt").read_text().strip().partition(" / ")
        self.get("/admin/login/")
        token = next(cookie.value for cookie in jar if "csrf" in cookie.name)
        self._open(
            "/admin/login/",
            {"username": name, "password": password, "csrfmiddlewaretoken": token or ""},
        )

    def get(self, path: str) -> str:
        """Return the page; an answer that is an error raises."""
        return self._open(path)

    def _open(self, path: str, answers: dict[str, str] | None = None) -> str:
        body = urllib.parse.urlencode(answers).encode() if answers is not None else None
        request = urllib.request.Request(  # noqa: S310 -- an address of this test
            self._origin + path, body, {"Referer": self._origin + path}
        )
        with self._opener.open(request, timeout=60) as response:
            text: str = response.read().decode()
            return text
