"""The embedded engines: PostgreSQL and Valkey from the wheels' programs, run beside Kith and for Kith alone.

They are started by whoever holds the lock on the data folder, outlive a Kith that is killed, and are adopted by
the next one. The database answers on a socket in a folder that only Kith's user can enter.
"""

import subprocess
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from kith.base.engines import postgres, valkey
from kith.base.engines.binaries import EngineMissing, postgres_program
from kith.base.engines.cluster import environment as postgres_environment
from kith.base.engines.place import AlreadyRunning, Place, find, lock, prepare
from kith.base.engines.waiting import EngineFailed, StartGivenUp, Waiting

__all__ = [
    "POSTGRES",
    "VALKEY",
    "AlreadyRunning",
    "EngineFailed",
    "EngineMissing",
    "EngineUrls",
    "Engines",
    "Place",
    "StartGivenUp",
    "Waiting",
    "embedded_engines",
    "engines_in",
    "lock",
    "postgres_environment",
    "postgres_program",
    "running_urls",
]

POSTGRES, VALKEY = "PostgreSQL", "Valkey"
STOP_WITHIN_S = 10.0
VALKEY_STOP_S = 0.5


@dataclass(frozen=True)
class EngineUrls:
    """Where the two answer."""

    database: str
    valkey: str


class Engines:
    """The engines of one data folder. Making it takes the lock; `stop` ends the engines and gives it back.

    Raises `AlreadyRunning` when another process holds the lock, `PermissionError` when nobody here can run them.
    """

    def __init__(
        self,
        data_folder: Path,
        waiting: Waiting = Waiting(),  # noqa: B008 - it is frozen
        *,
        wants: Collection[str] = (POSTGRES, VALKEY),
    ) -> None:
        self._wants = wants
        self._waiting = waiting
        self._lock = lock(data_folder)
        try:
            self.place = prepare(data_folder, postgres_program("postgres"))
        except BaseException:
            self._lock.close()
            raise
        self._processes: list[subprocess.Popen[bytes]] = []

    @property
    def urls(self) -> EngineUrls:
        """The two addresses; they stay the same as long as the data folder does."""
        return _urls(self.place.sockets)

    def start(self) -> None:
        """Bring up what is wanted and not there. Safe to repeat: the supervisor calls it when one has died.

        Raises `EngineFailed` when one does not start, `StartGivenUp` when told so while waiting.
        """
        for name, starting in ((VALKEY, valkey.start), (POSTGRES, postgres.start)):
            process = starting(self.place, self._waiting) if name in self._wants else None
            if process is not None:
                self._processes.append(process)

    def dead(self) -> list[str]:
        """Name those whose process is gone: cheap enough to ask every second."""
        # A child that died stays in the table of processes until somebody asks.
        self._processes = [process for process in self._processes if process.poll() is None]
        looks = ((POSTGRES, postgres.is_alive), (VALKEY, valkey.is_up))
        return [name for name, lives in looks if name in self._wants and not lives(self.place)]

    def stop(self, *, within_s: float = STOP_WITHIN_S) -> None:
        """End them, PostgreSQL first: it is the one with something to write down."""
        postgres.stop(self.place, within_s=within_s - VALKEY_STOP_S)
        valkey.stop(self.place, within_s=VALKEY_STOP_S)
        for process in self._processes:
            with suppress(subprocess.TimeoutExpired):
                process.wait(1)
        self._lock.close()


def running_urls(data_folder: Path) -> EngineUrls:
    """Give the addresses of engines that another process runs on this data."""
    return _urls(find(data_folder))


@contextmanager
def engines_in(data_folder: Path) -> Iterator[EngineUrls]:
    """Run both for the length of the block: for tests."""
    engines = Engines(data_folder)
    try:
        engines.start()
        yield engines.urls
    finally:
        engines.stop()


@asynccontextmanager
async def embedded_engines(data_folder: Path) -> AsyncIterator[EngineUrls]:
    """Do the same in a coroutine. Starting and stopping hold it up: nothing else can happen before or after anyway."""
    with engines_in(data_folder) as urls:
        yield urls


def _urls(sockets: Path) -> EngineUrls:
    return EngineUrls(database=postgres.url(sockets), valkey=valkey.url(sockets))
