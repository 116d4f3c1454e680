"""kill -9 of anything at any moment, and starting again works by itself and has lost nothing acknowledged."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kith.base.engines import Engines, Place, postgres, postgres_program
from kith.base.engines.processes import all_in, read_pid, wait_until_gone
from kith.base.engines.tests.conftest import sql

RUN_AND_WAIT = """
import sys, time
from pathlib import Path
from kith.base.engines import Engines
engines = Engines(Path(sys.argv[1]))
engines.start()
print("up", flush=True)
time.sleep(60)
"""


def _server(place: Place) -> list[int]:
    pid = read_pid(place.postgres / "postmaster.pid")
    assert pid is not None
    return [pid]


def _server_and_children(place: Place) -> list[int]:
    return all_in(place.postgres, "postgres")


def _a_child(place: Place) -> list[int]:
    return [pid for pid in _server_and_children(place) if pid not in _server(place)][:1]


def _valkey(place: Place) -> list[int]:
    return all_in(place.valkey, "valkey")


def _everything(place: Place) -> list[int]:
    return _server_and_children(place) + _valkey(place)


@pytest.mark.parametrize("victims", [_server, _server_and_children, _a_child, _valkey, _everything])
def test_what_was_acknowledged_survives_a_kill(engines: Engines, victims: Callable[[Place], list[int]]) -> None:
    """Whichever process it hits; and the supervisor's next look mends it."""
    sql(engines.place.sockets, "CREATE TABLE IF NOT EXISTS kept (word text)")
    sql(engines.place.sockets, "TRUNCATE kept; INSERT INTO kept VALUES ('here')")
    killed = victims(engines.place)
    assert killed
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    wait_until_gone(killed, 5)

    engines.start()

    assert engines.dead() == []
    assert sql(engines.place.sockets, "SELECT word FROM kept") == "here"


def test_the_dead_are_named(engines: Engines) -> None:
    """What the supervisor looks at every second."""
    assert engines.dead() == []
    for pid in _valkey(engines.place):
        os.kill(pid, signal.SIGKILL)
        wait_until_gone([pid], 5)
    assert engines.dead() == ["Valkey"]


def test_engines_outlive_a_killed_kith_and_are_adopted(data: Path) -> None:
    """The lock goes with the process that held it; the engines go on, and the next Kith takes them over."""
    kith = subprocess.Popen([sys.executable, "-c", RUN_AND_WAIT, data], stdout=subprocess.PIPE)
    assert kith.stdout is not None
    with kith:
        assert kith.stdout.readline() == b"up\n"
        kith.kill()
    engines = Engines(data)
    try:
        before = _server(engines.place)
        engines.start()
        assert _server(engines.place) == before
        assert engines.dead() == []
    finally:
        engines.stop()
    assert _everything(engines.place) == []


def test_a_number_that_is_somebody_elses_by_now_does_not_stop_the_start(data: Path) -> None:
    """After a power cut the pid files stay, and their numbers are given to others."""
    engines = Engines(data)
    other = subprocess.Popen(["/bin/sleep", "60"], preexec_fn=engines.place.servant.becomes)
    try:
        for file in (data / "postgres/postmaster.pid", engines.place.sockets / ".s.PGSQL.5432.lock"):
            file.write_text(
                f"{other.pid}\n{data}/postgres\n1\n5432\n{engines.place.sockets}\n\n0 0\n", encoding="ascii"
            )
            engines.place.servant.give(file)
        engines.start()
        assert engines.dead() == []
    finally:
        engines.stop()
        still_there = other.poll() is None
        other.kill()
        other.wait()
    assert still_there


def test_a_start_that_was_killed_half_way_is_begun_again(folder: Path) -> None:
    """The cluster is made beside its place; what a kill leaves there is thrown away."""
    data = folder / "half"
    (data / "postgres.new" / "base").mkdir(parents=True)
    (data / "postgres.new" / "PG_VERSION").write_text("18\n", encoding="ascii")
    engines = Engines(data)
    try:
        engines.start()
        assert sql(engines.place.sockets, "SELECT 1") == "1"
    finally:
        engines.stop()
    assert not (data / "postgres.new").exists()


def test_a_database_that_was_never_made_is_made_by_the_next_start(engines: Engines) -> None:
    """A kill between the server's start and the making of the database in it."""
    subprocess.run([postgres_program("dropdb"), "-h", engines.place.sockets, "-U", "kith", "kith"], check=True)
    engines.start()
    assert sql(engines.place.sockets, "SELECT current_database()") == "kith"


def test_a_socket_that_a_cleaner_removed_comes_back(engines: Engines, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server cannot make it anew while it runs, so it is started again."""
    monkeypatch.setattr(postgres, "SILENT_MAX_S", 0.2)
    (engines.place.sockets / ".s.PGSQL.5432").unlink()
    assert engines.dead() == ["PostgreSQL"]
    engines.start()
    assert engines.dead() == []
