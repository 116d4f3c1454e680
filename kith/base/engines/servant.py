"""As whom the engines run. PostgreSQL refuses root, so root has to be somebody else, in one of two ways:

- *servant*: a user without rights owns the cluster: `kith` where there is one, otherwise a number that is nobody's,
  so that no other program of this machine can reach the database. It must be able to pass through the folders above
  the data and above the programs, and `/root` for one is closed to it.
- *namespace*: a user namespace in which root's files belong to somebody else and nobody is root (user_namespaces(7)).
  Nothing on disk changes owner. Containers often forbid it.

An existing cluster decides by its owner; a new one takes the first way that is open.
"""

import ctypes
import os
import pwd
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

CLONE_NEWUSER = 0x10000000
SERVANT_NAME = "kith"
OWN_NUMBER = 60711  # in 60578–61183, which no distribution gives to anybody (systemd's table of users and groups)
NOBODY = 65534

_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Servant:
    """How to start a program as the right user: what `subprocess` takes, and who owns the files."""

    uid: int
    gid: int
    becomes: Callable[[], None] | None = None  # runs in the child between fork and exec

    def give(self, path: Path) -> None:
        """Make this user own a file or folder."""
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def give_all(self, folder: Path) -> None:
        """Make this user own a folder with everything in it."""
        self.give(folder)
        for path in folder.rglob("*"):
            self.give(path)


def choose_servant(data: Path, program: Path) -> Servant:
    """Decide as whom the engines of this data folder run. Raises `PermissionError`, with what to do."""
    if os.geteuid() != 0:
        return Servant(os.geteuid(), os.getegid())
    cluster = data / "postgres"
    owner = cluster.stat().st_uid if cluster.exists() else None
    closed: Path | str = cluster
    if owner != 0:
        servant = _user(owner) if owner is not None else _unprivileged_user()
        # The data folder itself is Kith's own: `prepare` opens it.
        closed = _closed_to(servant.uid, [*data.absolute().parents, *program.absolute().parents]) or ""
        if not closed and _works(servant.becomes):
            return servant
    if owner in (None, 0) and _works(_enter_namespace):
        return Servant(0, 0, _enter_namespace)
    raise PermissionError(
        f"PostgreSQL refuses to run as root, and another user cannot pass through {closed or 'to it here'}. "
        "Run Kith as an ordinary user, or put it and KITH_DATA where others can pass (for example below /srv)."
    )


def maker_of(servant: Servant) -> Servant:
    """Give who makes a cluster for `servant`: `initdb` insists on a user that has a name. Files change owner after."""
    if servant.becomes is None or servant.becomes is _enter_namespace or _has_name(servant.uid):
        return servant
    return _user(_somebody())


def _unprivileged_user() -> Servant:
    try:
        return _user(pwd.getpwnam(SERVANT_NAME).pw_uid)
    except KeyError:
        return _user(OWN_NUMBER)


def _user(uid: int) -> Servant:
    try:
        gid = pwd.getpwuid(uid).pw_gid
    except KeyError:
        gid = uid

    def become() -> None:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)

    return Servant(uid, gid, become)


def _somebody() -> int:
    """Find a user with a name that is not root; every system has `nobody`, or another."""
    if _has_name(NOBODY):
        return NOBODY
    return next((entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid != 0), NOBODY)


def _has_name(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _enter_namespace() -> None:
    uid, gid, inside = os.geteuid(), os.getegid(), _somebody()
    if _libc.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "user namespaces are not allowed here")
    for name, line in (("setgroups", "deny"), ("uid_map", f"{inside} {uid} 1"), ("gid_map", f"{inside} {gid} 1")):
        Path("/proc/self", name).write_text(line, encoding="ascii")


def _works(becomes: Callable[[], None] | None) -> bool:
    try:
        tried = subprocess.run(["/bin/true"], preexec_fn=becomes, check=False, capture_output=True)
    except (OSError, subprocess.SubprocessError):
        return False
    return tried.returncode == 0


def _closed_to(uid: int, folders: Iterable[Path]) -> Path | None:
    """Find the first of these folders that this user cannot pass through."""
    return next((folder for folder in folders if folder.exists() and not _passable(uid, folder)), None)


def _passable(uid: int, folder: Path) -> bool:
    status = folder.stat()
    mine = status.st_uid == uid and bool(status.st_mode & 0o100)
    return mine or bool(status.st_mode & 0o001)
