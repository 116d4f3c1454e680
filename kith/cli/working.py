"""`kith worker` and `kith migrate`, and the steps that `kith serve` runs as processes of their own."""

import argparse
import asyncio
import sys
import time

import asyncpg

from kith.base.core.errors import Refused
from kith.base.storage.migrate import migrate
from kith.cli.running import engines_for
from kith.demo import build_village
from kith.settings import Settings
from kith.worker import main as run_worker

ASK_EVERY_S = 1
TELL_EVERY_S = 10


def work(settings: Settings, _given: argparse.Namespace) -> int:
    """Run jobs until told to stop."""
    if not (settings.database_url and settings.valkey_url):
        raise Refused(
            "kith worker is for a further machine: set KITH_DATABASE_URL and KITH_VALKEY_URL to what the others use. "
            "`kith serve` brings a worker of its own."
        )
    run_worker(settings)
    return 0


def migrate_database(settings: Settings, given: argparse.Namespace) -> int:
    """Run the migrations that are missing, and say which."""

    async def run() -> int:
        async with engines_for(settings) as ready:
            url = str(ready.database_url)
            if given.wait:
                await _until_it_answers(url)
            return await migrate(url, report=lambda name: print(f"  {name}"))

    ran = asyncio.run(run())
    if not given.wait:
        print("The database is up to date." if ran == 0 else f"Done: {ran} new.")
    return 0


def build_demo(settings: Settings, _given: argparse.Namespace) -> int:
    """Build the village, unless it is there."""
    asyncio.run(build_village(settings, _say))
    return 0


async def _until_it_answers(url: str) -> None:
    """Wait for a database that is on its way; one that refuses us for good raises at once."""
    told = time.monotonic()
    while True:
        try:
            connection = await asyncpg.connect(url, timeout=10)
        except (OSError, asyncpg.CannotConnectNowError, asyncpg.TooManyConnectionsError) as error:
            if time.monotonic() - told > TELL_EVERY_S:
                told = time.monotonic()
                _say(f"Waiting for the database ({error}) …")
            await asyncio.sleep(ASK_EVERY_S)
        else:
            await connection.close()
            return


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
