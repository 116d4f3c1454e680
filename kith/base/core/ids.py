"""Ids: 64-bit and time-ordered, so that sorting by id is sorting by time.

    | 48 bits: milliseconds since 1970 | 10 bits: node | 6 bits: sequence |

The upper part is the layout Mastodon uses, because its clients page and sort by ids and some read the time out
of them. Ids are made by the program, not by the database, so a row knows its key before it is written and the
same schema works on a cluster (a sequence would be a bottleneck and would tell how much is written).
"""

from datetime import UTC, datetime
from threading import Lock
from typing import NewType

Id = NewType("Id", int)

ID_MAX = 2**63 - 1
NODES_MAX = 1024
_SEQUENCE_MAX = 64
_TIME_SHIFT = 16
_NODE_SHIFT = 6
EXACT_STEP = 16  # a number of JavaScript (53 bits) holds every sixteenth id exactly, until September 2039


class IdMaker:
    """Give out the ids of one process. `node` tells processes apart: 0 to 1023, leased at start.

    With a `step` only every so many are given, for what apps are told as numbers.
    """

    def __init__(self, node: int, *, step: int = 1) -> None:
        assert 0 <= node < NODES_MAX
        assert _SEQUENCE_MAX % step == 0
        self._node, self._step = node, step
        self._last = 0  # milliseconds and sequence of the newest id, as one number
        self._lock = Lock()

    def next(self, now: datetime) -> Id:
        """Make an id for this instant, larger than every id made before by this maker.

        When a clock steps back, or 64 ids of one millisecond are used up, the next free place in time is taken.
        """
        wanted = _milliseconds(now) * _SEQUENCE_MAX
        with self._lock:
            self._last = max(self._last + self._step, wanted)
            milliseconds, sequence = divmod(self._last, _SEQUENCE_MAX)
        return Id(milliseconds << _TIME_SHIFT | self._node << _NODE_SHIFT | sequence)


def first_id_at(instant: datetime) -> Id:
    """Give the smallest id that an instant can have: a bound for "since then"."""
    return Id(_milliseconds(instant) << _TIME_SHIFT)


def instant_of(identifier: Id) -> datetime:
    """Read the instant out of an id, to the millisecond."""
    return datetime.fromtimestamp((identifier >> _TIME_SHIFT) / 1000, UTC)


def parse_id(text: str) -> Id | None:
    """Read an id as clients send it. Whatever is not one gives `None`, never an error: it names nothing here."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 19):
        return None
    number = int(text)
    return Id(number) if 0 < number <= ID_MAX else None


def meant_in_javascript(identifier: Id) -> Id:
    """Give the exact id that an app in JavaScript means: it writes the last digits of a large number as it likes."""
    return Id(min(int(float(identifier)), ID_MAX))


def _milliseconds(instant: datetime) -> int:
    return int(instant.timestamp() * 1000)
