"""`kith classify`: anybody can judge how well it judges."""

import subprocess
import sys
from pathlib import Path

from tests.commands.conftest import ROOT

LINES = (
    "Never voting for the Tories again after what they did to the NHS\n"
    "\n"
    "First tomatoes of the year\u2028and they taste of summer\r\n"
    "\x00 \udcff broken\n"
    "The last line has no end"
)


def _classify(*given: str, lines: str = "") -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "kith", "classify", *given]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, input=lines, errors="surrogateescape"
    )


def test_a_probability_a_line_from_a_file_or_from_standard_input(tmp_path: Path) -> None:
    """As many as there are lines, in their order, whatever is in them."""
    file = tmp_path / "posts.txt"
    file.write_text(LINES, encoding="utf-8", errors="surrogateescape", newline="")
    told = _classify("--topic", "partisan", str(file))
    assert told.returncode == 0, told.stderr
    found = [float(line) for line in told.stdout.splitlines()]
    assert len(found) == 5
    assert found[0] > 0.6 > max(found[1:])
    assert _classify("--topic", "partisan", "-", lines=LINES).stdout == told.stdout


def test_it_says_what_is_wrong(tmp_path: Path) -> None:
    """A topic that is not there, a file that is not."""
    assert "there are: partisan" in _classify("--topic", "nothing", "-").stderr
    missing = _classify(str(tmp_path / "nowhere"))
    assert missing.returncode == 1
    assert "nowhere" in missing.stderr


def test_the_small_machine_judges_alone() -> None:
    """Where the large one is not installed, and where it is asked to."""
    told = _classify("--small", "-", lines=LINES)
    assert told.returncode == 0
    assert len(told.stdout.splitlines()) == 5
