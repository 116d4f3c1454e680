"""Limits, as processes: the bare server, and the engines alone."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
WAIT_S = 20


@contextmanager
def bare_server(body: bytes) -> Iterator[tuple[int, int]]:
    """Serve these bytes from memory, by the HTTP server that Kith uses. Gives process id and port."""
    with tempfile.NamedTemporaryFile(prefix="kith-bench-") as file:
        file.write(body)
        file.flush()
        port = _free_port()
        command = [
            sys.executable, "-m", "granian", "bench.bare:app",
            "--interface", "asgi", "--loop", "uvloop", "--http", "1", "--port", str(port), "--log-level", "error",
        ]  # fmt: skip
        environment = os.environ | {"BENCH_BYTES": file.name}
        process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)
        try:
            _wait_for(port)
            yield process.pid, port
        finally:
            process.terminate()
            process.wait(20)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    until = time.monotonic() + WAIT_S
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert time.monotonic() < until, "the bare server did not come up"
            time.sleep(0.05)
        else:
            return
