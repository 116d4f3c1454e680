"""A clock that stands still until a test moves it."""

from datetime import UTC, datetime, timedelta

BEGINNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday morning


class TestClock:
    """Call it for the time; `tick` moves it."""

    __test__ = False  # not a test class, whatever its name says to pytest

    def __init__(self) -> None:
        self._now = BEGINNING

    def __call__(self) -> datetime:
        """Tell the time, a millisecond later at every call, so that what comes later sorts later."""
        self._now += timedelta(milliseconds=1)
        return self._now

    def tick(self, **step: float) -> None:
        """Move on by a timedelta's keywords: `clock.tick(days=3)`."""
        self._now += timedelta(**step)
