"""Every block that a story can be made of, with the values that the studio gives."""

from typing import Any

from markupsafe import Markup

from zvarot.look import assets


def static(name: str) -> str:
    return f"/static/{assets.static_names()[name]}"


def body(words: dict[str, Any]) -> list[dict[str, Any]]:
    """Every block that exists, as the studio gives them."""
    text = Markup("<p>{0}</p><p>{0}</p>").format(words["paragraph"])
    own = {"heading": words["story"], "text": text, "source": "field reports, autumn 2020"}
    facts = [
        {
            "number": "471",
            "text": "people in prison for political reasons",
            "source": "Viasna Human Rights Centre",
            "as_of": "7 June 2021",
            "stale": True,
        },
        {
            "number": "6",
            "text": "months locked up before trial",
            "source": "Case record",
            "as_of": "2021",
            "stale": False,
        },
    ]
    values: dict[str, dict[str, Any]] = {
        "story": own,
        "facts": {"facts": facts},
        "demands": {"heading": words["ask"], "demands": words["demands"]},
        "quote": {
            "text": "His parents ask for one thing: let him come home.",
            "speaker": "A neighbour",
            "lang": "",
        },
        "picture": {
            "file": {"src": static("video.svg"), "width": 640, "height": 360},
            "alt": "Drawing of a crowd",
            "caption": "A march.",
            "credit": "own drawing",
        },
        "letter": {
            "heading": "The letter",
            "address": ["Minister of Foreign Affairs", "Minsk, Belarus"],
            "subject": "Maryia Kalesnikava",
            "salutation": "Dear Minister,",
            "text": text,
            "closing": "Yours faithfully,",
            "lang": "en",
            "dir": "ltr",
        },
        "video": {
            "heading": "Watch: women taken from a march",
            "href": "/media/march.webm",
            "poster": None,
            "length": "2 min 10 s",
            "note": "Hundreds of women were detained at one peaceful march.",
            "transcript": text,
            "captions": [{"lang": "en", "name": "English", "href": "/media/march.en.vtt"}],
        },
        "steps": {
            "heading": "How it works",
            "steps": [
                {"title": "You write", "text": "A few lines.", "art": art, "file": None}
                for art in ("write", "read", "print", "post")
            ],
        },
        "downloads": {
            "heading": "Take it along",
            "files": [
                {
                    "title": "Узор ліста",
                    "href": "/media/letter.odt",
                    "language": "Belarusian",
                    "lang": "be",
                    "kind": "ODT",
                    "size": "40 KB",
                }
            ],
        },
        "call_to_action": {
            "heading": "Write again in December",
            "text": "Every year around 10 December people meet to write letters.",
            "label": "Find an evening",
            "href": "/en/",
        },
    }
    return [{"block_type": name, "value": value} for name, value in values.items()]
