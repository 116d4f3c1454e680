"""The connections of a process: taken, given back, and never believed to be open."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from kith.base.core.errors import NotFound
from kith.base.storage.connections import IN_HAND_MAX
from kith.base.storage.database import Database
from kith.base.storage.statement import Statement
from kith.base.work import House

CONNECTIONS = IN_HAND_MAX + 2
_NUMBER = Statement("SELECT pg_backend_pid()")
_END = Statement("SELECT pg_terminate_backend(%(pid)s)")
_WAIT = Statement("SELECT pg_sleep(30)")


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
