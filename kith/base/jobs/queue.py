"""Write jobs for later.

A job is written in the transaction of the act that caused it: it is there if and only if the act happened. It is
run at least once: a worker that is killed leaves its jobs, and another takes them up after half a minute. So what
a job does must be safe to repeat. A job's own work is one transaction, so most are by themselves; what reaches
outside (a mail, another server) notes in the same transaction that it did.
"""

from collections.abc import Sequence
from datetime import datetime

import asyncpg
import msgspec

from kith.base.jobs.store import ENQUEUE
from kith.base.storage.statement import Asked


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """By whom (`names`, as listeners give them) something is to be done, with what, and not before when.

    One that fails keeps no other from doing it: what failed is tried again by itself.
    """

    names: tuple[str, ...]
    payload: bytes
    due_at: datetime | None = None


async def enqueue(connection: asyncpg.Connection, jobs: Sequence[Job], *, now: datetime) -> None:
    """Write jobs in the transaction that this connection has open. After the commit, the bell is to be rung."""
    await connection.execute(ENQUEUE.text, *ENQUEUE.arguments(_parameters(jobs, now)))


def enqueued_along(jobs: Sequence[Job], *, now: datetime) -> Asked:
    """Give what writes jobs as a part of a statement that is done alone."""
    return Asked(ENQUEUE, _parameters(jobs, now))


def _parameters(jobs: Sequence[Job], now: datetime) -> dict[str, object]:
    return {
        "now": now,
        "names": [" ".join(job.names) for job in jobs],
        "payloads": [job.payload for job in jobs],
        "due": [job.due_at for job in jobs],
    }
