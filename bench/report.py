"""Turn measurements into ratios with their targets, for the terminal and for the docs."""

import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.contestants import AS_TARGETED, DJANGOS
from bench.load import Load


@dataclass(frozen=True)
class Measured:
    """lost -- acts that were thanked for and are not stored. There must be none."""

    per_second: float
    p99: float
    lost: int

    @classmethod
    def of(cls, done: Load, lost: int) -> "Measured":
        if done.refused > done.requests // 100:
            raise RuntimeError(f"{done.refused} of {done.requests} requests were refused.")
        return cls(done.per_second, done.p99, lost)


@dataclass(frozen=True, kw_only=True)
class Result:
    """Medians of all rounds."""

    name: str
    connections: int
    per_second: float
    p99: float
    lost: int


@dataclass(frozen=True)
class Ratio:
    """target -- None: told and not judged. is_most -- the value should stay below, not above."""

    what: str
    value: float
    target: float | None
    is_most: bool = False

    @property
    def judged(self) -> str:
        """The last two cells of its row."""
        if self.target is None:
            return "– | "
        is_reached = self.value <= self.target if self.is_most else self.value >= self.target
        verdict = "reached" if is_reached else "**not reached**"
        return f"{'≤' if self.is_most else '≥'} {self.target:g} | {verdict}"


def write(
    results: Sequence[Result], drained: float, where: Path, *, rounds: int, seconds: int
) -> str:
    """Write the docs page and return it."""
    page = "\n".join(_page(results, drained, rounds, seconds)) + "\n"
    where.parent.mkdir(parents=True, exist_ok=True)
    where.write_text(page, encoding="utf-8")
    return page


def ratios(results: Sequence[Result]) -> list[Ratio]:
    by = {(result.name, result.connections): result for result in results}

    def share(one: str, other: str, connections: int) -> float:
        return by[one, connections].per_second / by[other, connections].per_second

    found = []
    for name, store in (("sqlite POST", "SQLite"), ("postgres POST", "PostgreSQL")):
        for connections, least in ((64, 0.15), (512, 0.18)):
            what = f"acts taken on {store} ÷ no-op POST, {connections} connections"
            found.append(Ratio(what, share(name, "noop POST", connections), least))
        for one in DJANGOS:
            least = 10 if one is AS_TARGETED else None
            what = one.named(f"acts taken on {store} ÷ Django view with one INSERT")
            value = share(name, one.named("django POST"), 64)
            found.append(Ratio(f"{what}, 64 connections", value, least))
        for connections, most in ((64, 25), (512, 100)):
            what = f"99th percentile while taking on {store}, {connections} connections, ms"
            found.append(Ratio(what, by[name, connections].p99, most, is_most=True))
        what = f"thanked for and not stored, {store}"
        lost = max(by[name, 64].lost, by[name, 512].lost)
        found.append(Ratio(what, lost, 0, is_most=True))
    found.append(Ratio("page GET ÷ no-op POST", share("page GET", "noop POST", 64), 1.0))
    found.append(Ratio("page GET ÷ no-op GET", share("page GET", "noop GET", 64), 0.5))
    for cached in ("cache_page GET", "cache_page with ETag GET"):
        for one in DJANGOS:
            is_targeted = one is AS_TARGETED and cached == "cache_page GET"
            what = one.named(cached)
            value = share("page GET", what, 64)
            found.append(Ratio(f"page GET ÷ {what}", value, 12 if is_targeted else None))
    return found


def _page(results: Sequence[Result], drained: float, rounds: int, seconds: int) -> Iterator[str]:
    yield "# Benchmarks"
    yield ""
    yield (
        "`make bench` writes this page. An *act* is a petition form with names in Latin and "
        "Cyrillic letters, a ticket and a promise; it is checked, sealed into two envelopes "
        "(postman and target), and on the disk before the answer. The no-op is the same server "
        "with the same number of processes reading the same form and throwing it away, in ASGI; "
        "in the last table it stands once more in RSGI, which the front speaks. The ordinary "
        "Django site runs on the same server as the targets were set: four threads of one process, "
        "and a page kept for five seconds, so that its count is not much older than ours. Two "
        "processes are quicker on two cores, and an ETag, which our page has, makes it slower: "
        "the rows without a target."
    )
    yield ""
    yield (
        f"Medians of {rounds} interleaved rounds of {seconds} seconds; load and programs on "
        f"{os.cpu_count()} shared cores; Python {platform.python_version()}; the machine's load "
        f"at the end was {os.getloadavg()[2]:.1f}. Other programs on the same cores widen the "
        "latencies and lower the ratios of whatever computes most."
    )
    yield ""
    yield (
        "Sealing is most of an act: two HPKE envelopes are about 90 µs of one core, and a "
        "no-op is about 40. The front also overwrites all memory that it frees, as shipped."
    )
    yield ""
    yield "| ratio | value | target | |"
    yield "| --- | --- | --- | --- |"
    drain = Ratio("signatures that the worker takes out of the inbox, a second", drained, 3000)
    for ratio in (*ratios(results), drain):
        yield f"| {ratio.what} | {_short(ratio.value)} | {ratio.judged} |"
    yield ""
    yield "| program | connections | answers a second | 99th percentile, ms |"
    yield "| --- | --- | --- | --- |"
    for result in sorted(results, key=lambda one: (one.connections, one.name)):
        rate = f"{result.per_second:,.0f}"
        yield f"| {result.name} | {result.connections} | {rate} | {result.p99:.1f} |"


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
