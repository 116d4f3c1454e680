"""The embedded Valkey: signals, presence, limits and caches. Nothing in it is missed when it goes."""

import os
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from kith.base.engines.binaries import valkey_program
from kith.base.engines.place import Place
from kith.base.engines.postgres import EngineFailed

START_WAIT_S = 15
STOP_WAIT_S = 3
MEMORY_MAX = "256mb"


def socket_path(place: Place) -> Path:
    """Where it answers."""
    return place.sockets / "valkey.sock"


def url(place: Place) -> str:
    """Give its address."""
    return f"unix://{socket_path(place)}"


def start(place: Place) -> subprocess.Popen[bytes] | None:
    """Bring it up. Returns when it answers; `None` for one that outlived a killed Kith, which is adopted."""
    if is_up(place):
        return None
    socket_path(place).unlink(missing_ok=True)
    log = (place.data / "valkey.log").open("ab")
    with log:
        process = subprocess.Popen(
            [valkey_program(), *_options(place)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=place.valkey,
            start_new_session=True,
        )
    begun = time.monotonic()
    while not is_up(place):
        if process.poll() is not None or time.monotonic() - begun > START_WAIT_S:
            raise EngineFailed(f"Valkey did not start. What it said is in {place.data}/valkey.log")
        time.sleep(0.01)
    return process


def is_up(place: Place) -> bool:
    """Ask it."""
    return ask(place, b"PING") == b"+PONG"


def stop(place: Place) -> None:
    """End it, kindly, then not."""
    pid = _pid(place)
    if pid is None:
        return
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.kill(pid, number)
        if _gone(pid, STOP_WAIT_S):
            return


def kill(place: Place) -> None:
    """End it at once: for tests of what a crash leaves."""
    pid = _pid(place)
    if pid is not None:
        os.kill(pid, signal.SIGKILL)
        _gone(pid, STOP_WAIT_S)


def ask(place: Place, command: bytes) -> bytes:
    """Send one inline command and give the first line of the answer; empty when nobody answers."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(2)
        try:
            connection.connect(str(socket_path(place)))
            connection.sendall(command + b"\r\n")
            return connection.recv(4096).partition(b"\r\n")[0]
        except OSError:
            return b""


def _options(place: Place) -> list[str]:
    return [
        "--port", "0",
        "--unixsocket", str(socket_path(place)),
        "--unixsocketperm", "700",
        "--pidfile", str(place.valkey / "valkey.pid"),
        "--daemonize", "no",
        "--save", "",
        "--appendonly", "no",
        "--maxmemory", MEMORY_MAX,
        "--maxmemory-policy", "allkeys-lru",
        "--loglevel", "warning",
    ]  # fmt: skip


def _pid(place: Place) -> int | None:
    """Read its process id, and make sure that it is one of Valkey: ids are used again."""
    try:
        pid = int((place.valkey / "valkey.pid").read_text(encoding="ascii"))
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (OSError, ValueError):
        return None
    return pid if b"valkey" in command else None


def _gone(pid: int, wait_s: float) -> bool:
    begun = time.monotonic()
    while time.monotonic() - begun < wait_s:
        with suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
        if not Path(f"/proc/{pid}").exists():
            return True
        time.sleep(0.01)
    return False
