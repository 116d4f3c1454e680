"""Every SQL statement over contacts."""

from collections.abc import Sequence
from datetime import datetime

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Asked, Statement
from kith.contacts.model import LISTS_SHOWN_MAX, ContactAnswer, ContactList, ContactQuestion

_LISTS = Statement(f"""
    SELECT {ContactList.columns()}
      FROM contact_lists
     WHERE organisation_id = %(organisation_id)s
     ORDER BY id DESC
     LIMIT {LISTS_SHOWN_MAX}
""")
_LOCK_LIST = Statement(f"""
    SELECT {ContactList.columns()}
      FROM contact_lists
     WHERE organisation_id = %(organisation_id)s
       AND id = %(list_id)s
       FOR UPDATE
""")
_COUNT_SINCE = Statement("""
    SELECT count(*)
      FROM contact_lists
     WHERE organisation_id = %(organisation_id)s
       AND sent_at > %(since)s
""")
_PERCENT = Statement("""
    UPDATE contact_lists
       SET state = 'reading', percent = %(percent)s
     WHERE organisation_id = %(organisation_id)s
       AND id = %(list_id)s
       AND state IN ('waiting', 'reading')
""")
# Asked once for ever: of somebody who answered, or has enough to answer, nothing is written.
_ASK = Statement(f"""
    INSERT INTO contact_questions ({ContactQuestion.columns()})
    SELECT people.id, lists.organisation_id, lists.how, lists.agreed_on, %(now)s, NULL
      FROM contact_lists AS lists
      JOIN accounts AS people ON people.id = ANY (%(person_ids)s::bigint[])
     WHERE lists.organisation_id = %(organisation_id)s
       AND lists.id = %(list_id)s
       AND people.kind <> 'organisation'
       AND (SELECT count(*)
              FROM contact_questions AS open
             WHERE open.person_id = people.id
               AND open.answer IS NULL) < %(open_max)s
    ON CONFLICT (person_id, organisation_id) DO NOTHING
""")
_OPEN = Statement(f"""
    SELECT {ContactQuestion.columns()}
      FROM contact_questions
     WHERE person_id = %(person_id)s
       AND answer IS NULL
     ORDER BY asked_at, organisation_id
     LIMIT 50
""")
_COUNT_OPEN = Statement("SELECT count(*) FROM contact_questions WHERE person_id = %(person_id)s AND answer IS NULL")
_LOCK_QUESTION = Statement(f"""
    SELECT {ContactQuestion.columns()}
      FROM contact_questions
     WHERE person_id = %(person_id)s
       AND organisation_id = %(organisation_id)s
       FOR UPDATE
""")
_ANSWER = Statement("""
    UPDATE contact_questions
       SET answer = %(answer)s
     WHERE person_id = %(person_id)s
       AND organisation_id = %(organisation_id)s
""")
# A yes is taken back, and what waits is answered.
_WANTS_NOTHING = Statement("""
    UPDATE contact_questions
       SET answer = 'no'
     WHERE person_id = %(person_id)s
       AND organisation_id = %(organisation_id)s
""")
_AGREED = Statement("""
    SELECT person_id
      FROM contact_questions
     WHERE organisation_id = %(organisation_id)s
       AND answer = 'yes'
       AND person_id > %(after)s
     ORDER BY person_id
     LIMIT %(limit)s
""")
_FORGET_QUESTIONS = Statement("""
    DELETE FROM contact_questions WHERE person_id = %(account_id)s OR organisation_id = %(account_id)s
""")
_FORGET_LISTS = Statement("DELETE FROM contact_lists WHERE organisation_id = %(account_id)s")
_FORGET_SENDER = Statement("UPDATE contact_lists SET by_id = NULL WHERE by_id = %(account_id)s")


async def lists_of(db: Db, organisation_id: Id) -> list[ContactList]:
    """List the last files that were sent, the newest first."""
    return await db.all(_LISTS, ContactList, organisation_id=organisation_id)


async def lock_list(db: Db, organisation_id: Id, list_id: Id) -> ContactList | None:
    """Hold a list; nothing, where it is gone."""
    return await db.maybe(_LOCK_LIST, ContactList, organisation_id=organisation_id, list_id=list_id)


async def count_lists_since(db: Db, organisation_id: Id, since: datetime) -> int:
    """Count the files that were sent since an instant."""
    return int(await db.value(_COUNT_SINCE, organisation_id=organisation_id, since=since))


async def note_percent(db: Db, organisation_id: Id, list_id: Id, percent: int) -> None:
    """Write how much of a file is read."""
    await db.run(_PERCENT, organisation_id=organisation_id, list_id=list_id, percent=percent)


async def ask(db: Db, one: ContactList, person_ids: Sequence[Id], now: datetime, *, open_max: int) -> None:
    """Ask these people, each of whom was not asked before."""
    await db.run(
        _ASK,
        organisation_id=one.organisation_id,
        list_id=one.id,
        person_ids=list(person_ids),
        now=now,
        open_max=open_max,
    )


async def open_questions(db: Db, person_id: Id) -> list[ContactQuestion]:
    """List what somebody is asked, the longest ago first."""
    return await db.all(_OPEN, ContactQuestion, person_id=person_id)


def questions_counted(person_id: Id) -> Asked:
    """Ask how much somebody is asked."""
    return Asked(_COUNT_OPEN, {"person_id": person_id})


async def lock_question(db: Db, person_id: Id, organisation_id: Id) -> ContactQuestion | None:
    """Hold a question; nothing, where nobody asked."""
    return await db.maybe(_LOCK_QUESTION, ContactQuestion, person_id=person_id, organisation_id=organisation_id)


async def write_answer(db: Db, person_id: Id, organisation_id: Id, answer: ContactAnswer) -> None:
    """Write an answer, which stays."""
    await db.run(_ANSWER, person_id=person_id, organisation_id=organisation_id, answer=answer)


async def wants_nothing(db: Db, person_id: Id, organisation_id: Id) -> None:
    """Note that somebody wants an organisation to keep nothing of them: it asks no more."""
    await db.run(_WANTS_NOTHING, person_id=person_id, organisation_id=organisation_id)


async def who_agreed(db: Db, organisation_id: Id, *, after: Id, limit: int) -> list[Id]:
    """List who said yes."""
    return await db.values(_AGREED, organisation_id=organisation_id, after=after, limit=limit)


async def forget(db: Db, account_id: Id) -> None:
    """Delete what was asked of or by an account that is gone, and that it sent anything."""
    await db.run(_FORGET_QUESTIONS, account_id=account_id)
    await db.run(_FORGET_LISTS, account_id=account_id)
    await db.run(_FORGET_SENDER, account_id=account_id)
