"""What was done about cases; and the words by which cases are found."""

from collections.abc import Iterable
from operator import attrgetter

import msgspec

from kith.base.core.ids import Id
from kith.base.core.paging import Paging, Slice
from kith.base.storage.database import Db
from kith.base.storage.slices import read_slice
from kith.base.storage.statement import Statement
from kith.desk.model import Case, CaseEvent, CaseWords

FOUND_MAX = 50
LABELLED_LOOKED_AT = 300

_EVENTS = Statement(f"""
    SELECT {CaseEvent.columns()}
      FROM (SELECT {CaseEvent.columns()}
              FROM desk_events
             WHERE organisation_id = %(organisation_id)s
               AND case_id = %(case_id)s
             ORDER BY id DESC
             LIMIT %(limit)s) AS last_ones
     ORDER BY id
""")
_NOTED = Statement("""
    SELECT EXISTS (SELECT FROM desk_events
                    WHERE organisation_id = %(organisation_id)s AND subject_id = %(subject_id)s AND kind = %(kind)s)
""")
_LAST_ANSWER = Statement(f"""
    SELECT {CaseEvent.columns()}
      FROM desk_events
     WHERE organisation_id = %(organisation_id)s
       AND case_id = %(case_id)s
       AND kind = 'answered'
     ORDER BY id DESC
     LIMIT 1
""")
_HANDS = Statement("""
    SELECT subject_id, by_id
      FROM desk_events
     WHERE organisation_id = %(organisation_id)s
       AND subject_id = ANY (%(subject_ids)s::bigint[])
       AND kind = 'answered'
       AND by_id IS NOT NULL
     UNION ALL
    SELECT message_id, by_id
      FROM desk_kind_words
     WHERE organisation_id = %(organisation_id)s
       AND person_id = %(person_id)s
       AND message_id = ANY (%(subject_ids)s::bigint[])
       AND by_id IS NOT NULL
""")
# Of the cases that were labelled last, with the labels that they have now.
_LABELS = Statement("""
    SELECT label
      FROM (SELECT DISTINCT case_id
              FROM (SELECT case_id
                      FROM desk_events
                     WHERE organisation_id = %(organisation_id)s
                       AND kind = 'labelled'
                     ORDER BY at DESC
                     LIMIT %(events)s) AS last_ones) AS labelled
      JOIN desk_cases
        ON desk_cases.organisation_id = %(organisation_id)s
       AND desk_cases.id = labelled.case_id
     CROSS JOIN unnest(desk_cases.labels) AS label
     GROUP BY label
     ORDER BY count(*) DESC, label
     LIMIT %(limit)s
""")
_AUDIT = f"""
    SELECT {CaseEvent.columns()}
      FROM desk_events
     WHERE organisation_id = %(organisation_id)s
       AND by_id IS NOT NULL
       AND id < %(below)s
       AND id > %(above)s
"""
_AUDIT_DOWN = Statement(f"{_AUDIT} ORDER BY id DESC LIMIT %(limit)s")
_AUDIT_UP = Statement(f"{_AUDIT} ORDER BY id LIMIT %(limit)s")
_PUT_WORDS = Statement("""
    INSERT INTO desk_words (organisation_id, case_id, subject_id, text)
    VALUES (%(organisation_id)s, %(case_id)s, %(subject_id)s, %(text)s)
        ON CONFLICT (organisation_id, case_id, subject_id) DO UPDATE SET text = EXCLUDED.text
""")
_WORDS = Statement(f"""
    SELECT {CaseWords.columns()} FROM desk_words WHERE subject_id = %(subject_id)s ORDER BY organisation_id, case_id
""")
_FORGET_WORDS = Statement("DELETE FROM desk_words WHERE subject_id = %(subject_id)s")
_FORGET_WORDS_IN = Statement("""
    DELETE FROM desk_words
     WHERE organisation_id = %(organisation_id)s
       AND case_id = %(case_id)s
       AND subject_id = %(subject_id)s
""")
_SAYING = """
    SELECT desk_cases.id
      FROM desk_cases
     WHERE desk_cases.organisation_id = %(organisation_id)s
       {own}
       AND desk_cases.id IN (
            SELECT case_id
              FROM desk_words
             WHERE organisation_id = %(organisation_id)s
               AND to_tsvector('simple'::regconfig, text) @@ websearch_to_tsquery('simple'::regconfig, %(words)s))
     ORDER BY desk_cases.moved_id DESC
     LIMIT %(limit)s
"""
_SAYING_ALL = Statement(_SAYING.format(own=""))
_SAYING_OWN = Statement(_SAYING.format(own="AND desk_cases.assignee_id = %(me)s"))


class _Hand(msgspec.Struct, frozen=True, kw_only=True):
    subject_id: Id
    by_id: Id


async def events_of(db: Db, organisation_id: Id, case_id: Id, *, limit: int) -> list[CaseEvent]:
    """List the last of what happened to a case, in its order."""
    return await db.all(_EVENTS, CaseEvent, organisation_id=organisation_id, case_id=case_id, limit=limit)


async def is_noted(db: Db, organisation_id: Id, subject_id: Id, kind: str) -> bool:
    """Tell whether a message or post stands in a case already."""
    return bool(await db.value(_NOTED, organisation_id=organisation_id, subject_id=subject_id, kind=kind))


async def last_answer(db: Db, organisation_id: Id, case_id: Id) -> CaseEvent | None:
    """Find what the organisation said last in a case."""
    return await db.maybe(_LAST_ANSWER, CaseEvent, organisation_id=organisation_id, case_id=case_id)


async def hands_of(db: Db, organisation_id: Id, person_id: Id, subject_ids: Iterable[Id]) -> dict[Id, Id]:
    """Tell by whose hand these answers, and words that went out to the person, were written, where it is known."""
    rows = await db.all(
        _HANDS, _Hand, organisation_id=organisation_id, person_id=person_id, subject_ids=list(subject_ids)
    )
    return {one.subject_id: one.by_id for one in rows}


async def labels_in_use(db: Db, organisation_id: Id, *, limit: int) -> list[str]:
    """List the labels of the cases that were labelled last, the most frequent first."""
    return await db.values(_LABELS, organisation_id=organisation_id, events=LABELLED_LOOKED_AT, limit=limit)


async def audit(db: Db, organisation_id: Id, paging: Paging) -> Slice[CaseEvent]:
    """List what the team did, the newest first."""
    return await read_slice(
        db,
        CaseEvent,
        paging,
        down=_AUDIT_DOWN,
        up=_AUDIT_UP,
        place=attrgetter("id"),
        organisation_id=organisation_id,
    )


async def put_words(db: Db, words: CaseWords) -> None:
    """Let a case be found by these words, too."""
    await db.run(
        _PUT_WORDS,
        organisation_id=words.organisation_id,
        case_id=words.case_id,
        subject_id=words.subject_id,
        text=words.text,
    )


async def words_of(db: Db, subject_id: Id) -> list[CaseWords]:
    """List where a message or post is found."""
    return await db.all(_WORDS, CaseWords, subject_id=subject_id)


async def forget_words(db: Db, subject_id: Id) -> None:
    """Let no case be found by what is gone."""
    await db.run(_FORGET_WORDS, subject_id=subject_id)


async def forget_words_in(db: Db, case: Case, subject_id: Id) -> None:
    """Let one case be found no longer by what stands in it no more."""
    await db.run(_FORGET_WORDS_IN, organisation_id=case.organisation_id, case_id=case.id, subject_id=subject_id)


async def cases_saying(db: Db, organisation_id: Id, words: str, *, me: Id, only_own: bool) -> list[Id]:
    """List the cases with these words, what moved last first. `"…"`, `or` and `-` work as usual."""
    params: dict[str, object] = {"organisation_id": organisation_id, "words": words, "limit": FOUND_MAX}
    if only_own:
        return await db.values(_SAYING_OWN, me=me, **params)
    return await db.values(_SAYING_ALL, **params)
