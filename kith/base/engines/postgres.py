"""The embedded PostgreSQL: made, started, adopted and stopped by its own programs."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from kith.base.engines.binaries import postgres_program
from kith.base.engines.place import Place

USER = "kith"
DATABASE = "kith"
# After kill -9 of the server its children hold the shared memory for a moment, and a new one refuses to start.
START_ATTEMPTS_MAX = 25
TELL_EVERY_S = 5
STOP_WAIT_S = 7  # inside the ten seconds in which everything stops

Report = Callable[[str], None]

# Small and safe rather than large and quick: a home server has other things to do. fsync stays on.
CONFIGURATION = """
# Written by Kith at every start; an own line belongs into postgresql.auto.conf (ALTER SYSTEM).
listen_addresses = ''
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = '64MB'
dynamic_shared_memory_type = mmap
jit = off
wal_level = replica
max_wal_size = '512MB'
random_page_cost = 1.1
timezone = 'UTC'
log_timezone = 'UTC'
logging_collector = off
log_min_messages = warning
log_min_error_statement = panic
lc_messages = 'C'
idle_in_transaction_session_timeout = '5min'
"""


class EngineFailed(RuntimeError):
    """An engine did not start; the text says what it said and where the rest is."""


def url(place: Place) -> str:
    """Give the address of the database, over the socket that only Kith's user can reach."""
    return f"postgresql://{USER}@/{DATABASE}?host={quote(str(place.sockets))}"


def start(place: Place, report: Report) -> subprocess.Popen[bytes] | None:
    """Bring it up: make the cluster when there is none. Returns when it answers; `None` for one that ran already."""
    _make_cluster(place, report)
    _check_version(place)
    _configure(place)
    if is_up(place):
        return None
    _clear_what_a_crash_left(place)
    for _attempt in range(START_ATTEMPTS_MAX):
        process = _launch(place)
        if _wait_until_up(place, process, report):
            break
        time.sleep(0.2)
    else:
        raise EngineFailed(f"PostgreSQL did not start: {_last_words(place)} More in {place.data}/postgres.log")
    _make_database(place)
    return process


def is_up(place: Place) -> bool:
    """Ask whether it takes connections."""
    return _control(place, "status").returncode == 0 and _answers(place)


def is_alive(place: Place) -> bool:
    """Look whether its process is there, without starting another to ask."""
    try:
        pid = int((place.postgres / "postmaster.pid").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return False
    return _is_postgres(pid)


def stop(place: Place) -> None:
    """End it: connections are cut, everything is written down. Past the time, the next start recovers."""
    if _control(place, "stop", "-m", "fast", "-w", "-t", str(STOP_WAIT_S)).returncode != 0:
        _control(place, "stop", "-m", "immediate", "-w", "-t", "2")


def _launch(place: Place) -> subprocess.Popen[bytes]:
    with (place.data / "postgres.log").open("ab") as log:
        return subprocess.Popen(
            [postgres_program("postgres"), "-D", place.postgres],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=place.postgres,
            env=environment(),
            start_new_session=True,  # Ctrl-C in the terminal is for Kith, which then stops its engines in order
            preexec_fn=place.servant.becomes,
        )


def _make_cluster(place: Place, report: Report) -> None:
    """Make it beside its place and move it there when complete, so that a killed start leaves no half cluster."""
    if (place.postgres / "PG_VERSION").exists():
        return
    report("Making the database (once)")
    draft = place.data / "postgres.new"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    place.servant.give(draft)
    options = ["-U", USER, "-A", "trust", "-E", "UTF8", "--data-checksums", "--no-instructions"]
    options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    options += ["-c", "dynamic_shared_memory_type=mmap"]
    _run([str(postgres_program("initdb")), "-D", str(draft), *options], place, draft)
    draft.rename(place.postgres)


def _check_version(place: Place) -> None:
    found = (place.postgres / "PG_VERSION").read_text(encoding="ascii").strip()
    ours = _run([str(postgres_program("postgres")), "--version"], place, place.data).split()[-1].split(".")[0]
    if found != ours:
        raise EngineFailed(
            f"The database in {place.postgres} was made by PostgreSQL {found}; this Kith brings {ours}. "
            "Make a backup with the Kith that made it (`kith backup FILE`), then restore it here (`kith restore FILE`)."
        )


def _configure(place: Place) -> None:
    own = place.postgres / "kith.conf"
    own.write_text(CONFIGURATION.format(sockets=place.sockets), encoding="utf-8")
    place.servant.give(own)
    main = place.postgres / "postgresql.conf"
    text = main.read_text(encoding="utf-8")
    if "include 'kith.conf'" not in text:
        main.write_text(text + "\ninclude 'kith.conf'\n", encoding="utf-8")


def _clear_what_a_crash_left(place: Place) -> None:
    """Remove a pid file whose process is not PostgreSQL: after a reboot its number may be anybody's.

    The server checks this itself, but only by asking whether that process exists. A server that is alive and not
    answering yet (recovering) keeps its file; starting another one then fails, which is right.
    """
    pid_file = place.postgres / "postmaster.pid"
    try:
        pid = int(pid_file.read_text(encoding="ascii").split()[0])
    except (FileNotFoundError, ValueError, IndexError):
        return
    if not _is_postgres(pid):
        pid_file.unlink(missing_ok=True)
        return
    _end_orphans(pid)


def _is_postgres(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
    alive = status.rpartition(")")[2].split()[0] != "Z"
    return alive and b"postgres" in command


def _end_orphans(pid: int) -> None:
    """A postmaster that is alive here is stopping or recovering: give it a moment before trying to start."""
    for _moment in range(100):
        if not _is_postgres(pid):
            return
        time.sleep(0.1)


def _wait_until_up(place: Place, process: subprocess.Popen[bytes], report: Report) -> bool:
    """Wait, however long recovery takes. `False` when it ended by itself: then another try may help."""
    begun = told = time.monotonic()
    while not _answers(place):
        now = time.monotonic()
        if process.poll() is not None:
            return False
        if now - told > TELL_EVERY_S:
            told = now
            report(f"PostgreSQL is putting its data in order ({int(now - begun)} s)")
        time.sleep(0.02)
    return True


def _last_words(place: Place) -> str:
    lines = (place.data / "postgres.log").read_text(encoding="utf-8", errors="replace").splitlines()
    return " ".join(line for line in lines[-8:] if "FATAL" in line or "HINT" in line) or "it gave no reason."


def _answers(place: Place) -> bool:
    return _run_quietly([str(postgres_program("pg_isready")), "-q", "-h", str(place.sockets)], place).returncode == 0


def _make_database(place: Place) -> None:
    """Make the database that Kith uses, unless it is there."""
    made = _run_quietly(
        [str(postgres_program("createdb")), "-h", str(place.sockets), "-U", USER, "-w", DATABASE], place
    )
    if made.returncode != 0 and b"already exists" not in made.stderr:
        raise EngineFailed(f"The database could not be made: {made.stderr.decode(errors='replace').strip()}")


def _control(place: Place, *words: str) -> subprocess.CompletedProcess[bytes]:
    return _run_quietly([str(postgres_program("pg_ctl")), "-D", str(place.postgres), "-s", *words], place)


def _run(command: list[str], place: Place, folder: Path) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment(),
        capture_output=True,
        check=False,
        preexec_fn=place.servant.becomes,
    )
    if done.returncode != 0:
        raise EngineFailed(f"{Path(command[0]).name}: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout.decode()


def _run_quietly(command: list[str], place: Place) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        command,
        cwd=place.sockets,
        env=environment(),
        capture_output=True,
        check=False,
        preexec_fn=place.servant.becomes,
    )


def environment() -> dict[str, str]:
    """Nothing of the operator's PG* variables: they name other servers."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}


def kill(place: Place) -> None:
    """End it at once, as a power cut would: for tests of what a crash leaves."""
    with suppress(OSError, ValueError, IndexError):
        os.kill(int((place.postgres / "postmaster.pid").read_text(encoding="ascii").split()[0]), signal.SIGKILL)
