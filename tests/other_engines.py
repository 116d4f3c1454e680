"""Run the tests once more on Debian's PostgreSQL and Redis, where they are installed: `python -m tests.other_engines`.

What starts engines or a whole server of its own is left out: that was tested on the embedded ones.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
LEFT_OUT = ["tests/journeys", "tests/commands", "tests/architecture", "kith/base/engines", "kith/cli"]
PORT = "55432"  # names the socket; nothing listens on the network
WAIT_S = 30


def main() -> int:
    """Give pytest's exit code; 0 where the engines are not installed, which it says."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    redis = shutil.which("valkey-server") or shutil.which("redis-server")
    if not programs or redis is None:
        print("Not run again: Debian's postgresql and redis-server are not installed here.")
        return 0
    with tempfile.TemporaryDirectory(prefix="kith-other-", ignore_cleanup_errors=True) as name:
        return _run(Path(name), programs[-1], redis)


def _run(folder: Path, programs: Path, redis: str) -> int:
    folder.chmod(0o777)
    cluster = folder / "cluster"
    _as_postgres(folder, str(programs / "initdb"), "-D", str(cluster), "-U", "kith", "-A", "trust", "-E", "UTF8", "-N")
    options = f"-h '' -k {folder} -p {PORT} -c fsync=off"
    _as_postgres(
        folder, str(programs / "pg_ctl"), "-D", str(cluster), "-w", "-l", f"{folder}/log", "-o", options, "start"
    )
    socket = folder / "redis.sock"
    valkey = subprocess.Popen(
        [redis, "--port", "0", "--unixsocket", str(socket), "--save", ""], stdout=subprocess.DEVNULL
    )
    try:
        _wait_for(socket)
        _as_postgres(folder, str(programs / "createdb"), "-h", str(folder), "-p", PORT, "-U", "kith", "kith")
        environment = os.environ | {
            "KITH_TEST_DATABASE_URL": f"postgresql://kith@/kith?host={folder}&port={PORT}",
            "KITH_TEST_VALKEY_URL": f"unix://{socket}",
        }
        print(f"Once more, on {programs.parent.name} of PostgreSQL and {Path(redis).name}:", flush=True)
        left_out = [f"--ignore={path}" for path in LEFT_OUT]
        command = [sys.executable, "-m", "pytest", *left_out]
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    finally:
        valkey.terminate()
        valkey.wait(10)
        _as_postgres(folder, str(programs / "pg_ctl"), "-D", str(cluster), "-m", "immediate", "stop")


def _as_postgres(folder: Path, *command: str) -> None:
    """Run as Debian's own user when we are root: PostgreSQL refuses root."""
    whole = ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else list(command)
    subprocess.run(whole, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def _wait_for(socket: Path) -> None:
    until = time.monotonic() + WAIT_S
    while not socket.exists():
        assert time.monotonic() < until, f"{socket} did not come up"
        time.sleep(0.05)


if __name__ == "__main__":
    sys.exit(main())
