"""Where the engines of one data folder live: folders, owners, sockets, and the lock that keeps a second Kith away.

    data/            0700   Kith's user (root: 0711, so that the engines' user can pass through)
      postgres/      0700   the engines' user, as the next two
      valkey/        0700
      run/           0700   the sockets; or a link to a short folder elsewhere
      logs/          0700   what the engines say
      kith.lock             held by the process that runs the engines

A socket's path must stay under 108 bytes (`sun_path` in unix(7)). A data folder that lies deep gets a short folder with
a name nobody can guess under the runtime directory instead, and `run` is a link to it.
"""

import fcntl
import os
import re
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO

from kith.base.engines.servant import Servant, choose_servant

SOCKET_PATH_MAX_BYTES = 107
LOG_MAX_BYTES = 5_000_000
_LONGEST_SOCKET = ".s.PGSQL.5432.lock"
# Anything else has a meaning in unix_socket_directories, or in an address.
_PLAIN = re.compile(r"[\w./+@~-]+")


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

    def log_file(self, engine: str) -> Path:
        """Where this engine writes what it has to say."""
        return self.data / "logs" / f"{engine}.log"

    def open_log(self, engine: str) -> IO[bytes]:
        """Open it for an engine that starts. One that has grown is put aside, and the one before it is dropped."""
        path = self.log_file(engine)
        if path.exists() and path.stat().st_size > LOG_MAX_BYTES:
            path.replace(path.with_suffix(".log.1"))
        return path.open("ab")


def lock(data_folder: Path) -> IO[str]:
    """Hold the data folder for this process, until the file is closed or the process ends, however it ends."""
    data_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    held = (data_folder / "kith.lock").open("a+", encoding="ascii")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        held.seek(0)
        holder = held.read(20).strip() or "unknown"
        held.close()
        raise AlreadyRunning(
            f"Kith is running on {data_folder.absolute()} already (process {holder}). Stop that one first, "
            "or give this one a folder of its own with KITH_DATA."
        ) from error
    held.seek(0)
    held.truncate()
    held.write(str(os.getpid()))
    held.flush()
    return held


def prepare(data_folder: Path, program: Path) -> Place:
    """Make the folders with the right owners and rights; safe to repeat. `program` is what the engines' user runs.

    Only for who holds the lock.
    """
    data = data_folder.absolute()
    servant = choose_servant(data, program)
    if servant.uid != os.geteuid():
        data.chmod(data.stat().st_mode | 0o011)
    sockets = _socket_folder(data, servant)
    for folder in (data / "valkey", data / "logs", sockets):
        folder.mkdir(exist_ok=True, mode=0o700)
        folder.chmod(0o700)
    servant.give_all(data / "valkey")
    servant.give(sockets)
    return Place(data=data, sockets=sockets, servant=servant)


def find(data_folder: Path) -> Path:
    """Give the folder of the sockets of engines that another process has started."""
    return (data_folder.absolute() / "run").resolve()


def _socket_folder(data: Path, servant: Servant) -> Path:
    near = data / "run"
    if _fits(near):
        if near.is_symlink():
            near.unlink()
        return near
    mark = _mark_of(data)
    if near.is_symlink() and _is_ours(near.readlink(), mark, servant):
        return near.readlink()
    _clear(near)
    folder = Path(tempfile.mkdtemp(prefix=mark, dir=_short_base(mark, servant)))
    near.symlink_to(folder)
    return folder


def _short_base(mark: str, servant: Servant) -> str:
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")  # root's is closed to the engines' user
    for base in (runtime if servant.uid == os.geteuid() else "", tempfile.gettempdir()):
        if base and Path(base).is_dir() and _fits(Path(base, mark + "12345678")):
            return base
    return "/tmp"  # noqa: S108 - the folder made in it has a name of its own, and is closed to others


def _fits(folder: Path) -> bool:
    return (
        len(os.fsencode(folder / _LONGEST_SOCKET)) <= SOCKET_PATH_MAX_BYTES
        and _PLAIN.fullmatch(str(folder)) is not None
    )


def _mark_of(data: Path) -> str:
    """Name the data folder by its number on disk: a copy of it carries the link too, and must not follow it."""
    status = data.stat()
    return "kith-" + sha256(f"{status.st_dev}:{status.st_ino}".encode()).hexdigest()[:10] + "-"


def _is_ours(folder: Path, mark: str, servant: Servant) -> bool:
    """Trust a folder in a place that everybody can write to only if nobody else can have made it or enter it."""
    if not folder.name.startswith(mark) or folder.is_symlink() or not folder.is_dir():
        return False
    status = folder.stat()
    return status.st_uid in (os.geteuid(), servant.uid) and status.st_mode & 0o077 == 0


def _clear(near: Path) -> None:
    """Remove what stands where the link goes: an older link, or sockets of a time when the path was shorter."""
    if near.is_dir() and not near.is_symlink():
        for path in near.iterdir():
            path.unlink()
        near.rmdir()
    near.unlink(missing_ok=True)
