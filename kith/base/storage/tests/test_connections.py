"""The connections of a process: taken, given back, and never believed to be open."""

import asyncio
import random
from collections.abc import AsyncIterator

import asyncpg
import pytest
import pytest_asyncio

from kith.base.core.errors import NotFound
from kith.base.storage.connections import IN_HAND_MAX
from kith.base.storage.database import Database, Db
from kith.base.storage.statement import Statement
from kith.base.work import House

CONNECTIONS = IN_HAND_MAX + 2
_NUMBER = Statement("SELECT pg_backend_pid()")
_END = Statement("SELECT pg_terminate_backend(%(pid)s)")
_WAIT = Statement("SELECT pg_sleep(30)")
_NAP = Statement("SELECT pg_sleep(0.01)")
_FAIL = Statement("SELECT 1 / 0")
_ECHO = Statement("SELECT %(number)s::integer")
_TRANSACTION = Statement("SELECT txid_current()")
_LEAVE = Statement("SELECT pg_advisory_xact_lock(%(number)s), set_config('timezone', 'Asia/Gaza', TRUE)")
_LEFT = Statement("""
    SELECT count(*) || ' ' || current_setting('timezone')
      FROM pg_locks
     WHERE pid = pg_backend_pid()
       AND locktype = 'advisory'
""")


@pytest_asyncio.fixture
async def database(house: House) -> AsyncIterator[Database]:
    """A few connections."""
    assert house.settings.database_url is not None
    database = await Database.open(house.settings.database_url, connections_max=CONNECTIONS, acquire_timeout_s=5)
    yield database
    await database.close()


async def _number(database: Database) -> int:
    async with database.reading() as db:
        return int(await db.value(_NUMBER))


async def test_who_comes_next_is_given_the_same_one(database: Database) -> None:
    """Nothing is opened, nor made ready, for each request."""
    assert len({await _number(database) for _turn in range(5)}) == 1


async def test_one_that_was_closed_meanwhile_is_not_handed_on(house: House, database: Database) -> None:
    """The database was restarted, or somebody ended it there."""
    first = await _number(database)
    async with house.database.reading() as db:
        assert await db.value(_END, pid=first)
    await asyncio.sleep(0.1)
    assert await _number(database) != first


async def test_all_come_to_their_turn(database: Database) -> None:
    """However many there are, and whoever fails among them."""

    async def ask(turn: int) -> int:
        async with database.writing() as db:
            number = int(await db.value(_NUMBER))
            if turn % 3 == 0:
                raise NotFound
            return number

    answers = await asyncio.gather(*(ask(turn) for turn in range(60)), return_exceptions=True)
    assert sum(isinstance(one, NotFound) for one in answers) == 20
    assert len({one for one in answers if isinstance(one, int)}) <= CONNECTIONS


async def test_what_was_given_up_is_not_in_the_way_of_the_next(database: Database) -> None:
    """Whoever goes in the middle of a statement leaves a connection that is still busy with it."""
    for _turn in range(CONNECTIONS):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1), database.writing() as db:
                await db.run(_WAIT)
    assert len(await asyncio.gather(*(_number(database) for _turn in range(CONNECTIONS)))) == CONNECTIONS


async def test_whoever_goes_at_any_moment_has_gone(database: Database) -> None:
    """Also while the transaction begins or ends: nothing else is said of it."""

    async def write() -> None:
        async with database.writing() as db:
            await db.value(_NUMBER)

    await write()
    for moment in range(60):
        writing = asyncio.create_task(write())
        for _step in range(moment):
            await asyncio.sleep(0)
        writing.cancel()
        await asyncio.wait([writing])
        assert writing.cancelled() or writing.exception() is None


@pytest.mark.parametrize("seed", range(3))
async def test_nobody_is_given_what_another_left(database: Database, seed: int) -> None:
    """No lock, no setting, no transaction, no answer; and never the same connection as somebody else."""
    chance, taken, wrong = random.Random(seed), set[int](), list[str]()

    async def ask(number: int) -> None:
        opened = database.writing() if number % 2 else database.reading()
        async with opened as db:
            me = int(await db.value(_NUMBER))
            wrong.extend(["taken"] * (me in taken) + ["left"] * (await db.value(_LEFT) != "0 UTC"))
            if not db.writes and await db.value(_TRANSACTION) == await db.value(_TRANSACTION):
                wrong.append("open")
            taken.add(me)
            try:
                await deed(db, number)
            finally:
                taken.discard(me)

    async def deed(db: Db, number: int) -> None:
        match chance.randrange(5):
            case 0:
                await db.value(_FAIL)
            case 1:
                async with asyncio.timeout(0.002):
                    await db.value(_NAP)
            case 2 if db.writes:
                await db.value(_LEAVE, number=number)
            case 3:
                raise NotFound
            case _:
                wrong.extend(["crossed"] * (await db.value(_ECHO, number=number) != number))

    asked = []
    for number in range(150):
        asked.append(asyncio.create_task(ask(number)))
        await asyncio.sleep(chance.choice([0, 0, 0.001]))
        if number % 4 == 0:
            chance.choice(asked[-10:]).cancel()
    await asyncio.wait(asked)
    assert wrong == []
    assert {type(one.exception()) for one in asked if not one.cancelled()} <= {
        type(None), NotFound, TimeoutError, asyncpg.DivisionByZeroError,
    }  # fmt: skip
    assert database.connections.taken == 0
