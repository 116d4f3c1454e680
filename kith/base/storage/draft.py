"""Write the first migration from the records: `python -m kith.base.storage.draft`.

Used until the first release; afterwards 0001 is history, and a change is a migration of its own, checked against
the records by the drift test.
"""

import sys
from collections.abc import Iterable
from importlib import import_module

from kith.base.core.record import Record
from kith.base.storage.migrate import FOLDER

HEAD = """\
-- The foundation's tables, written from the records (kith/*/model.py).

-- Each process leases a number here, so that the ids of two processes never meet.
CREATE SEQUENCE id_nodes MINVALUE 0 MAXVALUE 1023 CYCLE;
CREATE SEQUENCE job_ids;
"""


def schema(records: Iterable[type[Record]]) -> str:
    """Write CREATE TABLE for these records, in their order, one below the other."""
    return HEAD + "\n" + "\n\n".join(record.create_table() for record in records) + "\n"


def main() -> None:
    """Rewrite 0001."""
    # The catalogue stands above this layer; a tool that is run by hand may look up, code may not.
    records = import_module("kith.catalogue").records()
    path = FOLDER / "0001_pre_foundation.sql"
    path.write_text(schema(records), encoding="utf-8")
    sys.stdout.write(f"wrote {path}\n")


if __name__ == "__main__":
    main()
