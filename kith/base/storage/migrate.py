"""Bring a database to the shape this version of Kith needs.

Migrations are history: `NNNN_pre_name.sql` runs before the new code serves, `NNNN_post_name.sql` after no old
process is left. Each runs once, in a transaction of its own, in the order of the numbers.
"""

from collections.abc import Callable
from pathlib import Path

import asyncpg

FOLDER = Path(__file__).parent / "migrations"

Report = Callable[[str], None]

_LEDGER = """
    CREATE TABLE IF NOT EXISTS migrations (
        name text PRIMARY KEY,
        applied_at timestamptz NOT NULL DEFAULT now()
    )
"""


async def migrate(url: str, *, report: Report = lambda _: None) -> int:
    """Run what is missing, tell each name to `report`, and give the number that ran.

    Safe to start on several machines at once: the others wait, and then find nothing to do.
    """
    connection = await asyncpg.connect(url, timeout=60)
    try:
        await connection.execute("SELECT pg_advisory_lock(hashtext('kith.migrations'))")
        await connection.execute(_LEDGER)
        ran = 0
        for path in await _missing(connection):
            report(path.stem)
            async with connection.transaction():
                await connection.execute(path.read_text(encoding="utf-8"))
                await connection.execute("INSERT INTO migrations (name) VALUES ($1)", path.stem)
            ran += 1
    finally:
        await connection.close()
    return ran


async def pending(connection: asyncpg.Connection) -> list[str]:
    """List the migrations that have not run here: what `readyz` and `kith doctor` ask."""
    if await connection.fetchval("SELECT to_regclass('migrations')") is None:
        return [path.stem for path in _all_files()]
    return [path.stem for path in await _missing(connection)]


async def _missing(connection: asyncpg.Connection) -> list[Path]:
    done = {row["name"] for row in await connection.fetch("SELECT name FROM migrations")}
    return [path for path in _all_files() if path.stem not in done]


def _all_files() -> list[Path]:
    return sorted(FOLDER.glob("[0-9][0-9][0-9][0-9]_*.sql"))
