"""Real engines for every test: PostgreSQL and Valkey started once, emptied between tests.

`KITH_TEST_DATABASE_URL` and `KITH_TEST_VALKEY_URL` name engines that are there already; without them the embedded
ones are started in a folder that goes away afterwards. The database must be one that may be emptied.
"""

import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import httpx
import hypothesis
import pytest
import pytest_asyncio

from kith.app import make_site
from kith.base.bus import valkey
from kith.base.engines import embedded_engines
from kith.base.storage.migrate import migrate
from kith.base.web.metrics import Watched
from kith.base.work import House, Work
from kith.house import open_house
from kith.settings import Settings
from tests.clock import TestClock

# The same examples in every run, and no time in which each must be done: a run fails because of what was changed,
# not by chance, nor because the machine is busy. Who looks for new examples: `--hypothesis-profile=default`.
hypothesis.settings.register_profile(
    "steady", derandomize=True, deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("steady")


@pytest.fixture(scope="session")
def data_folder() -> Iterator[Path]:
    """A data folder for the whole run, outside the project."""
    with tempfile.TemporaryDirectory(prefix="kith-test-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest_asyncio.fixture(scope="session")
async def engine_urls(data_folder: Path) -> AsyncIterator[tuple[str, str]]:
    """A migrated database and a Valkey, as two URLs."""
    given = os.environ.get("KITH_TEST_DATABASE_URL"), os.environ.get("KITH_TEST_VALKEY_URL")
    if given[0] and given[1]:
        await migrate(given[0])
        yield given[0], given[1]
        return
    async with embedded_engines(data_folder) as urls:
        await _hurry(urls.database)
        await migrate(urls.database)
        yield urls.database, urls.valkey


async def _hurry(url: str) -> None:
    """Wait for no disk: these rows need not outlive the machine. Tests of crashes have engines of their own."""
    connection = await asyncpg.connect(url)
    await connection.execute("ALTER SYSTEM SET fsync = off")
    await connection.execute("SELECT pg_reload_conf()")
    await connection.close()


@pytest.fixture(scope="session")
def settings(engine_urls: tuple[str, str], data_folder: Path) -> Settings:
    """Settings of a server in tests."""
    return Settings.from_environment(
        {
            "KITH_MODE": "test",
            "KITH_DATA": str(data_folder),
            "KITH_DATABASE_URL": engine_urls[0],
            "KITH_VALKEY_URL": engine_urls[1],
            "KITH_URL": "http://kith.test",
            "KITH_FETCH_LOOPBACK": "true",
            "KITH_MAIL_NETWORKS": "127.0.0.0/8",
        }
    )


@pytest.fixture(scope="session")
def clock() -> TestClock:
    """The time, which a test can move."""
    return TestClock()


@pytest.fixture(scope="session", autouse=True)
def _patient() -> None:
    """Wait for Valkey's answers: a machine that is busy with tests is no engine that hangs. Tests of that say so."""
    valkey.ANSWER_TIMEOUT_S = 30


@pytest_asyncio.fixture(scope="session")
async def _open_house(settings: Settings, clock: TestClock) -> AsyncIterator[House]:
    async with open_house(settings, clock=clock) as house:
        yield house


@pytest_asyncio.fixture(scope="session")
async def _sweeper(engine_urls: tuple[str, str]) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    connection = await asyncpg.connect(engine_urls[0])
    yield connection
    await connection.close()


@pytest_asyncio.fixture
async def house(_open_house: House, _sweeper: "asyncpg.Connection[asyncpg.Record]") -> House:
    """An empty house: no rows, no keys. The clock goes on, because ids never go back."""
    await _empty(_sweeper)
    await _open_house.live.valkey.flush()
    await _open_house.cache.clear()
    _open_house.limits.clear()
    return _open_house


@pytest_asyncio.fixture
async def work(house: House) -> AsyncIterator[Work]:
    """Work that writes, committed when the test ends. For several acts in a row open `house.work()` yourself."""
    async with house.work() as work:
        yield work


@pytest_asyncio.fixture
async def client(house: House) -> AsyncIterator[httpx.AsyncClient]:
    """A browser without script: keeps cookies, talks to the application without a network."""
    transport = httpx.ASGITransport(app=Watched(make_site(house)), raise_app_exceptions=True)
    async with httpx.AsyncClient(transport=transport, base_url="http://kith.test") as client:
        yield client


# Most tests fill a dozen tables with a few rows. To truncate makes each of them anew with its indexes, and all that
# refer to it, which takes a third of a second; to delete rows takes hundredths. What looks after references is held
# off, so that any order will do. What grew large is truncated, or every later test would read past what is dead.
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migrations' ORDER BY tablename"
_LARGE_BYTES = 1 << 20


async def _empty(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    tables = [row["tablename"] for row in await connection.fetch(_TABLES)]
    probes = (
        f"SELECT '{name}' AS name, pg_relation_size('{name}') AS size WHERE EXISTS (SELECT FROM {name})"
        for name in tables
    )
    filled = await connection.fetch(" UNION ALL ".join(probes))
    large = [row["name"] for row in filled if row["size"] > _LARGE_BYTES]
    async with connection.transaction():
        await connection.execute("SET LOCAL session_replication_role = replica")
        for row in filled:
            # Whoever still writes from the test before is waited for.
            await connection.execute(f"LOCK {row['name']} IN SHARE ROW EXCLUSIVE MODE; DELETE FROM {row['name']}")
        if large:
            await connection.execute(f"TRUNCATE {', '.join(large)} CASCADE")
        await connection.execute("INSERT INTO server_settings (name, value) VALUES ('secret', repeat('ab', 32))")
