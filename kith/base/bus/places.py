"""What live events are, and where each reader stands in its topics."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from kith.base.core.ids import Id

TOLD_MAX = 100  # entries that wait for a reader; then it looks for them itself


class LiveEvent(msgspec.Struct, frozen=True, kw_only=True):
    """Something to show: what kind, about which thing (`author_id` where the thing lies under its author), and in which
    of its changes (`number`, where they are counted). What happens `often` is told to each once a second at most.
    """

    kind: str
    subject_id: Id = Id(0)
    author_id: Id = Id(0)
    number: int = 0
    often: bool = False


RELOAD = LiveEvent(kind="reload")


@dataclass(frozen=True)
class Delivered:
    """An event, and where the reader stands after it: what it names when it comes back."""

    position: str
    event: LiveEvent


class Entry(NamedTuple):
    """An event where it stands in a topic: behind which entry, and at which place."""

    topic: str
    before: str
    place: str
    event: LiveEvent


class Ear:
    """One reader: where it stands in its topics, what it was told since, and which topics it has to read in.

    From `Live.listen` on it calls `wake` whenever there is something to read by `Live.read`.
    """

    __slots__ = ("places", "rung", "told", "wake")

    def __init__(self, topics: Sequence[str], position: str) -> None:
        given = position.split(",")
        self.places = dict(zip(topics, given if len(given) == len(topics) else [""] * len(topics), strict=True))
        self.rung: frozenset[str] = frozenset(topics)
        self.told: tuple[Entry, ...] = ()  # of nothing it takes nothing
        self.wake: Callable[[], None] = nobody

    @property
    def position(self) -> str:
        """Where it stands, as whoever comes back names it."""
        return ",".join(self.places.values())

    @property
    def stirs(self) -> bool:
        """Whether there is something to read."""
        return bool(self.told or self.rung)

    def ring(self, topic: str) -> None:
        """Let it look for itself what stands in a topic."""
        self.rung |= {topic}
        self.wake()

    def tell(self, entry: Entry) -> None:
        """Give it an entry. One that does not listen at present reads on when it does."""
        if len(self.told) < TOLD_MAX:
            self.told += (entry,)
        else:
            self.rung |= {one.topic for one in (*self.told, entry)}
            self.told = ()
        self.wake()

    def take(self) -> list[Delivered]:
        """Go on by what it was told; rings the topics in which something stands between."""
        told, self.told = self.told, ()
        taken = []
        for one in told:
            if one.topic in self.rung:
                continue  # what is read of it has this as well
            place = self.places[one.topic]
            if place == one.before:
                taken.append(self.move(one.topic, one.place, one.event))
            elif not place or _order(place) < _order(one.place):
                self.rung |= {one.topic}
        return taken

    def move(self, topic: str, place: str, event: LiveEvent) -> Delivered:
        """Stand behind an event."""
        self.places[topic] = place
        return Delivered(self.position, event)


def nobody() -> None:
    """Wake nobody: who listens has not come yet, or has gone."""


def _order(place: str) -> tuple[int, int]:
    instant, _dash, number = place.partition("-")
    return int(instant), int(number)
