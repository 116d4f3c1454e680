"""The history that ties are made of: every act once, in the order in which it was counted."""

from collections.abc import Iterable

import msgspec

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.rows import insert_many_statement
from kith.base.storage.statement import Statement
from kith.ties.model import ActRecord

_ADD = insert_many_statement(ActRecord, "ON CONFLICT DO NOTHING RETURNING low_id, high_id, number")
assert _ADD is not None
_BETWEEN = Statement(f"""
    SELECT {ActRecord.columns()}
      FROM tie_acts
     WHERE low_id = %(low_id)s
       AND high_id = %(high_id)s
       AND number > %(after)s
     ORDER BY number
     LIMIT %(limit)s
""")
# Those with a history, and those whose tie is there without one: it should not be, and comes out empty.
_PAIRS = Statement("""
    SELECT low_id, high_id
      FROM (
           (SELECT DISTINCT low_id, high_id
              FROM tie_acts
             WHERE (low_id, high_id) > (%(low_id)s, %(high_id)s)
             ORDER BY low_id, high_id
             LIMIT %(limit)s)
           UNION
           (SELECT owner_id, other_id
              FROM ties
             WHERE (owner_id, other_id) > (%(low_id)s, %(high_id)s)
               AND owner_id < other_id
             ORDER BY owner_id, other_id
             LIMIT %(limit)s)
           ) AS pairs
     ORDER BY low_id, high_id
     LIMIT %(limit)s
""")
_FORGET = Statement("""
    DELETE FROM tie_acts
     WHERE (low_id, high_id, number) IN (
           SELECT low_id, high_id, number
             FROM tie_acts
            WHERE low_id = %(person_id)s OR high_id = %(person_id)s
            LIMIT %(limit)s
           )
""")
FORGOTTEN_A_STEP = 10_000  # one statement then takes well under a second


class PairIds(msgspec.Struct, frozen=True, kw_only=True):
    """Two people, the lower id first."""

    low_id: Id
    high_id: Id


class _Added(PairIds, frozen=True, kw_only=True):
    number: int


async def add_acts(db: Db, acts: Iterable[ActRecord]) -> list[ActRecord]:
    """Write acts of locked pairs; give those that are new, in the order given."""
    wanted = list(acts)
    names = [column.name for column in ActRecord.column_list()]
    assert _ADD is not None
    added = await db.all(_ADD, _Added, **{name: [getattr(one, name) for one in wanted] for name in names})
    new = {(one.low_id, one.high_id, one.number) for one in added}
    return [one for one in wanted if (one.low_id, one.high_id, one.number) in new]


async def acts_between(db: Db, low_id: Id, high_id: Id, *, after: int, limit: int) -> list[ActRecord]:
    """List what happened between two people after that number, in the order in which it was counted."""
    return await db.all(_BETWEEN, ActRecord, low_id=low_id, high_id=high_id, after=after, limit=limit)


async def pairs_after(db: Db, low_id: Id, high_id: Id, *, limit: int) -> list[PairIds]:
    """List pairs that have a tie or a history, by their ids, after this one."""
    return await db.all(_PAIRS, PairIds, low_id=low_id, high_id=high_id, limit=limit)


async def forget_acts(db: Db, person_id: Id) -> None:
    """Delete the history of somebody who left, with everybody, many acts at a time."""
    while await db.run(_FORGET, person_id=person_id, limit=FORGOTTEN_A_STEP) == FORGOTTEN_A_STEP:
        pass
