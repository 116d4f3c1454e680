"""Who acts, when, and in which transaction.

A `House` is what one process has: settings, connections, plugs. A `Work` is one request or one job in it: it opens
the transaction, collects what is to be told, and lets it out only after the commit.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from zlib import crc32

import msgspec

from kith.base.bus.bell import Bell
from kith.base.bus.cache import DependencyCache, Learnt
from kith.base.bus.figures import Figures
from kith.base.bus.limits import Limits
from kith.base.bus.live import Live, LiveEvent
from kith.base.core.clock import Clock, utc_now
from kith.base.core.fact import Fact, Intent
from kith.base.core.ids import Id, IdMaker
from kith.base.core.paging import Paging, Slice
from kith.base.core.record import Record
from kith.base.jobs.queue import Job, enqueue, enqueued_along
from kith.base.mail.mailer import Mailer
from kith.base.opening import Reading, Writing
from kith.base.outside import Outside
from kith.base.storage.blobs import Blobs
from kith.base.storage.database import Database, Db
from kith.base.storage.statement import Asked
from kith.settings import Settings


@dataclass(frozen=True)
class Gate:
    """May this happen? Runs before, in the same transaction, and may raise `Refused`."""

    intent: type[Intent]
    check: Callable[["Work", Any], Awaitable[None]]


@dataclass(frozen=True)
class Listener:
    """This happened; what now? Runs after the commit, as a job, at least once, retried when it fails.

    `name` is written into waiting jobs: it stays the same when the function moves. One that only announces, to few,
    can do so `at_once`: in the transaction of the act, before it is committed, so that nobody waits for a worker.
    """

    fact: type[Fact]
    name: str
    run: Callable[["Work", Any], Awaitable[None]]
    # Whether there is anything to do for it, from what the fact itself says; without, there always is.
    wants: Callable[[Any], bool] | None = None
    at_once: bool = False
    writes: bool = True  # one that only looks, and shows what it found, needs no transaction


DAILY = timedelta(days=1)


@dataclass(frozen=True)
class Nightly:
    """What is due? Runs once a day at `at` (UTC), on one worker of all; or more often, every so long from then on."""

    name: str
    at: time
    run: Callable[["Work"], Awaitable[None]]
    every: timedelta = DAILY  # a minute at the least: that is how often a worker looks


@dataclass(frozen=True)
class Taken:
    """What became of something that was taken over: its id, and the page on which it stands."""

    id: Id
    page: str


@dataclass(frozen=True)
class Taker:
    """Who takes over what was about to be done, and does something else instead. Asked first of all, in the same
    transaction; `None` leaves it as it is. The first that takes it has it.
    """

    intent: type[Intent]
    take: Callable[["Work", Any], Awaitable[Taken | None]]


@dataclass(frozen=True, kw_only=True)
class VirtualList:
    """What else can be read as a list? A feature fills it for each reader, and nobody changes it.

    `key` stays the same for ever: apps know the list by an id that is made of it. `title` speaks the reader's language.
    `read` gives a part of it, in cards of posts; `find` the card of one post where it stands in the list now, by its
    author and its id: for those who listen.
    """

    key: str
    title: Callable[[], str]
    read: Callable[["Work", Paging], Awaitable[Slice[Any]]]
    find: Callable[["Work", Id, Id], Awaitable[Any | None]]

    @property
    def id(self) -> Id:
        """The id for apps: 32 bits, which no id that holds a time has (docs/decisions/0002)."""
        return Id(1 + crc32(self.key.encode()))


@dataclass(frozen=True)
class Plugs:
    """What the features brought, in the order the catalogue lists them."""

    gates: Mapping[type[Intent], Sequence[Gate]]
    listeners: Mapping[type[Fact], Sequence[Listener]]
    nightly: Sequence[Nightly] = ()
    lists: Mapping[Id, VirtualList] = field(default_factory=dict)
    records: Sequence[type[Record]] = ()  # every table's
    takers: Sequence[Taker] = ()

    @classmethod
    def of(
        cls,
        gates: Iterable[Gate],
        listeners: Iterable[Listener],
        nightly: Iterable[Nightly] = (),
        lists: Sequence[VirtualList] = (),
        *,
        records: Sequence[type[Record]] = (),
        takers: Iterable[Taker] = (),
    ) -> "Plugs":
        """Sort them by what they wait for, and lists by their ids."""
        by_intent: dict[type[Intent], list[Gate]] = defaultdict(list)
        by_fact: dict[type[Fact], list[Listener]] = defaultdict(list)
        for gate in gates:
            by_intent[gate.intent].append(gate)
        for listener in listeners:
            by_fact[listener.fact].append(listener)
        by_id = {one.id: one for one in lists}
        assert len(by_id) == len(lists), "two virtual lists share an id: give one another key"
        return cls(by_intent, by_fact, tuple(nightly), by_id, records, tuple(takers))

    def listeners_of(self, fact: Fact) -> list[Listener]:
        """List those who have something to do now that this happened."""
        return [one for one in self.listeners.get(type(fact), ()) if one.wants is None or one.wants(fact)]


@dataclass(frozen=True)
class House:
    """What one process has. Made once, at the program's root."""

    settings: Settings
    database: Database
    ids: IdMaker
    exact_ids: IdMaker
    bell: Bell
    live: Live
    cache: DependencyCache
    figures: Figures
    limits: Limits
    mailer: Mailer
    outside: Outside
    blobs: Blobs
    plugs: Plugs
    secret: bytes  # shared by all processes of this server; signs what leaves it and comes back
    clock: Clock = utc_now

    def work(self, *, actor: Id | None = None, hand: Id | None = None, again: bool = False) -> Writing:
        """Open work that writes: one transaction, committed at the end, rolled back when the block raises.

        With `again`, whoever opens it does all of it once more, without, when it raises `Outdated`.
        """
        db, epoch = self.database.writing(believing=again), self.cache.epoch()
        return Writing(Work(self, db, self.clock(), actor=actor, hand=hand or actor, epoch=epoch))

    def reading(self, *, actor: Id | None = None, hand: Id | None = None) -> Reading:
        """Open work that only reads: no transaction, and a connection only if it is needed."""
        db, epoch = self.database.reading(), self.cache.epoch()
        return Reading(Work(self, db, self.clock(), actor=actor, hand=hand or actor, epoch=epoch))


@dataclass
class Work:
    """One request or job: on whose behalf (`actor`), whose fingers (`hand`), when, in which transaction."""

    house: House
    db: Db
    now: datetime
    actor: Id | None = None
    hand: Id | None = None
    memo: dict[type, Any] = field(default_factory=dict)  # what this request already read, by class
    undone: bool = False
    epoch: int = -1  # of the caches, as it began
    jobs: list[Job] = field(default_factory=list)  # of what was told: to be written in the same transaction
    _at_once: list[tuple[Listener, Fact]] = field(default_factory=list)
    _announcements: list[tuple[LiveEvent, tuple[Id, ...], tuple[str, ...]]] = field(default_factory=list)
    _stale: list[str] = field(default_factory=list)
    _learnt: list[Learnt] = field(default_factory=list)
    _left_jobs: bool = False

    def undo(self) -> None:
        """Keep nothing of this work, though it ends well: for a form that is shown again with what was wrong in it."""
        self.undone = True

    def keep_quiet(self) -> None:
        """Tell nobody of what was done so far: for a history that is made afterwards."""
        self._at_once.clear()
        self.jobs.clear()
        self._announcements.clear()

    def new_id(self, *, exact: bool = False) -> Id:
        """Make an id for now; an `exact` one is held by JavaScript's numbers, for rows with none of the other kind."""
        return (self.house.exact_ids if exact else self.house.ids).next(self.now)

    async def permit(self, intent: Intent) -> None:
        """Ask every gate on this intent; the first that refuses decides."""
        for gate in self.house.plugs.gates.get(type(intent), ()):
            await gate.check(self, intent)

    async def hand_over(self, intent: Intent) -> Taken | None:
        """Ask who takes this over; give what became of it. `None`: nobody does."""
        for taker in self.house.plugs.takers:
            if isinstance(intent, taker.intent) and (taken := await taker.take(self, intent)) is not None:
                return taken
        return None

    def tell(self, fact: Fact, *, at: datetime | None = None) -> None:
        """Let the listeners know after the commit, or at a later instant. Neither lost nor told early."""
        assert self.db.writes or self.db.is_done, "facts are told from work that writes"
        names = []
        for one in self.house.plugs.listeners_of(fact):
            if one.at_once and at is None:
                self._at_once.append((one, fact))
            else:
                names.append(one.name)
        if names:
            self.jobs.append(Job(names=tuple(names), payload=msgspec.json.encode(fact), due_at=at))

    def leaves_job(self, fact: Fact) -> bool:
        """Tell whether a job would be written, were this fact told."""
        return any(not one.at_once for one in self.house.plugs.listeners_of(fact))

    def announce(self, event: LiveEvent, to: Iterable[Id], *, topics: Iterable[str] = ()) -> None:
        """Show something after the commit: in the open pages of these people, and in pages about these topics."""
        self._announcements.append((event, tuple(to), tuple(topics)))

    def forget(self, *dependencies: str) -> None:
        """Drop what the caches of all processes hold about these, after the commit."""
        self._stale.extend(dependencies)

    def keep(self, key: str, value: object, *, depends: Iterable[str], size_bytes: int) -> None:
        """Let this process remember what is written here, after the commit, for who is told of it in this process."""
        if self.house.live.is_heard_here:
            self._learnt.append(Learnt(key, value, tuple(depends), size_bytes))

    def has_changed(self, *dependencies: str) -> bool:
        """Tell whether this very work has changed one of these: what caches hold of it is not what it sees."""
        return any(one in self._stale for one in dependencies)

    async def rest(self) -> None:
        """Commit what was done so far and give the connection back: before a long wait. The work may go on after it."""
        await self.write_jobs()
        await self.db.release(commit=True)
        await self.let_out()

    async def write_jobs(self) -> None:
        """Write the jobs of all facts told, in this very transaction; before that, do what is to be done at once."""
        while self._at_once:
            listener, fact = self._at_once.pop(0)
            await listener.run(self, fact)
        if self.jobs:
            assert not self.db.is_done, "what is done alone leaves no job"
            await enqueue(await self.db.connection(), self.jobs, now=self.now)
            self.jobs.clear()
            self._left_jobs = True

    def jobs_along(self) -> Asked | None:
        """Give what writes the jobs of all facts told as a part of a statement that is done alone, if there are any."""
        jobs, self.jobs = self.jobs, []
        self._left_jobs = self._left_jobs or bool(jobs)
        return enqueued_along(jobs, now=self.now) if jobs else None

    async def let_out(self) -> None:
        """After the commit: caches first, so that whoever is shown something new also reads it new."""
        if self._left_jobs:
            self._left_jobs = False
            self.house.bell.ring()
        stale, told, learnt = list(dict.fromkeys(self._stale)), self._announcements, self._learnt
        self._stale, self._announcements, self._learnt = [], [], []
        if not told:
            await self.house.cache.forget(stale)
            return
        shown: defaultdict[LiveEvent, list[str]] = defaultdict(list)
        for event, people, topics in told:
            shown[event] += [*map(str, people), *topics]
        first = self.house.cache.renew(stale, learnt, since=self.epoch)
        if not await self.house.live.send_all(list(shown.items()), first=first):
            self.house.cache.say_later(stale)
