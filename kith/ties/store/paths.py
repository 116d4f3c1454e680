"""Paths: the nightly copy of the ties through which others may be found, and whom each may know by them."""

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.rows import insert_many_statement, rows_text
from kith.base.storage.statement import Statement
from kith.ties.model import TieRecord, TieSuggestion, UsableTie
from kith.ties.model.path import BRIDGE_TIES_MAX, BRIDGES_MIN
from kith.ties.store.acts import PairIds

# Two people whom a block keeps apart have no tie; nor has anybody with whom there was nothing from either side.
_CONSENTED = Statement(f"""
    SELECT {TieRecord.columns("ties")},
           mine.path AS my_path,
           my_settings.paths AS my_answer,
           COALESCE(mine.not_close OR mine.never OR mine.parted, FALSE) AS my_apart,
           theirs.path AS their_path,
           their_settings.paths AS their_answer,
           COALESCE(theirs.not_close OR theirs.never OR theirs.parted, FALSE) AS their_apart
      FROM ties
      LEFT JOIN tie_wishes AS mine
        ON mine.owner_id = ties.owner_id AND mine.other_id = ties.other_id
      LEFT JOIN tie_settings AS my_settings
        ON my_settings.owner_id = ties.owner_id
      LEFT JOIN tie_wishes AS theirs
        ON theirs.owner_id = ties.other_id AND theirs.other_id = ties.owner_id
      LEFT JOIN tie_settings AS their_settings
        ON their_settings.owner_id = ties.other_id
     WHERE (ties.owner_id, ties.other_id) > (%(owner_id)s, %(other_id)s)
       AND ties.owner_id < ties.other_id
       AND (ties.bond > 0 OR (ties.given_at IS NOT NULL AND ties.got_at IS NOT NULL))
       AND COALESCE(mine.path, my_settings.paths)
       AND COALESCE(theirs.path, their_settings.paths)
       AND NOT EXISTS (
           SELECT FROM blocks WHERE blocks.blocker_id = ties.owner_id AND blocks.blocked_id = ties.other_id
           )
       AND NOT EXISTS (
           SELECT FROM blocks WHERE blocks.blocker_id = ties.other_id AND blocks.blocked_id = ties.owner_id
           )
     ORDER BY ties.owner_id, ties.other_id
     LIMIT %(limit)s
""")
_PUT_USABLE = insert_many_statement(
    UsableTie,
    "ON CONFLICT (owner_id, other_id) DO UPDATE"
    " SET strength = EXCLUDED.strength, mutual = EXCLUDED.mutual, copied_on = EXCLUDED.copied_on",
)
assert _PUT_USABLE is not None
_DROP_COPIES = Statement("DELETE FROM usable_ties WHERE copied_on < %(today)s")
_WITHDRAW = Statement("""
    UPDATE tie_suggestions
       SET withdrawn = TRUE
     WHERE offered_on > %(since)s
       AND NOT withdrawn
       AND (SELECT count(*)
              FROM usable_ties AS mine
              JOIN usable_ties AS beyond
                ON beyond.owner_id = mine.other_id AND beyond.other_id = tie_suggestions.other_id
             WHERE mine.owner_id = tie_suggestions.owner_id) < %(bridges_min)s::integer
""")
_FORGET_OLD = Statement("DELETE FROM tie_suggestions WHERE offered_on <= %(until)s")
_DUE = Statement("""
    SELECT DISTINCT owner_id
      FROM usable_ties
     WHERE owner_id > %(after)s
       AND NOT EXISTS (
           SELECT FROM tie_suggestions
            WHERE tie_suggestions.owner_id = usable_ties.owner_id
              AND tie_suggestions.offered_on > %(since)s
           )
     ORDER BY owner_id
     LIMIT %(limit)s
""")
_MINE = Statement(f"""
    SELECT {UsableTie.columns()}
      FROM usable_ties
     WHERE owner_id = %(owner_id)s
     ORDER BY strength DESC, other_id
     LIMIT %(limit)s
""")
_BEYOND = Statement(f"""
    SELECT {UsableTie.columns()}
      FROM usable_ties
     WHERE owner_id = ANY (%(owner_ids)s::bigint[])
       AND owner_id IN (
           SELECT owner_id
             FROM usable_ties
            WHERE owner_id = ANY (%(owner_ids)s::bigint[])
            GROUP BY owner_id
           HAVING count(*) <= %(ties_max)s::integer
           )
""")
_OFFERED = Statement(f"""
    SELECT {TieSuggestion.columns()}
      FROM tie_suggestions
     WHERE owner_id = %(owner_id)s
       AND offered_on > %(since)s
     ORDER BY offered_on DESC, place, other_id
""")
_SHOWN = Statement("""
    SELECT other_id AS person_id, count(*)::integer AS times
      FROM tie_suggestions
     WHERE other_id = ANY (%(people)s::bigint[])
       AND offered_on > %(since)s
     GROUP BY other_id
""")
_FORGET_USABLE = Statement("DELETE FROM usable_ties WHERE owner_id = %(person_id)s OR other_id = %(person_id)s")
_FORGET_OFFERED = Statement("DELETE FROM tie_suggestions WHERE owner_id = %(person_id)s OR other_id = %(person_id)s")


class ConsentedTie(TieRecord, frozen=True, kw_only=True):
    """A tie with what both ends say about paths through it."""

    my_path: bool | None
    my_answer: bool | None
    my_apart: bool
    their_path: bool | None
    their_answer: bool | None
    their_apart: bool


class _Shown(msgspec.Struct, frozen=True, kw_only=True):
    person_id: Id
    times: int


async def consented_ties(db: Db, after: PairIds, *, limit: int) -> list[ConsentedTie]:
    """List ties to which both ends may have consented, as the lower id has them, after this pair."""
    return await db.all(_CONSENTED, ConsentedTie, owner_id=after.low_id, other_id=after.high_id, limit=limit)


async def copy_ties(db: Db, ties: Iterable[UsableTie]) -> None:
    """Write into the copy."""
    wanted = list(ties)
    assert _PUT_USABLE is not None
    if wanted:
        await db.run(_PUT_USABLE, rows=rows_text(wanted))


async def drop_copies(db: Db, today: date) -> None:
    """Delete what today is usable no more."""
    await db.run(_DROP_COPIES, today=today)


async def withdraw(db: Db, *, since: date) -> None:
    """Take back what was suggested after that day and is reached no more."""
    await db.run(_WITHDRAW, since=since, bridges_min=BRIDGES_MIN)


async def forget_old_suggestions(db: Db, *, until: date) -> None:
    """Delete what was suggested so long ago that it may be so again."""
    await db.run(_FORGET_OLD, until=until)


async def due_for_suggestions(db: Db, *, after: Id, since: date, limit: int) -> list[Id]:
    """List those with usable ties who were suggested nobody after that day, by id."""
    return await db.values(_DUE, after=after, since=since, limit=limit)


async def usable_of(db: Db, owner_id: Id) -> list[UsableTie]:
    """List the copies of somebody's usable ties, the strongest first."""
    return await db.all(_MINE, UsableTie, owner_id=owner_id, limit=BRIDGE_TIES_MAX)


async def usable_beyond(db: Db, owner_ids: Sequence[Id]) -> list[UsableTie]:
    """List the copies of the usable ties of these people, without those who have too many."""
    if not owner_ids:
        return []
    return await db.all(_BEYOND, UsableTie, owner_ids=list(owner_ids), ties_max=BRIDGE_TIES_MAX)


async def suggested_since(db: Db, owner_id: Id, *, since: date) -> list[TieSuggestion]:
    """List whom somebody was suggested after that day, the last first, each week in order."""
    return await db.all(_OFFERED, TieSuggestion, owner_id=owner_id, since=since)


async def times_shown(db: Db, people: Sequence[Id], *, since: date) -> dict[Id, int]:
    """Count to how many each of these was suggested after that day."""
    found = await db.all(_SHOWN, _Shown, people=list(people), since=since) if people else []
    return {one.person_id: one.times for one in found}


async def offer(db: Db, suggestion: TieSuggestion) -> None:
    """Suggest somebody; both settings are locked."""
    await db.put(suggestion)


async def forget_paths(db: Db, person_id: Id) -> None:
    """Delete the copies and suggestions of somebody who left, and those of them."""
    for statement in (_FORGET_USABLE, _FORGET_OFFERED):
        await db.run(statement, person_id=person_id)
