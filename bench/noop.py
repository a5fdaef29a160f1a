"""What the server itself can do: a form read and thrown away, a page of no content."""

from typing import Any

HEADERS = [(b"content-type", b"text/plain"), (b"location", b"/"), (b"content-length", b"2")]
RSGI_HEADERS = [("content-type", "text/plain"), ("location", "/")]


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Answer every POST with 303 once its body is read, every GET with two bytes."""
    if scope["type"] != "http":
        return
    status = 200
    if scope["method"] == "POST":
        status = 303
        message = await receive()
        while message.get("more_body"):
            message = await receive()
    await send({"type": "http.response.start", "status": status, "headers": HEADERS})
    await send({"type": "http.response.body", "body": b"ok"})


async def rsgi(scope: Any, line: Any) -> None:
    """The same in the protocol that the front speaks."""
    if scope.method == "POST":
        await line()
        line.response_bytes(303, RSGI_HEADERS, b"ok")
    else:
        line.response_bytes(200, RSGI_HEADERS, b"ok")


def load() -> Any:
    return app


def load_rsgi() -> Any:
    return rsgi
