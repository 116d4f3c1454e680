"""A process that shall run: started, started again when it dies, ended with everything it started."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO

FIRST_DELAY_S, DELAY_MAX_S = 0.25, 15.0
STEADY_AFTER_S = 30.0  # who ran that long has earned an immediate start
_PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None)


@dataclass
class Child:
    """One process. `look` is called again and again."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    output: IO[bytes]
    tell: Callable[[str], None]
    process: subprocess.Popen[bytes] | None = None
    delay_s: float = FIRST_DELAY_S
    start_at: float = field(default=0.0)
    _started_at: float = field(default=0.0)

    @property
    def is_running(self) -> bool:
        """Tell whether it is there."""
        return self.process is not None and self.process.poll() is None

    def look(self) -> None:
        """Start it if it is due; note when it died."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is not None:
            self._note_death(self.process, now)
        if self.process is None and now >= self.start_at:
            self._started_at = now
            self.process = subprocess.Popen(
                self.command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=self.output,
                stderr=self.output,
                start_new_session=True,  # Ctrl-C in the terminal is for the supervisor, which ends things in order
                preexec_fn=_end_with_parent,  # noqa: PLW1509 - the supervisor has no threads
            )

    def end(self) -> None:
        """Ask it to finish what it does and to go."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def kill(self) -> None:
        """End it now, and whatever it started and left behind."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def _note_death(self, process: subprocess.Popen[bytes], now: float) -> None:
        self.kill()
        self.process = None
        steady = now - self._started_at > STEADY_AFTER_S
        self.delay_s = FIRST_DELAY_S if steady else min(self.delay_s * 2, DELAY_MAX_S)
        self.start_at = now + self.delay_s
        self.tell(f"The {self.name} process {_how(process.returncode)}. It is started again in {self.delay_s:g} s.")


def _how(code: int) -> str:
    return f"was killed by signal {-code}" if code < 0 else f"ended ({code})"


def _end_with_parent() -> None:
    """Runs in the child: a supervisor that is killed must not leave its web processes to hold the port."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
