"""How a start waits: it tells what takes long, and gives up when somebody wants it to."""

import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

TELL_EVERY_S = 5
_TERMINATE_WAIT_S = 2


class EngineFailed(RuntimeError):
    """An engine did not start; the text says what it said and where the rest is."""


class StartGivenUp(RuntimeError):
    """Somebody asked Kith to stop while it was still starting."""


@dataclass(frozen=True)
class Waiting:
    """What to do while an engine is not there yet."""

    report: Callable[[str], None] = lambda _: None
    is_over: Callable[[], bool] = lambda: False

    def until(self, done: Callable[[], bool], *, saying: str, wait_s: float | None = None) -> bool:
        """Wait until `done`, however long it takes unless `wait_s` says so; `False` when that is over.

        Raises `StartGivenUp`.
        """
        begun = told = time.monotonic()
        pause_s = 0.01
        while not done():
            if self.is_over():
                raise StartGivenUp
            now = time.monotonic()
            if wait_s is not None and now - begun > wait_s:
                return False
            if now - told > TELL_EVERY_S:
                told = now
                self.report(f"{saying} ({int(now - begun)} s)")
            time.sleep(pause_s)
            pause_s = min(pause_s * 1.2, 0.25)
        return True

    def until_up(
        self,
        process: "subprocess.Popen[bytes]",
        is_up: Callable[[], bool],
        *,
        saying: str,
        wait_s: float | None = None,
    ) -> bool:
        """Wait for a process that was just started; `False` when it ended by itself, or the time is over.

        When the start is given up, the process is ended.
        """
        try:
            self.until(lambda: process.poll() is not None or is_up(), saying=saying, wait_s=wait_s)
        except StartGivenUp:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(_TERMINATE_WAIT_S)
            raise
        return process.poll() is None and is_up()
