"""The time, as a value that is handed over and never asked for in passing."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Tell the time in UTC. Called at the edge, once a request or job; everything inside receives `work.now`."""
    return datetime.now(UTC)
