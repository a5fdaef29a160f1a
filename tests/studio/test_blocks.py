"""Every part of a page's body reaches the public page; what a reader would miss is asked for."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from wagtail.documents import get_document_model
from wagtail.rich_text import RichText

from tests.studio import world
from zvarot.lib.store import DirectoryStore
from zvarot.studio import publishing
from zvarot.studio.blocks import BodyBlock, CallBlock, PictureBlock
from zvarot.studio.cleaning import cleaned

pytestmark = pytest.mark.django_db

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 340"></svg>'


def test_every_kind_of_part_is_baked(store: DirectoryStore) -> None:
    parts = whole_body()
    assert {name for name, _value in parts} == set(BodyBlock().child_blocks)
    world.publish(world.petition(body=parts))

    publishing.run_orders(store)

    html = world.bundle(store).views["en"].page.decode()
    for name, _value in parts:
        assert f"Heading of {name}" in html or name in {"facts", "quote", "picture", "letter"}
    assert "She plays the flute." in html
    assert "Minister of Foreign Affairs" in html
    assert 'alt="Two hands form a heart."' in html
    assert 'srclang="be"' in html
    assert "3 min 5 s" in html


def test_pictures_and_films_travel_with_the_page(store: DirectoryStore) -> None:
    world.publish(world.petition(body=whole_body()))

    publishing.run_orders(store)

    assert store.read("media/drawings/heart.svg") == DRAWING
    assert any(path.endswith(".webm") for path in store.list("media/"))
    assert any(path.endswith(".vtt") for path in store.list("media/"))


def test_a_picture_without_words_is_refused() -> None:
    with pytest.raises(ValidationError) as refused:
        PictureBlock().clean(picture(alt="", is_decorative=False))

    assert "what the picture shows" in str(refused.value.as_json_data())  # type: ignore[attr-defined]
    assert PictureBlock().clean(picture(alt="", is_decorative=True))


def test_a_button_leads_to_a_page_and_runs_nothing() -> None:
    block = CallBlock()
    value = {"heading": "", "text": "", "button": "Join", "href": "javascript:alert(1)"}

    with pytest.raises(ValidationError):
        block.clean(block.to_python(value))


def test_rich_text_keeps_words_and_loses_scripts() -> None:
    dirty = (
        '<p onclick="x()">Let <b>her</b> go<script>y()</script><a href="javascript:z()">!</a></p>'
    )

    assert cleaned(dirty) == '<p>Let <b>her</b> go<a rel="noopener noreferrer">!</a></p>'


def whole_body() -> list[tuple[str, Any]]:
    """One part of every kind."""
    default_storage.save("drawings/heart.svg", ContentFile(DRAWING))
    story, said = RichText("<p>She plays the flute.</p>"), RichText("<p>Open.</p>")
    letter = {"subject": "Home", "salutation": "", "paragraphs": ["Please."], "closing": ""}
    step = {"title": "Sign", "text": "Here.", "picture": picture()}
    file = {"title": "Poster", "file": document("a.pdf"), "language": ""}
    return [
        ("story", {"heading": "Heading of story", "text": story, "cite": ""}),
        ("facts", {"keys": ["sentence"]}),
        ("demands", {"heading": "Heading of demands", "items": ["Let her come home."]}),
        ("letter", letter),
        ("quote", {"text": "I stay.", "speaker": "Maryia", "source": ""}),
        ("picture", picture()),
        ("video", {"heading": "Heading of video", **film()}),
        ("steps", {"heading": "Heading of steps", "items": [step]}),
        ("downloads", {"heading": "Heading of downloads", "items": [file]}),
        ("call", {"heading": "Heading of call", "text": "", "button": "Sign", "href": ""}),
        ("update", {"on": "2026-11-01", "title": "Heading of update", "text": said}),
    ]


def picture(**changes: Any) -> Any:
    plain = {
        "image": None,
        "drawing": "heart.svg",
        "alt": "Two hands form a heart.",
        "is_decorative": False,
        "caption": "",
        "credit": "",
    }
    return PictureBlock().to_python(plain | changes)


def film() -> dict[str, Any]:
    return {
        "text": "",
        "file": document("film.webm"),
        "captions": [{"lang": "be", "file": document("film.be.vtt")}],
        "poster": picture(),
        "seconds": 185,
        "transcript": RichText("<p>Birds.</p>"),
    }


def document(name: str) -> Any:
    return get_document_model().objects.create(title=name, file=ContentFile(b"x", name=name))
