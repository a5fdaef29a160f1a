"""The supervisor: one program's crash is repaired, all stop together, none outlives it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from zvarot.cli.supervisor import LONGEST_WAIT_SECONDS, Program, Supervisor

SLEEPER = "import time; time.sleep(600)"


def program(source: str) -> Program:
    return Program(name="sleeper", command=[sys.executable, "-c", source], environ=os.environ)


def wait_until(claim: Callable[[], bool], seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not claim():
        assert time.monotonic() < until, "waited too long"
        time.sleep(0.02)


def is_running(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_program_that_crashes_is_started_again_later_and_later() -> None:
    said: list[str] = []
    clock = Clock()
    supervisor = Supervisor(programs=[program("raise SystemExit(3)")], say=said.append, clock=clock)

    supervisor.start()
    waits = []
    for _ in range(7):
        child = supervisor.children[0]
        assert child.process is not None
        child.process.wait()
        supervisor.look()
        waits.append(child.restart_at - clock.now)
        supervisor.look()
        assert child.process is None, "it must wait before it starts again"
        clock.now = child.restart_at
        supervisor.look()
    supervisor.stop()

    assert waits == [0.5, 1, 2, 4, LONGEST_WAIT_SECONDS, LONGEST_WAIT_SECONDS, LONGEST_WAIT_SECONDS]
    assert said[0] == "The sleeper ended (exit code 3); it starts again in 0.5 s."


def test_a_crash_after_a_healthy_hour_starts_from_the_first_wait() -> None:
    clock = Clock()
    supervisor = Supervisor(programs=[program(SLEEPER)], say=lambda _: None, clock=clock)
    supervisor.start()
    child = supervisor.children[0]
    child.crashes = 5
    assert child.process is not None

    clock.now = 3600
    child.process.kill()
    child.process.wait()
    supervisor.look()

    assert child.restart_at == 3600.5
    supervisor.stop()


def test_nothing_of_a_crashed_program_stays_behind(tmp_path: Path) -> None:
    source = f"""
import subprocess, sys, time
helper = subprocess.Popen([sys.executable, "-c", {SLEEPER!r}])
open({str(tmp_path / "pid")!r}, "w").write(str(helper.pid) + " ")
time.sleep(600)
"""
    supervisor = Supervisor(programs=[program(source)], say=lambda _: None)
    supervisor.start()
    written = tmp_path / "pid"
    wait_until(lambda: written.exists() and written.read_text().endswith(" "))
    helper = int(written.read_text())
    child = supervisor.children[0]
    assert child.process is not None

    child.process.kill()
    child.process.wait()
    supervisor.look()

    wait_until(lambda: not is_running(helper))
    supervisor.stop()


def test_stopping_ends_every_program() -> None:
    supervisor = Supervisor(programs=[program(SLEEPER), program(SLEEPER)])
    supervisor.start()
    pids = [child.process.pid for child in supervisor.children if child.process]

    supervisor.stop()

    assert len(pids) == 2
    assert not any(is_running(pid) for pid in pids)


@pytest.mark.skipif(sys.platform != "linux", reason="asks the Linux kernel for this")
def test_no_program_outlives_a_killed_supervisor(tmp_path: Path) -> None:
    source = f"""
import os, sys, time
from zvarot.cli.supervisor import Program, Supervisor
command = [sys.executable, "-c", {SLEEPER!r}]
supervisor = Supervisor(programs=[Program(name="sleeper", command=command, environ=os.environ)])
supervisor.start()
print(supervisor.children[0].process.pid, flush=True)
time.sleep(600)
"""
    parent = subprocess.Popen([sys.executable, "-c", source], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    assert is_running(pid)

    parent.send_signal(signal.SIGKILL)
    parent.communicate()

    wait_until(lambda: not is_running(pid))
