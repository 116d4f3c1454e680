"""A database, or a whole house, for the length of one command, whether the server runs or not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import asyncpg

from kith.base.core.errors import Elsewhere
from kith.base.engines import AlreadyRunning, Engines, running_urls
from kith.base.storage.migrate import migrate
from kith.base.work import House
from kith.cli.urls import engines_wanted, with_urls
from kith.house import open_house
from kith.settings import Settings

# A server that holds the data folder may still be starting its database.
ANSWER_WAIT_S = 30


@asynccontextmanager
async def engines_for(settings: Settings) -> AsyncIterator[Settings]:
    """Give settings with both addresses: what is set, what runs already, or the embedded engines for a while."""
    wants = engines_wanted(settings)
    if not wants:
        yield settings
        return
    try:
        engines = Engines(settings.data_folder, wants=wants)
    except AlreadyRunning:
        ready = with_urls(settings, running_urls(settings.data_folder))
        await _wait_for(str(ready.database_url))
        yield ready
        return
    try:
        engines.start()
        yield with_urls(settings, engines.urls)
    finally:
        engines.stop()


@asynccontextmanager
async def house_for(settings: Settings) -> AsyncIterator[House]:
    """Open a migrated house for one command."""
    async with engines_for(settings) as ready:
        url = str(ready.database_url)
        (await connect(url)).terminate()
        await migrate(url)
        async with open_house(ready) as house:
            yield house


async def connect(url: str) -> asyncpg.Connection:
    """Connect to the database. Raises `Elsewhere`, with what the database says."""
    try:
        return await asyncpg.connect(url, timeout=10)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        where = urlsplit(url).hostname or "this machine"
        raise Elsewhere(f"The database on {where} cannot be used: {error or type(error).__name__}") from error


async def _wait_for(url: str) -> None:
    for _second in range(ANSWER_WAIT_S):
        try:
            (await asyncpg.connect(url, timeout=10)).terminate()
        except (OSError, asyncpg.PostgresError):
            await asyncio.sleep(1)
        else:
            return
