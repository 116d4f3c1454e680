"""PostgreSQL's files: made once, checked and configured at every start."""

import os
import shutil
import subprocess
from pathlib import Path

from kith.base.engines.binaries import postgres_program
from kith.base.engines.place import Place
from kith.base.engines.servant import Servant, maker_of
from kith.base.engines.waiting import EngineFailed, Waiting

USER = "kith"
DATABASE = "kith"

# Small and safe rather than large and quick: a home server has other things to do. fsync stays on.
# The log says what happened to the server and nothing of what is in it: errors of statements quote rows.
CONFIGURATION = """\
# Written by Kith at every start. Lines of your own: ALTER SYSTEM, or postgresql.conf above the include.
listen_addresses = ''
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = '64MB'
dynamic_shared_memory_type = mmap
io_method = sync
max_logical_replication_workers = 0
jit = off
wal_level = replica
max_wal_size = '512MB'
random_page_cost = 1.1
timezone = 'UTC'
log_timezone = 'UTC'
logging_collector = off
log_checkpoints = off
log_min_messages = log
log_min_error_statement = panic
log_error_verbosity = terse
lc_messages = 'C'
idle_in_transaction_session_timeout = '5min'
"""
_INCLUDE = "include 'kith.conf'"


def make(place: Place, waiting: Waiting) -> None:
    """Make the cluster if there is none: beside its place, moved there when complete, so that a kill leaves no half."""
    if (place.postgres / "PG_VERSION").exists():
        return
    waiting.report("Making the database (once) …")
    draft = place.data / "postgres.new"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    maker = maker_of(place.servant)
    maker.give(draft)
    options = ["-U", USER, "-A", "trust", "-E", "UTF8", "--data-checksums", "--no-instructions"]
    options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    options += ["-c", "dynamic_shared_memory_type=mmap"]  # a container's /dev/shm may hold next to nothing
    made = run(["initdb", "-D", str(draft), *options], servant=maker, folder=draft)
    if made.returncode != 0:
        raise EngineFailed(f"The database could not be made: {words_of(made)}")
    place.servant.give_all(draft)
    draft.rename(place.postgres)
    sync(place.data)


def check_version(place: Place) -> None:
    """Raise `EngineFailed` when the cluster is of another PostgreSQL than ours."""
    found = (place.postgres / "PG_VERSION").read_text(encoding="ascii").strip()
    told = run(["postgres", "--version"], servant=place.servant, folder=place.sockets).stdout.decode()
    ours = told.split()[-1].partition(".")[0]
    if found != ours:
        raise EngineFailed(
            f"The database in {place.postgres} was made by PostgreSQL {found}; this Kith brings {ours}. Make a backup "
            "with the Kith that made it (kith backup FILE); restore it here into a new KITH_DATA (kith restore FILE)."
        )


def configure(place: Place) -> None:
    """Write our settings. Each file is moved into place whole: a kill in between leaves the old one."""
    _write(place, "kith.conf", CONFIGURATION.format(sockets=place.sockets))
    main = (place.postgres / "postgresql.conf").read_text(encoding="utf-8")
    if _INCLUDE not in main:
        _write(place, "postgresql.conf", f"{main}\n{_INCLUDE}\n")


def make_database(place: Place) -> None:
    """Make the database that Kith uses in a server that runs."""
    command = ["createdb", "-h", str(place.sockets), "-U", USER, "-w", DATABASE]
    made = run(command, servant=place.servant, folder=place.sockets)
    if made.returncode != 0 and b"already exists" not in made.stderr:
        raise EngineFailed(f"The database could not be made: {words_of(made)}")


def run(command: list[str], *, servant: Servant, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """Run one of PostgreSQL's own programs to its end."""
    return subprocess.run(
        [postgres_program(command[0]), *command[1:]],
        cwd=folder,
        env=environment(),
        capture_output=True,
        check=False,
        start_new_session=True,  # Ctrl-C in the terminal must not end it half way
        preexec_fn=servant.becomes,
    )


def environment() -> dict[str, str]:
    """Nothing of the operator's PG* variables: they name other servers."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}


def words_of(done: subprocess.CompletedProcess[bytes]) -> str:
    """Give what a program complained of."""
    return done.stderr.decode(errors="replace").strip()[-600:]


def sync(folder: Path) -> None:
    """Make a rename in this folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write(place: Place, name: str, text: str) -> None:
    draft = place.postgres / f"{name}.new"
    draft.write_text(text, encoding="utf-8")
    place.servant.give(draft)
    draft.replace(place.postgres / name)
