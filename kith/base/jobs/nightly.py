"""What is due once a day, on one worker of all: whoever has the row does the work, in that transaction."""

from datetime import UTC, datetime
from typing import Annotated

from kith.base.core.record import Length, Record
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement


class Night(Record, frozen=True, kw_only=True, table="nights", key=("name",)):
    """For which instant a nightly work was last done."""

    name: Annotated[str, Length(100)]
    done_for: datetime


NEVER = datetime(1970, 1, 1, tzinfo=UTC)

_ALL = Statement(f"SELECT {Night.columns()} FROM nights ORDER BY name")
# Another worker that is at it holds the row; it is passed by rather than waited for. When that worker dies, its
# transaction ends with it, and the work is due again.
_CLAIM = Statement("""
    UPDATE nights
       SET done_for = %(due_at)s
     WHERE name = (
           SELECT name
             FROM nights
            WHERE name = %(name)s
              AND done_for < %(due_at)s
              FOR UPDATE SKIP LOCKED
           )
""")


async def nights_done(db: Db) -> dict[str, datetime]:
    """Tell for when each nightly work was last done."""
    return {night.name: night.done_for for night in await db.all(_ALL, Night)}


async def list_night(db: Db, name: str) -> None:
    """Make the row of a nightly work that is new; in a transaction of its own, so that nobody waits for it."""
    await db.insert_new(Night(name=name, done_for=NEVER))


async def claim_night(db: Db, name: str, *, due_at: datetime) -> bool:
    """Take this night's work. `False` when it was done, or is being done by another."""
    return await db.run(_CLAIM, name=name, due_at=due_at) == 1
