"""What is handed to the program that sets letters as PDF (deliveries/letter_pdf.py).

Both planes start it by its name, in a process of its own: the front must hold no typesetting,
and what it has set must leave memory.
"""

import json
from collections.abc import Iterable
from datetime import date
from typing import Final

from zvarot.contract.letter import Letter

PROGRAM: Final = ("-m", "zvarot.deliveries.letter_pdf")  # arguments for Python


def print_job(
    letters: Iterable[Letter],
    *,
    on: date,
    country: str,
    guide_in: str = "",
    is_abroad: bool = True,
) -> bytes:
    """Return what the program reads from its standard input.

    country -- of the sender, ISO 3166-1: decides paper and stamp. guide_in -- language of a
    first page on how to post them; "": none. is_abroad -- they go to another country.
    """
    data = {
        "letters": [letter.to_json() for letter in letters],
        "on": on.isoformat(),
        "country": country,
        "guide_in": guide_in,
        "is_abroad": is_abroad,
    }
    return json.dumps(data, ensure_ascii=False).encode()


def is_pdf(output: bytes) -> bool:
    return output.startswith(b"%PDF")
