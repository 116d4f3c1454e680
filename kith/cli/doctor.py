"""`kith doctor`: what is wrong with this installation, in words."""

import argparse
import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

import asyncpg

from kith.base.bus.valkey import Valkey
from kith.base.engines import AlreadyRunning, EngineFailed
from kith.base.jobs.store import backlog
from kith.base.storage.migrate import pending
from kith.cli.running import engines_for
from kith.settings import Settings

FREE_MIN_GB = 1.0
CLOCK_OFF_MAX_S = 5
POSTGRES_MIN = 150_000


@dataclass(frozen=True)
class Finding:
    """One thing looked at: well or not, and in words what to do."""

    well: bool
    text: str


def doctor(settings: Settings, _given: argparse.Namespace) -> int:
    """Look at everything, and say it line by line; 1 when there is something to look at."""

    async def look() -> int:
        wrong = 0
        async for finding in findings(settings):
            print(("ok    " if finding.well else "LOOK  ") + finding.text, flush=True)
            wrong += not finding.well
        print("All is well." if wrong == 0 else f"{wrong} to look at.")
        return 1 if wrong else 0

    return asyncio.run(look())


async def findings(settings: Settings) -> AsyncIterator[Finding]:
    """Look at everything that can be wrong, the outermost first."""
    yield _python()
    yield _disk(settings)
    yield _address(settings)
    yield await _mail(settings)
    try:
        async with engines_for(settings) as ready:
            async for finding in _inside(ready):
                yield finding
    except (EngineFailed, PermissionError, OSError, AlreadyRunning) as error:
        yield Finding(well=False, text=f"The engines cannot be reached: {error}")


async def _inside(settings: Settings) -> AsyncIterator[Finding]:
    connection = await asyncpg.connect(settings.database_url, timeout=10)
    try:
        version = connection.get_server_version()
        number = await connection.fetchval("SELECT current_setting('server_version_num')::int")
        yield Finding(
            number >= POSTGRES_MIN, f"PostgreSQL {version.major}.{version.minor} answers (15 or newer is needed)."
        )
        missing = await pending(connection)
        names = ", ".join(missing)
        yield Finding(
            not missing,
            f"Migrations are missing: {names}. Run: kith migrate" if missing else "No migration is missing.",
        )
        off = abs((datetime.now(UTC) - await connection.fetchval("SELECT clock_timestamp()")).total_seconds())
        yield Finding(off < CLOCK_OFF_MAX_S, f"The clocks of this machine and the database differ by {off:.1f} s.")
        if not missing:
            held = sum(one.count for one in await backlog(connection) if one.state == "failed")
            yield Finding(held == 0, f"{held} jobs have failed for good." if held else "No job has failed for good.")
    finally:
        await connection.close()
    valkey = await Valkey.open(str(settings.valkey_url))
    up = await valkey.is_up()
    await valkey.close()
    yield Finding(
        up, "Valkey answers." if up else "Valkey does not answer: no live updates, and limits count by process."
    )


def _python() -> Finding:
    version = ".".join(str(part) for part in sys.version_info[:3])
    return Finding(sys.version_info >= (3, 11), f"Python {version} (3.11 or newer is needed).")


def _disk(settings: Settings) -> Finding:
    folder = settings.data_folder.absolute()
    while not folder.exists():
        folder = folder.parent
    if not os.access(folder, os.W_OK):
        return Finding(
            well=False, text=f"{folder} cannot be written to. Choose another KITH_DATA, or change its owner."
        )
    free = shutil.disk_usage(folder).free / 1e9
    return Finding(free > FREE_MIN_GB, f"{free:.1f} GB are free in {folder}.")


def _address(settings: Settings) -> Finding:
    local = urlsplit(settings.url).hostname in ("localhost", "127.0.0.1", "::1")
    if settings.is_secure or local:
        return Finding(well=True, text=f"People come in at {settings.url}.")
    return Finding(well=False, text=f"KITH_URL is {settings.url}: without https, passwords travel in the open.")


async def _mail(settings: Settings) -> Finding:
    if settings.smtp_url is None:
        well = not settings.confirm_mail
        return Finding(well, "No mail server is set (KITH_SMTP_URL); mail waits in the owner's outbox.")
    server = urlsplit(settings.smtp_url)
    port = server.port or (465 if server.scheme == "smtps" else 587)
    try:
        _reader, writer = await asyncio.wait_for(asyncio.open_connection(server.hostname, port), 10)
        writer.close()
    except (OSError, TimeoutError):
        return Finding(well=False, text=f"The mail server {server.hostname}:{port} does not answer.")
    return Finding(well=True, text=f"The mail server {server.hostname}:{port} answers.")
