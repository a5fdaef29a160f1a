"""Memory that the front's processes share: keys that live minutes, and the table of budgets.

The parent makes it before it forks its workers and renews the keys in place, so that two
workers answer one person alike and no process keeps a key longer than its life. It is
anonymous memory: nothing of it reaches a disk.
"""

import mmap
import secrets
import struct
from typing import Final

KEY_BYTES: Final = 32
REPEAT_SECONDS: Final = 600
CELLS: Final = 4096

_KEYS: Final = struct.Struct("<32s32s")  # repeat, prefix
_CELL: Final = struct.Struct("<IHH")  # minute of the last act, acts in it, acts in this hour
_TABLE_AT: Final = 128
_SIZE: Final = _TABLE_AT + CELLS * _CELL.size


class Shared:
    """Made once, in the parent. Workers read the keys and count in the table."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, _SIZE)
        self.ticket_key: Final = secrets.token_bytes(KEY_BYTES)
        self._write(secrets.token_bytes(KEY_BYTES), secrets.token_bytes(KEY_BYTES))

    def renew_repeat_key(self) -> None:
        """Replace the key that makes a double click one record; the old one is gone."""
        self._write(secrets.token_bytes(KEY_BYTES), self.prefix_key)

    def renew_prefix_table(self) -> None:
        """Forget every prefix: a new key and an empty table, once an hour."""
        self._memory[_TABLE_AT:] = bytes(_SIZE - _TABLE_AT)
        self._write(self.repeat_key, secrets.token_bytes(KEY_BYTES))

    @property
    def repeat_key(self) -> bytes:
        return self._read()[0]

    @property
    def prefix_key(self) -> bytes:
        return self._read()[1]

    def cell(self, place: int) -> tuple[int, int, int]:
        """Return (minute, acts in that minute, acts in this hour) of one cell."""
        minute, in_minute, in_hour = _CELL.unpack_from(self._memory, _at(place))
        return minute, in_minute, in_hour

    def set_cell(self, place: int, minute: int, in_minute: int, in_hour: int) -> None:
        """Two workers may overwrite each other here; a budget that is off by one is enough."""
        _CELL.pack_into(
            self._memory, _at(place), minute, min(in_minute, 0xFFFF), min(in_hour, 0xFFFF)
        )

    def _read(self) -> tuple[bytes, bytes]:
        # The parent may write while a worker reads: two equal readings are a whole one.
        while True:
            repeat, prefix = _KEYS.unpack_from(self._memory)
            if (repeat, prefix) == _KEYS.unpack_from(self._memory):
                return repeat, prefix

    def _write(self, repeat: bytes, prefix: bytes) -> None:
        _KEYS.pack_into(self._memory, 0, repeat, prefix)


def _at(place: int) -> int:
    return _TABLE_AT + (place % CELLS) * _CELL.size
