"""Which processes belong to an engine. A number in a pid file proves nothing: after a crash it may be anybody's.

Both engines live in a folder of their own (their working directory), and that is what marks them, their children and
what a killed parent left behind.
"""

import os
import signal
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_PROC = Path("/proc")


def lives_in(pid: int, folder: Path) -> bool:
    """Tell whether this process is alive and works in `folder`.

    Where reading that is forbidden (root in a container without SYS_PTRACE), its command line must name the folder.
    """
    if not is_alive(pid):
        return False
    try:
        return (_PROC / str(pid) / "cwd").samefile(folder)
    except PermissionError:
        return os.fsencode(folder) in _command_line(pid)
    except OSError:
        return False


def all_in(folder: Path, program: str) -> list[int]:
    """List every living process of this program that works in `folder`: somebody's shell may stand there too."""
    numbers = (int(path.name) for path in _PROC.iterdir() if path.name.isdecimal())
    name = program.encode()
    return sorted(pid for pid in numbers if lives_in(pid, folder) and name in b"".join(_command_line(pid)[:1]))


def is_alive(pid: int) -> bool:
    """Tell whether it runs. One that ended and that nobody has asked about yet does not."""
    try:
        status = (_PROC / str(pid) / "stat").read_bytes()
    except OSError:
        return False
    return status.rpartition(b")")[2].split()[0] not in (b"Z", b"X")


def end(pids: Iterable[int], folder: Path, *signals: signal.Signals, wait_s: float) -> None:
    """Send one signal after the other to those that are left in `folder`, with `wait_s` between them."""
    left = list(pids)
    for number in signals:
        left = [pid for pid in left if lives_in(pid, folder)]
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, number)
        wait_until_gone(left, wait_s)


def wait_until_gone(pids: Iterable[int], wait_s: float) -> bool:
    """Wait for all of them to end; `False` when the time is over."""
    until = time.monotonic() + wait_s
    while any(is_alive(pid) for pid in pids):
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


def read_pid(file: Path) -> int | None:
    """Read the number on the first line of a pid file."""
    try:
        number = int(file.read_bytes().split(maxsplit=1)[0])
    except (OSError, ValueError, IndexError):
        return None
    return number if number > 0 else None


def _command_line(pid: int) -> list[bytes]:
    try:
        return (_PROC / str(pid) / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return []
