"""The worker: facts become jobs, nights come once, and it stops when it is told to."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from datetime import time as hour
from pathlib import Path

import pytest
import pytest_asyncio

from kith import worker as worker_process
from kith.base.bus.live import LiveEvent
from kith.base.bus.tests.following import follow
from kith.base.core.fact import Fact
from kith.base.core.ids import Id
from kith.base.jobs import running
from kith.base.storage.statement import Statement
from kith.base.work import House, Listener, Nightly, Plugs, Work
from kith.worker import _Nights, run, run_everything_due, run_nightly
from tests.clock import TestClock

ROOT = Path(__file__).parents[1]
BUSY_S = 120  # in which a process begins and ends on a machine that is busy with other tests
_JOBS = Statement("SELECT count(*) FROM jobs")


class Happened(Fact, frozen=True, kw_only=True):
    """Something a test did."""

    thing_id: Id


class Heard:
    """What the listeners of a test were told, as (listener, thing)."""

    def __init__(self) -> None:
        self.told: list[tuple[str, Id]] = []

    def listener(self, name: str) -> Listener:
        """One that notes."""

        async def note(work: Work, fact: Happened) -> None:
            assert work.actor is None
            self.told.append((name, fact.thing_id))

        return Listener(fact=Happened, name=name, run=note)


@pytest.fixture
def heard() -> Heard:
    """Nothing yet."""
    return Heard()


@pytest_asyncio.fixture
async def listening(house: House, heard: Heard) -> AsyncIterator[House]:
    """A house with two listeners on one fact."""
    yield replace(house, plugs=Plugs.of(gates=(), listeners=(heard.listener("test.a"), heard.listener("test.b"))))


async def test_every_listener_has_a_job_of_its_own(listening: House, heard: Heard) -> None:
    """One that fails keeps no other from hearing."""
    async with listening.work() as work:
        work.tell(Happened(thing_id=Id(7)))
    assert await run_everything_due(listening) == 2
    assert sorted(heard.told) == [("test.a", 7), ("test.b", 7)]


async def test_what_is_done_at_once_is_no_job(house: House, heard: Heard) -> None:
    """It sees what the act has written, and takes part in its end: what is undone was never heard."""
    listeners = (replace(heard.listener("test.a"), at_once=True), heard.listener("test.b"))
    where = replace(house, plugs=Plugs.of(gates=(), listeners=listeners))
    async with where.work() as work:
        work.tell(Happened(thing_id=Id(7)))
        assert heard.told == []
    assert heard.told == [("test.a", 7)]
    async with where.work() as work:
        work.tell(Happened(thing_id=Id(8)))
        work.undo()
    assert await run_everything_due(where) == 1
    assert heard.told == [("test.a", 7), ("test.b", 7)]


async def test_a_listener_with_nothing_to_do_has_no_job(house: House, heard: Heard) -> None:
    """It says so from the fact alone; where nobody has anything to do, nothing is written."""
    listeners = (replace(heard.listener("test.a"), wants=lambda fact: fact.thing_id != Id(7)), heard.listener("test.b"))
    both = replace(house, plugs=Plugs.of(gates=(), listeners=listeners))
    first = replace(house, plugs=Plugs.of(gates=(), listeners=listeners[:1]))
    for where, thing in ((both, Id(7)), (both, Id(8)), (first, Id(7))):
        async with where.work() as work:
            work.tell(Happened(thing_id=thing))
    async with house.reading() as work:
        assert await work.db.value(_JOBS) == 2
    assert await run_everything_due(both) == 3
    assert sorted(heard.told) == [("test.a", 8), ("test.b", 7), ("test.b", 8)]


async def test_a_listener_that_only_looks_shows_what_it_found(house: House) -> None:
    """It has no transaction, and what it announces goes out all the same."""
    position = await house.live.arrive(["7"])

    async def show(work: Work, fact: Happened) -> None:
        assert not work.db.writes
        work.announce(LiveEvent(kind="happened"), [fact.thing_id])

    looking = replace(house, plugs=Plugs.of(gates=(), listeners=[Listener(Happened, "test.show", show, writes=False)]))
    async with looking.work() as work:
        work.tell(Happened(thing_id=Id(7)))
    assert await run_everything_due(looking) == 1
    async with contextlib.aclosing(follow(house.live, ["7"], position, pause_s=30)) as following:
        batch = await anext(following)
    assert [one.event.kind for one in batch] == ["happened"]


async def test_what_was_undone_is_not_told(listening: House, heard: Heard) -> None:
    """Neither when the work fails nor when the act takes itself back."""
    with pytest.raises(ZeroDivisionError):
        await _tell_and_fail(listening)
    async with listening.work() as work:
        work.tell(Happened(thing_id=Id(7)))
        work.undo()
    assert await run_everything_due(listening) == 0
    assert heard.told == []


async def _tell_and_fail(house: House) -> None:
    async with house.work() as work:
        work.tell(Happened(thing_id=Id(7)))
        raise ZeroDivisionError


async def test_what_is_told_for_later_waits(listening: House, heard: Heard, clock: TestClock) -> None:
    """A poll's end, a post that was scheduled."""
    async with listening.work() as work:
        work.tell(Happened(thing_id=Id(7)), at=work.now + timedelta(days=3))
    assert await run_everything_due(listening) == 0
    clock.tick(days=3)
    assert await run_everything_due(listening) == 2


class Night:
    """A nightly work that counts."""

    def __init__(self, name: str, *, fails: bool = False) -> None:
        self.runs: list[datetime] = []
        self.fails = fails
        self.nightly = Nightly(name=name, at=hour(3, 10), run=self._run)

    async def _run(self, work: Work) -> None:
        self.runs.append(work.now)
        await asyncio.sleep(0.05)
        if self.fails:
            raise ZeroDivisionError


async def test_a_night_comes_once_for_all_workers(house: House, clock: TestClock) -> None:
    """However many look at the same moment; and again the next night."""
    night = Night("test.night")
    assert sum(await asyncio.gather(*(run_nightly(house, night.nightly) for _turn in range(8)))) == 1
    assert not await run_nightly(house, night.nightly)
    clock.tick(days=1)
    assert sum(await asyncio.gather(*(run_nightly(house, night.nightly) for _turn in range(8)))) == 1
    assert len(night.runs) == 2


async def test_nights_that_were_missed_are_caught_up_with_once(house: House, clock: TestClock) -> None:
    """A server that was off for a week does not do seven nights' work."""
    night = Night("test.night")
    await run_nightly(house, night.nightly)
    clock.tick(days=7)
    assert await run_nightly(house, night.nightly)
    assert not await run_nightly(house, night.nightly)


async def test_what_is_due_more_often_comes_once_each_time(house: House, clock: TestClock) -> None:
    """Every so long from its hour on; what was missed is caught up with once."""
    night = Night("test.often")
    often = replace(night.nightly, every=timedelta(minutes=5))
    assert await run_nightly(house, often)
    clock.tick(minutes=5)
    assert sum(await asyncio.gather(*(run_nightly(house, often) for _turn in range(4)))) == 1
    clock.tick(minutes=17)
    assert await run_nightly(house, often)
    assert not await run_nightly(house, often)


async def test_a_night_that_fails_is_due_still_and_keeps_no_other_from_its_turn(house: House) -> None:
    """It is tried again after a while, not at every look."""
    bad, good = Night("test.bad", fails=True), Night("test.good")
    own = replace(house, plugs=Plugs.of(gates=(), listeners=(), nightly=(bad.nightly, good.nightly)))
    nights = _Nights(own)
    await nights.run_due()
    await nights.run_due()
    assert (len(bad.runs), len(good.runs)) == (1, 1)
    bad.fails = False
    assert await run_nightly(own, bad.nightly)


async def test_it_stops_when_it_is_told_to(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when it has nothing to do, and would not look again for long."""
    monkeypatch.setattr(running, "POLL_S", 600)
    monkeypatch.setattr(running, "POLL_UNHEARD_S", 600)
    monkeypatch.setattr(worker_process, "LOOK_EVERY_S", 600)
    monkeypatch.setattr(worker_process, "STOP_WITHIN_S", 600)
    stop = asyncio.Event()
    worker = asyncio.create_task(run(house.settings, stop))
    await asyncio.sleep(0.5)
    stop.set()
    async with asyncio.timeout(60):
        await worker


async def test_sigterm_ends_the_process(house: House) -> None:
    """As the supervisor does it; it leaves by itself, with a good word."""
    environment = os.environ | {
        "KITH_MODE": "test",
        "KITH_DATABASE_URL": str(house.settings.database_url),
        "KITH_VALKEY_URL": str(house.settings.valkey_url),
        "KITH_DATA": str(house.settings.data_folder),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "kith", "worker", cwd=ROOT, env=environment, stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr is not None
    try:
        async with asyncio.timeout(BUSY_S):
            await process.stderr.readline()  # the first look at the nights has a line
            process.send_signal(signal.SIGTERM)
            await process.communicate()
        assert process.returncode == 0
    finally:
        if process.returncode is None:
            process.kill()  # else it would do the jobs of all tests to come
            await process.communicate()
