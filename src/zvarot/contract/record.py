"""What the front puts into the inbox: small records, typed and already sealed."""

import re
import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from zvarot.contract.audiences import AUDITOR, CODES, PARTNER_CODE, PARTNER_PREFIX, code_of
from zvarot.contract.errors import ZvarotError

VERSION: Final = 1
_HEAD: Final = struct.Struct(">BB")
_SIGNATURE: Final = struct.Struct(">Q16s32s32s32sIBB")  # … day, class, envelopes
_REPORT: Final = struct.Struct(">QB")  # action, what is said; then the office's slug
_OFFICE: Final = re.compile(r"[a-zA-Z0-9_-]{1,80}")
_ENVELOPE: Final = struct.Struct(">BBI")  # audience code, length of its name, bytes
_NAMES: Final = {code: name for name, code in CODES.items() if name != AUDITOR}


class RecordKind(IntEnum):
    """The types of record; the numbers stand in stored bytes."""

    SIGNATURE = 1
    CONFIRMATION = 2  # the button behind the mailed link
    WITHDRAWAL = 3
    REFUSAL = 4  # "this was not me"
    SUPPRESSION = 5  # "never write to me again"
    REPORT = 6  # "I have sent it": a letter that left from the supporter


class Said(IntEnum):
    """What a supporter reports of a letter or a call of their own."""

    SENT = 1
    SPOKE = 2
    NO_ANSWER = 3


class Klass(IntEnum):
    """How a counted act was checked; the numbers stand in ledger leaves."""

    UNCONFIRMED = 0
    CONFIRMED = 1
    PAPER = 2
    PARTNER = 3


class RecordMalformed(ZvarotError):
    """Bytes from the inbox that are not a record of a version and kind that we know."""


@dataclass(frozen=True, kw_only=True)
class SignatureRecord:
    """One person's act, as taken.

    day -- UTC day on which it was taken, in days since 1970-01-01.
    klass -- CONFIRMED if the act waits for a mailed confirmation, else UNCONFIRMED.
    envelopes -- (audience, sealed bytes), each audience once.
    """

    action_id: int
    row_id: bytes
    promise_hash: bytes
    leaf_tag: bytes
    withdraw_hash: bytes
    day: int
    klass: int
    envelopes: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, kw_only=True)
class RowRecord:
    """A word about a row from the one who can read its mail: confirm, refuse or suppress."""

    kind: RecordKind
    row_id: bytes


@dataclass(frozen=True, kw_only=True)
class WithdrawalRecord:
    """A receipt's secret `wd` (32 bytes): erase the row whose hash it has."""

    wd: bytes


@dataclass(frozen=True, kw_only=True)
class ReportRecord:
    """A supporter says that a letter of theirs has gone to an office. It names nobody.

    office -- its slug, at most 80 bytes.
    """

    action_id: int
    said: Said
    office: str


Record = SignatureRecord | RowRecord | WithdrawalRecord | ReportRecord


def pack(record: Record) -> bytes:
    if isinstance(record, SignatureRecord):
        return pack_signature(record)
    if isinstance(record, RowRecord):
        return _HEAD.pack(VERSION, record.kind) + record.row_id
    if isinstance(record, ReportRecord):
        head = _HEAD.pack(VERSION, RecordKind.REPORT)
        return head + _REPORT.pack(record.action_id, record.said) + record.office.encode()
    return _HEAD.pack(VERSION, RecordKind.WITHDRAWAL) + record.wd


def pack_signature(record: SignatureRecord) -> bytes:
    parts = [
        _HEAD.pack(VERSION, RecordKind.SIGNATURE),
        _SIGNATURE.pack(
            record.action_id,
            record.row_id,
            record.promise_hash,
            record.leaf_tag,
            record.withdraw_hash,
            record.day,
            record.klass,
            len(record.envelopes),
        ),
    ]
    for audience, sealed in record.envelopes:
        code = code_of(audience)
        name = audience.encode() if code == PARTNER_CODE else b""
        parts += (_ENVELOPE.pack(code, len(name), len(sealed)), name, sealed)
    return b"".join(parts)


def unpack(body: bytes) -> Record:
    """Read one record.

    Raises RecordMalformed if it is not one.
    """
    try:
        version, kind = _HEAD.unpack_from(body)
        if version != VERSION:
            raise RecordMalformed(f"An inbox record has version {version}; we know {VERSION}.")
        return _unpack_kind(RecordKind(kind), body[_HEAD.size :])
    except (struct.error, ValueError, KeyError):
        raise RecordMalformed("An inbox record is cut short or of an unknown kind.") from None


def _unpack_kind(kind: RecordKind, rest: bytes) -> Record:
    if kind == RecordKind.SIGNATURE:
        return _unpack_signature(rest)
    if kind == RecordKind.WITHDRAWAL:
        return WithdrawalRecord(wd=_exactly(rest, 32))
    if kind == RecordKind.REPORT:
        return _unpack_report(rest)
    return RowRecord(kind=kind, row_id=_exactly(rest, 16))


def _unpack_report(rest: bytes) -> ReportRecord:
    action_id, said = _REPORT.unpack_from(rest)
    office = rest[_REPORT.size :].decode()
    if not _OFFICE.fullmatch(office):
        raise ValueError(office)
    return ReportRecord(action_id=action_id, said=Said(said), office=office)


def _exactly(data: bytes, length: int) -> bytes:
    if len(data) != length:
        raise ValueError(length)
    return data


def _unpack_signature(rest: bytes) -> SignatureRecord:
    action_id, row_id, promise, leaf, withdraw, day, klass, count = _SIGNATURE.unpack_from(rest)
    at, envelopes = _SIGNATURE.size, []
    for _ in range(count):
        code, name_length, length = _ENVELOPE.unpack_from(rest, at)
        at += _ENVELOPE.size
        name = rest[at : at + name_length].decode() if code == PARTNER_CODE else _NAMES[code]
        at += name_length
        envelopes.append((_checked(name), _exactly(rest[at : at + length], length)))
        at += length
    if at != len(rest):
        raise ValueError(at)
    return SignatureRecord(
        action_id=action_id,
        row_id=row_id,
        promise_hash=promise,
        leaf_tag=leaf,
        withdraw_hash=withdraw,
        day=day,
        klass=klass,
        envelopes=tuple(envelopes),
    )


def _checked(name: str) -> str:
    if name not in CODES and not name.startswith(PARTNER_PREFIX):
        raise ValueError(name)
    return name
