"""The colours keep their distance: text 4.5, controls and parts 3, in all four schemes."""

import re
from itertools import product

import pytest

from zvarot.look import assets

SCHEMES = ("light", "dark", "more-light", "more-dark")
TEXT, CONTROL = 4.5, 3.0

# (front, back, least ratio); words on the page, borders of controls, parts of the bar
PAIRS = (
    *((front, back, TEXT) for front, back in product(("ink", "soft"), ("ground", "paper", "tint"))),
    ("ink", "note", TEXT),
    ("ink", "good-tint", TEXT),
    ("ink", "bad-tint", TEXT),
    *(("violet", back, TEXT) for back in ("ground", "paper", "tint")),
    ("violet-deep", "tint", TEXT),
    ("on-violet", "violet", TEXT),
    ("on-violet", "violet-deep", TEXT),
    ("flame", "ground", TEXT),
    ("flame", "paper", TEXT),
    ("on-band", "band", TEXT),
    ("band-soft", "band", TEXT),
    ("band", "band-soft", TEXT),
    ("band-flame", "band", TEXT),
    ("band-edge", "band", CONTROL),
    ("bad", "paper", TEXT),
    ("bad", "bad-tint", TEXT),
    ("good", "good-tint", TEXT),
    ("soft", "tint", TEXT),
    *(("edge", back, CONTROL) for back in ("ground", "paper", "tint")),
    *(("ring", back, CONTROL) for back in ("ground", "paper", "tint")),
    ("slip-ink", "slip", TEXT),
    ("slip-soft", "slip", TEXT),
    ("ground", "ink", TEXT),
)


def tokens(scheme: str) -> dict[str, str]:
    """Return the colours that hold in a scheme, as the cascade leaves them."""
    css = (assets.FOLDER / "css" / "tokens.css").read_text(encoding="utf-8")
    is_dark, is_more = scheme.endswith("dark"), scheme.startswith("more")
    conditions = {
        "": True,
        "(prefers-color-scheme: dark)": is_dark,
        "(prefers-contrast: more)": is_more,
        "(prefers-contrast: more) and (prefers-color-scheme: dark)": is_dark and is_more,
    }
    found: dict[str, str] = {}
    for condition, rules in re.findall(r"(?:@media ([^{]+?) \{\s*)?:root \{([^}]+)\}", css):
        if conditions[condition]:
            found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})\b", rules))
    return found


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(front: str, back: str) -> float:
    darker, lighter = sorted((luminance(front), luminance(back)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_pair_can_be_told_apart(scheme: str) -> None:
    colours = tokens(scheme)
    too_close = [
        f"{front} on {back}: {ratio(colours[front], colours[back]):.1f}"
        for front, back, least in PAIRS
        if ratio(colours[front], colours[back]) < least
    ]
    assert not too_close


def test_more_contrast_is_more() -> None:
    for plain, more in (("light", "more-light"), ("dark", "more-dark")):
        for front, back, _least in PAIRS:
            before = ratio(tokens(plain)[front], tokens(plain)[back])
            after = ratio(tokens(more)[front], tokens(more)[back])
            assert after >= min(before, 7.0)
