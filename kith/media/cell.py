"""The cell: a program of its own that locks itself in, and then becomes another program.

Decoders are where hostile files do harm. So ffmpeg runs in a process with bounds on memory, time and what it writes,
without a network where the system lets us take it away, and with the lowest call on the processor.

Arguments: one line of JSON (the bounds), then the program and its own arguments. It imports nothing of Kith, because it
is started by its path.
"""

import contextlib
import ctypes
import json
import os
import resource
import sys

CLONE_NEWUSER, CLONE_NEWNET = 0x1000_0000, 0x4000_0000
PR_SET_NO_NEW_PRIVS = 38


def main() -> None:
    """Lock this process in and become the program."""
    bounds = json.loads(sys.argv[1])
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    # Where neither is allowed (an old kernel, a strict container), what ffmpeg may open is still locked by its orders.
    if libc.unshare(CLONE_NEWNET) != 0:
        libc.unshare(CLONE_NEWUSER | CLONE_NEWNET)
    for kind, bound in (
        (resource.RLIMIT_AS, bounds["memory_bytes"]),
        (resource.RLIMIT_CPU, bounds["cpu_s"]),
        (resource.RLIMIT_FSIZE, bounds["written_bytes"]),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        _bound(kind, bound)
    with contextlib.suppress(OSError):
        os.nice(10)
    os.execve(sys.argv[2], sys.argv[2:], {"MALLOC_ARENA_MAX": "2"})  # noqa: S606 - no shell is wanted


def _bound(kind: int, bound: int) -> None:
    hard = resource.getrlimit(kind)[1]
    lowest = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
    resource.setrlimit(kind, (lowest, lowest))


if __name__ == "__main__":
    main()
