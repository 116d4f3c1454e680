"""What runs in the cell has bounds, and nobody to talk to."""

import json
import resource
import subprocess
import sys

import pytest

from kith.media.tools import CELL

BOUNDS = {"memory_bytes": 700_000_000, "cpu_s": 3, "written_bytes": 5_000}

LOOK = """
import json, os, resource, socket
free = os.path.exists("/proc/self/ns/net") and os.readlink("/proc/self/ns/net")
print(json.dumps({
    "memory": resource.getrlimit(resource.RLIMIT_AS)[0], "cpu": resource.getrlimit(resource.RLIMIT_CPU)[0],
    "core": resource.getrlimit(resource.RLIMIT_CORE)[0], "nice": os.nice(0), "env": sorted(os.environ), "net": free,
}))
"""


def _in_cell(program: str) -> subprocess.CompletedProcess[str]:
    order = [sys.executable, "-I", str(CELL), json.dumps(BOUNDS), sys.executable, "-I", "-c", program]
    return subprocess.run(order, capture_output=True, text=True, timeout=30, env={})


def test_it_has_bounds() -> None:
    """Of memory and time; it gives way to others, and knows nothing of ours."""
    seen = json.loads(_in_cell(LOOK).stdout)
    assert seen["memory"] == BOUNDS["memory_bytes"]
    assert seen["cpu"] == BOUNDS["cpu_s"]
    assert seen["core"] == 0
    assert seen["nice"] >= 10
    assert "KITH_DATABASE_URL" not in seen["env"]


@pytest.mark.parametrize(
    "program",
    ["x = bytearray(1_000_000_000)", "while True: pass", "open('/tmp/kith-cell-test', 'wb').write(bytes(1_000_000))"],
    ids=["memory", "time", "disk"],
)
def test_who_wants_more_is_ended(program: str) -> None:
    """By the system, whatever it is."""
    assert _in_cell(program).returncode != 0


def test_it_reaches_no_network_where_the_system_lets_us() -> None:
    """A namespace of its own, without anybody in it; a strict container may forbid us to make one."""
    out = _in_cell(LOOK)
    own = json.loads(subprocess.run([sys.executable, "-c", LOOK], capture_output=True, text=True).stdout)["net"]
    if json.loads(out.stdout)["net"] == own:
        pytest.skip("this system lets nobody give up the network")
    tried = _in_cell("import socket; socket.create_connection(('127.0.0.1', 9), 2)")
    assert "unreachable" in tried.stderr.lower()


def test_a_bound_that_is_lower_already_stays() -> None:
    """What the system's keeper set is not lifted."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    told = _in_cell("import resource; print(resource.getrlimit(resource.RLIMIT_NOFILE)[1])")
    assert int(told.stdout) == min(64, hard)
