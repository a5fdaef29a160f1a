"""One thing to do, as the studio's first page shows it."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Due:
    """Something to do, and where. why -- more sentences, if one does not say it all."""

    text: str
    href: str
    is_late: bool = False
    why: tuple[str, ...] = ()
