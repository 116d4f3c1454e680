"""Limits, as processes: the bare server, nginx where it is installed, and the echo of Valkey."""

import os
import shutil
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
        with _granian("bench.bare:app", {"BENCH_BYTES": file.name}) as running:
            yield running


@contextmanager
def echo_server(valkey_url: str) -> Iterator[tuple[int, int]]:
    """Pass on to every WebSocket what Valkey says on the channel `bench`. Gives process id and port."""
    with _granian("bench.echo:app", {"BENCH_VALKEY": valkey_url}) as running:
        yield running


@contextmanager
def floor_server(database_url: str, valkey_url: str) -> Iterator[tuple[int, int]]:
    """Write what a post writes, and no more. Gives process id and port."""
    with _granian("bench.floor:app", {"BENCH_DATABASE": database_url, "BENCH_VALKEY": valkey_url}) as running:
        yield running


@contextmanager
def raw_server() -> Iterator[tuple[int, int]]:
    """Hold connections by a bare protocol. Gives process id and port."""
    port = free_port()
    with _running([sys.executable, "-m", "bench.raw", str(port)], {}, port) as running:
        yield running


@contextmanager
def static_server(body: bytes) -> Iterator[tuple[int, int] | None]:
    """Serve these bytes as a file, by nginx with one worker; `None` where there is no nginx."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if nginx is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="kith-bench-") as name:
        folder, port = Path(name), free_port()
        folder.chmod(0o755)
        folder.joinpath("body").write_bytes(body)
        folder.joinpath("nginx.conf").write_text(_NGINX.format(folder=folder, port=port), encoding="utf-8")
        command = [nginx, "-p", name, "-c", "nginx.conf", "-e", "error.log"]
        with _running(command, {}, port) as running:
            yield running


_NGINX = """
daemon off;
worker_processes 1;
pid nginx.pid;
events {{}}
http {{
    access_log off;
    keepalive_requests 1000000;
    client_body_temp_path body.tmp;
    proxy_temp_path proxy.tmp;
    fastcgi_temp_path fastcgi.tmp;
    uwsgi_temp_path uwsgi.tmp;
    scgi_temp_path scgi.tmp;
    server {{
        listen 127.0.0.1:{port};
        root {folder};
        location / {{ try_files /body =404; }}
    }}
}}
"""


@contextmanager
def _granian(app: str, settings: dict[str, str]) -> Iterator[tuple[int, int]]:
    port = free_port()
    command = [
        sys.executable, "-m", "granian", app,
        "--interface", "asgi", "--loop", "uvloop", "--http", "1", "--port", str(port), "--log-level", "error",
    ]  # fmt: skip
    with _running(command, settings, port) as running:
        yield running


@contextmanager
def _running(command: list[str], settings: dict[str, str], port: int) -> Iterator[tuple[int, int]]:
    process = subprocess.Popen(command, env=os.environ | settings, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield process.pid, port
    finally:
        process.terminate()
        process.wait(20)


def free_port() -> int:
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
