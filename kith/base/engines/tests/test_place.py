"""Where the engines may live, who may reach them, and what is said when it does not work."""

import os
import shutil
import socket
import stat
import subprocess
from pathlib import Path

import pytest

from kith.base.engines import AlreadyRunning, EngineFailed, Engines, StartGivenUp, Waiting, running_urls
from kith.base.engines.place import prepare
from kith.base.engines.servant import _enter_namespace, _works
from kith.base.engines.tests.conftest import SOMEBODY_ELSE, needs_root, run_as, sql

START_AND_STOP = """
import sys
from pathlib import Path
from kith.base.engines import Engines
engines = Engines(Path(sys.argv[1]))
try:
    engines.start()
    print(engines.dead() == [])
finally:
    engines.stop()
"""

CONNECT = """
import socket, sys
connection = socket.socket(socket.AF_UNIX)
connection.connect(sys.argv[1])
"""


def test_a_second_kith_is_told_who_runs(engines: Engines) -> None:
    """It changes nothing, and finds the addresses of the engines that run."""
    with pytest.raises(AlreadyRunning, match=rf"process {os.getpid()}\)"):
        Engines(engines.place.data)
    assert running_urls(engines.place.data) == engines.urls


def test_only_kiths_user_reaches_the_sockets(engines: Engines) -> None:
    """The folder is closed to others; the sockets themselves are as well."""
    assert stat.S_IMODE(engines.place.sockets.stat().st_mode) == 0o700
    for name in (".s.PGSQL.5432", "valkey.sock"):
        path = engines.place.sockets / name
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
        assert path.stat().st_uid == engines.place.servant.uid


@needs_root
def test_somebody_else_cannot_connect(engines: Engines) -> None:
    """Not even to a socket whose path they know."""
    for name in (".s.PGSQL.5432", "valkey.sock"):
        tried = run_as(SOMEBODY_ELSE, CONNECT, engines.place.sockets / name)
        assert "PermissionError" in tried.stderr


def test_the_engines_listen_nowhere_else(engines: Engines) -> None:
    """No port at all, not even on loopback."""
    assert sql(engines.place.sockets, "SHOW listen_addresses") == ""
    assert sql(engines.place.sockets, "SHOW fsync") == "on"
    assert sql(engines.place.sockets, "SHOW dynamic_shared_memory_type") == "mmap"


def test_a_deep_data_folder_gets_a_short_socket(made_once: Path, folder: Path) -> None:
    """And keeps it; while a copy of the folder, which copies the link, gets one of its own."""
    deep = folder / ("deep" * 20) / ("deeper" * 20)
    deep.parent.mkdir()
    subprocess.run(["/bin/cp", "-a", made_once, deep], check=True)
    first, copy = Engines(deep), None
    sockets = first.place.sockets
    try:
        first.start()
        assert sql(sockets, "SELECT 1") == "1"
        assert running_urls(deep) == first.urls
        subprocess.run(["/bin/cp", "-a", deep, deep.with_name("copy" * 30)], check=True)
        copy = Engines(deep.with_name("copy" * 30))
        assert copy.place.sockets != sockets
    finally:
        first.stop()
        if copy is not None:
            shutil.rmtree(copy.place.sockets)
            copy.stop()
    again = Engines(deep)
    assert again.place.sockets == sockets
    again.stop()
    shutil.rmtree(sockets)


@needs_root
def test_a_socket_folder_of_somebody_else_is_not_trusted(folder: Path) -> None:
    """Others may write to /tmp, and may guess what we would look for there."""
    deep = folder / ("other" * 20) / "data"
    deep.mkdir(parents=True)
    program = Path("/bin/true")
    ours = prepare(deep, program).sockets
    assert prepare(deep, program).sockets == ours
    os.chown(ours, SOMEBODY_ELSE, SOMEBODY_ELSE)
    fresh = prepare(deep, program).sockets
    assert fresh != ours
    for made in (ours, fresh):
        shutil.rmtree(made)


def test_names_that_postgresql_would_take_apart_work(made_once: Path, folder: Path) -> None:
    """A comma separates folders in its setting, and a quote ends it."""
    odd = folder / "Anna's data, all of it"
    subprocess.run(["/bin/cp", "-a", made_once, odd], check=True)
    engines = Engines(odd)
    try:
        engines.start()
        assert sql(engines.place.sockets, "SELECT 1") == "1"
    finally:
        engines.stop()
        shutil.rmtree(engines.place.sockets)


@needs_root
@pytest.mark.parametrize("uid", [65534, SOMEBODY_ELSE])
def test_an_ordinary_user_runs_their_own(made_once: Path, folder: Path, uid: int) -> None:
    """Nobody else is needed then, and no name in the list of users either once the database is made."""
    data = folder / f"ordinary{uid}"
    subprocess.run(["/bin/cp", "-a", made_once, data], check=True)
    subprocess.run(["/bin/chown", "-R", f"{uid}:{uid}", data], check=True)
    done = run_as(uid, START_AND_STOP, data)
    assert done.stdout == "True\n", done.stderr


@needs_root
@pytest.mark.skipif(os.geteuid() == 0 and not _works(_enter_namespace), reason="user namespaces are forbidden here")
def test_root_keeps_a_folder_that_others_cannot_pass(folder: Path) -> None:
    """/root is closed to everybody else; nothing in it is opened, and nothing changes owner."""
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    engines = Engines(closed / "data")
    try:
        engines.start()
        assert sql(engines.place.sockets, "SELECT 1") == "1"
    finally:
        engines.stop()
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    assert {path.stat().st_uid for path in closed.rglob("*")} == {0}


def test_a_database_of_another_version_is_refused_in_words(data: Path) -> None:
    """Starting it would fail anyway; this says what to do."""
    (data / "postgres/PG_VERSION").write_text("15\n", encoding="ascii")
    engines = Engines(data)
    try:
        with pytest.raises(EngineFailed, match=r"made by PostgreSQL 15; this Kith brings \d+.*kith backup"):
            engines.start()
    finally:
        engines.stop()


def test_a_server_that_cannot_start_says_why(data: Path) -> None:
    """The reason is PostgreSQL's own, and the rest is in a file that is named."""
    (data / "postgres/postgresql.auto.conf").write_text("shared_buffers = 'nothing'\n", encoding="ascii")
    engines = Engines(data, Waiting(is_over=lambda: False))
    try:
        with pytest.raises(EngineFailed, match=r"shared_buffers|configuration file.*postgres\.log"):
            engines.start()
    finally:
        engines.stop()


def test_a_start_can_be_given_up(data: Path) -> None:
    """Somebody who wants Kith to stop does not wait for a recovery to end."""
    engines = Engines(data, Waiting(is_over=lambda: True))
    try:
        with pytest.raises(StartGivenUp):
            engines.start()
    finally:
        engines.stop()
    assert engines.dead() == ["PostgreSQL", "Valkey"]


def test_waiting_tells_what_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line now and then, and no limit unless one is set."""
    monkeypatch.setattr("kith.base.engines.waiting.TELL_EVERY_S", 0.05)
    told: list[str] = []
    looks = iter(range(10))
    assert Waiting(told.append).until(lambda: next(looks) == 9, saying="Recovering")
    assert told
    assert told[0] == "Recovering (0 s)"
    assert not Waiting().until(lambda: False, saying="", wait_s=0.05)


def test_the_socket_path_is_short_enough_for_the_system(engines: Engines) -> None:
    """`bind` would refuse it otherwise."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(os.fsencode(engines.place.sockets / ".s.PGSQL.5432"))
