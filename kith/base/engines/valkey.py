"""The embedded Valkey: signals, presence, limits and caches. Nothing in it is missed when it goes."""

import signal
import socket
import subprocess
from contextlib import suppress
from pathlib import Path

from kith.base.engines import processes
from kith.base.engines.binaries import valkey_program
from kith.base.engines.place import Place
from kith.base.engines.waiting import EngineFailed, Waiting

START_WAIT_S = 60  # it reads nothing, so only a machine out of breath needs more than a moment
MEMORY_MAX = "256mb"
# The first node of a stream is made this large, and everybody who listens has a stream of their own, with few events in
# it: left unsaid, each takes 4 kB.
STREAM_NODE_BYTES = 512
_ANSWER_WAIT_S = 5
_HUNG_STOP_S = 2


def url(sockets: Path) -> str:
    """Give its address."""
    return f"unix://{sockets / 'valkey.sock'}"


def start(place: Place, waiting: Waiting) -> subprocess.Popen[bytes] | None:
    """Bring it up. Returns when it answers; `None` for one that outlived a killed Kith, which is adopted."""
    if is_up(place):
        return None
    stop(place, within_s=_HUNG_STOP_S)
    _socket(place).unlink(missing_ok=True)
    process = _launch(place)
    if not waiting.until_up(process, lambda: is_up(place), saying="Waiting for Valkey", wait_s=START_WAIT_S):
        raise EngineFailed(f"Valkey did not start. What it said is in {place.log_file('valkey')}")
    return process


def is_up(place: Place) -> bool:
    """Ask it."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection, suppress(OSError):
        connection.settimeout(_ANSWER_WAIT_S)
        connection.connect(str(_socket(place)))
        connection.sendall(b"PING\r\n")
        return connection.recv(64).startswith(b"+PONG")
    return False


def stop(place: Place, *, within_s: float) -> None:
    """End it, kindly, then not."""
    left = processes.all_in(place.valkey, "valkey")
    processes.end(left, place.valkey, signal.SIGTERM, signal.SIGKILL, wait_s=within_s / 2)


def _launch(place: Place) -> subprocess.Popen[bytes]:
    with place.open_log("valkey") as log:
        return subprocess.Popen(
            [valkey_program(), *_options(place)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=place.valkey,
            start_new_session=True,  # Ctrl-C in the terminal is for Kith, which then stops its engines in order
            preexec_fn=place.servant.becomes,
        )


def _options(place: Place) -> list[str]:
    return [
        "--port", "0",
        "--unixsocket", str(_socket(place)),
        "--unixsocketperm", "700",
        "--dir", str(place.valkey),
        "--daemonize", "no",
        "--save", "",
        "--appendonly", "no",
        "--maxmemory", MEMORY_MAX,
        "--maxmemory-policy", "allkeys-lru",
        "--stream-node-max-bytes", str(STREAM_NODE_BYTES),
        "--loglevel", "warning",
    ]  # fmt: skip


def _socket(place: Place) -> Path:
    return place.sockets / "valkey.sock"
