"""Run all tests, in two halves side by side: `python -m tests.halves [pytest's own arguments]`.

The tests beside the code (`kith/`) and those at the doors of the house (`tests/`) share nothing but processors. Each
half has engines, a house and a browser of its own, so that two cores are done in little more than half the time.
"""

import subprocess
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).parents[1]
HALVES = ("kith", "tests")


def main() -> int:
    """Give 0 where both halves passed, and else the code of one that did not."""
    halves = [(name, _start(name, sys.argv[1:])) for name in HALVES]
    told = [threading.Thread(target=_tell, args=(name, process)) for name, process in halves]
    for thread in told:
        thread.start()
    try:
        codes = [process.wait() for _name, process in halves]
    except KeyboardInterrupt:
        codes = [process.wait() for _name, process in halves]  # each heard it too, and says how far it came
    for thread in told:
        thread.join()
    return next((code for code in codes if code), 0)


def _start(half: str, arguments: list[str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "pytest", *arguments, half]
    cache = ["-o", f"cache_dir=.pytest_cache/{half}"]  # what failed last is kept by each for itself
    return subprocess.Popen(
        [*command, *cache], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )


def _tell(half: str, process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        print(f"{half:5} | {line}", end="", flush=True)


if __name__ == "__main__":
    sys.exit(main())
