"""Let people read a world in one order, and measure what they were shown, and what came of it."""

import math
import random
import statistics
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bench.feed.orders import Order, Shown, Table
from bench.feed.world import BEGINNING, World
from kith.base.core.ids import Id, instant_of
from kith.feed.model import CARDS_OF_CLOSEST, Author
from kith.ties.model import Pair
from kith.ties.rules import closeness, depth_of, gap_days, happened, is_dormant, mutual, strength

UNREAD_DAYS = 14
DROPPED_DAYS = 14  # until marks and ties have settled
FRIENDS = 50
QUIET_A_MONTH = 3
BLOCK_DAYS = 23
ANSWERS_A_DAY_MAX = 10


@dataclass(frozen=True, kw_only=True)
class Metrics:
    """What an order did. Shares are from 0 to 1; `exchanges` and `people` are a reader's, over the time measured."""

    cover: float
    known: float
    weighted: float
    horn: float
    largest: float
    quiet: float
    back: float
    gini: float
    different: float
    age_days: float
    exchanges: float
    people: float


@dataclass
class _Notes:
    cover: list[float] = field(default_factory=list)
    known: list[float] = field(default_factory=list)
    weighted: list[float] = field(default_factory=list)
    horn: list[float] = field(default_factory=list)
    largest: list[float] = field(default_factory=list)
    quiet: list[bool] = field(default_factory=list)
    different: list[float] = field(default_factory=list)
    ages: list[float] = field(default_factory=list)
    exposure: defaultdict[Id, Counter[Id]] = field(default_factory=lambda: defaultdict(Counter))
    back_there: set[tuple[Id, Id, int]] = field(default_factory=set)
    back_shown: set[tuple[Id, Id, int]] = field(default_factory=set)
    answered: list[tuple[Id, Id]] = field(default_factory=list)


class Run:
    """One world, read in one order."""

    def __init__(self, world: World, order: Order, *, places: int, seed: int, provocation: float = 1.0) -> None:
        self._world = world
        self._order = order
        self._places = places
        self._provocation = provocation
        self._chance = random.Random(seed)  # noqa: S311 - not a secret
        self._pairs = dict(world.pairs)
        self._seen_at: dict[tuple[Id, Id], datetime] = {
            ends: BEGINNING - timedelta(days=400 if ends in world.dormant else 1) for ends in world.layers
        }
        self._shown: defaultdict[Id, set[Id]] = defaultdict(set)
        self._answers: Counter[tuple[Id, int]] = Counter()
        self._notes = _Notes()

    def metrics(self) -> Metrics:
        """Let all days pass."""
        for day in range(self._world.days):
            for one, other, at in self._world.contacts[day]:
                self._exchange((one, other), at)
            for reader, at in self._world.visits[day]:
                self._read(reader, at, day)
        notes, readers = self._notes, len(self._world.readers)
        return Metrics(
            cover=_mean(notes.cover),
            known=_mean(notes.known),
            weighted=_mean(notes.weighted),
            horn=_mean(notes.horn),
            largest=_mean(notes.largest),
            quiet=_mean([float(one) for one in notes.quiet]),
            back=len(notes.back_shown) / max(1, len(notes.back_there)),
            gini=_mean([_gini(self._exposures(reader)) for reader in self._world.readers]),
            different=_mean(notes.different),
            age_days=statistics.median(notes.ages) if notes.ages else 0.0,
            exchanges=len(notes.answered) / readers,
            people=len(set(notes.answered)) / readers,
        )

    def _read(self, reader: Id, now: datetime, day: int) -> None:
        authors = [self._author(reader, author, now) for author in self._world.follows[reader]]
        table = Table(
            reader=reader,
            now=now,
            places=self._places,
            authors=authors,
            popularity=self._world.followers,
            rates=self._world.rates,
            provocation=self._provocation,
        )
        shown = self._order(table)
        if day >= DROPPED_DAYS:
            self._note(table, shown, day)
        for place, (author, post) in enumerate(shown):
            self._shown[reader].add(post)
            self._seen_at[reader, author] = now
            self._maybe_answer(reader, author, place, now, day)

    def _author(self, reader: Id, author: Id, now: datetime) -> Author:
        pair = self._pairs.get((reader, author), Pair())
        tie = strength(closeness(pair.given, pair.got, 0.0, now))
        unread = [p for p in self._world.unread(author, now, days=UNREAD_DAYS) if p not in self._shown[reader]]
        talked = [at for at in (pair.given.composed_at, pair.got.composed_at) if at]
        gap, depth = gap_days(max(talked, default=None), None, now), depth_of(pair.exchanges, 0)
        close = closeness(pair.given, pair.got, 0.0, now)
        return Author(
            id=author,
            unread=tuple(unread),
            seen_at=self._seen_at.get((reader, author), BEGINNING - timedelta(days=1)),
            tie=tie,
            mutual=mutual(pair.given, pair.got, 0.0, now),
            depth=depth,
            dormant=is_dormant(depth=depth, gap=gap, close=close, peak=pair.peak),
            cards_max=CARDS_OF_CLOSEST if self._world.layers.get((reader, author)) == 0 else 1,
        )

    def _note(self, table: Table, shown: Shown, day: int) -> None:
        notes, world, reader = self._notes, self._world, table.reader
        there = Counter(author for author, _post in shown)
        tied = {one.id: one.tie for one in table.authors if one.mutual > 0 and _has_fresh(one)}
        if tied:
            best = sorted(tied.values(), reverse=True)[: self._places]
            notes.cover.append(sum(one in there for one in tied) / min(self._places, len(tied)))
            notes.weighted.append(sum(tie for one, tie in tied.items() if one in there) / sum(best))
        known = {one.id for one in table.authors if (reader, one.id) in world.layers and _has_fresh(one)}
        if known:
            notes.known.append(sum(one in there for one in known) / min(self._places, len(known)))
        closest = sorted(table.authors, key=lambda one: -one.tie)[:FRIENDS]
        quiet = {one.id for one in closest if world.rates[one.id] < QUIET_A_MONTH}
        notes.quiet += [author in there for author in tied if author in quiet]
        if shown:
            notes.horn.append(sum(count for one, count in there.items() if one in world.loud) / len(shown))
            notes.largest.append(max(there.values()) / len(shown))
            notes.different.append(len(there) / len(shown))
            notes.ages += [(table.now - instant_of(post)) / timedelta(days=1) for _author, post in shown]
        for place, (author, _post) in enumerate(shown, start=1):
            notes.exposure[reader][author] += 1 / math.log2(1 + place)  # type: ignore[assignment]
        block = (day - DROPPED_DAYS) // BLOCK_DAYS
        for one in table.authors:
            if (reader, one.id) in world.dormant and (one.unread or one.id in there):
                notes.back_there.add((reader, one.id, block))
                if one.id in there:
                    notes.back_shown.add((reader, one.id, block))

    def _maybe_answer(self, reader: Id, author: Id, place: int, now: datetime, day: int) -> None:
        """Assumed: further down one answers less, to closer people more; the popular and the loud answer less."""
        pair = self._pairs.get((reader, author))
        tie = strength(closeness(pair.given, pair.got, 0.0, now)) if pair else 0.0
        if self._chance.random() >= 0.93**place * (0.01 + 0.10 * tie):
            return
        fame, rate = self._world.followers.get(author, 0), self._world.rates[author]
        answers = self._chance.random() < 0.6 / (1 + fame / 150) / (1 + rate / 60)
        if answers and self._answers[author, day] < ANSWERS_A_DAY_MAX:
            self._answers[author, day] += 1
            if day >= DROPPED_DAYS:
                self._notes.answered.append((reader, author))
            self._exchange((reader, author), now)

    def _exchange(self, ends: tuple[Id, Id], at: datetime) -> None:
        pair = happened(self._pairs.get(ends, Pair()), "reply", at)
        self._pairs[ends] = happened(pair, "reply", at, from_other=True)

    def _exposures(self, reader: Id) -> list[float]:
        there = [one for one in self._world.follows[reader] if self._world.posts.get(one)]
        return [float(self._notes.exposure[reader][one]) for one in there]


def _has_fresh(author: Author) -> bool:
    return any(instant_of(post) > author.seen_at for post in author.unread[-1:])


def _mean(values: Sequence[float]) -> float:
    return statistics.mean(values) if values else 0.0


def _gini(values: Sequence[float]) -> float:
    total, count = sum(values), len(values)
    if total == 0:
        return 0.0
    ranked = sum(rank * value for rank, value in enumerate(sorted(values), start=1))
    return 2 * ranked / (count * total) - (count + 1) / count
