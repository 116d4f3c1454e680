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
from kith.base.core.errors import KithError
from kith.base.engines import AlreadyRunning, EngineFailed, EngineMissing, lock
from kith.base.jobs.store import backlog
from kith.base.storage.migrate import pending
from kith.cli.running import connect, engines_for
from kith.cli.urls import engines_wanted
from kith.media import tools_of, version_of
from kith.settings import Settings

FREE_MIN_GB = 1.0
CLOCK_OFF_MAX_S = 5
POSTGRES_MIN = 150_000
FFMPEG_MIN = (5, 1)

# Of somebody it is said that they have died, and no owner is left to decide (docs/decisions/0054).
_NOBODY_DECIDES = """
    SELECT EXISTS (
           SELECT FROM trustees
            WHERE told_at IS NOT NULL
              AND NOT EXISTS (
                  SELECT FROM members
                   WHERE role = 'owner'
                     AND leaves_at IS NULL
                     AND account_id NOT IN (trustees.owner_id, trustees.person_id)))
"""


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
    yield _privacy(settings)
    yield _address(settings)
    yield _proxy(settings)
    yield await _films(settings)
    yield await _mail(settings)
    yield _running(settings)
    try:
        async with engines_for(settings) as ready:
            async for finding in _inside(ready):
                yield finding
    except KithError as error:
        yield Finding(well=False, text=error.text)
    except (EngineFailed, EngineMissing, OSError, asyncpg.PostgresError) as error:
        yield Finding(well=False, text=f"The engines cannot be used: {error}")


async def _inside(settings: Settings) -> AsyncIterator[Finding]:
    connection = await connect(str(settings.database_url))
    try:
        version = str(await connection.fetchval("SHOW server_version")).split()[0]
        number = await connection.fetchval("SELECT current_setting('server_version_num')::int")
        enough = number >= POSTGRES_MIN
        yield Finding(enough, f"PostgreSQL {version} answers" + ("." if enough else "; 15 or newer is needed."))
        missing = await pending(connection)
        names = ", ".join(missing)
        yield Finding(
            not missing,
            f"Migrations are missing: {names}. Run: kith migrate" if missing else "No migration is missing.",
        )
        off = abs((datetime.now(UTC) - await connection.fetchval("SELECT clock_timestamp()")).total_seconds())
        clocks = f"The clocks of this machine and the database differ by {off:.1f} s."
        yield Finding(off < CLOCK_OFF_MAX_S, clocks if off < CLOCK_OFF_MAX_S else f"{clocks} Keep both right by NTP.")
        if not missing:
            held = sum(one.count for one in await backlog(connection) if one.state == "failed")
            yield Finding(
                held == 0,
                f"{held} jobs have failed for good; the log says why." if held else "No job has failed for good.",
            )
            if await connection.fetchval(_NOBODY_DECIDES):
                yield Finding(
                    well=False,
                    text="Who runs this server alone is said to have died. Agree with those who are there on who shall "
                    "run it, and make them an owner: kith account owner NAME",
                )
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


def _privacy(settings: Settings) -> Finding:
    folder = settings.data_folder.absolute()
    if folder.exists() and folder.stat().st_mode & 0o066:
        return Finding(well=False, text=f"Others on this machine can look into {folder}. Run: chmod go-rw {folder}")
    return Finding(well=True, text=f"Nobody else on this machine can look into {folder}.")


def _proxy(settings: Settings) -> Finding:
    inside = settings.host in ("127.0.0.1", "::1", "localhost")
    if settings.is_secure and not inside:
        return Finding(
            well=False,
            text=f"Kith listens on {settings.host} for everybody, past the proxy that brings https. Unset KITH_HOST "
            "if the proxy is on this machine, or let a firewall keep others from the port.",
        )
    return Finding(well=True, text=f"Kith listens on {settings.host}, port {settings.port}.")


def _running(settings: Settings) -> Finding:
    if not engines_wanted(settings):
        return Finding(well=True, text="Database and Valkey are set (KITH_DATABASE_URL, KITH_VALKEY_URL).")
    try:
        lock(settings.data_folder).close()
    except AlreadyRunning:
        return Finding(well=True, text="Kith is running.")
    return Finding(well=True, text="Kith is not running; its engines are started for this look.")


def _address(settings: Settings) -> Finding:
    local = urlsplit(settings.url).hostname in ("localhost", "127.0.0.1", "::1")
    if settings.is_secure or local:
        return Finding(well=True, text=f"People come in at {settings.url}.")
    return Finding(
        well=False, text=f"KITH_URL is {settings.url}: without https, passwords travel in the open (docs/hosting.md)."
    )


async def _films(settings: Settings) -> Finding:
    """Whether video and sound can be taken. To do without is no fault, unless a program was named that is not there."""
    tools = tools_of(settings)
    if tools is None:
        chosen = settings.ffmpeg not in ("ffmpeg", "off")
        text = f"KITH_FFMPEG is {settings.ffmpeg}, and there is no ffmpeg there" if chosen else "ffmpeg is not in use"
        return Finding(not chosen, f"{text}: people can post pictures, but neither video nor sound.")
    version = await version_of(tools)
    if version is None or version < FFMPEG_MIN:
        return Finding(well=False, text=f"{tools.ffmpeg} is too old, or is none: video and sound need 5.1 or newer.")
    return Finding(well=True, text=f"ffmpeg {version[0]}.{version[1]} makes video and sound ready.")


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
        text = f"The mail server {server.hostname}:{port} does not answer (KITH_SMTP_URL). Is a firewall between?"
        return Finding(well=False, text=text)
    return Finding(well=True, text=f"The mail server {server.hostname}:{port} answers.")
