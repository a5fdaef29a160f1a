"""Every answer over the wire carries the same headers of security, exactly."""

import contextlib
import gzip
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.front.running import FORM, Answer, Running, running
from tests.front.site import SLUG, answers, publish
from zvarot.front.wire import HTML, NO_STORE, Wire

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; font-src 'self'; "
    "script-src 'self'; worker-src 'self'; connect-src 'none'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types 'none'"
)
ALWAYS = {
    "content-security-policy": POLICY,
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "permissions-policy": (
        "accelerometer=(), camera=(), clipboard-read=(), display-capture=(), geolocation=(), "
        "gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=(), serial=(), "
        "bluetooth=(), web-share=(), browsing-topics=()"
    ),
}
OPEN = ("/embed.js", f"/{SLUG}/count.json", "/log/checkpoint", "/log/tile/0/000.p/3")
ROUTES = (
    ("GET", "/", 200, "public, max-age=60"),
    ("GET", "/be/", 200, "public, max-age=60"),
    ("GET", f"/{SLUG}/", 200, "public, max-age=60"),
    ("HEAD", f"/{SLUG}/", 200, "public, max-age=60"),
    ("GET", f"/be/{SLUG}/", 200, "public, max-age=60"),
    ("GET", f"/{SLUG}/?utm=x", 308, "public, max-age=60"),
    ("GET", f"/{SLUG}", 308, "public, max-age=60"),
    ("PUT", f"/{SLUG}/", 405, "no-store"),
    ("DELETE", "/withdraw", 405, "no-store"),
    ("OPTIONS", "/", 405, "no-store"),
    ("GET", f"/{SLUG}/counting/", 200, "public, max-age=60"),
    ("GET", f"/{SLUG}/count.json", 200, "public, max-age=5"),
    ("GET", "/confirm/forged", 404, "no-store"),
    ("GET", "/withdraw", 200, "no-store"),
    ("POST", "/receipt", 404, "no-store"),
    ("GET", "/log/tags/1.txt", 404, "no-store"),
    ("GET", "/log/checkpoint", 200, "public, max-age=5"),
    ("GET", "/log/tile/0/000.p/3", 200, "public, max-age=5"),
    ("GET", "/static/zvarot.0a1b2c3d.css", 200, "public, max-age=31536000, immutable"),
    ("GET", "/static/none.css", 404, "no-store"),
    ("GET", "/media/story.mp4", 200, "public, max-age=3600"),
    ("GET", "/embed.js", 200, "public, max-age=60"),
    ("GET", "/healthz", 200, "no-store"),
    ("GET", "/robots.txt", 200, "public, max-age=60"),
    ("GET", "/favicon.ico", 404, "no-store"),
    ("GET", "/no-such-page/", 404, "no-store"),
    ("GET", "/../site.json", 404, "no-store"),
)


def check(answer: Answer, path: str) -> None:
    is_open = path in OPEN
    shared = {"cross-origin-resource-policy": "cross-origin" if is_open else "same-origin"}
    for name, value in {**ALWAYS, **shared}.items():
        assert answer.headers.get(name) == value, name
    assert answer.headers.get("access-control-allow-origin") == ("*" if is_open else None)
    assert "set-cookie" not in answer.headers
    assert "strict-transport-security" not in answer.headers  # http


@pytest.mark.parametrize(("method", "path", "status", "cache"), ROUTES)
def test_each_route_answers_with_exact_headers(
    front: Running, method: str, path: str, status: int, cache: str
) -> None:
    answer = front.ask(method, path)

    assert answer.status == status
    assert answer.headers["cache-control"] == cache
    check(answer, path)


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"given_name=A", {"Content-Type": "text/plain"}, 415),
        (b'{"given_name": "A"}', {"Content-Type": "application/json"}, 415),
        (b"x", {"Content-Type": "multipart/form-data; boundary=x"}, 415),
        (b"x", {**FORM, "Content-Encoding": "gzip"}, 415),
        (b"x=" + b"a" * 20000, FORM, 413),
        (b"&".join(b"x_%d=1" % n for n in range(41)), FORM, 413),
        (b"given_name=%FF%FE", FORM, 400),
        (b"", FORM, 422),
        (b"given_name=%", FORM, 422),
        (b"\x00=\x00&given_name=\x00", FORM, 422),
    ],
)
def test_what_is_no_form_of_ours_is_refused_politely(
    front: Running, body: bytes, headers: dict[str, str], status: int
) -> None:
    before = len(front.rows())

    answer = front.ask("POST", f"/{SLUG}/", body, headers)

    assert answer.status == status
    assert answer.headers["cache-control"] == "no-store"
    check(answer, f"/{SLUG}/")
    assert len(front.rows()) == before


def test_a_form_without_a_length_is_refused(front: Running) -> None:
    def pieces() -> object:
        yield b"given_name=A"

    answer = None
    while answer is None:
        # The answer may come, and the line be closed, before the first piece has gone out.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            answer = front.ask("POST", f"/{SLUG}/", pieces(), FORM)  # type: ignore[arg-type]

    assert answer.status == 411
    check(answer, f"/{SLUG}/")


def test_thanks_and_problems_are_kept_by_no_cache(front: Running) -> None:
    for fields in (answers(), answers(country="")):
        answer = front.sign(**fields)
        assert answer.headers["cache-control"] == "no-store"
        check(answer, f"/{SLUG}/")


def test_head_says_what_get_says_without_the_body(front: Running) -> None:
    for path in (f"/{SLUG}/", "/", "/static/zvarot.0a1b2c3d.css", "/nothing/"):
        got, head = front.get(path), front.ask("HEAD", path)
        assert head.body == b""
        assert head.status == got.status
        assert head.headers["content-length"] == str(len(got.body))


def test_over_https_browsers_are_told_to_stay_and_onion_is_named(tmp_path: Path) -> None:
    published = publish(tmp_path / "published")
    onion = "http://" + "a" * 56 + ".onion"
    with running(
        published,
        tmp_path,
        workers="1",
        onion=onion,
        hosts="sign.example.org,127.0.0.1",
    ) as front:
        page = front.get(f"/be/{SLUG}/")
        assert page.headers["onion-location"] == f"{onion}/be/{SLUG}/"
        assert front.get("/", Host="ihar.example").status == 421
        assert front.get("/", Host="sign.example.org").status == 200


def test_https_alone_brings_the_header_that_keeps_browsers_there() -> None:
    name = "strict-transport-security"
    by_origin = {
        origin: dict(Wire(origin).headers(HTML, NO_STORE)).get(name)
        for origin in ("https://sign.example.org", "http://sign.example.org", "https://x.onion")
    }

    assert by_origin == {
        "https://sign.example.org": "max-age=63072000; includeSubDomains",
        "http://sign.example.org": None,
        "https://x.onion": None,
    }


@pytest.mark.parametrize("path", ["/", f"/{SLUG}/", f"/be/{SLUG}/"])
def test_a_page_that_is_the_same_for_all_comes_compressed_if_asked(
    front: Running, path: str
) -> None:
    plain = front.ask("GET", path)
    packed = front.ask("GET", path, headers={"Accept-Encoding": "br, gzip"})

    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["vary"] == plain.headers["vary"] == "accept-encoding"
    assert gzip.decompress(packed.body) == plain.body
    assert "content-encoding" not in plain.headers
    check(packed, path)


@pytest.mark.parametrize("path", ["/receipt", "/be/receipt"])
def test_only_the_page_that_looks_for_a_line_may_fetch_and_it_may_post_nothing(
    front: Running, path: str
) -> None:
    answer = front.ask("GET", path)
    policy = answer.headers["content-security-policy"]

    assert "connect-src 'self'; form-action 'none';" in policy
    loose = policy.replace("connect-src 'self'", "connect-src 'none'")
    assert loose.replace("form-action 'none'", "form-action 'self'") == POLICY
    assert answer.headers["cache-control"] == "no-store"
    assert answer.status == 200


def test_what_answers_one_person_is_never_compressed(front: Running) -> None:
    for fields in (answers(), answers(country="")):
        body = urlencode(fields).encode()
        headers = {**FORM, "Accept-Encoding": "gzip"}
        answer = front.ask("POST", f"/{SLUG}/", body, headers)

        assert "content-encoding" not in answer.headers
