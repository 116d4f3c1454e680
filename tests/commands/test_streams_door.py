"""The streams' own door, of a server as it is run: beside the main one, with the same rules, and gone when it goes."""

import os
import signal
import socket
from pathlib import Path

import httpx
import psutil

from tests.commands.conftest import STOP_WITHIN_S, Server, kith, until
from tests.ports import free_port


def bearer(lived_in: Path, name: str) -> dict[str, str]:
    """Give somebody's app a key."""
    return {"authorization": f"Bearer {kith(lived_in, 'token', name).stdout.strip()}"}


def test_a_stream_is_heard_comes_back_and_ends_with_the_server(lived_in: Path) -> None:
    """After a kill it goes on from where it was; a stop ends it whole, and at once."""
    port, key, other = free_port(), bearer(lived_in, "anna"), bearer(lived_in, "bela")
    server = Server(lived_in, KITH_STREAMS_PORT=str(port))
    try:
        account = httpx.get(f"{server.url}/api/v1/accounts/verify_credentials", headers=key, timeout=30).json()["id"]
        opened = httpx.post(
            f"{server.url}/api/kith/v1/conversations", headers=other, json={"account_id": account}, timeout=30
        )
        say = f"{server.url}/api/kith/v1/conversations/{opened.json()['id']}/messages"
        address = f"http://127.0.0.1:{port}/api/kith/v1/streaming"
        with httpx.stream("GET", address, headers=key, timeout=20) as answer:
            lines = answer.iter_lines()
            place = next(lines).removeprefix("id: ")
            assert httpx.post(say, headers=other, json={"text": "Before"}, timeout=30).status_code == 200
            assert next(line for line in lines if "Before" in line)
        [web] = [one for one in psutil.Process(server.process.pid).children() if "granian" in " ".join(one.cmdline())]
        for one in web.children(recursive=True):
            os.kill(one.pid, signal.SIGKILL)
        assert until(lambda: _says(say, other, "After"))
        assert until(lambda: _is_open(port))
        with httpx.stream("GET", address, headers=key | {"last-event-id": place}, timeout=20) as answer:
            lines = answer.iter_lines()
            told = [
                next(line for line in lines if line.startswith("data") and word in line) for word in ("Before", "After")
            ]
            assert len(told) == 2
            assert server.stop() < STOP_WITHIN_S
            list(lines)  # to its end, which is no break
    finally:
        server.close()


def test_a_port_that_is_taken_is_said(lived_in: Path) -> None:
    """Else two servers would share it, and mix up who comes."""
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        told = kith(lived_in, "serve", KITH_STREAMS_PORT=str(port))
    assert told.returncode != 0
    assert f"KITH_STREAMS_PORT={port + 1}" in told.stderr


def _says(address: str, key: dict[str, str], text: str) -> bool:
    try:
        return (
            httpx.post(address, headers=key | {"idempotency-key": text}, json={"text": text}, timeout=30).status_code
            == 200
        )
    except httpx.TransportError:
        return False


def _is_open(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True
