"""Where an engine runs: folders, owners, sockets, and the lock that keeps a second Kith away.

    data/            0711   Kith's user (root: so that PostgreSQL's user can pass through)
      postgres/      0700   PostgreSQL's user
      valkey/        0700   Kith's user
      kith.lock             held by the process that runs the engines

A socket's path must stay under 108 bytes (`sun_path` in unix(7)). A data folder that lies deep gets a short folder
under the runtime directory instead, named by the data folder's own number on disk, so that the next start finds it.
"""

import fcntl
import os
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO

from kith.base.engines.servant import Servant, choose_servant

SOCKET_PATH_MAX_BYTES = 107
_LONGEST_SOCKET = ".s.PGSQL.5432.lock"


class AlreadyRunning(RuntimeError):
    """Another Kith runs on this data."""


@dataclass(frozen=True)
class Place:
    """The folders of one data folder's engines."""

    data: Path
    sockets: Path
    servant: Servant

    @property
    def postgres(self) -> Path:
        """PostgreSQL's cluster."""
        return self.data / "postgres"

    @property
    def valkey(self) -> Path:
        """Valkey's working folder; nothing in it is missed when it goes."""
        return self.data / "valkey"


def prepare(data_folder: Path, program: Path) -> Place:
    """Make the folders with the right owners and rights; safe to repeat. `program` is what PostgreSQL's user runs."""
    data = data_folder.absolute()
    data.mkdir(parents=True, exist_ok=True)
    servant = choose_servant(data, program)
    if servant.uid != os.geteuid():
        data.chmod(0o711)
    sockets = _socket_folder(data, servant)
    for folder in (data / "valkey", sockets):
        folder.mkdir(exist_ok=True)
        folder.chmod(0o700)
    servant.give(sockets)  # it makes its socket here; root, who made the folder, reaches it anyway
    return Place(data=data, sockets=sockets, servant=servant)


def lock(place: Place) -> IO[str]:
    """Hold the data folder for this process, until the file is closed or the process ends, however it ends."""
    held = (place.data / "kith.lock").open("a+", encoding="ascii")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        held.seek(0)
        holder = held.read(20).strip() or "unknown"
        held.close()
        raise AlreadyRunning(
            f"Kith is running on {place.data} already (process {holder}). Stop that one first, "
            "or give this one a folder of its own with KITH_DATA."
        ) from error
    held.seek(0)
    held.truncate()
    held.write(str(os.getpid()))
    held.flush()
    return held


def _socket_folder(data: Path, servant: Servant) -> Path:
    near = data / "run"
    if len(os.fsencode(near / _LONGEST_SOCKET)) <= SOCKET_PATH_MAX_BYTES:
        return near
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    base = Path(runtime) if runtime and Path(runtime).is_dir() else Path(tempfile.gettempdir())
    status = data.stat()
    name = sha256(f"{status.st_dev}:{status.st_ino}".encode()).hexdigest()[:12]
    folder = base / f"kith-{os.geteuid()}-{name}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if found.st_uid not in (os.geteuid(), servant.uid) or folder.is_symlink():
        # Somebody else made this name in a folder that all can write to; trusting it would hand them the database.
        raise PermissionError(f"{folder} belongs to somebody else. Remove it, or set XDG_RUNTIME_DIR.")
    return folder
