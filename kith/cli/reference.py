"""`kith settings` and `kith schema`: what can be set, and what the tables are."""

import argparse
from typing import Any

from kith.catalogue import records
from kith.settings import Settings, reference


def add_reference_commands(commands: Any) -> None:
    """Add the commands of this module."""
    commands.add_parser("settings", help="what can be set, and how").set_defaults(run=_settings)
    commands.add_parser("schema", help="the tables, as the records declare them").set_defaults(run=_schema)


def _settings(_settings_now: Settings, _given: argparse.Namespace) -> int:
    for note in reference():
        print(f"{note.variable}  ({note.default})\n    {note.meaning}")
    return 0


def _schema(_settings_now: Settings, _given: argparse.Namespace) -> int:
    for record in records():
        print(record.create_table() + "\n")
    return 0
