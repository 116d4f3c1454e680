"""Good news and thanks at a desk; and what is kept of one person there."""

from datetime import datetime

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.desk.model import Case, CaseEvent
from kith.desk.model.way import GoodNews

_NEWS = Statement(f"""
    SELECT {GoodNews.columns()}
      FROM desk_good_news
     WHERE organisation_id = %(organisation_id)s
       AND marked_at > %(since)s
     ORDER BY marked_at DESC, subject_id DESC
     LIMIT %(limit)s
""")
_AMONG = Statement("""
    SELECT subject_id
      FROM desk_good_news
     WHERE organisation_id = %(organisation_id)s
       AND case_id = %(case_id)s
     ORDER BY subject_id
""")
_UNMARK = Statement("""
    DELETE FROM desk_good_news
     WHERE organisation_id = %(organisation_id)s
       AND case_id = %(case_id)s
       AND subject_id = %(subject_id)s
""")
_SAID_IN = Statement("""
    SELECT EXISTS (SELECT FROM desk_events
                    WHERE organisation_id = %(organisation_id)s
                      AND case_id = %(case_id)s
                      AND subject_id = %(subject_id)s
                      AND kind = 'said')
""")
_THANKS = Statement(f"""
    SELECT {CaseEvent.columns()}
      FROM desk_events
     WHERE organisation_id = %(organisation_id)s
       AND kind IN ('thanks', 'brightened')
       AND id > %(since_id)s
     ORDER BY id DESC
     LIMIT %(limit)s
""")
_WITH = Statement(f"""
    SELECT {Case.columns()}
      FROM desk_cases
     WHERE organisation_id = %(organisation_id)s
       AND person_id = %(person_id)s
     ORDER BY id DESC
     LIMIT %(limit)s
       FOR UPDATE
""")
_COUNT_NOTES = Statement("""
    SELECT count(*)
      FROM desk_cases
      JOIN desk_events ON desk_events.organisation_id = desk_cases.organisation_id AND case_id = desk_cases.id
     WHERE desk_cases.organisation_id = %(organisation_id)s
       AND desk_cases.person_id = %(person_id)s
       AND desk_events.kind = 'note'
""")
_COUNT_LABELS = Statement("""
    SELECT coalesce(sum(cardinality(labels)), 0)
      FROM desk_cases
     WHERE organisation_id = %(organisation_id)s
       AND person_id = %(person_id)s
""")
_HAND_GONE = Statement("UPDATE desk_good_news SET by_id = NULL WHERE by_id = %(account_id)s")


async def news_of(db: Db, organisation_id: Id, *, since: datetime, limit: int) -> list[GoodNews]:
    """List the good news of late, what was marked last first."""
    return await db.all(_NEWS, GoodNews, organisation_id=organisation_id, since=since, limit=limit)


async def news_in(db: Db, organisation_id: Id, case_id: Id) -> set[Id]:
    """Tell which messages or posts of a case tell good news."""
    return set(await db.values(_AMONG, organisation_id=organisation_id, case_id=case_id))


async def unmark_news(db: Db, organisation_id: Id, case_id: Id, subject_id: Id) -> None:
    """Take a mark off."""
    await db.run(_UNMARK, organisation_id=organisation_id, case_id=case_id, subject_id=subject_id)


async def is_said_in(db: Db, organisation_id: Id, case_id: Id, subject_id: Id) -> bool:
    """Tell whether the person of a case said this in it."""
    return bool(await db.value(_SAID_IN, organisation_id=organisation_id, case_id=case_id, subject_id=subject_id))


async def thanks_of(db: Db, organisation_id: Id, *, since_id: Id, limit: int) -> list[CaseEvent]:
    """List who said thanks, or that it brightened their day, the last first."""
    return await db.all(_THANKS, CaseEvent, organisation_id=organisation_id, since_id=since_id, limit=limit)


async def lock_cases_with(db: Db, organisation_id: Id, person_id: Id, *, limit: int) -> list[Case]:
    """Lock some of the cases with a person, the newest first."""
    return await db.all(_WITH, Case, organisation_id=organisation_id, person_id=person_id, limit=limit)


async def count_notes_about(db: Db, organisation_id: Id, person_id: Id) -> int:
    """Count what a team noted in the cases with a person."""
    return int(await db.value(_COUNT_NOTES, organisation_id=organisation_id, person_id=person_id))


async def count_labels_about(db: Db, organisation_id: Id, person_id: Id) -> int:
    """Count the labels that a team put on the cases with a person."""
    return int(await db.value(_COUNT_LABELS, organisation_id=organisation_id, person_id=person_id))


async def forget_who_marked(db: Db, account_id: Id) -> None:
    """Leave good news, and nothing of who found it."""
    await db.run(_HAND_GONE, account_id=account_id)
