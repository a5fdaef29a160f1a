"""Send load with wrk for a few seconds and read what it says."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

SCRIPT = Path(__file__).parent / "act.lua"
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60000.0}


@dataclass(frozen=True)
class Load:
    """per_second -- answers; p99 -- milliseconds; refused -- answers that were not 2xx or 3xx."""

    requests: int
    seconds: float
    p99: float
    refused: int

    @property
    def per_second(self) -> float:
        return (self.requests - self.refused) / self.seconds


def get(url: str, *, connections: int, seconds: int) -> Load:
    return _run([url], connections, seconds)


def post(
    url: str, path: str, fixed: str, *, connections: int, seconds: int, cookie: str = ""
) -> Load:
    """Post forms of new people; `fixed` is added to each body as it is."""
    arguments = [path, fixed, url, *([cookie] if cookie else [])]
    return _run(["-s", str(SCRIPT), url, "--", *arguments], connections, seconds)


def _run(arguments: list[str], connections: int, seconds: int) -> Load:
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", *arguments]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    counted = re.search(r"(\d+) requests in ([\d.]+)s", said)
    tail = re.search(r"99%\s+([\d.]+)(us|ms|s|m)", said)
    if counted is None or tail is None:
        raise RuntimeError(f"wrk said something else than expected:\n{said}")
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    return Load(
        requests=int(counted[1]),
        seconds=float(counted[2]),
        p99=float(tail[1]) * _UNITS[tail[2]],
        refused=int(refused[1]) if refused else 0,
    )
