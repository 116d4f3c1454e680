"""`kith ties rebuild`."""

import re
from pathlib import Path

from tests.commands.conftest import kith


def test_ties_are_made_anew_on_the_command_line(lived_in: Path) -> None:
    """It says how many, and may be repeated, from posts too."""
    said = []
    for given in ([], [], ["--from-posts"]):
        done = kith(lived_in, "ties", "rebuild", *given)
        assert done.returncode == 0, done.stderr
        said.append(done.stdout)
    assert all(re.fullmatch(r"Done: \d+ ties\.\n", one) for one in said)
    assert said[0] == said[1]
