"""Keep several programs running: start, restart with back-off, stop together.

For one machine under one user (`zvarot run`). A service manager does the same job better when
there is one: then each program is its own service.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

FIRST_WAIT_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 5.0
# A program that ran this long was healthy: its next crash starts from the first wait again.
HEALTHY_SECONDS = 20.0
STOP_SECONDS = 15.0
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, kw_only=True)
class Program:
    """One program to keep running."""

    name: str
    command: Sequence[str]
    environ: Mapping[str, str]


@dataclass(kw_only=True)
class Child:
    """A program and its process, if it has one now."""

    program: Program
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    restart_at: float = 0.0
    crashes: int = 0


@dataclass(kw_only=True)
class Supervisor:
    """Runs programs until `stop`. `say` tells the operator; `clock` is monotonic seconds."""

    programs: Sequence[Program]
    say: Callable[[str], None] = print
    clock: Callable[[], float] = time.monotonic
    children: list[Child] = field(default_factory=list)

    def start(self) -> None:
        """Start every program."""
        self.children = [Child(program=program) for program in self.programs]
        for child in self.children:
            self._start(child)

    def look(self) -> None:
        """Notice programs that ended; start again those whose wait is over."""
        for child in self.children:
            if child.process is None:
                if self.clock() >= child.restart_at:
                    self._start(child)
            elif (code := child.process.poll()) is not None:
                # Its own workers may still hold its port: they go before the next one starts.
                _kill_group(child.process)
                self._ended(child, code)

    def stop(self) -> None:
        """Ask all to stop, wait, and kill what does not."""
        running = [child.process for child in self.children if child.process is not None]
        for process in running:
            process.terminate()
        until = self.clock() + STOP_SECONDS
        for process in running:
            try:
                process.wait(timeout=max(0.1, until - self.clock()))
            except subprocess.TimeoutExpired:
                self.say("A program does not stop; it is killed.")
            _kill_group(process)
        self.children = []

    def _start(self, child: Child) -> None:
        child.started_at = self.clock()
        child.process = subprocess.Popen(
            child.program.command,
            env=dict(child.program.environ),
            stdin=subprocess.DEVNULL,
            # Its own group: Ctrl-C reaches only the supervisor, which stops all in order.
            process_group=0,
            preexec_fn=_die_with(os.getpid()),
        )

    def _ended(self, child: Child, code: int) -> None:
        now = self.clock()
        child.crashes = 1 if now - child.started_at >= HEALTHY_SECONDS else child.crashes + 1
        wait = min(FIRST_WAIT_SECONDS * 2 ** (child.crashes - 1), LONGEST_WAIT_SECONDS)
        child.process, child.restart_at = None, now + wait
        self.say(f"The {child.program.name} ended ({_how(code)}); it starts again in {wait:g} s.")


def _die_with(parent: int) -> Callable[[], None] | None:
    """Return what a child does first: ask the kernel to stop it when its parent dies.

    Even `kill -9` of the supervisor then leaves no program behind. Linux only.
    """
    if sys.platform != "linux":
        return None
    # Loaded before the fork: the child may not wait for locks that other threads held.
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def ask() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it died before we could ask
            os._exit(1)

    return ask


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _how(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
