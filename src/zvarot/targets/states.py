"""The states."""

from dataclasses import dataclass


@dataclass(frozen=True)
class State:
    """iso -- ISO 3166-2."""

    iso: str
    name: str


def states() -> tuple[State, ...]:
    return ()
