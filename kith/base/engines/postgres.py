"""The embedded PostgreSQL as a process: started, adopted, looked after and stopped."""

import signal
import subprocess
from pathlib import Path
from urllib.parse import quote

from kith.base.engines import cluster, processes
from kith.base.engines.binaries import postgres_program
from kith.base.engines.cluster import DATABASE, USER
from kith.base.engines.handshake import NO_SUCH_DATABASE, READY, SILENT, TOO_MANY_CONNECTIONS, ask
from kith.base.engines.place import Place
from kith.base.engines.waiting import EngineFailed, Waiting

# While something left of a crash still holds the memory, an attempt fails at once with these words.
PASSING_CAUSES = ("still in use", "lock file")
START_ATTEMPTS_MAX = 60
BETWEEN_ATTEMPTS_S = 1
SILENT_MAX_S = 5  # a server that lives and has no socket: something removed it, as cleaners of /tmp do
ORPHAN_WAIT_S = 3
IMMEDIATE_STOP_S = 1
RECOVERING = "PostgreSQL is putting its data in order"
_UP = (READY, NO_SUCH_DATABASE, TOO_MANY_CONNECTIONS)


def url(sockets: Path) -> str:
    """Give the address of the database, over the socket that only Kith's user can reach."""
    return f"postgresql://{USER}@/{DATABASE}?host={quote(str(sockets))}"


def start(place: Place, waiting: Waiting) -> subprocess.Popen[bytes] | None:
    """Bring it up: make the cluster when there is none. Returns when it answers; `None` for one that ran already."""
    cluster.make(place, waiting)
    cluster.check_version(place)
    cluster.configure(place)
    process = None if _adopt(place, waiting) else _start_anew(place, waiting)
    if _state(place) == NO_SUCH_DATABASE:
        cluster.make_database(place)
    return process


def is_up(place: Place) -> bool:
    """Ask whether it takes connections."""
    return _state(place) in _UP


def is_alive(place: Place) -> bool:
    """Look whether its process and its socket are there, without troubling it."""
    return _pid(place) is not None and _socket(place).exists()


def stop(place: Place, *, within_s: float) -> None:
    """End it: connections are cut, everything is written down. Past the time, the next start recovers."""
    pid = _pid(place)
    if pid is None:
        return
    fast, immediate = signal.SIGINT, signal.SIGQUIT  # PostgreSQL's words for them
    processes.end([pid], place.postgres, fast, wait_s=within_s - IMMEDIATE_STOP_S)
    processes.end([pid], place.postgres, immediate, signal.SIGKILL, wait_s=IMMEDIATE_STOP_S)


def _adopt(place: Place, waiting: Waiting) -> bool:
    """Take on a server that outlived its Kith, once it answers; `False` when there is none, or none any more.

    It may be recovering or on its way out: both end by themselves.
    """
    while _pid(place) is not None:
        waiting.until(lambda: _pid(place) is None or _state(place) != SILENT, saying=RECOVERING, wait_s=SILENT_MAX_S)
        if _pid(place) is not None and _state(place) == SILENT:
            waiting.report("A database without a socket is running here; it is started again.")
            stop(place, within_s=60)
        waiting.until(lambda: _pid(place) is None or is_up(place), saying=RECOVERING)
        if is_up(place):
            return True
    return False


def _start_anew(place: Place, waiting: Waiting) -> subprocess.Popen[bytes]:
    for _attempt in range(START_ATTEMPTS_MAX):
        _clear_what_a_crash_left(place)
        process = _launch(place)
        if waiting.until_up(process, lambda: is_up(place), saying=RECOVERING):
            return process
        words = _last_words(place)
        if not any(cause in words for cause in PASSING_CAUSES):
            break
        waiting.until(lambda: False, saying=RECOVERING, wait_s=BETWEEN_ATTEMPTS_S)
    raise EngineFailed(f"PostgreSQL did not start: {words} More in {place.log_file('postgres')}")


def _launch(place: Place) -> subprocess.Popen[bytes]:
    with place.open_log("postgres") as log:
        return subprocess.Popen(
            [postgres_program("postgres"), "-D", place.postgres],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=place.postgres,
            env=cluster.environment(),
            start_new_session=True,  # Ctrl-C in the terminal is for Kith, which then stops its engines in order
            preexec_fn=place.servant.becomes,
        )


def _clear_what_a_crash_left(place: Place) -> None:
    """End children without a parent, and remove pid files whose numbers are somebody else's by now.

    A server that was killed alone leaves children, which hold its memory until they notice; nothing may start before.
    The server checks its pid files itself, but only by asking whether that process exists.
    """
    left = processes.all_in(place.postgres, "postgres")
    processes.end(left, place.postgres, signal.SIGTERM, signal.SIGKILL, wait_s=ORPHAN_WAIT_S)
    (place.postgres / "postmaster.pid").unlink(missing_ok=True)
    _socket(place).unlink(missing_ok=True)
    _socket(place).with_name(_socket(place).name + ".lock").unlink(missing_ok=True)


def _pid(place: Place) -> int | None:
    """Give the number of the server's process if it is alive and really ours."""
    pid = processes.read_pid(place.postgres / "postmaster.pid")
    return pid if pid is not None and processes.lives_in(pid, place.postgres) else None


def _state(place: Place) -> str:
    return ask(_socket(place), user=USER, database=DATABASE)


def _socket(place: Place) -> Path:
    return place.sockets / ".s.PGSQL.5432"


def _last_words(place: Place) -> str:
    lines = place.log_file("postgres").read_text(encoding="utf-8", errors="replace").splitlines()
    return " ".join(line for line in lines[-8:] if "FATAL" in line or "HINT" in line) or "it gave no reason."
