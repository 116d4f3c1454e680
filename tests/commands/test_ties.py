"""`kith ties rebuild`."""

from pathlib import Path

from tests.commands.conftest import kith


def test_ties_are_made_anew_on_the_command_line(lived_in: Path) -> None:
    """It says how many, and may be repeated, from posts too."""
    for given in ([], [], ["--from-posts"]):
        done = kith(lived_in, "ties", "rebuild", *given)
        assert done.returncode == 0, done.stderr
        assert done.stdout == "Done: 0 ties.\n"
