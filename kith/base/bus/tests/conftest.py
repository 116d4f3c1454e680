"""A Valkey of our own for tests that empty it, hang it or kill it, and one for those that only use it."""

import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from kith.base.bus.valkey import Valkey
from kith.base.engines.binaries import valkey_program

START_WAIT_S = 10


class OwnServer:
    """A Valkey server that a test may treat badly."""

    def __init__(self, folder: Path) -> None:
        self._socket = folder / "valkey.sock"
        self.url = f"unix://{self._socket}"
        self.start()

    def start(self) -> None:
        """Start it, empty."""
        self._socket.unlink(missing_ok=True)
        options = ["--port", "0", "--unixsocket", str(self._socket), "--save", "", "--loglevel", "warning"]
        self._process = subprocess.Popen([valkey_program(), *options], stdout=subprocess.DEVNULL)
        begun = time.monotonic()
        while not self._answers():
            assert time.monotonic() - begun < START_WAIT_S
            time.sleep(0.01)

    def kill(self) -> None:
        """End it as a power cut does."""
        self._process.kill()
        self._process.wait()

    def hang(self) -> None:
        """Let it stand still: its connections stay, and nobody answers."""
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it go on after it hung."""
        self._process.send_signal(signal.SIGCONT)

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            return connection.connect_ex(str(self._socket)) == 0


@pytest.fixture
def server() -> Iterator[OwnServer]:
    """A fresh server."""
    with tempfile.TemporaryDirectory(prefix="kith-valkey-") as folder:
        server = OwnServer(Path(folder))
        yield server
        server.kill()


@pytest_asyncio.fixture
async def valkey(server: OwnServer) -> AsyncIterator[Valkey]:
    """A connection to it."""
    connection = await Valkey.open(server.url)
    yield connection
    await connection.close()
