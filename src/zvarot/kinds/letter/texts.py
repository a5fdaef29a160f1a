"""From an editor's texts and the offices' records to the letters of a published page."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from zvarot.contract.fields import PostalCode, Region
from zvarot.contract.form import Form
from zvarot.contract.letter import (
    MAX_PACKED_BYTES,
    MAX_TEXT_BYTES,
    Channel,
    LetterText,
    Mode,
    Target,
    compose,
    pack,
)
from zvarot.contract.office import Addressee
from zvarot.contract.wording import Wording
from zvarot.lib.marks import mark as _
from zvarot.lib.words import words as words_in
from zvarot.offices.addressing import addressing
from zvarot.offices.models import Channel as OfficeChannel
from zvarot.offices.models import Office
from zvarot.targets.tables import states

SENATE: Final = "us-senate"  # the body, as the importer names it
_UNUSABLE: Final = frozenset({"bounces", "blocked", "off"})
_KINDS: Final = {
    OfficeChannel.Kind.EMAIL: Channel.EMAIL,
    OfficeChannel.Kind.WEB_FORM: Channel.WEB_FORM,
    OfficeChannel.Kind.PHONE: Channel.PHONE,
    OfficeChannel.Kind.POST: Channel.POST,
}
_MILITARY: Final = "military"  # these people vote in the state that they come from
_REGION: Final = Region("region", _("State, if you live in the USA"), required=False, kept=False)
_ZIP: Final = PostalCode(
    "postal_code",
    _("ZIP code, if you live in the USA"),
    hint=_("State or ZIP code: one of them is enough to find your senators."),
    required=False,
    kept=False,
)


def texts_of(
    blocks: Iterable[Any], office: Office | None, words: Wording, today: date, *, title: str
) -> tuple[LetterText, ...]:
    """Give the texts of a page; without any, one that the supporter writes alone."""
    values = [block.value for block in blocks] or [_blank(office, words, title)]
    made = [
        _text(number, value, office, words, today) for number, value in enumerate(values, start=1)
    ]
    return _sharing_the_envelope([text for text in made if text.targets])


def asking_for_place(form: Form, words: Wording) -> Form:
    """Add the questions that find the offices of a place. Their answers are kept nowhere."""
    region = replace(
        _REGION,
        label=words.gettext(_REGION.label),
        options=tuple(
            (state.iso, state.name) for state in states().values() if state.kind != _MILITARY
        ),
    )
    code = replace(_ZIP, label=words.gettext(_ZIP.label), hint=words.gettext(_ZIP.hint))
    asked = [one for one in (region, code) if one.name not in form.by_name]
    at = form.names.index("country") + 1 if "country" in form.names else len(form.names)
    return Form((*form.fields[:at], *asked, *form.fields[at:]))


def _blank(office: Office | None, words: Wording, title: str) -> dict[str, Any]:
    return {
        "offices": [],
        "by_place": "",
        "way": "auto",
        "language": words.lang if office is None else office.language,
        "mode": "free",
        "subject": title,
        "head": "",
        "middle": "",
        "foot": "",
        "closing": "",
        "arguments": [],
        "reading": "",
    }


def _text(
    number: int, value: Mapping[str, Any], office: Office | None, words: Wording, today: date
) -> LetterText:
    lang = value["language"]
    own = words_in(lang)
    targets = [_target(to, value["way"], lang, words, today) for to in _offices(value, office)]
    return LetterText(
        number=number,
        lang=lang,
        dir=own.dir,
        mode=Mode(value["mode"]),
        subject=value["subject"],
        head=_tidy(value["head"]),
        middle=_tidy(value["middle"]),
        foot=_tidy(value["foot"]),
        closing=value["closing"],
        arguments=tuple(value["arguments"]),
        targets=tuple(targets),
        by_place=value["by_place"] or "",
        countries=dict(own.countries()) if lang != words.lang else {},
        reading=_tidy(value["reading"]) if lang != words.lang else "",
    )


def _offices(value: Mapping[str, Any], office: Office | None) -> list[dict[str, Any]]:
    if value["by_place"]:
        found = Office.objects.filter(live=True, successor=None, body=SENATE).order_by("slug")
        related = found.prefetch_related("titles", "channels", "holders__names")
        return [{"office": one, "is_chosen": True, "lives_in": ""} for one in related]
    chosen = [to for to in value["offices"] if to["office"] is not None]
    page = [{"office": office, "is_chosen": True, "lives_in": ""}] if office else []
    return chosen or page


def _target(to: Mapping[str, Any], way: str, lang: str, words: Wording, today: date) -> Target:
    office: Office = to["office"]
    sent, shown = addressing(office, lang, today), addressing(office, words.lang, today)
    channel, row = _channel(office, way)
    return Target(
        slug=office.slug,
        name=", ".join(part for part in (shown.holder, shown.office) if part),
        office=Addressee(
            office=sent.office,
            holder=sent.holder,
            salutation=sent.salutation,
            lines=tuple(line for line in (sent.organisation, *sent.lines) if line),
        ),
        channel=channel,
        value=row.value if row and channel in {Channel.WEB_FORM, Channel.PHONE} else "",
        note=getattr(row, "note", "") or "",
        division=office.jurisdiction,
        lives_in=(to["lives_in"] or "").upper(),
        is_chosen=bool(to["is_chosen"]),
    )


def _channel(office: Office, way: str) -> tuple[Channel, OfficeChannel | None]:
    """Give how the letter gets there, and the record that says so."""
    usable = [one for one in office.channels.all() if one.health not in _UNUSABLE]
    by_kind = {
        _KINDS[OfficeChannel.Kind(one.kind)]: one for one in reversed(usable) if one.kind in _KINDS
    }
    if way in {"paper", "post"}:
        return Channel(way), by_kind.get(Channel.POST)
    order = list(_KINDS.values()) if way == "auto" else [Channel(way), *_KINDS.values()]
    for channel in order:
        if channel in by_kind:
            return channel, by_kind[channel]
    return Channel.NONE, None


def _sharing_the_envelope(texts: list[LetterText]) -> tuple[LetterText, ...]:
    """Give each text its share: all letters that we send in one visit fit one envelope."""
    most = sum(_at_most(text) for text in texts)
    if not most:
        return tuple(texts)
    shared = []
    for text in texts:
        fixed = max(
            (
                len(
                    pack(
                        [compose(text, one, subject=text.subject, middle="", signature=())]
                    ).encode()
                )
                for one in text.targets
            ),
            default=0,
        )
        room = MAX_PACKED_BYTES // most - fixed - 800  # names, places, a subject of their own
        shared.append(replace(text, max_bytes=max(300, min(MAX_TEXT_BYTES, room))))
    return tuple(shared)


def _at_most(text: LetterText) -> int:
    """Give how many letters of this text we may have to send for one supporter."""
    ours = [one for one in text.targets if one.channel.is_ours]
    if text.by_place != "":
        divisions = [one.division for one in ours]
        return max((divisions.count(one) for one in set(divisions)), default=0)
    return len(ours)


def _tidy(text: str) -> str:
    return "\n\n".join(
        part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()
    )


def is_sent_by_us(texts: Iterable[LetterText]) -> bool:
    """Tell whether any letter leaves from us, and so has to be kept until it has gone."""
    return any(one.channel.is_ours for text in texts for one in text.targets)
