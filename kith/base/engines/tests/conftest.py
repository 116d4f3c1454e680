"""A data folder of its own for the tests that kill things, and what they do with it."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kith.base.engines import Engines, postgres_environment, postgres_program
from kith.base.engines.cluster import DATABASE, USER

SOMEBODY_ELSE = 65533  # no user of any system
# Ours may lie below /root, where nobody else comes in; the system's own of the same version does as well.
PYTHON = f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}"

needs_root = pytest.mark.skipif(
    os.geteuid() != 0 or not Path(PYTHON).exists(), reason="only root can be somebody else, with a Python for all"
)


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """A place that every user can pass through, as a server's would be."""
    made = Path(tempfile.mkdtemp(prefix="kith-engines-", dir="/tmp"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="session")
def made_once(folder: Path) -> Path:
    """A data folder whose database is made, and not running: making one takes seconds, copying it none."""
    engines = Engines(folder / "made")
    try:
        engines.start()
    finally:
        engines.stop()
    return folder / "made"


@pytest.fixture
def data(made_once: Path, folder: Path) -> Path:
    """A copy of it for one test."""
    copy = folder / str(len(list(folder.iterdir())))
    subprocess.run(["/bin/cp", "-a", made_once, copy], check=True)
    return copy


@pytest.fixture
def engines(made_once: Path) -> Iterator[Engines]:
    """Both, running, always on the same data."""
    made = Engines(made_once)
    try:
        made.start()
        yield made
    finally:
        made.stop()


def sql(sockets: Path, statement: str) -> str:
    """Run one statement, and give what it answers."""
    command: list[str | Path] = [
        postgres_program("psql"),
        "-h",
        sockets,
        "-U",
        USER,
        "-d",
        DATABASE,
        "-XAtqc",
        statement,
    ]
    done = subprocess.run(command, env=postgres_environment(), capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def run_as(uid: int, program: str, *arguments: Path) -> subprocess.CompletedProcess[str]:
    """Run a few lines of Python as somebody else."""
    return subprocess.run(
        [PYTHON, "-c", program, *arguments],
        capture_output=True,
        check=False,
        text=True,
        cwd="/",
        env={"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        user=uid,
        group=uid,
        extra_groups=[],
    )
