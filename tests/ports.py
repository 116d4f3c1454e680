"""Ports for servers that tests start."""

import random
import socket

# Below those that a system gives to whoever asks for any: nobody is given one of them by chance between our look and
# the server's start. Linux begins with 32768.
FIRST, LAST = 20_000, 32_000
_ours: list[socket.socket] = []  # held until this process ends


def free_port() -> int:
    """Find a port at which nobody listens, and which no other run of tests on this machine is given meanwhile."""
    for port in random.sample(range(FIRST, LAST), 1000):
        mark = socket.socket(socket.AF_UNIX)
        try:
            mark.bind(f"\0kith-test-port-{port}")  # a name without a file: it goes when this process does
            with socket.socket() as taken:
                taken.bind(("", port))
        except OSError:
            mark.close()
            continue
        _ours.append(mark)
        return port
    raise AssertionError("no port is free")


def free_ports(count: int) -> list[int]:
    """Find as many."""
    return [free_port() for _each in range(count)]
