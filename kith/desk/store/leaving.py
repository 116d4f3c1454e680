"""Forgetting somebody who left for good: as the person of a case, as a colleague, as an organisation."""

from collections.abc import Sequence

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.desk.model import Case, Channel

# By the last message or post that a case knows, it may be one of thousands: so many a step.
_CASES_OF = Statement(f"""
    SELECT {Case.columns()}
      FROM desk_cases
     WHERE person_id = %(person_id)s
     ORDER BY organisation_id, id
     LIMIT %(limit)s
       FOR UPDATE
""")
_GIVEN_TO = Statement(f"""
    SELECT {Case.columns()}
      FROM desk_cases
     WHERE assignee_id = %(person_id)s
       AND (%(organisation_id)s::bigint IS NULL OR organisation_id = %(organisation_id)s)
       AND (%(settled)s::boolean OR state <> 'settled')
     ORDER BY organisation_id, id
     LIMIT %(limit)s
       FOR UPDATE
""")
_OPEN_WITH = Statement(f"""
    SELECT {Case.columns()}
      FROM desk_cases
     WHERE organisation_id = %(organisation_id)s
       AND person_id = %(person_id)s
       AND state <> 'settled'
     ORDER BY id
       FOR UPDATE
""")
_OF_THREADS = Statement(f"""
    SELECT {Case.columns()}
      FROM desk_cases
     WHERE organisation_id = %(organisation_id)s
       AND person_id = ANY (%(person_ids)s::bigint[])
       AND channel = %(channel)s
       AND thread_id = ANY (%(thread_ids)s::bigint[])
     ORDER BY id
       FOR UPDATE
""")
_DELETE = Statement("DELETE FROM desk_cases WHERE organisation_id = %(organisation_id)s AND id = %(case_id)s")
_FORGET_HANDS = Statement("UPDATE desk_events SET by_id = NULL WHERE by_id = %(person_id)s")
_FORGET_WHOM = Statement("UPDATE desk_events SET whom_id = NULL WHERE whom_id = %(person_id)s")
_FORGET_NAMED = Statement("""
    UPDATE desk_events
       SET named_ids = array_remove(named_ids, %(person_id)s)
     WHERE named_ids @> ARRAY[%(person_id)s]::bigint[]
""")
_CASES = Statement("""
    DELETE FROM desk_cases
     WHERE organisation_id = %(organisation_id)s
       AND id IN (SELECT id FROM desk_cases WHERE organisation_id = %(organisation_id)s LIMIT %(limit)s)
""")
_COUNTS = Statement("DELETE FROM desk_counts WHERE organisation_id = %(organisation_id)s")
_BUNDLES = Statement("DELETE FROM desk_bundles WHERE organisation_id = %(organisation_id)s")
_REPLIES = Statement("DELETE FROM desk_replies WHERE organisation_id = %(organisation_id)s")
_SETTINGS = Statement("DELETE FROM desk_settings WHERE organisation_id = %(organisation_id)s")


async def cases_of_person(db: Db, person_id: Id, *, limit: int) -> list[Case]:
    """Lock some of a person's cases, at every desk."""
    return await db.all(_CASES_OF, Case, person_id=person_id, limit=limit)


async def cases_given_to(db: Db, person_id: Id, *, organisation_id: Id | None, settled: bool, limit: int) -> list[Case]:
    """Lock some of the cases that were given to somebody: at one desk or at all, with those that are settled or not."""
    return await db.all(
        _GIVEN_TO, Case, person_id=person_id, organisation_id=organisation_id, settled=settled, limit=limit
    )


async def open_cases_with(db: Db, organisation_id: Id, person_id: Id) -> list[Case]:
    """Lock what is open with a person at one desk."""
    return await db.all(_OPEN_WITH, Case, organisation_id=organisation_id, person_id=person_id)


async def cases_of_threads(
    db: Db, organisation_id: Id, channel: Channel, *, person_ids: Sequence[Id], thread_ids: Sequence[Id]
) -> list[Case]:
    """Lock the cases of some people in some threads."""
    return await db.all(
        _OF_THREADS,
        Case,
        organisation_id=organisation_id,
        channel=channel,
        person_ids=list(person_ids),
        thread_ids=list(thread_ids),
    )


async def delete_case(db: Db, case: Case) -> None:
    """Delete a case with all that was noted about it."""
    await db.run(_DELETE, organisation_id=case.organisation_id, case_id=case.id)


async def forget_colleague(db: Db, person_id: Id) -> None:
    """Leave what was done about cases, and nothing of who did it."""
    for statement in (_FORGET_HANDS, _FORGET_WHOM, _FORGET_NAMED):
        await db.run(statement, person_id=person_id)


async def forget_cases(db: Db, organisation_id: Id, *, limit: int) -> int:
    """Delete some cases of an organisation that is gone; tell how many."""
    return await db.run(_CASES, organisation_id=organisation_id, limit=limit)


async def forget_desk(db: Db, organisation_id: Id) -> None:
    """Delete the rest of the desk of an organisation that is gone."""
    for statement in (_COUNTS, _BUNDLES, _REPLIES, _SETTINGS):
        await db.run(statement, organisation_id=organisation_id)
