"""What live events are, and where each reader stands in its topics."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from kith.base.core.ids import Id

TOLD_MAX = 100  # entries that wait for a reader; then it looks for them itself


class LiveEvent(msgspec.Struct, frozen=True, kw_only=True):
    """Something to show: what kind, about which thing (`author_id` where the thing lies under its author), and in which
    of its changes (`number`, where they are counted).
    """

    kind: str
    subject_id: Id = Id(0)
    author_id: Id = Id(0)
    number: int = 0


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
    """One reader: what it was told, which of its topics are to be read, and the bell that wakes it."""

    __slots__ = ("bell", "rung", "told")

    def __init__(self, topics: Iterable[str]) -> None:
        self.bell = asyncio.Event()
        self.rung = set(topics)
        self.told: list[Entry] = []

    def ring(self, topic: str) -> None:
        self.rung.add(topic)
        self.bell.set()

    def tell(self, entry: Entry) -> None:
        self.told.append(entry)
        if len(self.told) > TOLD_MAX:  # it does not listen at present; it reads on when it does
            self.rung.update(one.topic for one in self.told)
            self.told.clear()
        self.bell.set()


class Places:
    """Where a reader stands in each of its topics: written as their entries' ids, joined by commas."""

    def __init__(self, topics: Sequence[str], position: str) -> None:
        given = position.split(",")
        self.of = dict(zip(topics, given if len(given) == len(topics) else [""] * len(topics), strict=True))

    def take(self, told: Sequence[Entry], rung: set[str]) -> list[Delivered]:
        """Go on by what was told; rings the topics in which something stands between."""
        taken = []
        for one in told:
            if one.topic in rung:
                continue  # what is read of it has this as well
            place = self.of[one.topic]
            if place == one.before:
                taken.append(self.move(one.topic, one.place, one.event))
            elif not place or _order(place) < _order(one.place):
                rung.add(one.topic)
        return taken

    def move(self, topic: str, place: str, event: LiveEvent) -> Delivered:
        self.of[topic] = place
        return Delivered(",".join(self.of.values()), event)


def _order(place: str) -> tuple[int, int]:
    instant, _dash, number = place.partition("-")
    return int(instant), int(number)
