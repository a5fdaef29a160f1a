"""Write what went wrong into the log: never with what somebody typed, never in a flood.

An error's own words may carry answers, so only its type and place are written; each place once
a second at most, as a surge of failures must not fill the disk that it may come from.
"""

import logging
import time
from typing import Final

_EVERY_SECONDS: Final = 1.0
_said: Final[dict[str, float]] = {}

log = logging.getLogger("zvarot.front")


def tell(problem: BaseException, what: str = "A request failed") -> None:
    """Write one line: what failed, the type of the error, the file and line it came from."""
    place = _place(problem)
    now = time.monotonic()
    if now - _said.get(place, -_EVERY_SECONDS) >= _EVERY_SECONDS:
        _said[place] = now
        log.error("%s: %s at %s", what, type(problem).__name__, place)


def _place(problem: BaseException) -> str:
    where = problem.__traceback__
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    return f"{where.tb_frame.f_code.co_filename}:{where.tb_lineno}" if where else "an unknown line"
