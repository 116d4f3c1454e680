"""Run jobs: take what is due, run it, let go of it; try again later what failed."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import nullcontext, suppress
from datetime import datetime, timedelta

import asyncpg
import structlog

from kith.base.bus.bell import Bell
from kith.base.jobs import store
from kith.base.jobs.store import Claimed

log = structlog.get_logger()

ATTEMPTS_MAX = 20  # with the delays below about ten hours: a night without the mail server; then it is held
FIRST_DELAY_S = 2
DELAY_MAX_S = 3600
BATCH = 100  # 30 times the throughput of one at a time
JOBS_MAX = 2 * BATCH  # taken by one worker at a time; the rest stays for the others
POLL_S = 5  # whoever wrote a job and died before ringing delays it by this much at most
POLL_UNHEARD_S = 0.5  # without Valkey nobody rings
ABANDONED_AFTER_S = 30
ANSWER_TIMEOUT_S = 30  # a database that is gone without a word is noticed after this
STOP_WITHIN_S = 4  # for what has begun to end by itself
LET_GO_WITHIN_S = 1  # for what was interrupted to be put back

# What this connection writes may be lost with the power: then a job is run once more, which it must bear anyway. And
# the queue is nearly always empty, so what the planner knows of its size is nearly always wrong.
_OWN_SETTINGS = {"application_name": "kith worker", "synchronous_commit": "off", "enable_seqscan": "off"}

Handler = Callable[[bytes], Awaitable[None]]


async def run_jobs(
    url: str,
    handlers: Mapping[str, Handler],
    stop: asyncio.Event,
    *,
    bell: Bell | None = None,
    abandoned_after_s: float = ABANDONED_AFTER_S,
) -> None:
    """Take jobs and run them until `stop` is set; without a `bell` it looks often. What has begun is finished, or put
    back when it takes too long.

    Raises when the database goes away; what was running is then taken up by another worker, or by this one later.
    """
    connection = await asyncpg.connect(url, command_timeout=ANSWER_TIMEOUT_S, server_settings=_OWN_SETTINGS)
    try:
        runner = _Runner(connection, handlers, timedelta(seconds=abandoned_after_s), bell)
        with bell.woken(runner.wake) if bell is not None else nullcontext():
            await runner.run(stop)
    except asyncpg.InternalClientError as error:
        # Cut in the middle of a statement, a connection of asyncpg may believe that it is still at it.
        raise ConnectionError("the worker's connection broke") from error
    finally:
        with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError):
            await connection.close(timeout=LET_GO_WITHIN_S)


async def run_due_jobs(url: str, handlers: Mapping[str, Handler], *, clock: Callable[[], datetime]) -> int:
    """Run what is due by this clock, and what that brings, one after the other; give how often a handler ran.

    For the demo, for tests and for commands: a failure is not tried again but raised, and its job stays.
    """
    connection = await asyncpg.connect(url)
    ran = 0
    try:
        while jobs := await store.claim_due(connection, list(handlers), now=clock(), limit=BATCH):
            waiting = [job.id for job in jobs]
            try:
                for job in jobs:
                    for name in (own := [name for name in job.names if name in handlers]):
                        await handlers[name](job.payload)
                        ran += 1
                    await store.finish(connection, waiting.pop(0), own)
            finally:
                await store.put_back(connection, waiting)
    finally:
        await connection.close()
    return ran


class _Runner:
    """One worker's hands. All statements are sent by one loop; each job runs in a task of its own."""

    def __init__(
        self, connection: asyncpg.Connection, handlers: Mapping[str, Handler], ours_for: timedelta, bell: Bell | None
    ) -> None:
        self._connection = connection
        self._bell = bell
        self._handlers = handlers
        self._ours_for = ours_for
        self._wake = asyncio.Event()
        self._running: dict[int, asyncio.Task[list[str]]] = {}
        self._ended: list[tuple[Claimed, asyncio.Task[list[str]]]] = []
        self._kept_at = 0.0
        self._next_in_s: float | None = None

    async def run(self, stop: asyncio.Event) -> None:
        self._connection.add_termination_listener(lambda *_: self.wake())
        stopping = asyncio.create_task(self._wake_on(stop))
        try:
            while not stop.is_set():
                self._wake.clear()
                await self._step(limit=min(BATCH, JOBS_MAX - len(self._running)))
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._pause_s()):
                        await self._wake.wait()
            await self._end()
        finally:
            stopping.cancel()
            for task in self._running.values():
                task.cancel()

    def wake(self) -> None:
        """Look at once whether there is something to do."""
        self._wake.set()

    async def _step(self, *, limit: int) -> None:
        """Let go of what has ended, take what is due, and say of the rest that it is ours still."""
        done = await self._settle()
        jobs, self._next_in_s = await store.take(self._connection, done=done, limit=limit, ours_for=self._ours_for)
        for job in jobs:
            if job.attempts > ATTEMPTS_MAX:
                # Nobody could say that it failed: each time the worker ended with it. It takes no other along.
                log.error("job.abandoned", job=job.names, attempts=job.attempts)
                await store.hold(self._connection, job.id, job.names)
                continue
            task = asyncio.create_task(self._do(job))
            self._running[job.id] = task
            task.add_done_callback(lambda ended, job=job: self._note_end(job, ended))  # type: ignore[misc]
            self._wake.set()  # there may be more
        now = asyncio.get_running_loop().time()
        if now - self._kept_at > self._ours_for.total_seconds() / 3:
            self._kept_at = now
            if self._running:
                await store.keep(self._connection, list(self._running), ours_for=self._ours_for)

    async def _do(self, job: Claimed) -> list[str]:
        """Let everybody have it who wanted it, side by side; give the names of those who failed."""
        outcomes = await asyncio.gather(*(self._try(name, job) for name in job.names))
        return [name for name, did in zip(job.names, outcomes, strict=True) if not did]

    async def _try(self, name: str, job: Claimed) -> bool:
        try:
            await self._handlers[name](job.payload)
        except Exception:  # the worker is a program root: whatever it was, the others go on
            log.exception("job.failed", job=name, attempt=job.attempts)
            return False
        return True

    def _note_end(self, job: Claimed, task: "asyncio.Task[list[str]]") -> None:
        self._running.pop(job.id, None)
        self._ended.append((job, task))
        self._wake.set()

    async def _settle(self) -> list[int]:
        """Give the ids of what was done; put away what was not."""
        ended, self._ended = self._ended, []
        if interrupted := [job.id for job, task in ended if task.cancelled()]:
            await store.release(self._connection, interrupted)
        failed = [(job, names) for job, task in ended if not task.cancelled() and (names := task.result())]
        for job, names in failed:
            if job.attempts >= ATTEMPTS_MAX:
                await store.hold(self._connection, job.id, names)
            else:
                delay_s = min(FIRST_DELAY_S * 2 ** (job.attempts - 1), DELAY_MAX_S)
                await store.try_later(self._connection, job.id, names, delay=timedelta(seconds=delay_s))
        kept = {*interrupted, *(job.id for job, _names in failed)}
        return [job.id for job, _task in ended if job.id not in kept]

    def _pause_s(self) -> float:
        looking_s = POLL_S if self._bell is not None and self._bell.is_heard else POLL_UNHEARD_S
        keeping_s = self._ours_for.total_seconds() / 3 if self._running else POLL_S
        return min(looking_s, keeping_s, POLL_S if self._next_in_s is None else self._next_in_s)

    async def _end(self) -> None:
        """Take nothing more; wait a little for what has begun, then interrupt it and put it back."""
        if self._running:
            await asyncio.wait(self._running.values(), timeout=STOP_WITHIN_S)
            for task in self._running.values():
                task.cancel()
        if self._running:
            await asyncio.wait(self._running.values(), timeout=LET_GO_WITHIN_S)
        await self._step(limit=0)

    async def _wake_on(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._wake.set()
