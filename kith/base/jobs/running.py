"""Run jobs: pgqueuer's tables and its worker, with our rules for failing and for stopping."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta

import asyncpg
from pgqueuer.core.executors import DatabaseRetryEntrypointExecutor, EntrypointExecutorParameters
from pgqueuer.db import AsyncpgDriver
from pgqueuer.domain.errors import RetryRequested
from pgqueuer.models import Job as QueuedJob
from pgqueuer.qm import QueueManager
from pgqueuer.queries import Queries

from kith.base.jobs import store

ATTEMPTS_MAX = 20  # with the delays below about ten hours: a night without the mail server; then it is held
FIRST_DELAY_S = 2
DELAY_MAX_S = 3600
BATCH = 100  # 30 times the throughput of one at a time
JOBS_MAX = 2 * BATCH  # taken by one worker at a time; the rest stays for the others
POLL_S = 5  # a lost NOTIFY, as behind a connection pooler, delays a job by this much at most
ABANDONED_AFTER_S = 30
ANSWER_TIMEOUT_S = 30  # a database that is gone without a word is noticed after this
STOP_WITHIN_S = 4  # for what has begun to end by itself
LET_GO_WITHIN_S = 1  # for what was interrupted to be put back

Handler = Callable[[bytes], Awaitable[None]]


async def install(connection: asyncpg.Connection) -> None:
    """Make the queue's tables, or bring them up to date. Safe to repeat."""
    queries = Queries(AsyncpgDriver(connection))
    if await queries.schema_is_installed():
        await queries.upgrade()
    else:
        await queries.install()


async def run_jobs(
    url: str, handlers: Mapping[str, Handler], stop: asyncio.Event, *, abandoned_after_s: float = ABANDONED_AFTER_S
) -> None:
    """Take jobs and run them until `stop` is set. What has begun is finished, or put back when it takes too long.

    Raises when the database goes away; what was running is then taken up by another worker, or by this one later.
    """
    connection = await asyncpg.connect(
        url, command_timeout=ANSWER_TIMEOUT_S, server_settings={"application_name": "kith worker"}
    )
    try:
        await _Runner(connection, handlers).run(stop, abandoned_after_s)
    except asyncpg.InternalClientError as error:
        # Cut in the middle of a statement, a connection of asyncpg may believe that it is still at it.
        raise ConnectionError("the worker's connection broke") from error
    finally:
        with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError):
            await connection.close(timeout=LET_GO_WITHIN_S)


async def run_due_jobs(url: str, handlers: Mapping[str, Handler], *, clock: Callable[[], datetime]) -> int:
    """Run what is due by this clock, and what that brings, one after the other; give the number.

    For the demo, for tests and for commands: a failure is not tried again but raised, and its job stays.
    """
    connection = await asyncpg.connect(url)
    ran = 0
    try:
        while jobs := await store.claim_due(connection, list(handlers), now=clock(), limit=BATCH):
            waiting = [job.id for job in jobs]
            try:
                for job in jobs:
                    await handlers[job.name](job.payload)
                    await store.finish(connection, waiting.pop(0))
                    ran += 1
            finally:
                await store.release(connection, waiting)
    finally:
        await connection.close()
    return ran


class _Runner:
    """pgqueuer's worker around our handlers, each in a task of its own that can be interrupted."""

    def __init__(self, connection: asyncpg.Connection, handlers: Mapping[str, Handler]) -> None:
        self._manager = QueueManager(Queries(AsyncpgDriver(connection)))
        self._tasks: set[asyncio.Task[None]] = set()
        for name, handler in handlers.items():
            # "hold" keeps a job that failed for good, for `kith doctor` to show; the default would delete it.
            register = self._manager.entrypoint(name, on_failure="hold", executor_factory=_patient)
            register(self._taking(handler))

    async def run(self, stop: asyncio.Event, abandoned_after_s: float) -> None:
        running = asyncio.create_task(
            self._manager.run(
                dequeue_timeout=timedelta(seconds=POLL_S),
                batch_size=BATCH,
                max_concurrent_tasks=JOBS_MAX,
                heartbeat_timeout=timedelta(seconds=abandoned_after_s),
                log_aggregation_interval=timedelta(0),  # nobody reads those figures; /metrics has its own
            )
        )
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()
            await self._end(running)
        await running

    async def _end(self, running: asyncio.Task[None]) -> None:
        """Let it end. The manager itself is never cancelled: it would note its jobs as unwanted and delete them."""
        self._manager.shutdown.set()
        await asyncio.wait({running}, timeout=STOP_WITHIN_S)
        for task in self._tasks:
            task.cancel()
        await asyncio.wait({running}, timeout=LET_GO_WITHIN_S)

    def _taking(self, handler: Handler) -> Callable[[QueuedJob], Awaitable[None]]:
        async def run(job: QueuedJob) -> None:
            task = asyncio.ensure_future(handler(job.payload or b""))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            try:
                await asyncio.wait({task})
            except asyncio.CancelledError:
                task.cancel()
                await asyncio.wait({task})
            if task.cancelled():
                raise RetryRequested(delay=timedelta(0), reason="interrupted")
            task.result()

        return run


def _patient(parameters: EntrypointExecutorParameters) -> DatabaseRetryEntrypointExecutor:
    return DatabaseRetryEntrypointExecutor(
        parameters=parameters,
        max_attempts=ATTEMPTS_MAX,
        initial_delay=timedelta(seconds=FIRST_DELAY_S),
        max_delay=timedelta(seconds=DELAY_MAX_S),
    )
