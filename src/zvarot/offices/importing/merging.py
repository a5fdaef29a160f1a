"""Lay an imported row over an office, in memory, and say in words what would change.

Nothing is written here. Children are compared with what the database has and are put into two
lists: those to add, and those to save again.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from django.utils.text import slugify

from zvarot.offices.importing.rows import (
    ImportedChannel,
    ImportedHolder,
    ImportedOffice,
    ImportedTitle,
)
from zvarot.offices.models import Channel, Holder, HolderName, Office, OfficeTitle

IMPORT_KEY: Final = "import"


@dataclass
class Merged:
    """An office with what is to be added to it and what is to be saved again.

    changes -- words for the report. Holders that were only checked again are no change.
    """

    office: Office
    is_new: bool
    changes: list[str] = field(default_factory=list)
    added: list[Any] = field(default_factory=list)
    altered: list[Any] = field(default_factory=list)

    def note(self, word: str) -> None:
        """Remember for the report that this changed."""
        if word not in self.changes:
            self.changes.append(word)

    def add(self, child: Any, word: str) -> None:
        self.added.append(child)
        self.note(word)

    def lay(self, thing: Any, values: Mapping[str, Any], word: str) -> None:
        """Set what differs. An empty value says nothing, so it takes nothing away."""
        different = {k: v for k, v in values.items() if v and getattr(thing, k) != v}
        for name, value in different.items():
            setattr(thing, name, value)
        if different:
            self.altered.append(thing)
            self.note(word)


def merge(office: Office | None, row: ImportedOffice, *, source: str, day: date) -> Merged:
    """Lay the row over the office; over a new one if there is none."""
    merged = Merged(office or _new(row), is_new=office is None)
    identifiers = {**merged.office.identifiers, **row.identifiers, IMPORT_KEY: row.key}
    values = {"jurisdiction": row.division, "body": row.body, "identifiers": identifiers}
    if office:
        merged.lay(office, values, "office")
    for title in row.titles:
        _title(merged, title)
    _channels(merged, row.channels, source)
    if row.holder:
        _holder(merged, row.holder, source, day)
    return merged


def _new(row: ImportedOffice) -> Office:
    return Office(
        slug=_slug(row.key),
        country=row.country,
        jurisdiction=row.division,
        language=row.language,
        body=row.body,
        identifiers={**row.identifiers, IMPORT_KEY: row.key},
    )


def _slug(key: str) -> str:
    """Give a short name that is always the same for a key, so that no office is made twice."""
    plain = slugify(key.replace("/", "-"))
    if len(plain) <= 50 and plain == key.replace("/", "-").lower():
        return plain
    return f"{plain[:37].strip('-')}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def _title(merged: Merged, title: ImportedTitle) -> None:
    facts = {"lines": "\n".join(title.lines)}
    words = {
        "title": title.title,
        "organisation": title.organisation,
        "salutation": title.salutation,
    }
    known = [] if merged.is_new else list(merged.office.titles.all())
    same = [one for one in known if one.language == title.language]
    if not same:
        if known and title.is_composed:
            return  # an editor has put the title in other languages; ours are made up
        made = OfficeTitle(office=merged.office, language=title.language, sort_order=len(known))
        for name, value in (words | facts).items():
            setattr(made, name, value)
        merged.add(made, "title")
        return
    if title.is_composed:
        words = {name: value for name, value in words.items() if not getattr(same[0], name)}
    merged.lay(same[0], words | facts, "title")


def _channels(merged: Merged, channels: tuple[ImportedChannel, ...], source: str) -> None:
    known = [] if merged.is_new else list(merged.office.channels.all())
    values = {(one.kind, one.value) for one in channels}
    # What an earlier file gave and this one does not: the place for what is new of that kind.
    past = [one for one in known if one.source and (one.kind, one.value) not in values]
    for channel in channels:
        same = [one for one in known if (one.kind, one.value) == (channel.kind, channel.value)]
        if same:
            merged.lay(same[0], {"note": channel.note}, channel.kind)
            continue
        replaced = next((one for one in past if one.kind == channel.kind), None)
        if replaced:
            past.remove(replaced)
            replaced.health, replaced.checked_on = Channel.Health.UNKNOWN, None
            merged.lay(replaced, {"value": channel.value, "source": source}, channel.kind)
            continue
        made = Channel(
            office=merged.office,
            kind=channel.kind,
            value=channel.value,
            note=channel.note,
            is_personal=channel.is_personal,
            source=source,
            sort_order=len(known) + len(merged.added),
        )
        merged.add(made, channel.kind)
    kinds = {one.kind for one in channels}
    for left in past:
        if left.kind in kinds and left.health != Channel.Health.OFF:
            merged.lay(left, {"health": Channel.Health.OFF}, left.kind)


def _holder(merged: Merged, holder: ImportedHolder, source: str, day: date) -> None:
    known = [] if merged.is_new else list(merged.office.holders.all())
    if any(one.as_of > day for one in known):
        return  # the file is older than what is known here
    same = next((one for one in known if _is_same(one, holder)), None)
    if same is None:
        _succeed(merged, known, holder, source, day)
        return
    identifiers = {**same.identifiers, **holder.identifiers}
    values = {"gender": holder.gender, "party": holder.party, "identifiers": identifiers}
    if holder.held_from and same.held_until and same.held_until < holder.held_from:
        same.held_until = None  # came back for a new term
    merged.lay(same, values | _span(holder), "holder")
    if same.as_of < day:
        same.as_of, same.source = day, source
        merged.altered.append(same)
    for name in holder.names:
        texts = {
            "text": name.text,
            "given_name": name.given_name,
            "family_name": name.family_name,
        }
        existing = [one for one in same.names.all() if one.language == name.language]
        if existing:
            merged.lay(existing[0], texts, "name")
        else:
            merged.add(HolderName(holder=same, language=name.language, **texts), "name")


def _succeed(
    merged: Merged, known: list[Holder], holder: ImportedHolder, source: str, day: date
) -> None:
    """Add the holder, and end the terms of those who held the office until then."""
    since = holder.held_from or (day if known else None)
    for one in known:
        begun_before = since and (one.held_from is None or one.held_from < since)
        if since and begun_before and (one.held_until is None or one.held_until >= since):
            merged.lay(one, {"held_until": since - timedelta(days=1)}, "former holder")
    made = Holder(
        office=merged.office,
        gender=holder.gender,
        party=holder.party,
        identifiers=dict(holder.identifiers),
        held_from=since,
        held_until=holder.held_until,
        as_of=day,
        source=source,
        sort_order=len(known),
    )
    merged.add(made, "holder")
    for place, name in enumerate(holder.names):
        texts = {"text": name.text, "given_name": name.given_name, "family_name": name.family_name}
        merged.added.append(
            HolderName(holder=made, language=name.language, sort_order=place, **texts)
        )


def _span(holder: ImportedHolder) -> dict[str, date | None]:
    return {"held_from": holder.held_from, "held_until": holder.held_until}


def _is_same(known: Holder, holder: ImportedHolder) -> bool:
    shared = known.identifiers.keys() & holder.identifiers.keys()
    if shared:
        return any(known.identifiers[scheme] == holder.identifiers[scheme] for scheme in shared)
    texts = {name.text for name in holder.names}
    return any(name.text in texts for name in known.names.all())
