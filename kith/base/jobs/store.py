"""The statements over the queue."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import asyncpg
import msgspec

from kith.base.storage.statement import ENTERED, Statement


class Claimed(msgspec.Struct, frozen=True, kw_only=True):
    """A job that is ours to run. `attempts` counts this one."""

    id: int
    names: list[str]
    payload: bytes
    attempts: int


class Backlog(msgspec.Struct, frozen=True, kw_only=True):
    """How many jobs of a name are in a state (queued, picked, failed), and since when the oldest is due."""

    name: str
    state: str
    count: int
    oldest_at: datetime


# Due "now" is the earlier of two clocks: a machine that is ahead of the database does not delay its own jobs.
_WRITE = f"""
           INSERT INTO jobs (id, names, payload, state, attempts, due_at)
           SELECT nextval('job_ids'), string_to_array(names, ' '), payload, 'queued', 0,
                  coalesce(due_at, least(%(now)s::timestamptz, now()))
             FROM unnest(%(names)s::text[], %(payloads)s::bytea[], %(due)s::timestamptz[])
                  AS job (names, payload, due_at)
            WHERE {ENTERED}
"""
ENQUEUE = Statement(_WRITE)  # or as a part of what is written alone
# One statement lets go of what was done and takes what is due. The inner SELECT is an array, so that it is asked once;
# what was done and is due again all the same (it took longer than it was ours) is not taken twice.
TAKE = Statement("""
      WITH done AS (
           DELETE FROM jobs WHERE id = ANY (%(done)s::bigint[])
           ), taken AS (
           UPDATE jobs
              SET state = 'picked', attempts = attempts + 1, due_at = now() + %(ours_for)s::interval
            WHERE id = ANY (ARRAY(
                  SELECT id
                    FROM jobs
                   WHERE due_at <= now()
                     AND id <> ALL (%(done)s::bigint[])
                   ORDER BY due_at, id
                   LIMIT %(limit)s
                     FOR UPDATE SKIP LOCKED))
           RETURNING id, names, payload, attempts
           )
    SELECT id, names, payload, attempts, NULL AS next_in_s
      FROM taken
     UNION ALL
    SELECT NULL, NULL, NULL, NULL, extract(epoch FROM min(due_at) - now())::float8
      FROM jobs
     WHERE due_at > now()
       AND due_at < 'infinity'
     ORDER BY id
""")
KEEP = Statement("UPDATE jobs SET due_at = now() + %(ours_for)s::interval WHERE id = ANY (%(ids)s::bigint[])")
TRY_LATER = Statement("""
    UPDATE jobs
       SET state = 'queued', names = %(names)s::text[], due_at = now() + %(delay)s::interval
     WHERE id = %(id)s
""")
HOLD = Statement("""
    UPDATE jobs SET state = 'failed', names = %(names)s::text[], due_at = 'infinity' WHERE id = %(id)s
""")
RELEASE = Statement("""
    UPDATE jobs
       SET state = 'queued', attempts = attempts - 1, due_at = now()
     WHERE id = ANY (%(ids)s::bigint[])
""")
CLAIM_DUE = Statement("""
    UPDATE jobs
       SET state = 'picked', attempts = attempts + 1
     WHERE id = ANY (ARRAY(
           SELECT id
             FROM jobs
            WHERE state = 'queued'
              AND names && %(names)s::text[]
              AND due_at <= %(now)s
            ORDER BY due_at, id
            LIMIT %(limit)s
              FOR UPDATE SKIP LOCKED))
    RETURNING id, names, payload, attempts, due_at
""")
PUT_BACK = Statement("UPDATE jobs SET state = 'queued' WHERE id = ANY (%(ids)s::bigint[])")
FINISH_PART = Statement("""
    UPDATE jobs
       SET state = 'queued', names = ARRAY(SELECT unnest(names) EXCEPT SELECT unnest(%(names)s::text[]))
     WHERE id = %(id)s
""")
FINISH = Statement("DELETE FROM jobs WHERE id = %(id)s AND names = '{}'")
BACKLOG = Statement("""
    SELECT name, state, count(*) AS count, min(due_at) AS oldest_at
      FROM jobs, unnest(names) AS name
     GROUP BY name, state
     ORDER BY name, state
""")
TRY_HELD_AGAIN = Statement("UPDATE jobs SET state = 'queued', attempts = 0, due_at = now() WHERE state = 'failed'")


async def take(
    connection: asyncpg.Connection, *, done: Sequence[int], limit: int, ours_for: timedelta
) -> tuple[list[Claimed], float | None]:
    """Take the jobs `done` out of the queue, and what is due into our hands for a while, the longest due first.

    Gives with them in how many seconds another will be due, where one waits.
    """
    *rows, last = await _fetch(connection, TAKE, done=list(done), limit=limit, ours_for=ours_for)
    jobs = [Claimed(id=row[0], names=row[1], payload=row[2], attempts=row[3]) for row in rows]
    return jobs, last["next_in_s"]


async def keep(connection: asyncpg.Connection, job_ids: Sequence[int], *, ours_for: timedelta) -> None:
    """Say that we are still at it."""
    await _execute(connection, KEEP, ids=list(job_ids), ours_for=ours_for)


async def try_later(connection: asyncpg.Connection, job_id: int, names: Sequence[str], *, delay: timedelta) -> None:
    """Leave what failed of a job for another time."""
    await _execute(connection, TRY_LATER, id=job_id, names=list(names), delay=delay)


async def hold(connection: asyncpg.Connection, job_id: int, names: Sequence[str]) -> None:
    """Keep what failed of a job for somebody to look at; it is not due any more."""
    await _execute(connection, HOLD, id=job_id, names=list(names))


async def release(connection: asyncpg.Connection, job_ids: Sequence[int]) -> None:
    """Put jobs that were interrupted back for whoever comes next."""
    await _execute(connection, RELEASE, ids=list(job_ids))


async def claim_due(
    connection: asyncpg.Connection, names: Sequence[str], *, now: datetime, limit: int
) -> list[Claimed]:
    """Take what is due by this clock, the longest due first."""
    rows = await _fetch(connection, CLAIM_DUE, names=list(names), now=now, limit=limit)
    rows.sort(key=lambda row: (row["due_at"], row["id"]))
    return [Claimed(**{name: value for name, value in row.items() if name != "due_at"}) for row in rows]


async def put_back(connection: asyncpg.Connection, job_ids: Sequence[int]) -> None:
    """Put back what was claimed by a clock, due as it was."""
    await _execute(connection, PUT_BACK, ids=list(job_ids))


async def finish(connection: asyncpg.Connection, job_id: int, names: Sequence[str]) -> None:
    """Note that these have done their part of a job; it leaves the queue when nobody is left."""
    await _execute(connection, FINISH_PART, id=job_id, names=list(names))
    await _execute(connection, FINISH, id=job_id)


async def backlog(connection: asyncpg.Connection) -> list[Backlog]:
    """Tell what waits, runs, and is held because it failed for good: for `kith doctor`."""
    return [Backlog(**row) for row in await _fetch(connection, BACKLOG)]


async def try_held_again(connection: asyncpg.Connection) -> int:
    """Let what is held run once more, after its cause was mended. Gives the number."""
    return await _execute(connection, TRY_HELD_AGAIN)


async def _fetch(connection: asyncpg.Connection, statement: Statement, **params: object) -> list[asyncpg.Record]:
    return list(await connection.fetch(statement.text, *statement.arguments(params)))


async def _execute(connection: asyncpg.Connection, statement: Statement, **params: object) -> int:
    status = await connection.execute(statement.text, *statement.arguments(params))
    return int(status.rsplit(" ", 1)[-1])
