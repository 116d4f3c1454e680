"""`kith conversations takeover`."""

from pathlib import Path

from tests.commands.conftest import kith


def test_what_was_said_by_name_is_handed_over_on_the_command_line(lived_in: Path) -> None:
    """It says how many messages, and may be repeated."""
    for _again in range(2):
        done = kith(lived_in, "conversations", "takeover")
        assert done.returncode == 0, done.stderr
        assert done.stdout == "Done: 0 messages.\n"
