"""When organisations were beyond the public line, and how that ended."""

from operator import attrgetter

from kith.base.core.ids import Id
from kith.base.core.paging import Paging, Slice
from kith.base.storage.database import Db
from kith.base.storage.slices import read_slice
from kith.base.storage.statement import Statement
from kith.offers.model import LineCrossing

SHOWN_MAX = 20

_OF = Statement(f"""
    SELECT {LineCrossing.columns()}
      FROM line_crossings
     WHERE organisation_id = %(organisation_id)s
     ORDER BY id DESC
     LIMIT %(limit)s
""")
_OPEN = Statement(f"""
    SELECT {LineCrossing.columns()}
      FROM line_crossings
     WHERE organisation_id = %(organisation_id)s
       AND ended_at IS NULL
""")
_LOCK = Statement(f"""
    SELECT {LineCrossing.columns()}
      FROM line_crossings
     WHERE organisation_id = %(organisation_id)s
       AND id = %(id)s
       FOR UPDATE
""")
_APPEALS = f"""
    SELECT {LineCrossing.columns()}
      FROM line_crossings
     WHERE appealed_at IS NOT NULL
       AND (decided_at IS NULL) = %(undecided)s
       AND id < %(below)s
       AND id > %(above)s
"""
_APPEALS_DOWN = Statement(f"{_APPEALS} ORDER BY id DESC LIMIT %(limit)s")
_APPEALS_UP = Statement(f"{_APPEALS} ORDER BY id LIMIT %(limit)s")
_COUNT = Statement("SELECT count(*) FROM line_crossings WHERE appealed_at IS NOT NULL AND decided_at IS NULL")
_FORGET = Statement("DELETE FROM line_crossings WHERE organisation_id = %(account_id)s")
_FORGET_ANSWERER = Statement("UPDATE line_crossings SET answered_by = NULL WHERE answered_by = %(account_id)s")
_FORGET_DECIDER = Statement("UPDATE line_crossings SET decided_by = NULL WHERE decided_by = %(account_id)s")


async def crossings_of(db: Db, organisation_id: Id) -> list[LineCrossing]:
    """List an organisation's crossings, the newest first."""
    return await db.all(_OF, LineCrossing, organisation_id=organisation_id, limit=SHOWN_MAX)


async def find_open(db: Db, organisation_id: Id) -> LineCrossing | None:
    """Find the crossing that holds now."""
    return await db.maybe(_OPEN, LineCrossing, organisation_id=organisation_id)


async def lock_crossing(db: Db, organisation_id: Id, crossing_id: Id) -> LineCrossing:
    """Get a crossing, for this work alone. Raises `NotFound`."""
    return await db.one(_LOCK, LineCrossing, organisation_id=organisation_id, id=crossing_id)


async def change_crossing(db: Db, crossing: LineCrossing) -> None:
    """Write a crossing, new or anew."""
    await db.put(crossing)


async def appeals(db: Db, paging: Paging, *, undecided: bool) -> Slice[LineCrossing]:
    """List the appeals that wait for a decision, or those that were decided, the newest first."""
    return await read_slice(
        db,
        LineCrossing,
        paging,
        down=_APPEALS_DOWN,
        up=_APPEALS_UP,
        place=attrgetter("id"),
        undecided=undecided,
    )


async def count_appeals(db: Db) -> int:
    """Count the appeals that wait for a decision."""
    return int(await db.value(_COUNT))


async def forget_crossings(db: Db, account_id: Id) -> None:
    """Forget the crossings of an organisation that is gone, and who answered or decided what."""
    await db.run(_FORGET, account_id=account_id)
    await db.run(_FORGET_ANSWERER, account_id=account_id)
    await db.run(_FORGET_DECIDER, account_id=account_id)
