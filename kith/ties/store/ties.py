"""Ties: two rows a pair, one under each.

Lock order: after everything of the feature that tells of an act, the row under the lower id of each pair, pairs in
ascending order. Whoever holds it alone writes the twin.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from math import ceil
from typing import NamedTuple

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.rows import insert_many_statement, rows_text
from kith.base.storage.statement import ENTERED, Asked, Statement, under
from kith.ties.model import ActRecord, KnownTie, SeenTie, TieRecord
from kith.ties.rules.dormancy import DEPTH_MIN, EXCHANGES_HALVINGS, SHARED_EXCHANGES_MAX, YEAR_EXCHANGES
from kith.ties.store.acts import ADD_ACTS, ADD_ALONG

TIES_MAX = 7_500  # read at once, as many as one can follow; beyond it the longest untouched fall off
FORGOTTEN_A_STEP = 10_000  # of somebody whom thousands liked; one statement then takes well under a second

_DEEP_EXCHANGES = ceil(2 ** (DEPTH_MIN * EXCHANGES_HALVINGS) - 1)

# To be put into a larger statement as well. The row itself is as it is when it is locked, however long that took.
TIE_LOCKED = f"""
    SELECT {TieRecord.columns()}
      FROM ties
     WHERE owner_id = %(low_id)s
       AND other_id = %(high_id)s
       AND {ENTERED}
       FOR NO KEY UPDATE
"""
_LOCK = Statement(TIE_LOCKED)
_FIND = Statement(f"SELECT {TieRecord.columns()} FROM ties WHERE owner_id = %(owner_id)s AND other_id = %(other_id)s")
# Behind a block of either there is no tie, as there is no person.
_SEEN = f"""
    SELECT {TieRecord.columns("ties")},
           COALESCE(circle_places.circle, 0) AS circle,
           COALESCE(tie_wishes.kept_in, 0) AS kept_in,
           COALESCE(tie_wishes.not_close, FALSE) AS not_close,
           COALESCE(tie_wishes.never OR tie_wishes.parted, FALSE) AS left_alone,
           COALESCE(circle_days.evaluated_on, '1970-01-01') AS evaluated_on
      FROM ties
      LEFT JOIN circle_places
        ON circle_places.owner_id = ties.owner_id AND circle_places.other_id = ties.other_id
      LEFT JOIN tie_wishes
        ON tie_wishes.owner_id = ties.owner_id AND tie_wishes.other_id = ties.other_id
      LEFT JOIN circle_days
        ON circle_days.owner_id = ties.owner_id
     WHERE ties.owner_id = %(owner_id)s
       AND NOT EXISTS (
           SELECT FROM blocks WHERE blocks.blocker_id = ties.owner_id AND blocks.blocked_id = ties.other_id
           )
       AND NOT EXISTS (
           SELECT FROM blocked_by WHERE blocked_by.blocked_id = ties.owner_id AND blocked_by.blocker_id = ties.other_id
           )
"""
_SOME = Statement(f"{_SEEN} AND ties.other_id = ANY (%(other_ids)s::bigint[])")
# Of more than that, those to whom one last gave something long ago are left out.
_ALL = Statement(f"""
    {_SEEN}
       AND (ties.reached OR COALESCE(tie_wishes.kept_in, 0) > 0)
     ORDER BY ties.bond DESC, kept_in DESC, ties.given_at DESC NULLS LAST, ties.other_id
     LIMIT %(limit)s
""")
# No tie sleeps that lacks any of this: what else it takes is reckoned from what fades.
_STILL = Statement(f"""
    {_SEEN}
       AND (ties.reached OR COALESCE(tie_wishes.kept_in, 0) > 0)
       AND ties.exchanges + LEAST({SHARED_EXCHANGES_MAX}, {YEAR_EXCHANGES} * ties.shared_years) >= {_DEEP_EXCHANGES}
       AND GREATEST(ties.given_composed_at, ties.got_composed_at, ties.shared_until::timestamp AT TIME ZONE 'UTC')
           <= %(before)s
     ORDER BY ties.exchanges DESC, ties.other_id
     LIMIT %(limit)s
""")
_NEAR = Statement(f"""
    {_SEEN}
       AND (circle_places.circle = ANY (%(circles)s::integer[]) OR tie_wishes.kept_in = ANY (%(circles)s::integer[]))
     ORDER BY ties.other_id
     LIMIT %(limit)s
""")
_FORGET = Statement("""
    DELETE FROM ties
     WHERE (owner_id, other_id) IN (
           SELECT owner_id, other_id
             FROM ties
            WHERE owner_id = %(person_id)s OR other_id = %(person_id)s
            LIMIT %(limit)s
           )
""")


def _write(peak: str, where: str = "", *, ending: str = "") -> Statement:
    """Write both rows of many pairs. `bond` and the shared past stand in them, and belong to declared relations."""
    kept = ("owner_id", "other_id", "peak", "bond", "shared_years", "shared_until")
    columns = [column.name for column in TieRecord.column_list() if column.name not in kept]
    changes = ", ".join([*(f"{name} = EXCLUDED.{name}" for name in columns), f"peak = {peak}"])
    made = insert_many_statement(
        TieRecord, f"{where} ON CONFLICT (owner_id, other_id) DO UPDATE SET {changes} {ending}"
    )
    assert made is not None
    return made


_LARGER = "GREATEST(ties.peak, EXCLUDED.peak)"
_WRITE = _write(_LARGER, ending="RETURNING xmin::text")
# An act, and where it is counted for the first time, both rows as they are with it.
_COUNT = Statement(f"""
      WITH added AS ({under("act", ADD_ACTS)})
    {_write(_LARGER, "WHERE EXISTS (SELECT FROM added)", ending="RETURNING xmin::text").named}
""")
_WRITE_ALONG = _write(_LARGER, f"WHERE {ENTERED}")
# Whoever holds one of the rows is not waited for: what was read before the wait might not be so after it.
_STAND = Statement("""
    SELECT count(*) = cardinality(%(low_ids)s::bigint[])
      FROM (SELECT
              FROM ties
              JOIN unnest(%(low_ids)s::bigint[], %(high_ids)s::bigint[], %(acts)s::integer[], %(versions)s::text[])
                   AS known (low_id, high_id, acts, version)
                ON ties.owner_id = known.low_id AND ties.other_id = known.high_id
             WHERE ties.acts = known.acts
               AND ties.xmin::text = known.version
               FOR NO KEY UPDATE OF ties SKIP LOCKED) AS standing
""")
_WRITE_ANEW = _write("EXCLUDED.peak", ending="RETURNING xmin::text")


class Along(NamedTuple):
    """What must hold, and what is written with it."""

    holds: Asked
    parts: dict[str, Asked]


async def lock_tie(db: Db, low_id: Id, high_id: Id) -> TieRecord | None:
    """Lock a pair, and give it as the lower id has it; `None` where there is nothing between them yet."""
    return await db.maybe(_LOCK, TieRecord, low_id=low_id, high_id=high_id)


async def start_tie(db: Db, low_id: Id, high_id: Id) -> TieRecord:
    """Make the rows of two people who have nothing between them yet, and lock the pair by the first."""
    await db.insert_new(TieRecord(owner_id=low_id, other_id=high_id))
    row = await db.one(_LOCK, TieRecord, low_id=low_id, high_id=high_id)
    await db.insert_new(TieRecord(owner_id=high_id, other_id=low_id))
    return row


async def write_ties(db: Db, rows: Iterable[TieRecord]) -> str | None:
    """Write rows of pairs that are locked; give the version which they have then, where there are any."""
    return await _write_all(db, _WRITE, list(rows))


async def count_act(db: Db, act: ActRecord, rows: Sequence[TieRecord]) -> str | None:
    """Write an act of a locked pair, and its two rows as they are with it; give the version which they have then.

    An act that was counted changes nothing, and gives `None`.
    """
    version: str | None = await db.value(_COUNT, rows=rows_text(rows), act_rows=rows_text([act]))
    return version


def counting_along(known: Sequence[KnownTie], acts: Sequence[ActRecord], rows: Sequence[TieRecord]) -> Along:
    """Give what counts acts of new subjects by a statement that is done alone, where these pairs stand as known."""
    stand = {
        "low_ids": [one.row.owner_id for one in known],
        "high_ids": [one.row.other_id for one in known],
        "acts": [one.row.acts for one in known],
        "versions": [one.version for one in known],
    }
    parts = {
        "counted": Asked(ADD_ALONG, {"rows": rows_text(acts)}),
        "tied": Asked(_WRITE_ALONG, {"rows": rows_text(rows)}),
    }
    return Along(Asked(_STAND, stand), parts)


async def write_anew(db: Db, rows: Iterable[TieRecord]) -> None:
    """Write rows of locked pairs as they come out of the whole history."""
    await _write_all(db, _WRITE_ANEW, list(rows))


async def find_tie(db: Db, owner_id: Id, other_id: Id) -> TieRecord | None:
    """Find what one has with another."""
    return await db.maybe(_FIND, TieRecord, owner_id=owner_id, other_id=other_id)


async def some_ties(db: Db, owner_id: Id, other_ids: Sequence[Id]) -> list[SeenTie]:
    """List what one has with these, in no promised order."""
    return await db.all(_SOME, SeenTie, owner_id=owner_id, other_ids=list(other_ids)) if other_ids else []


async def all_ties(db: Db, owner_id: Id) -> list[SeenTie]:
    """List those of one's ties that are anything to oneself."""
    return await db.all(_ALL, SeenTie, owner_id=owner_id, limit=TIES_MAX)


async def still_ties(db: Db, owner_id: Id, *, before: datetime) -> list[SeenTie]:
    """List the ties of somebody that may sleep: in which there once was much, and nothing was written since then."""
    return await db.all(_STILL, SeenTie, owner_id=owner_id, before=before, limit=TIES_MAX)


async def near_ties(db: Db, owner_id: Id, circles: Sequence[int]) -> list[SeenTie]:
    """List the ties of somebody that stand in these circles as of the last look at them."""
    return await db.all(_NEAR, SeenTie, owner_id=owner_id, circles=list(circles), limit=TIES_MAX)


async def forget_ties(db: Db, person_id: Id) -> None:
    """Delete all ties of somebody who left, on both sides, many at a time."""
    while await db.run(_FORGET, person_id=person_id, limit=FORGOTTEN_A_STEP) == FORGOTTEN_A_STEP:
        pass


async def _write_all(db: Db, statement: Statement, rows: Sequence[TieRecord]) -> str | None:
    version: str | None = await db.value(statement, rows=rows_text(rows)) if rows else None
    return version
