"""The queue, on a real PostgreSQL: nothing is lost, and nothing is told early."""

import asyncio
import subprocess
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

import asyncpg
import pytest

from kith.base.jobs import running
from kith.base.jobs.queue import Job, enqueue
from kith.base.jobs.running import run_due_jobs, run_jobs
from kith.base.jobs.store import Backlog, backlog, try_held_again
from kith.base.work import House
from tests.clock import BEGINNING, TestClock

ROOT = Path(__file__).parents[4]
WAIT_S = 10
CUT_OFF = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'kith worker'"


class Heard:
    """What handlers were given, in order; a test waits until it is enough."""

    def __init__(self) -> None:
        self.payloads: list[bytes] = []

    async def hear(self, payload: bytes) -> None:
        """Note it."""
        self.payloads.append(payload)

    async def wait_for(self, number: int) -> None:
        """Wait until so many were given."""
        await until(lambda: len(self.payloads) >= number)


async def until(holds: Callable[[], bool]) -> None:
    """Wait for something to become true."""
    for _moment in range(WAIT_S * 50):
        if holds():
            return
        await asyncio.sleep(0.02)
    raise TimeoutError


class Worker:
    """A worker inside this process."""

    def __init__(self, house: House, handlers: dict[str, Callable[[bytes], Awaitable[None]]]) -> None:
        self._stop = asyncio.Event()
        self._task = asyncio.create_task(run_jobs(url(house), handlers, self._stop, bell=house.bell))

    async def __aenter__(self) -> "Worker":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def stop(self) -> None:
        """Let it end as SIGTERM does."""
        self._stop.set()
        await self._task


def url(house: House) -> str:
    """Where the database is."""
    assert house.settings.database_url is not None
    return house.settings.database_url


async def write(house: House, *jobs: Job, rings: bool = True) -> None:
    """Write jobs as an act does; who is killed just then does not ring."""
    async with house.database.writing() as db:
        await enqueue(await db.connection(), jobs, now=BEGINNING)
    if rings:
        house.bell.ring()


async def look(house: House) -> list[Backlog]:
    """What stands in the queue."""
    async with house.database.reading() as db:
        return await backlog(await db.connection())


async def until_state(house: House, state: str) -> None:
    """Wait until all that stands in the queue is in this state."""
    for _moment in range(WAIT_S * 20):
        if [one.state for one in await look(house)] == [state]:
            return
        await asyncio.sleep(0.05)
    raise TimeoutError


async def test_a_job_runs_once_the_act_is_there(house: House) -> None:
    """A worker that waits is woken by the commit."""
    heard = Heard()
    async with Worker(house, {"a": heard.hear}):
        await asyncio.sleep(0.3)
        await write(house, Job(names=("a",), payload=b"one"), Job(names=("a",), payload=b"two"))
        await heard.wait_for(2)
    assert sorted(heard.payloads) == [b"one", b"two"]
    assert await look(house) == []


async def test_whoever_rings_wakes_the_workers(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """They hear of a job that was left, and do not have to look; ringing often is no more than ringing."""
    monkeypatch.setattr(running, "POLL_S", 3600)
    heard = Heard()
    async with Worker(house, {"a": heard.hear}):
        await until(lambda: house.bell.is_heard)
        for number in range(3):
            await write(house, Job(names=("a",), payload=str(number).encode()))
            house.bell.ring()
            await heard.wait_for(number + 1)
    assert heard.payloads == [b"0", b"1", b"2"]


async def test_a_job_of_whoever_died_before_ringing_is_found(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stands in the queue from the commit on; workers look there now and then, rung for or not."""
    monkeypatch.setattr(running, "POLL_S", 0.2)
    heard = Heard()
    async with Worker(house, {"a": heard.hear}):
        await until(lambda: house.bell.is_heard)
        await asyncio.sleep(0.1)
        await write(house, Job(names=("a",), payload=b"precious"), rings=False)
        await heard.wait_for(1)
    assert heard.payloads == [b"precious"]


async def test_without_valkey_workers_look_often(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody rings then, and nobody waits for long."""
    monkeypatch.setattr(running, "POLL_S", 3600)
    heard, stop = Heard(), asyncio.Event()
    worker = asyncio.create_task(run_jobs(url(house), {"a": heard.hear}, stop))
    await asyncio.sleep(0.3)
    await write(house, Job(names=("a",), payload=b"x"), rings=False)
    await heard.wait_for(1)
    stop.set()
    await worker


async def test_an_act_that_is_undone_leaves_no_job(house: House) -> None:
    """The job stands and falls with its transaction."""

    async def act() -> None:
        async with house.database.writing() as db:
            await enqueue(await db.connection(), [Job(names=("a",), payload=b"")], now=BEGINNING)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await act()
    assert await look(house) == []


async def test_what_fails_is_tried_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a while, and until it works."""
    monkeypatch.setattr(running, "FIRST_DELAY_S", 0.01)
    tries = []

    async def fails_twice(payload: bytes) -> None:
        tries.append(payload)
        if len(tries) < 3:
            raise ZeroDivisionError

    async with Worker(house, {"a": fails_twice}):
        await write(house, Job(names=("a",), payload=b"x"))
        await until(lambda: len(tries) == 3)
    assert await look(house) == []


async def test_of_a_job_for_several_only_what_failed_is_tried_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has done their part is not asked twice."""
    monkeypatch.setattr(running, "FIRST_DELAY_S", 0.01)
    well, tries = Heard(), Heard()

    async def fails_once(payload: bytes) -> None:
        await tries.hear(payload)
        if len(tries.payloads) == 1:
            raise ZeroDivisionError

    async with Worker(house, {"well": well.hear, "badly": fails_once}):
        await write(house, Job(names=("well", "badly"), payload=b"x"))
        await tries.wait_for(2)
    assert well.payloads == [b"x"]
    assert await look(house) == []


async def test_a_job_that_takes_long_stays_with_its_worker(house: House) -> None:
    """Longer than it would be anybody's: the worker says in time that it is at it still."""
    begun, stop = Heard(), asyncio.Event()

    async def takes_long(payload: bytes) -> None:
        await begun.hear(payload)
        await asyncio.sleep(4)

    handlers = {"a": takes_long}
    workers = [asyncio.create_task(run_jobs(url(house), handlers, stop, abandoned_after_s=2)) for _two in range(2)]
    await write(house, Job(names=("a",), payload=b"long"))
    await begun.wait_for(1)
    await asyncio.sleep(3.5)
    stop.set()
    await asyncio.gather(*workers)
    assert begun.payloads == [b"long"]
    assert await look(house) == []


async def test_what_keeps_failing_is_held_and_can_be_let_go(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is neither lost nor tried for ever; whoever mended the cause lets it run again."""
    monkeypatch.setattr(running, "FIRST_DELAY_S", 0.01)
    monkeypatch.setattr(running, "ATTEMPTS_MAX", 1)
    heard = Heard()

    async def fails(_payload: bytes) -> None:
        raise ZeroDivisionError

    async with Worker(house, {"a": fails}):
        await write(house, Job(names=("a",), payload=b"x"))
        await until_state(house, "failed")
    async with house.database.writing() as db:
        assert await try_held_again(await db.connection()) == 1
    async with Worker(house, {"a": heard.hear}):
        await heard.wait_for(1)
    assert heard.payloads == [b"x"]


async def test_a_job_that_takes_too_long_is_put_back_when_the_worker_stops(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not noted as done, nor as unwanted; the next worker has it at once."""
    monkeypatch.setattr(running, "STOP_WITHIN_S", 0.2)
    begun, heard = Heard(), Heard()

    async def sleeps(payload: bytes) -> None:
        await begun.hear(payload)
        await asyncio.sleep(60)

    async with Worker(house, {"a": sleeps}) as worker:
        await write(house, Job(names=("a",), payload=b"long"))
        await begun.wait_for(1)
        async with asyncio.timeout(30):
            await worker.stop()
    assert [one.state for one in await look(house)] == ["queued"]
    async with Worker(house, {"a": heard.hear}):
        await heard.wait_for(1)
    assert heard.payloads == [b"long"]


async def test_a_job_in_hand_is_finished_when_the_worker_stops(house: House) -> None:
    """A deploy does not tear what is nearly done."""
    begun, done = Heard(), Heard()

    async def takes_a_moment(payload: bytes) -> None:
        await begun.hear(payload)
        await asyncio.sleep(0.3)
        await done.hear(payload)

    async with Worker(house, {"a": takes_a_moment}) as worker:
        await write(house, Job(names=("a",), payload=b"x"))
        await begun.wait_for(1)
        await worker.stop()
    assert done.payloads == [b"x"]
    assert await look(house) == []


async def test_two_workers_share_the_work(house: House) -> None:
    """Each job is run by one of them."""
    heard = Heard()

    async def slowly(payload: bytes) -> None:
        await asyncio.sleep(0.001)
        await heard.hear(payload)

    async with Worker(house, {"a": slowly}), Worker(house, {"a": slowly}):
        await write(house, *(Job(names=("a",), payload=str(number).encode()) for number in range(500)))
        await heard.wait_for(500)
    assert sorted(map(int, heard.payloads)) == list(range(500))


async def test_a_worker_that_is_killed_loses_nothing(house: House) -> None:
    """kill -9 in the middle of a job: another worker takes it up when nobody says any more that it is theirs."""
    await write(house, Job(names=("a",), payload=b"precious"))
    arguments = ["-m", "kith.base.jobs.tests.stuck_worker", url(house)]
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdout=subprocess.PIPE, cwd=ROOT)
    assert process.stdout is not None
    assert await process.stdout.readline() == b"precious\n"
    process.kill()
    await process.communicate()
    assert [one.state for one in await look(house)] == ["picked"]

    heard, stop = Heard(), asyncio.Event()
    rescuing = asyncio.create_task(run_jobs(url(house), {"a": heard.hear}, stop))
    await heard.wait_for(1)
    stop.set()
    await rescuing
    assert heard.payloads == [b"precious"]
    assert await look(house) == []


async def test_a_job_that_kills_every_worker_is_held(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes no worker with it for ever; what was taken along with it runs."""
    monkeypatch.setattr(running, "ATTEMPTS_MAX", 1)
    await write(house, Job(names=("a",), payload=b"deadly"))
    arguments = ["-m", "kith.base.jobs.tests.stuck_worker", url(house)]
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdout=subprocess.PIPE, cwd=ROOT)
    assert process.stdout is not None
    assert await process.stdout.readline() == b"deadly\n"
    process.kill()
    await process.communicate()

    heard = Heard()
    async with Worker(house, {"a": heard.hear}):
        await write(house, Job(names=("a",), payload=b"harmless"))
        await until_state(house, "failed")
        await heard.wait_for(1)
    assert heard.payloads == [b"harmless"]
    assert [(one.name, one.state, one.count) for one in await look(house)] == [("a", "failed", 1)]


async def test_a_worker_says_when_the_database_goes_away(house: House) -> None:
    """Its connection is cut; the program root begins anew, and nothing is lost meanwhile."""
    heard, stop = Heard(), asyncio.Event()
    worker = asyncio.create_task(run_jobs(url(house), {"a": heard.hear}, stop))
    await write(house, Job(names=("a",), payload=b"before"))
    await heard.wait_for(1)
    async with house.database.reading() as db:
        connection = await db.connection()
        await connection.execute(CUT_OFF)
    with pytest.raises((OSError, asyncpg.PostgresError, asyncpg.InterfaceError)):
        async with asyncio.timeout(WAIT_S):
            await worker
    await write(house, Job(names=("a",), payload=b"after"))
    async with Worker(house, {"a": heard.hear}):
        await until(lambda: b"after" in heard.payloads)


async def test_a_job_for_later_waits_for_its_time(house: House) -> None:
    """Due soon, run soon; not before."""
    ran_at: list[datetime] = []

    async def note_the_time(_payload: bytes) -> None:
        async with house.database.reading() as db:
            ran_at.append(await (await db.connection()).fetchval("SELECT clock_timestamp()"))

    async with house.database.writing() as db:
        connection = await db.connection()
        now = await connection.fetchval("SELECT now()")
        due_at = now + timedelta(seconds=0.8)
        await enqueue(connection, [Job(names=("a",), payload=b"later", due_at=due_at)], now=now)
    async with Worker(house, {"a": note_the_time}):
        await until(lambda: bool(ran_at))
    assert ran_at[0] >= due_at


async def test_what_is_due_is_run_by_the_clock_it_is_told(house: House, clock: TestClock) -> None:
    """The demo and the tests move their own clock; what is not due by it stays, what it brings is run too."""
    heard = Heard()
    now = clock()

    async def brings_another(payload: bytes) -> None:
        await heard.hear(payload)
        await write(house, Job(names=("b",), payload=b"brought"))

    async with house.database.writing() as db:
        jobs = [
            Job(names=("a",), payload=b"second", due_at=now + timedelta(hours=2)),
            Job(names=("a",), payload=b"never", due_at=now + timedelta(days=9)),
            Job(names=("b",), payload=b"first"),
        ]
        await enqueue(await db.connection(), jobs, now=now)
    handlers = {"a": brings_another, "b": heard.hear}
    assert await run_due_jobs(url(house), handlers, clock=clock) == 1
    clock.tick(hours=3)
    assert await run_due_jobs(url(house), handlers, clock=clock) == 2
    assert heard.payloads == [b"first", b"second", b"brought"]
    assert [(one.state, one.count) for one in await look(house)] == [("queued", 1)]


async def test_what_is_due_and_fails_is_told_and_stays(house: House, clock: TestClock) -> None:
    """A test or a command hears of it; the job and those behind it are not lost."""

    async def fails(_payload: bytes) -> None:
        raise ZeroDivisionError

    await write(house, Job(names=("a",), payload=b"1"), Job(names=("a",), payload=b"2"))
    with pytest.raises(ZeroDivisionError):
        await run_due_jobs(url(house), {"a": fails}, clock=clock)
    assert [(one.state, one.count) for one in await look(house)] == [("queued", 2)]
