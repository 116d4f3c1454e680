"""The worker process: runs jobs, and once a day what the features do at night."""

import asyncio
import signal
import time as clocks
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from datetime import datetime
from typing import Any

import msgspec
import structlog
import uvloop

from kith.base.bus.figures import JOB_SECONDS, JOBS
from kith.base.jobs.nightly import claim_night, list_night, nights_done
from kith.base.jobs.running import Handler, run_due_jobs, run_jobs
from kith.base.log import set_up_log
from kith.base.work import DAILY, House, Listener, Nightly
from kith.house import open_house
from kith.settings import Settings

log = structlog.get_logger()

LOOK_EVERY_S = 60
AFTER_FAILURE_S = 5
AFTER_FAILED_NIGHT_S = 600
STOP_WITHIN_S = 4  # a night's work that takes longer is undone, and done by the next start


def handlers_of(house: House) -> dict[str, Handler]:
    """Give the function that runs each job, by the name that waiting jobs carry."""
    listeners = [one for several in house.plugs.listeners.values() for one in several]
    names = [listener.name for listener in listeners]
    assert len(names) == len(set(names)), f"two listeners share a name: {sorted(names)}"
    return {listener.name: _handler(house, listener) for listener in listeners}


def _handler(house: House, listener: Listener) -> Handler:
    decode = msgspec.json.Decoder(listener.fact).decode

    async def handle(payload: bytes) -> None:
        begun = clocks.perf_counter()
        outcome = "failed"
        try:
            async with house.work() if listener.writes else house.reading() as work:
                await listener.run(work, decode(payload))
            outcome = "done"
        finally:
            JOBS.labels(listener.name, outcome).inc()
            JOB_SECONDS.labels(listener.name).observe(clocks.perf_counter() - begun)

    return handle


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """Run jobs until `stop` is set. A database that went away is waited for."""
    async with open_house(settings) as house:
        await asyncio.gather(
            _until_stopped(stop, lambda: _run_jobs(house, stop)),
            _interruptible(_keep_nights(house, stop), stop),
        )


async def _run_jobs(house: House, stop: asyncio.Event) -> None:
    await run_jobs(str(house.settings.database_url), handlers_of(house), stop, bell=house.bell)


async def run_everything_due(house: House) -> int:
    """Run the jobs that are due now by the house's clock, and what they bring; give their number.

    Raises what a job raises: for the demo, for tests and for commands.
    """
    return await run_due_jobs(str(house.settings.database_url), handlers_of(house), clock=house.clock)


async def _until_stopped(stop: asyncio.Event, once: Callable[[], Awaitable[None]]) -> None:
    while not stop.is_set():
        try:
            await once()
        except Exception:  # a program root: whatever it was, the worker goes on
            log.exception("worker.failed")
            await _pause(stop, AFTER_FAILURE_S)


async def _interruptible(running: Coroutine[Any, Any, None], stop: asyncio.Event) -> None:
    """Run it, and interrupt it when it goes on for too long after it was told to stop."""
    task = asyncio.create_task(running)
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    await asyncio.wait({task}, timeout=STOP_WITHIN_S)
    task.cancel()
    await asyncio.wait({task})


async def _keep_nights(house: House, stop: asyncio.Event) -> None:
    nights = _Nights(house)

    async def look() -> None:
        await nights.run_due()
        await _pause(stop, LOOK_EVERY_S)

    await _until_stopped(stop, look)


class _Nights:
    """Runs what is due, each by itself: one that fails keeps no other from its turn."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._not_before: dict[str, float] = {}

    async def run_due(self) -> None:
        async with self._house.reading() as work:
            done = await nights_done(work.db)
        for nightly in self._house.plugs.nightly:
            is_done = nightly.name in done and done[nightly.name] >= _last_due(self._house.clock(), nightly)
            if not is_done and self._not_before.get(nightly.name, 0) <= clocks.monotonic():
                await self._try(nightly)

    async def _try(self, nightly: Nightly) -> None:
        try:
            await run_nightly(self._house, nightly)
        except Exception:  # a program root, as above
            log.exception("nightly.failed", name=nightly.name)
            self._not_before[nightly.name] = clocks.monotonic() + AFTER_FAILED_NIGHT_S


async def run_nightly(house: House, nightly: Nightly) -> bool:
    """Run it if it is due and nobody else did. What was missed while the server was off is caught up with once."""
    due_at = _last_due(house.clock(), nightly)
    async with house.work() as work:
        await list_night(work.db, nightly.name)
    async with house.work() as work:
        if not await claim_night(work.db, nightly.name, due_at=due_at):
            return False
        await nightly.run(work)
    log.info("nightly.done", name=nightly.name)
    return True


def _last_due(now: datetime, nightly: Nightly) -> datetime:
    today = datetime.combine(now.date(), nightly.at, tzinfo=now.tzinfo)
    began = today if today <= now else today - DAILY
    rounds: int = (now - began) // nightly.every
    return began + rounds * nightly.every


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()


def main(settings: Settings) -> None:
    """Run as a process of its own, until SIGTERM or SIGINT."""
    set_up_log(settings.log_level)

    async def until_told() -> None:
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        await run(settings, stop)

    uvloop.run(until_told())
