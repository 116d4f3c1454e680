"""The ways that people told an organisation of, the words that went out to them, and whether they want any."""

from collections.abc import Iterable
from datetime import date, datetime

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.desk.model import Case
from kith.desk.model.way import KindWord, Way, WordWish

_WAYS_OF = Statement(f"""
    SELECT {Way.columns()}
      FROM desk_ways
     WHERE organisation_id = %(organisation_id)s
       AND person_id = %(person_id)s
       AND until >= %(today)s
     ORDER BY id DESC
""")
_HEARING = Statement(f"""
    SELECT {Way.columns()}
      FROM desk_ways
     WHERE organisation_id = %(organisation_id)s
       AND until >= %(today)s
       AND wants_word
     ORDER BY id DESC
     LIMIT %(limit)s
""")
_END = Statement("""
    DELETE FROM desk_ways
     WHERE organisation_id = %(organisation_id)s
       AND id = %(way_id)s
       AND person_id = %(person_id)s
""")
_END_PASSED = Statement("DELETE FROM desk_ways WHERE until < %(today)s")
_WISH = Statement(f"""
    SELECT {WordWish.columns()}
      FROM desk_word_wishes
     WHERE organisation_id = %(organisation_id)s
       AND person_id = %(person_id)s
""")
_HOLD = Statement(f"{_WISH.named} FOR UPDATE")
_WISHES = Statement(f"""
    SELECT {WordWish.columns()}
      FROM desk_word_wishes
     WHERE organisation_id = %(organisation_id)s
       AND person_id = ANY (%(person_ids)s::bigint[])
""")
_LAST_WORDS = Statement(f"""
    SELECT DISTINCT ON (person_id) {KindWord.columns()}
      FROM desk_kind_words
     WHERE organisation_id = %(organisation_id)s
       AND person_id = ANY (%(person_ids)s::bigint[])
     ORDER BY person_id, id DESC
""")
_WAITING = Statement(f"""
    SELECT DISTINCT ON (person_id) {Case.columns()}
      FROM desk_cases
     WHERE organisation_id = %(organisation_id)s
       AND person_id = ANY (%(person_ids)s::bigint[])
       AND channel = 'talk'
       AND state IN ('new', 'ours')
     ORDER BY person_id, id
""")
_FORGET_OLD = Statement("DELETE FROM desk_kind_words WHERE said_at < %(before)s")
_BETWEEN = tuple(
    Statement(f"DELETE FROM {table} WHERE organisation_id = %(organisation_id)s AND person_id = %(person_id)s")
    for table in ("desk_ways", "desk_kind_words")
)
_GONE = tuple(
    Statement(f"DELETE FROM {table} WHERE organisation_id = %(account_id)s OR person_id = %(account_id)s")
    for table in ("desk_ways", "desk_kind_words", "desk_word_wishes")
)
_HAND_GONE = Statement("UPDATE desk_kind_words SET by_id = NULL WHERE by_id = %(account_id)s")


async def ways_of(db: Db, organisation_id: Id, person_id: Id, today: date) -> list[Way]:
    """List the ways somebody told an organisation of that are not over, the newest first."""
    return await db.all(_WAYS_OF, Way, organisation_id=organisation_id, person_id=person_id, today=today)


async def ways_hearing(db: Db, organisation_id: Id, today: date, *, limit: int) -> list[Way]:
    """List the ways on which somebody would like to hear a word, those told of last first."""
    return await db.all(_HEARING, Way, organisation_id=organisation_id, today=today, limit=limit)


async def end_way(db: Db, organisation_id: Id, way_id: Id, person_id: Id) -> bool:
    """Delete somebody's own way; tell whether it was there."""
    return await db.run(_END, organisation_id=organisation_id, way_id=way_id, person_id=person_id) == 1


async def end_passed_ways(db: Db, today: date) -> None:
    """Delete the ways that are over."""
    await db.run(_END_PASSED, today=today)


async def find_wish(db: Db, organisation_id: Id, person_id: Id) -> WordWish | None:
    """Find whether somebody wants words; nothing, where they never said."""
    return await db.maybe(_WISH, WordWish, organisation_id=organisation_id, person_id=person_id)


async def hold_wish(db: Db, organisation_id: Id, person_id: Id) -> WordWish:
    """Get the same, made where it was not there, and let nobody else decide between the two until the work ends."""
    await db.insert_new(WordWish(organisation_id=organisation_id, person_id=person_id))
    return await db.one(_HOLD, WordWish, organisation_id=organisation_id, person_id=person_id)


async def wishes_of(db: Db, organisation_id: Id, person_ids: Iterable[Id]) -> dict[Id, WordWish]:
    """Read the wishes of some."""
    found = await db.all(_WISHES, WordWish, organisation_id=organisation_id, person_ids=sorted(set(person_ids)))
    return {one.person_id: one for one in found}


async def waiting_in_private(db: Db, organisation_id: Id, person_ids: Iterable[Id]) -> dict[Id, Id]:
    """Give who of these waits for an answer in private, each with the first case in which they do."""
    found = await db.all(_WAITING, Case, organisation_id=organisation_id, person_ids=list(person_ids))
    return {one.person_id: one.id for one in found}


async def last_kind_words(db: Db, organisation_id: Id, person_ids: Iterable[Id]) -> dict[Id, KindWord]:
    """Read the last word to each of some."""
    found = await db.all(_LAST_WORDS, KindWord, organisation_id=organisation_id, person_ids=sorted(set(person_ids)))
    return {one.person_id: one for one in found}


async def forget_old_words(db: Db, before: datetime) -> None:
    """Delete that words went out long ago."""
    await db.run(_FORGET_OLD, before=before)


async def forget_ways_between(db: Db, organisation_id: Id, person_id: Id) -> None:
    """Delete what somebody told an organisation, and that it said words to them; that they want none stays."""
    for statement in _BETWEEN:
        await db.run(statement, organisation_id=organisation_id, person_id=person_id)


async def forget_ways_of(db: Db, account_id: Id) -> None:
    """Delete all of this of somebody, or of an organisation, that is gone."""
    for statement in (*_GONE, _HAND_GONE):
        await db.run(statement, account_id=account_id)
