"""What is due once a day, on one worker of all: whoever writes the row first does the work, in that transaction."""

from datetime import datetime
from typing import Annotated

from kith.base.core.record import Length, Record
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement


class Night(Record, frozen=True, kw_only=True, table="nights", key=("name",)):
    """When a nightly work was last due and done."""

    name: Annotated[str, Length(100)]
    done_for: datetime


_CLAIM = Statement("""
    INSERT INTO nights (name, done_for)
    VALUES (%(name)s, %(due_at)s)
    ON CONFLICT (name) DO UPDATE
       SET done_for = EXCLUDED.done_for
     WHERE nights.done_for < EXCLUDED.done_for
""")


async def claim_night(db: Db, name: str, *, due_at: datetime) -> bool:
    """Take this night's work. `False` when it was done, or is being done (the row's lock is waited for)."""
    return await db.run(_CLAIM, name=name, due_at=due_at) == 1
