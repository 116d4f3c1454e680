"""The embedded engines: PostgreSQL and Valkey from the wheels' programs, run beside Kith and for Kith alone.

They are started by whoever holds the lock on the data folder, outlive a Kith that is killed, and are adopted by
the next one. The database answers on a socket in a folder that only Kith's user can enter.
"""

import asyncio
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from kith.base.engines import postgres, valkey
from kith.base.engines.binaries import postgres_program
from kith.base.engines.binaries import postgres_program as postgres_tool
from kith.base.engines.place import AlreadyRunning, Place, lock, prepare
from kith.base.engines.postgres import EngineFailed, Report
from kith.base.engines.postgres import environment as postgres_environment

__all__ = [
    "AlreadyRunning",
    "EngineFailed",
    "EngineUrls",
    "Engines",
    "Place",
    "embedded_engines",
    "postgres_environment",
    "postgres_tool",
    "running_urls",
]


@dataclass(frozen=True)
class EngineUrls:
    """Where the two answer."""

    database: str
    valkey: str


class Engines:
    """The engines of one data folder. `start` takes the lock; `stop` ends both and gives it back."""

    def __init__(self, data_folder: Path, report: Report = lambda _: None) -> None:
        self._report = report
        self.place = prepare(data_folder, postgres_program("postgres"))
        self._lock = lock(self.place)
        self._processes: list[subprocess.Popen[bytes]] = []

    @property
    def urls(self) -> EngineUrls:
        """The two addresses; they stay the same as long as the data folder does."""
        return EngineUrls(database=postgres.url(self.place), valkey=valkey.url(self.place))

    def start(self) -> None:
        """Bring up whichever is not there. Safe to repeat: the supervisor calls it when one has died."""
        for process in (valkey.start(self.place), postgres.start(self.place, self._report)):
            if process is not None:
                self._processes.append(process)

    def are_up(self) -> bool:
        """Ask both."""
        return valkey.is_up(self.place) and postgres.is_up(self.place)

    def are_alive(self) -> bool:
        """Look whether both processes are there: cheap enough to ask every second."""
        for process in self._processes:
            process.poll()  # a child that died stays in the table of processes until somebody asks
        return valkey.is_up(self.place) and postgres.is_alive(self.place)

    def stop(self) -> None:
        """End both, PostgreSQL first: it is the one with something to write down."""
        postgres.stop(self.place)
        valkey.stop(self.place)
        for process in self._processes:
            with suppress(subprocess.TimeoutExpired):
                process.wait(1)
        self._lock.close()


def running_urls(data_folder: Path) -> EngineUrls:
    """Give the addresses of engines that another process runs on this data."""
    place = prepare(data_folder, postgres_program("postgres"))
    return EngineUrls(database=postgres.url(place), valkey=valkey.url(place))


@asynccontextmanager
async def embedded_engines(data_folder: Path) -> AsyncIterator[EngineUrls]:
    """Run both for the length of the block: for commands and tests."""
    engines = await asyncio.to_thread(Engines, data_folder)
    try:
        await asyncio.to_thread(engines.start)
        yield engines.urls
    finally:
        await asyncio.to_thread(engines.stop)
