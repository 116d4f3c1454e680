"""Processes of a supervisor that was killed: they would hold the port, and run old code on the database."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

MARK = "KITH_SERVED_BY"
END_WAIT_S = 6

_PROC = Path("/proc")


def mark_of(data_folder: Path) -> str:
    """Give what this supervisor's children carry in their environment: whose data, and who started them.

    A process is named by its number and the moment it started: numbers are used again.
    """
    return f"{data_folder.absolute()}:{os.getpid()}:{_started(os.getpid())}"


def end_leftovers(data_folder: Path) -> int:
    """End what dead supervisors left on this data; give the number of processes."""
    ours = f"{data_folder.absolute()}:"
    left = [pid for pid, mark in _marked() if mark.startswith(ours) and _is_orphaned(mark)]
    for number in (signal.SIGTERM, signal.SIGKILL):
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, number)
        until = time.monotonic() + END_WAIT_S
        while any(_started(pid) for pid in left) and time.monotonic() < until:
            time.sleep(0.02)
    return len(left)


def _marked() -> list[tuple[int, str]]:
    found = []
    for path in _PROC.iterdir():
        if path.name.isdecimal() and int(path.name) != os.getpid():
            with suppress(OSError):  # gone meanwhile, or somebody else's
                variables = (path / "environ").read_bytes().split(b"\0")
                marks = [one.partition(b"=")[2] for one in variables if one.startswith(MARK.encode() + b"=")]
                found += [(int(path.name), os.fsdecode(mark)) for mark in marks]
    return found


def _is_orphaned(mark: str) -> bool:
    _folder, pid, started = mark.rsplit(":", 2)
    return not pid.isdecimal() or _started(int(pid)) != started


def _started(pid: int) -> str:
    """Give the moment a living process started, in the kernel's ticks; empty when there is none."""
    try:
        fields = (_PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] in ("Z", "X") else fields[19]
