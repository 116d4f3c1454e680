"""`kith settings` and `kith schema`: what can be set, and what the tables are."""

import argparse

from kith.catalogue import records
from kith.settings import Settings, reference


def show_settings(_settings: Settings, _given: argparse.Namespace) -> int:
    """Print every setting with its default and meaning."""
    for note in reference():
        print(f"{note.variable}  ({note.default})\n    {note.meaning}")
    return 0


def show_schema(_settings: Settings, _given: argparse.Namespace) -> int:
    """Print the CREATE TABLE of every record."""
    for record in records():
        print(record.create_table() + "\n")
    return 0
