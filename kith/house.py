"""Open what one process needs, and close it again in the opposite order."""

import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from kith.base.bus.bell import Bell
from kith.base.bus.cache import DependencyCache
from kith.base.bus.figures import Figures
from kith.base.bus.limits import Limits
from kith.base.bus.live import Live
from kith.base.bus.valkey import Valkey
from kith.base.core.clock import Clock, utc_now
from kith.base.core.ids import EXACT_STEP, IdMaker
from kith.base.mail.mailer import Mailer
from kith.base.outside import Outside
from kith.base.storage.blobs import Blobs
from kith.base.storage.database import Database
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.catalogue import plugs
from kith.settings import Settings

_LEASE_NODE = Statement("SELECT nextval('id_nodes')")
_KEEP_SECRET = Statement("""
    INSERT INTO server_settings (name, value)
    VALUES ('secret', %(secret)s)
    ON CONFLICT (name) DO NOTHING
""")
_READ_SECRET = Statement("SELECT value FROM server_settings WHERE name = 'secret'")


@asynccontextmanager
async def open_house(settings: Settings, *, clock: Clock = utc_now) -> AsyncIterator[House]:
    """Connect to the database and Valkey that the settings name; both must be up, and the database migrated."""
    assert settings.database_url is not None
    assert settings.valkey_url is not None
    async with AsyncExitStack() as stack:
        database = await Database.open(settings.database_url)
        stack.push_async_callback(database.close)
        valkey = await Valkey.open(settings.valkey_url)
        stack.push_async_callback(valkey.close)
        bell = Bell(valkey)
        stack.push_async_callback(bell.close)
        live = await Live.open(valkey)
        stack.push_async_callback(live.close)
        cache = await DependencyCache.open(valkey)
        stack.push_async_callback(cache.close)
        figures = await Figures.open(valkey)
        limits = Limits(valkey)
        stack.push_async_callback(limits.close)
        outside = Outside(settings)
        stack.push_async_callback(outside.close)
        _watch(figures, database, cache)
        secret = await _server_secret(database)
        node = await _lease_node(database)
        yield House(
            settings=settings,
            database=database,
            ids=IdMaker(node),
            exact_ids=IdMaker(node, step=EXACT_STEP),
            bell=bell,
            live=live,
            cache=cache,
            figures=figures,
            limits=limits,
            mailer=Mailer(settings),
            outside=outside,
            blobs=Blobs(settings.data_folder / "media", secret=secret),
            plugs=plugs(),
            secret=secret,
            clock=clock,
        )


def _watch(figures: Figures, database: Database, cache: DependencyCache) -> None:
    figures.watch("kith_statements", "SQL statements sent.", lambda: database.statements)
    figures.watch("kith_cache_hits", "Answers out of the cache.", lambda: cache.hits)
    figures.watch("kith_cache_misses", "Questions the cache could not answer.", lambda: cache.misses)
    figures.watch("kith_cache_bytes", "What the cache holds.", lambda: cache.size_bytes)
    figures.watch("kith_cache_on", "Whether it hears of changes and may hold anything.", lambda: cache.is_on)


async def _lease_node(database: Database) -> int:
    async with database.reading() as db:
        return int(await db.value(_LEASE_NODE))


async def _server_secret(database: Database) -> bytes:
    """Read the secret that all processes of this server share; the first one makes it."""
    async with database.writing() as db:
        await db.run(_KEEP_SECRET, secret=secrets.token_hex(32))
        return bytes.fromhex(await db.value(_READ_SECRET))
