"""A server as a process, in a folder of its own, on a port of its own."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.ports import free_port

START_WAIT_S = 60  # on a machine that is busy with other tests
STOP_WITHIN_S = 10
ROOT = Path(__file__).parents[2]


class Server:
    """`kith serve` on one data folder."""

    def __init__(self, data: Path, **variables: str) -> None:
        self.data = data
        self.variables = {"PORT": str(free_port())} | variables
        self.process = self._start()
        self.url = self._wait_until_told()

    def _start(self) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "kith", "serve"]
        return subprocess.Popen(
            command, env=environment(self.data, **self.variables), stdout=subprocess.PIPE, text=True, cwd=ROOT
        )

    def _wait_until_told(self) -> str:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()  # ends when the process does
        told = re.fullmatch(r"Kith is at (\S+)\n", line)
        assert told is not None, f"it said: {line!r}"
        return told[1]

    def answers(self) -> bool:
        """Ask whether people are served."""
        try:
            return httpx.get(f"{self.url}/readyz", timeout=5).status_code == 200
        except httpx.TransportError:
            return False

    def stop(self) -> float:
        """Stop it as systemd would; give how long it took."""
        begun = time.monotonic()
        self.process.terminate()
        self.process.wait(STOP_WITHIN_S + 5)
        return time.monotonic() - begun

    def close(self) -> None:
        """Make sure that nothing is left."""
        if self.process.poll() is None:
            self.stop()
        assert self.process.stdout is not None
        self.process.stdout.close()


def environment(data: Path, **variables: str) -> dict[str, str]:
    """Give the environment of a command on this data."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("KITH_") and name != "PORT"}
    return ours | {"KITH_DATA": str(data), "PORT": "0", "KITH_MODE": "test"} | variables


def kith(data: Path, *words: str, given: str = "", **variables: str) -> "subprocess.CompletedProcess[str]":
    """Run one command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "kith", *words],
        env=environment(data, **variables),
        input=given,
        capture_output=True,
        check=False,
        text=True,
        cwd=ROOT,
        timeout=START_WAIT_S,
    )


def until(holds: Callable[[], bool], wait_s: float = START_WAIT_S) -> bool:
    """Wait until it holds; `False` when it never did."""
    end = time.monotonic() + wait_s
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """A place that every user can pass through, as a server's would be."""
    made = Path(tempfile.mkdtemp(prefix="kith-commands-", dir="/tmp"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="session")
def lived_in(folder: Path) -> Path:
    """A data folder with an owner and a member in it, and no server running."""
    data = folder / "lived-in"
    for name, more in (("anna", ["--owner"]), ("bela", [])):
        done = kith(data, "account", "create", name, *more, "--password-stdin", given="a long enough secret\n")
        assert done.returncode == 0, done.stderr
    return data


@pytest.fixture
def server(lived_in: Path) -> Iterator[Server]:
    """A server on it."""
    started = Server(lived_in)
    yield started
    started.close()
