"""`kith serve`: one line, one server a folder, and nothing that a kill can break."""

import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

import httpx
import psutil
import pytest

from tests.commands.conftest import ROOT, STOP_WITHIN_S, Server, environment, kith, until


def _family(server: Server) -> list[psutil.Process]:
    return psutil.Process(server.process.pid).children(recursive=True)


def _named(server: Server, *words: str) -> list[psutil.Process]:
    return [one for one in _family(server) if all(word in _command(one) for word in words)]


def _command(process: psutil.Process) -> str:
    """Say what runs there; nothing, where it has ended meanwhile."""
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:  # a zombie, too
        return ""


def _lives(process: psutil.Process) -> bool:
    """Tell whether a process does anything; one that has ended may wait a while for its parent to look."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@contextmanager
def _signed_in(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, follow_redirects=True, timeout=20) as client:
        token = re.search(r'name="csrf" value="([^"]+)"', client.get("/sign-in").text)
        assert token is not None
        form = {"csrf": token[1], "who": "anna", "password": "a long enough secret"}
        assert client.post("/sign-in", data=form).status_code == 200
        yield client


def test_a_server_says_one_line_and_stops_within_ten_seconds(server: Server) -> None:
    """With a live stream open, which would go on for ever, and a request on its way, which gets its answer."""
    with _signed_in(server) as client, client.stream("GET", "/live") as stream:
        assert "event-stream" in stream.headers["content-type"]
        lines = stream.iter_lines()
        next(lines)
        host, port = server.url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as slow:
            slow.sendall(
                b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\n12"
            )
            stopping = Thread(target=server.stop)
            stopping.start()
            slow.sendall(b"34")
            assert slow.recv(12).startswith(b"HTTP/1.1 4")
            stopping.join(STOP_WITHIN_S)
            assert not stopping.is_alive()
    assert server.process.returncode == 0
    assert server.process.stdout is not None
    assert server.process.stdout.read() == ""


def test_what_nobody_reads_is_not_in_the_way_of_the_next_request(server: Server) -> None:
    """A body comes to where nothing is: it is answered, and so is what is asked next on the same connection."""
    host, port = server.url.removeprefix("http://").split(":")
    for size, goes_on in ((5, True), (500_000, True), (5_000_000, False)):  # what is too much does not come at all
        with socket.create_connection((host, int(port)), timeout=30) as line, line.makefile("rb") as answers:
            line.sendall(f"POST /api/v1/nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: {size}\r\n\r\n".encode())
            if goes_on:
                line.sendall(b"x" * size)
                line.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            told = answers.read()
        assert told.startswith(b"HTTP/1.1 404 "), size
        assert (b"connection: close" in told.partition(b"\r\n\r\n")[0]) is not goes_on, size
        assert (b"HTTP/1.1 200 OK" in told) is goes_on, size


def test_a_body_that_breaks_off_is_its_senders_mistake(server: Server) -> None:
    """Pieces that do not say how long they are, or end too soon: 400, and nothing of it is logged as ours."""
    host, port = server.url.removeprefix("http://").split(":")
    for sent in (b"zz\r\n", b"5\r\nab"):
        with socket.create_connection((host, int(port)), timeout=30) as line, line.makefile("rb") as answers:
            line.sendall(b"POST /api/v1/apps HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n")
            line.sendall(b"Transfer-Encoding: chunked\r\n\r\n" + sent)
            line.shutdown(socket.SHUT_WR)
            told = answers.read()
        assert not told or told.startswith(b"HTTP/1.1 400 "), told
    log = (server.data / "logs" / "kith.log").read_text(encoding="utf-8")
    assert "request.failed" not in log


def test_nothing_is_left_after_a_stop(server: Server) -> None:
    """No process, and no socket: the next start finds a clean place."""
    family = _family(server)
    assert family
    assert server.stop() < STOP_WITHIN_S
    assert not [one for one in family if _lives(one)]


def test_a_second_server_on_the_same_data_says_who_runs(server: Server) -> None:
    """And leaves the first alone."""
    second = kith(server.data, "serve")
    assert second.returncode == 1
    assert second.stderr.startswith(f"Kith is running on {server.data} already (process {server.process.pid})")
    assert server.answers()


def test_a_port_that_is_taken_is_said_before_anything_starts(server: Server, folder: Path) -> None:
    """Another data folder, the same port."""
    port = server.url.rpartition(":")[2]
    second = kith(folder / "another", "serve", PORT=port)
    assert second.returncode == 1
    assert f"Port {port} of 127.0.0.1 is taken" in second.stderr
    assert not (folder / "another" / "postgres").exists()


def test_where_no_data_can_be_kept_it_says_what_sets_it(folder: Path) -> None:
    """In the place of the folder stands a file."""
    (folder / "a file").write_text("")
    served = kith(folder / "a file", "serve")
    assert served.returncode == 1
    assert "a file" in served.stderr
    assert "set by KITH_DATA" in served.stderr
    assert "Traceback" not in served.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("bin/postgres", "-D"),
        ("valkey-server",),
        ("granian", "kith.app"),
        ("kith", "worker"),
    ],
    ids=lambda words: words[0],
)
def test_what_is_killed_while_it_serves_comes_back(server: Server, words: tuple[str, ...]) -> None:
    """By itself, within seconds, and people are served again."""
    killed = _named(server, *words)
    assert killed
    for one in killed:
        with suppress(psutil.NoSuchProcess):
            one.kill()
    psutil.wait_procs(killed, timeout=5)
    assert until(lambda: bool(_named(server, *words)) and server.answers())
    with _signed_in(server):
        pass


def test_a_server_that_was_killed_starts_again(server: Server) -> None:
    """Its engines went on and are adopted; its web process, which would hold the port, is gone or is ended."""
    port = server.url.rpartition(":")[2]
    engine = _named(server, "bin/postgres", "-D")[0]
    web = _named(server, "granian", "kith.app")
    server.process.kill()
    server.process.wait()
    for one in web[:1]:
        one.suspend()  # too busy to notice that its parent has gone
    again = Server(server.data, PORT=port)
    try:
        assert _lives(engine)
        assert not [one for one in web if _lives(one)]
        with _signed_in(again):
            pass
    finally:
        again.close()
    assert not _lives(engine)


def test_everything_killed_at_once_starts_again(server: Server) -> None:
    """A power cut."""
    family = _family(server)
    os.kill(server.process.pid, signal.SIGKILL)
    for one in family:
        with suppress(psutil.NoSuchProcess):  # whoever noticed that its parent has gone may be quicker
            one.kill()
    psutil.wait_procs(family, timeout=5)
    server.process.wait()
    again = Server(server.data)
    try:
        with _signed_in(again):
            pass
    finally:
        again.close()


def test_several_web_processes_serve_as_one(lived_in: Path) -> None:
    """A session made by one is known to the others."""
    server = Server(lived_in, KITH_WORKERS="2")
    try:
        assert len(_named(server, "granian", "kith.app")) == 3
        with _signed_in(server) as client:
            answers = {client.get("/settings", headers={"connection": "close"}).status_code for _each in range(8)}
            assert answers == {200}
    finally:
        server.close()


def test_what_is_written_is_for_its_own_user(server: Server) -> None:
    """The log, the database and the pictures: others on this machine may pass through the folder at most."""
    assert stat.S_IMODE(server.data.stat().st_mode) & 0o066 == 0
    for path in server.data.iterdir():
        if path.name != "kith.lock":
            assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    assert (server.data / "logs" / "kith.log").exists()


def test_a_setting_that_cannot_be_read_is_named(folder: Path) -> None:
    """With what was given, and what is allowed."""
    done = kith(folder / "never", "serve", KITH_WORKERS="many")
    assert done.returncode == 1
    assert done.stderr == "KITH_WORKERS: “many” cannot be used here. It takes a whole number from 1 to 64.\n"
    assert not (folder / "never").exists()


@pytest.mark.parametrize("missing", ["", "newsreader.woff2"])
def test_without_the_pages_libraries_it_says_how_to_get_them(tmp_path: Path, missing: str) -> None:
    """And starts nothing, instead of trying again for ever."""
    data, vendor = tmp_path / "data", Path("kith/base/web/static/vendor")
    ignored = shutil.ignore_patterns("__pycache__", "tests", missing or "vendor")
    shutil.copytree(ROOT / "kith", tmp_path / "kith", ignore=ignored)
    assert (tmp_path / vendor).is_dir() == bool(missing)
    command = [sys.executable, "-m", "kith", "serve"]
    refused = subprocess.run(
        command, cwd=tmp_path, env=environment(data), capture_output=True, text=True, timeout=30, check=False
    )
    assert refused.returncode == 1
    assert "bin/setup" in refused.stderr
    assert missing in refused.stderr
    assert refused.stdout == ""
    assert not data.exists()
