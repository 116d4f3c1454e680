"""The history that ties are made of: every act once, in the order in which it was counted."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.rows import given_rows, rows_text
from kith.base.storage.statement import ENTERED, Statement
from kith.ties.model import ActRecord

# What lies in a post may have been counted by another kind before it was edited: once a person all the same.
_IN_POSTS = "('letter', 'reply', 'comment', 'mention')"


def _unless_counted(new: str) -> str:
    """Leave out what was counted already, by the same post."""
    return f"""NOT EXISTS (
           SELECT FROM tie_acts AS known
            WHERE known.low_id = {new}.low_id
              AND known.high_id = {new}.high_id
              AND known.subject_id = {new}.subject_id
              AND known.from_low = {new}.from_low
              AND (known.kind = {new}.kind OR (known.kind IN {_IN_POSTS} AND {new}.kind IN {_IN_POSTS}))
           )"""


_ADD = f"""
    INSERT INTO tie_acts ({ActRecord.columns()})
    SELECT {ActRecord.columns("fresh")}
      FROM {given_rows(ActRecord)} AS fresh
"""
ADD_ALONG = Statement(f"{_ADD} WHERE {ENTERED}")  # acts by what is made in this very statement: none was counted
ADD_ACTS = Statement(f"""
    {_ADD}
     WHERE {_unless_counted("fresh")}
        ON CONFLICT DO NOTHING
    RETURNING low_id, high_id, number
""")
_ADD_PAST = Statement(f"""
    INSERT INTO tie_acts (low_id, high_id, number, from_low, kind, among, subject_id, at, gone)
    SELECT past.low_id, past.high_id,
           LEAST(0, (SELECT min(known.number) FROM tie_acts AS known
                      WHERE known.low_id = past.low_id AND known.high_id = past.high_id))
           - row_number() OVER (PARTITION BY past.low_id, past.high_id ORDER BY past.at, past.subject_id),
           past.from_low, past.kind, past.among, past.subject_id, past.at, FALSE
      FROM unnest(%(low_id)s::bigint[], %(high_id)s::bigint[], %(from_low)s::boolean[], %(kind)s::text[],
                  %(among)s::integer[], %(subject_id)s::bigint[], %(at)s::timestamptz[])
           AS past (low_id, high_id, from_low, kind, among, subject_id, at)
     WHERE {_unless_counted("past")}
       AND NOT EXISTS (
           SELECT FROM blocks WHERE blocks.blocker_id = past.low_id AND blocks.blocked_id = past.high_id
           )
       AND NOT EXISTS (
           SELECT FROM blocks WHERE blocks.blocker_id = past.high_id AND blocks.blocked_id = past.low_id
           )
        ON CONFLICT DO NOTHING
""")
_MARK_GONE = Statement(f"""
    UPDATE tie_acts
       SET gone = TRUE
      FROM unnest(%(low_ids)s::bigint[], %(high_ids)s::bigint[], %(from_lows)s::boolean[], %(subject_ids)s::bigint[])
           AS said (low_id, high_id, from_low, subject_id)
     WHERE tie_acts.low_id = said.low_id
       AND tie_acts.high_id = said.high_id
       AND tie_acts.from_low = said.from_low
       AND tie_acts.subject_id = said.subject_id
       AND tie_acts.kind IN {_IN_POSTS}
       AND NOT tie_acts.gone
    RETURNING tie_acts.low_id, tie_acts.high_id, tie_acts.from_low
""")
_FIRST = Statement("SELECT min(at) FROM tie_acts WHERE number > 0")
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
BEFORE_ALL = -(2**31)  # lies below every number
FORGOTTEN_A_STEP = 10_000  # one statement then takes well under a second


class PairIds(msgspec.Struct, frozen=True, kw_only=True):
    """Two people, the lower id first."""

    low_id: Id
    high_id: Id


class PairEnds(PairIds, frozen=True, kw_only=True):
    """Two people, and which of them gave."""

    from_low: bool


class _Added(PairIds, frozen=True, kw_only=True):
    number: int


async def add_acts(db: Db, acts: Iterable[ActRecord]) -> list[ActRecord]:
    """Write acts of locked pairs; give those that are new, in the order given."""
    wanted = list(acts)
    added = await db.all(ADD_ACTS, _Added, rows=rows_text(wanted))
    new = {(one.low_id, one.high_id, one.number) for one in added}
    return [one for one in wanted if (one.low_id, one.high_id, one.number) in new]


async def add_past(db: Db, acts: Iterable[ActRecord]) -> None:
    """Write acts of locked pairs that were not counted when they happened, each under a number of its own below 0."""
    wanted = list(acts)
    names = [column.name for column in ActRecord.column_list() if column.name not in ("number", "gone")]
    if wanted:
        await db.run(_ADD_PAST, **{name: [getattr(one, name) for one in wanted] for name in names})


async def mark_gone(db: Db, said: Iterable[tuple[PairEnds, Id]]) -> list[PairEnds]:
    """Note that what was said by these subjects can be read no more; give towards whom it counted."""
    ends = list(said)
    return await db.all(
        _MARK_GONE,
        PairEnds,
        low_ids=[pair.low_id for pair, _subject in ends],
        high_ids=[pair.high_id for pair, _subject in ends],
        from_lows=[pair.from_low for pair, _subject in ends],
        subject_ids=[subject for _pair, subject in ends],
    )


async def first_counted_at(db: Db) -> datetime | None:
    """Give when the first act was counted as it happened. Looks at all of them: for maintenance alone."""
    found: datetime | None = await db.value(_FIRST)
    return found


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
