"""What the server itself can do: a form read and thrown away, a page of no content."""

from typing import Any

HEADERS = [(b"content-type", b"text/plain"), (b"location", b"/"), (b"content-length", b"2")]


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


def load() -> Any:
    return app
