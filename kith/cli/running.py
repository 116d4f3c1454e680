"""A house for the length of one command, whether the server runs or not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from kith.base.engines import AlreadyRunning, Engines, EngineUrls, running_urls
from kith.base.jobs.running import install
from kith.base.storage.migrate import migrate
from kith.base.work import House
from kith.house import open_house
from kith.settings import Settings


@asynccontextmanager
async def engines_for(settings: Settings) -> AsyncIterator[Settings]:
    """Give settings with both addresses: what is set, what runs already, or the embedded engines for a while."""
    if settings.database_url and settings.valkey_url:
        yield settings
        return
    try:
        engines = await asyncio.to_thread(Engines, settings.data_folder)
    except AlreadyRunning:
        yield with_urls(settings, running_urls(settings.data_folder))
        return
    try:
        await asyncio.to_thread(engines.start)
        yield with_urls(settings, engines.urls)
    finally:
        await asyncio.to_thread(engines.stop)


def with_urls(settings: Settings, urls: EngineUrls) -> Settings:
    """Fill in the embedded engines' addresses where none is set."""
    return replace(
        settings,
        database_url=settings.database_url or urls.database,
        valkey_url=settings.valkey_url or urls.valkey,
    )


@asynccontextmanager
async def house_for(settings: Settings) -> AsyncIterator[House]:
    """Open a migrated house for one command."""
    async with engines_for(settings) as ready:
        assert ready.database_url is not None
        await migrate(ready.database_url, installers=[install])
        async with open_house(ready) as house:
            yield house
