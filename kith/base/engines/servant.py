"""As whom PostgreSQL runs. It refuses root, so root has to be somebody else, in one of two ways:

- *servant*: an unprivileged user of this machine owns the cluster. Works everywhere, but that user must be able to
  pass through the folders above the data and above the program, and `/root` for one is closed to it.
- *namespace*: a user namespace in which root's files belong to user 1000 and nobody is root (user_namespaces(7)).
  Nothing on disk changes owner. Containers often forbid it.

An existing cluster decides by its owner; a new one takes the first way that is open.
"""

import ctypes
import os
import pwd
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

CLONE_NEWUSER = 0x10000000
SERVANTS = ("postgres", "kith", "nobody")
INSIDE_ID = 1000  # any number but 0 does

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
            os.chown(path, self.uid, self.gid)


def choose_servant(data: Path, program: Path) -> Servant:
    """Decide as whom PostgreSQL runs on this data folder. Raises `PermissionError`, with what to do."""
    if os.geteuid() != 0:
        return Servant(os.geteuid(), os.getegid())
    cluster = data / "postgres"
    owner = cluster.stat().st_uid if cluster.exists() else None
    entry = _unprivileged_user() if owner in (None, 0) else _user_or_number(owner)
    closed = _closed_to(entry.uid, data, program)
    if owner != 0 and closed is None:
        return entry
    if _namespaces_work():
        return Servant(0, 0, _enter_namespace)
    raise PermissionError(
        f"PostgreSQL refuses to run as root, and another user cannot pass through {closed or cluster}. "
        "Run Kith as an ordinary user, put it and KITH_DATA elsewhere (for example below /srv), "
        f"or open the folder: chmod o+x {closed or cluster}"
    )


def _unprivileged_user() -> Servant:
    for name in SERVANTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return _as_user(entry.pw_uid, entry.pw_gid)
    return _as_user(65534, 65534)


def _user_or_number(uid: int | None) -> Servant:
    assert uid is not None
    try:
        return _as_user(uid, pwd.getpwuid(uid).pw_gid)
    except KeyError:
        return _as_user(uid, uid)


def _as_user(uid: int, gid: int) -> Servant:
    def become() -> None:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)

    return Servant(uid, gid, become)


def _enter_namespace() -> None:
    uid, gid = os.geteuid(), os.getegid()
    if _libc.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "user namespaces are not allowed here")
    for name, line in (("setgroups", "deny"), ("uid_map", f"{INSIDE_ID} {uid} 1"), ("gid_map", f"{INSIDE_ID} {gid} 1")):
        Path("/proc/self", name).write_text(line, encoding="ascii")


def _namespaces_work() -> bool:
    try:
        tried = subprocess.run(["/bin/true"], preexec_fn=_enter_namespace, check=False, capture_output=True)
    except (OSError, subprocess.SubprocessError):
        return False
    return tried.returncode == 0


def _closed_to(uid: int, *paths: Path) -> Path | None:
    """Find the first folder above these paths that this user cannot pass through."""
    for path in paths:
        for folder in reversed(path.absolute().parents):
            if not folder.exists():
                continue
            status = folder.stat()
            mine = status.st_uid == uid and bool(status.st_mode & 0o100)
            if not (mine or status.st_mode & 0o001):
                return folder
    return None
