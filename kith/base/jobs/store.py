"""The statements over the queue's tables, which pgqueuer made and its worker empties."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import asyncpg
import msgspec

from kith.base.storage.statement import Statement


class Claimed(msgspec.Struct, frozen=True, kw_only=True):
    """A job that is ours to run."""

    id: int
    name: str
    payload: bytes


class Backlog(msgspec.Struct, frozen=True, kw_only=True):
    """How many jobs of a name are in a state (queued, picked, failed), and since when the oldest."""

    name: str
    state: str
    count: int
    oldest_at: datetime


# Due "now" is the earlier of two clocks: a machine that is ahead of the database does not delay its own jobs.
ENQUEUE = Statement("""
    INSERT INTO pgqueuer (priority, entrypoint, payload, execute_after, status)
    SELECT 0, name, payload, coalesce(due_at, least(%(now)s::timestamptz, now())), 'queued'
      FROM unnest(%(names)s::text[], %(payloads)s::bytea[], %(due)s::timestamptz[]) AS job (name, payload, due_at)
""")
CLAIM_DUE = Statement("""
    UPDATE pgqueuer
       SET status = 'picked', heartbeat = now(), updated = now()
     WHERE id IN (
           SELECT id
             FROM pgqueuer
            WHERE status = 'queued'
              AND entrypoint = ANY(%(names)s::text[])
              AND execute_after <= %(now)s
            ORDER BY execute_after, id
            LIMIT %(limit)s
              FOR UPDATE SKIP LOCKED
           )
    RETURNING id, entrypoint AS name, payload, execute_after
""")
FINISH = Statement("DELETE FROM pgqueuer WHERE id = %(id)s")
RELEASE = Statement("UPDATE pgqueuer SET status = 'queued', queue_manager_id = NULL WHERE id = ANY(%(ids)s::bigint[])")
BACKLOG = Statement("""
    SELECT entrypoint AS name, status::text AS state, count(*) AS count, min(execute_after) AS oldest_at
      FROM pgqueuer
     GROUP BY entrypoint, status
     ORDER BY entrypoint, status
""")
TRY_HELD_AGAIN = Statement("""
    UPDATE pgqueuer
       SET status = 'queued', attempts = 0, execute_after = now(), updated = now(), queue_manager_id = NULL
     WHERE status = 'failed'
""")
FORGET_LOG = Statement("DELETE FROM pgqueuer_log WHERE created < now() - %(age)s::interval")


async def claim_due(
    connection: asyncpg.Connection, names: Sequence[str], *, now: datetime, limit: int
) -> list[Claimed]:
    """Take what is due by this clock, the longest due first."""
    rows = await _fetch(connection, CLAIM_DUE, names=list(names), now=now, limit=limit)
    rows.sort(key=lambda row: (row["execute_after"], row["id"]))
    return [Claimed(id=row["id"], name=row["name"], payload=row["payload"] or b"") for row in rows]


async def finish(connection: asyncpg.Connection, job_id: int) -> None:
    """Take a job that was done out of the queue."""
    await _execute(connection, FINISH, id=job_id)


async def release(connection: asyncpg.Connection, job_ids: Sequence[int]) -> None:
    """Put jobs back for whoever comes next."""
    await _execute(connection, RELEASE, ids=list(job_ids))


async def backlog(connection: asyncpg.Connection) -> list[Backlog]:
    """Tell what waits, runs, and is held because it failed for good: for `kith doctor`."""
    return [Backlog(**row) for row in await _fetch(connection, BACKLOG)]


async def try_held_again(connection: asyncpg.Connection) -> int:
    """Let what is held run once more, after its cause was mended. Gives the number."""
    return await _execute(connection, TRY_HELD_AGAIN)


async def forget_log(connection: asyncpg.Connection, *, age: timedelta) -> int:
    """Delete what pgqueuer noted about jobs that ended so long ago; it never does so itself."""
    return await _execute(connection, FORGET_LOG, age=age)


async def _fetch(connection: asyncpg.Connection, statement: Statement, **params: object) -> list[asyncpg.Record]:
    return list(await connection.fetch(statement.text, *statement.arguments(params)))


async def _execute(connection: asyncpg.Connection, statement: Statement, **params: object) -> int:
    status = await connection.execute(statement.text, *statement.arguments(params))
    return int(status.rsplit(" ", 1)[-1])
