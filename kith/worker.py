"""The worker process: runs jobs, and once a day what the features do at night."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import msgspec
import structlog

from kith.base.jobs.nightly import claim_night
from kith.base.jobs.queue import Handler, run_due_jobs, run_jobs
from kith.base.log import set_up_log
from kith.base.work import House, Listener, Nightly
from kith.house import open_house
from kith.settings import Settings

log = structlog.get_logger()

LOOK_EVERY_S = 60
AFTER_FAILURE_S = 5


def handlers_of(house: House) -> dict[str, Handler]:
    """Give the function that runs each job, by the name that waiting jobs carry."""
    listeners = [one for several in house.plugs.listeners.values() for one in several]
    names = [listener.name for listener in listeners]
    assert len(names) == len(set(names)), f"two listeners share a name: {sorted(names)}"
    return {listener.name: _handler(house, listener) for listener in listeners}


def _handler(house: House, listener: Listener) -> Handler:
    decode = msgspec.json.Decoder(listener.fact).decode

    async def handle(payload: bytes) -> None:
        async with house.work() as work:
            await listener.run(work, decode(payload))

    return handle


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """Run jobs until `stop` is set. A database that went away is waited for."""
    async with open_house(settings) as house:
        nights = asyncio.create_task(_keep_nights(house, stop))
        await _until_stopped(stop, lambda: run_jobs(str(settings.database_url), handlers_of(house), stop))
        await nights


async def run_everything_due(house: House) -> None:
    """Run the jobs that are due now, and what they bring, then return."""
    await run_due_jobs(str(house.settings.database_url), handlers_of(house))


async def _until_stopped(stop: asyncio.Event, once: Callable[[], Awaitable[None]]) -> None:
    while not stop.is_set():
        try:
            await once()
        except Exception:  # a program root: whatever it was, the worker goes on
            log.exception("worker.failed")
            await _pause(stop, AFTER_FAILURE_S)


async def _keep_nights(house: House, stop: asyncio.Event) -> None:
    async def look() -> None:
        for nightly in house.plugs.nightly:
            await run_nightly(house, nightly)
        await _pause(stop, LOOK_EVERY_S)

    await _until_stopped(stop, look)


async def run_nightly(house: House, nightly: Nightly) -> bool:
    """Run it if it is due and nobody else did. What was missed while the server was off is caught up with once."""
    now = house.clock()
    due = _last_due(now, nightly)
    async with house.work() as work:
        if not await claim_night(work.db, nightly.name, due_at=due):
            return False
        await nightly.run(work)
    log.info("nightly.done", name=nightly.name)
    return True


def _last_due(now: datetime, nightly: Nightly) -> datetime:
    today = datetime.combine(now.date(), nightly.at, tzinfo=now.tzinfo)
    return today if today <= now else today - timedelta(days=1)


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return


def main(settings: Settings) -> None:
    """Run as a process of its own, until SIGTERM or SIGINT."""
    set_up_log(settings.log_level)

    async def until_told() -> None:
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        await run(settings, stop)

    asyncio.run(until_told())
