"""Deleting mail: of an address, of a time long ago, of an organisation that is gone."""

from collections.abc import Sequence
from datetime import datetime

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.mailbox.model import Mail

_OF_PERSON = Statement("""
    SELECT DISTINCT thread_id
      FROM mails
     WHERE organisation_id = %(organisation_id)s
       AND person_id = %(person_id)s
     ORDER BY thread_id
""")
_SOME = Statement("""
    SELECT DISTINCT thread_id
      FROM mails
     WHERE organisation_id = %(organisation_id)s
     ORDER BY thread_id
     LIMIT %(limit)s
""")
# A thread is old when the last that was said in it is.
_OLD = Statement("""
    SELECT thread_id
      FROM mails
     WHERE organisation_id = %(organisation_id)s
     GROUP BY thread_id
    HAVING max(at) < %(before)s
     ORDER BY thread_id
     LIMIT %(limit)s
""")
_DELETE = Statement(f"""
    DELETE FROM mails
     WHERE organisation_id = %(organisation_id)s
       AND thread_id = ANY (%(thread_ids)s::bigint[])
    RETURNING {Mail.columns()}
""")
_PEOPLE_WITHOUT = Statement("""
    DELETE FROM mail_people
     WHERE organisation_id = %(organisation_id)s
       AND id = ANY (%(ids)s::bigint[])
       AND NOT EXISTS (SELECT FROM mails
                        WHERE mails.organisation_id = mail_people.organisation_id AND person_id = mail_people.id)
""")
_WHO_WROTE = Statement("""
    UPDATE mail_arrivals
       SET address = '', subject = ''
     WHERE organisation_id = %(organisation_id)s
       AND address = %(address)s
""")
_NAMED = Statement("""
    UPDATE mails
       SET copied = array_remove(copied, %(address)s), sender = CASE WHEN sender = %(address)s THEN '' ELSE sender END
     WHERE organisation_id = %(organisation_id)s
       AND (sender = %(address)s OR %(address)s = ANY (copied))
""")
_ARRIVALS = Statement("""
    DELETE FROM mail_arrivals WHERE organisation_id = %(organisation_id)s AND came_at < %(before)s
""")
_WHOSE_ARRIVALS = Statement("""
    UPDATE mail_arrivals
       SET address = '', subject = ''
     WHERE organisation_id = %(organisation_id)s
       AND came_at < %(before)s
       AND address <> ''
""")
_ALL_ARRIVALS = Statement("DELETE FROM mail_arrivals WHERE organisation_id = %(organisation_id)s")
_ALL_PEOPLE = Statement("DELETE FROM mail_people WHERE organisation_id = %(organisation_id)s")
_MAILBOX = Statement("DELETE FROM mailboxes WHERE organisation_id = %(organisation_id)s")
_HAND = Statement("UPDATE mails SET hand_id = NULL, signed = '' WHERE hand_id = %(person_id)s")


async def threads_of(db: Db, organisation_id: Id, person_id: Id) -> Sequence[Id]:
    """List the threads with an address."""
    return await db.values(_OF_PERSON, organisation_id=organisation_id, person_id=person_id)


async def some_threads(db: Db, organisation_id: Id, *, limit: int) -> Sequence[Id]:
    """List some threads of an organisation."""
    return await db.values(_SOME, organisation_id=organisation_id, limit=limit)


async def old_threads(db: Db, organisation_id: Id, *, before: datetime, limit: int) -> Sequence[Id]:
    """List threads in which nothing was said since."""
    return await db.values(_OLD, organisation_id=organisation_id, before=before, limit=limit)


async def delete_threads(db: Db, organisation_id: Id, thread_ids: Sequence[Id]) -> list[Mail]:
    """Delete threads; give what was in them."""
    return await db.all(_DELETE, Mail, organisation_id=organisation_id, thread_ids=list(thread_ids))


async def forget_people_without_mail(db: Db, organisation_id: Id, ids: Sequence[Id]) -> None:
    """Delete those of these addresses of which no mail is left."""
    await db.run(_PEOPLE_WITHOUT, organisation_id=organisation_id, ids=list(ids))


async def forget_who_wrote(db: Db, organisation_id: Id, address: str) -> None:
    """Leave that mails were looked at, and nothing of who sent them."""
    await db.run(_WHO_WROTE, organisation_id=organisation_id, address=address)


async def forget_where_named(db: Db, organisation_id: Id, address: str) -> int:
    """Take an address out of what was written between others, where it got it, too, or sent it for them."""
    return await db.run(_NAMED, organisation_id=organisation_id, address=address)


async def forget_arrivals(db: Db, organisation_id: Id, *, before: datetime) -> None:
    """Forget what was looked at long ago."""
    await db.run(_ARRIVALS, organisation_id=organisation_id, before=before)


async def forget_whose_arrivals(db: Db, organisation_id: Id, *, before: datetime) -> None:
    """Leave that mails were looked at before then, and nothing of whose they were."""
    await db.run(_WHOSE_ARRIVALS, organisation_id=organisation_id, before=before)


async def forget_mailbox(db: Db, organisation_id: Id) -> None:
    """Delete what is left of the mail of an organisation that is gone."""
    for statement in (_ALL_ARRIVALS, _ALL_PEOPLE, _MAILBOX):
        await db.run(statement, organisation_id=organisation_id)


async def forget_hand(db: Db, person_id: Id) -> None:
    """Leave what was answered, and nothing of who wrote it."""
    await db.run(_HAND, person_id=person_id)
