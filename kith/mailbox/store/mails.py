"""Mails: found by their thread, their address, their Message-ID."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.mailbox.model import Mail, MailArrival, MailPerson

_PERSON = Statement(f"""
    SELECT {MailPerson.columns()} FROM mail_people WHERE organisation_id = %(organisation_id)s AND address = %(address)s
""")
_PEOPLE = Statement(f"""
    SELECT {MailPerson.columns()}
      FROM mail_people
     WHERE organisation_id = %(organisation_id)s
       AND id = ANY (%(ids)s::bigint[])
""")
_PUT_PERSON = Statement(f"""
    INSERT INTO mail_people (organisation_id, id, address, name)
    VALUES (%(organisation_id)s, %(id)s, %(address)s, %(name)s)
        ON CONFLICT (organisation_id, address)
        DO UPDATE SET name = CASE WHEN EXCLUDED.name = '' THEN mail_people.name ELSE EXCLUDED.name END
    RETURNING {MailPerson.columns()}
""")
_FIND = Statement(f"""
    SELECT {Mail.columns()} FROM mails WHERE organisation_id = %(organisation_id)s AND id = %(mail_id)s
""")
_LOCK = Statement(f"{_FIND.named} FOR UPDATE")
# Another worker that is at it holds the row: it is passed by.
_TO_SEND = Statement(f"{_FIND.named} AND state = 'sending' FOR UPDATE SKIP LOCKED")
_ONCE = Statement(f"""
    SELECT {Mail.columns()} FROM mails WHERE organisation_id = %(organisation_id)s AND once_key = %(once_key)s
""")
_BY_IDS = Statement(f"""
    SELECT {Mail.columns()} FROM mails WHERE organisation_id = %(organisation_id)s AND id = ANY (%(ids)s::bigint[])
""")
_THREAD = Statement(f"""
    SELECT {Mail.columns()}
      FROM (SELECT {Mail.columns()}
              FROM mails
             WHERE organisation_id = %(organisation_id)s
               AND thread_id = %(thread_id)s
             ORDER BY id DESC
             LIMIT %(limit)s) AS last_ones
     ORDER BY id
""")
_OF_PERSON = Statement(f"""
    SELECT {Mail.columns()}
      FROM mails
     WHERE organisation_id = %(organisation_id)s
       AND person_id = %(person_id)s
     ORDER BY id DESC
     LIMIT %(limit)s
""")
_BY_MESSAGE_IDS = Statement(f"""
    SELECT {Mail.columns()}
      FROM mails
     WHERE organisation_id = %(organisation_id)s
       AND message_id = ANY (%(message_ids)s::text[])
     ORDER BY id DESC
     LIMIT %(limit)s
""")
_NEWEST_OF_THREADS = Statement(f"""
    SELECT {Mail.columns()}
      FROM mails
     WHERE organisation_id = %(organisation_id)s
       AND person_id = %(person_id)s
       AND at > %(since)s
     ORDER BY id DESC
     LIMIT %(limit)s
""")
_CHANGE = Statement("""
    UPDATE mails
       SET state = %(state)s, attempts = %(attempts)s, problem = %(problem)s
     WHERE organisation_id = %(organisation_id)s
       AND id = %(id)s
""")
_COUNT_FROM = Statement("""
    SELECT count(*)
      FROM mail_arrivals
     WHERE organisation_id = %(organisation_id)s
       AND came_at > %(since)s
       AND address = %(address)s
       AND outcome <> 'left'
""")
_LEFT = Statement(f"""
    SELECT {MailArrival.columns()}
      FROM mail_arrivals
     WHERE organisation_id = %(organisation_id)s
       AND came_at > %(since)s
       AND outcome = 'left'
     ORDER BY came_at DESC, mark
     LIMIT %(limit)s
""")
SEEN_MAX = 50  # the last mails of one address that are compared by their subject
_NAMING = Statement(f"""
    SELECT {Mail.columns()}
      FROM mails
     WHERE organisation_id = %(organisation_id)s
       AND (sender = %(address)s OR %(address)s = ANY (copied))
     ORDER BY at DESC, id DESC
     LIMIT %(limit)s
""")
_COUNT_LEFT = Statement("""
    SELECT count(*)
      FROM mail_arrivals
     WHERE organisation_id = %(organisation_id)s
       AND address = %(address)s
       AND outcome = 'left'
""")


async def find_person(db: Db, organisation_id: Id, address: str) -> MailPerson | None:
    """Find who writes from an address, in lower case."""
    return await db.maybe(_PERSON, MailPerson, organisation_id=organisation_id, address=address)


async def people_by_ids(db: Db, organisation_id: Id, ids: Iterable[Id]) -> list[MailPerson]:
    """Read those of these that are there."""
    return await db.all(_PEOPLE, MailPerson, organisation_id=organisation_id, ids=list(ids))


async def put_person(db: Db, person: MailPerson) -> MailPerson:
    """Keep an address with the name that was written last; give it as it is kept."""
    return await db.one(
        _PUT_PERSON,
        MailPerson,
        organisation_id=person.organisation_id,
        id=person.id,
        address=person.address,
        name=person.name,
    )


async def find_mail(db: Db, organisation_id: Id, mail_id: Id) -> Mail | None:
    """Find a mail."""
    return await db.maybe(_FIND, Mail, organisation_id=organisation_id, mail_id=mail_id)


async def lock_mail(db: Db, organisation_id: Id, mail_id: Id) -> Mail:
    """Lock a mail. Raises `NotFound`."""
    return await db.one(_LOCK, Mail, organisation_id=organisation_id, mail_id=mail_id)


async def lock_to_send(db: Db, organisation_id: Id, mail_id: Id) -> Mail | None:
    """Take a mail that is to go out, so that nobody else sends it too."""
    return await db.maybe(_TO_SEND, Mail, organisation_id=organisation_id, mail_id=mail_id)


async def find_once(db: Db, organisation_id: Id, once_key: str) -> Mail | None:
    """Find what was written by a form that is sent again."""
    return await db.maybe(_ONCE, Mail, organisation_id=organisation_id, once_key=once_key)


async def mails_by_ids(db: Db, organisation_id: Id, ids: Iterable[Id]) -> list[Mail]:
    """Read those of these mails that are there."""
    return await db.all(_BY_IDS, Mail, organisation_id=organisation_id, ids=list(ids))


async def mails_of_thread(db: Db, organisation_id: Id, thread_id: Id, *, limit: int) -> list[Mail]:
    """List the last mails of a thread, in their order."""
    return await db.all(_THREAD, Mail, organisation_id=organisation_id, thread_id=thread_id, limit=limit)


async def mails_of_person(db: Db, organisation_id: Id, person_id: Id, *, limit: int) -> list[Mail]:
    """List what was exchanged with an address, the newest first."""
    return await db.all(_OF_PERSON, Mail, organisation_id=organisation_id, person_id=person_id, limit=limit)


async def mails_naming(db: Db, organisation_id: Id, address: str, *, limit: int) -> list[Mail]:
    """List the mails between the organisation and others that name an address, the newest first.

    It reads all mail of the organisation: it is asked seldom, and an index of every address copied would be larger.
    """
    return await db.all(_NAMING, Mail, organisation_id=organisation_id, address=address, limit=limit)


async def count_left(db: Db, organisation_id: Id, address: str) -> int:
    """Count the mails of an address that were looked at, left in the mailbox alone, and are remembered with whose they
    were.
    """
    return int(await db.value(_COUNT_LEFT, organisation_id=organisation_id, address=address))


async def find_by_message_ids(db: Db, organisation_id: Id, message_ids: Sequence[str]) -> list[Mail]:
    """List the mails that are called so, the newest first."""
    if not message_ids:
        return []
    return await db.all(
        _BY_MESSAGE_IDS, Mail, organisation_id=organisation_id, message_ids=list(message_ids), limit=SEEN_MAX
    )


async def find_by_subject(db: Db, organisation_id: Id, person_id: Id, *, since: datetime) -> list[Mail]:
    """List what was exchanged with an address lately, the newest first, to be compared by its subjects."""
    return await db.all(
        _NEWEST_OF_THREADS, Mail, organisation_id=organisation_id, person_id=person_id, since=since, limit=SEEN_MAX
    )


async def last_mails(db: Db, organisation_id: Id, thread_id: Id) -> list[Mail]:
    """List the last mails of a thread, in their order: an answer refers to them."""
    return await mails_of_thread(db, organisation_id, thread_id, limit=SEEN_MAX)


async def change_mail(db: Db, mail: Mail) -> None:
    """Write how far a locked mail has come."""
    await db.run(
        _CHANGE,
        organisation_id=mail.organisation_id,
        id=mail.id,
        state=mail.state,
        attempts=mail.attempts,
        problem=mail.problem,
    )


async def count_from(db: Db, organisation_id: Id, address: str, *, since: datetime) -> int:
    """Count what was taken in from an address."""
    return int(await db.value(_COUNT_FROM, organisation_id=organisation_id, address=address, since=since))


async def arrivals_left(db: Db, organisation_id: Id, *, since: datetime, limit: int) -> list[MailArrival]:
    """List what was left in the mailbox, the newest first."""
    return await db.all(_LEFT, MailArrival, organisation_id=organisation_id, since=since, limit=limit)
