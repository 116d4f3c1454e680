"""The job queue: pgqueuer's tables, our rules.

A job is written in the transaction of the act that caused it: it is there if and only if the act happened. It is
run at least once: a worker that is killed leaves its jobs, and another takes them up after half a minute. So what
a job does must be safe to repeat.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta

import asyncpg
import msgspec
from pgqueuer.core.executors import DatabaseRetryEntrypointExecutor, EntrypointExecutorParameters
from pgqueuer.db import AsyncpgDriver
from pgqueuer.models import Job as QueuedJob
from pgqueuer.qm import QueueManager
from pgqueuer.queries import Queries
from pgqueuer.types import QueueExecutionMode

ATTEMPTS_MAX = 8
FIRST_DELAY_S = 2
DELAY_MAX_S = 3600
BATCH = 100  # 30 times the throughput of one at a time (docs/performance.md)
POLL_S = 10  # a lost NOTIFY, as behind a connection pooler, delays a job by this much at most
ABANDONED_AFTER_S = 30

Handler = Callable[[bytes], Awaitable[None]]


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What to run (`name`, as a listener gives it), with what, and not before when."""

    name: str
    payload: bytes
    due_at: datetime | None = None


async def install(connection: asyncpg.Connection) -> None:
    """Make the queue's tables, or bring them up to date. Safe to repeat."""
    queries = Queries(AsyncpgDriver(connection))
    if await queries.schema_is_installed():
        await queries.upgrade()
    else:
        await queries.install()


async def enqueue(connection: asyncpg.Connection, jobs: Sequence[Job], *, now: datetime) -> None:
    """Write jobs in the transaction that this connection has open."""
    await Queries(AsyncpgDriver(connection)).enqueue(
        [job.name for job in jobs],
        [job.payload for job in jobs],
        [0] * len(jobs),
        [max(job.due_at - now, timedelta()) if job.due_at else None for job in jobs],
    )


async def run_jobs(url: str, handlers: Mapping[str, Handler], stop: asyncio.Event) -> None:
    """Take jobs and run them until `stop` is set; what has begun is finished first."""
    connection = await asyncpg.connect(url)
    try:
        manager = _manager(connection, handlers)
        running = asyncio.create_task(
            manager.run(
                dequeue_timeout=timedelta(seconds=POLL_S),
                batch_size=BATCH,
                heartbeat_timeout=timedelta(seconds=ABANDONED_AFTER_S),
            )
        )
        waiting = asyncio.create_task(stop.wait())
        await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        manager.shutdown.set()
        await running
    finally:
        await connection.close()


async def run_due_jobs(url: str, handlers: Mapping[str, Handler]) -> None:
    """Run what is due now, and what that brings, then return: for the demo, for tests and for commands."""
    connection = await asyncpg.connect(url)
    try:
        manager = _manager(connection, handlers)
        await manager.run(
            dequeue_timeout=timedelta(seconds=0.05), batch_size=BATCH, mode=QueueExecutionMode.drain
        )
    finally:
        await connection.close()


def _manager(connection: asyncpg.Connection, handlers: Mapping[str, Handler]) -> QueueManager:
    manager = QueueManager(Queries(AsyncpgDriver(connection)))
    for name, handler in handlers.items():
        # "hold" keeps a job that failed for good, for `kith doctor` to show; the default would delete it.
        manager.entrypoint(name, on_failure="hold", executor_factory=_patient)(_taking(handler))
    return manager


def _taking(handler: Handler) -> Callable[[QueuedJob], Awaitable[None]]:
    async def run(job: QueuedJob) -> None:
        await handler(job.payload or b"")

    return run


def _patient(parameters: EntrypointExecutorParameters) -> DatabaseRetryEntrypointExecutor:
    return DatabaseRetryEntrypointExecutor(
        parameters=parameters,
        max_attempts=ATTEMPTS_MAX,
        initial_delay=timedelta(seconds=FIRST_DELAY_S),
        max_delay=timedelta(seconds=DELAY_MAX_S),
    )
