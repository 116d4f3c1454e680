"""Tell a person that something goes on, and how far it is."""

import sys
import time

EVERY_S = 2


def say(text: str) -> None:
    """Say it beside the output, which may go into a file or a pipe."""
    print(text, file=sys.stderr, flush=True)


class Progress:
    """A count that is told now and then, and at the end."""

    def __init__(self, what: str, total: int) -> None:
        self._what = what
        self._total = total
        self._done = 0
        self._told = time.monotonic()

    def step(self) -> None:
        """One more is done."""
        self._done += 1
        now = time.monotonic()
        if self._done == self._total or now - self._told > EVERY_S:
            self._told = now
            say(f"  {self._what}: {self._done} of {self._total}")
