"""The statements over letters."""

from datetime import datetime

from kith.base.core.ids import Id
from kith.base.mail.letter import Letter
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement

_FIND_WAITING = Statement(f"""
    SELECT {Letter.columns()}
      FROM letters
     WHERE id = %(letter_id)s
       AND sent_at IS NULL
       FOR UPDATE
""")
_NEWEST = Statement(f"""
    SELECT {Letter.columns()}
      FROM letters
     WHERE id < %(below)s
     ORDER BY id DESC
     LIMIT %(limit)s
""")
_MARK_SENT = Statement("UPDATE letters SET sent_at = %(sent_at)s, text = '' WHERE id = %(letter_id)s")
_FORGET_OLD = Statement("DELETE FROM letters WHERE created_at < %(before)s")
_FORGET_TO = Statement("DELETE FROM letters WHERE lower(recipient) = %(address)s")


async def lock_waiting_letter(db: Db, letter_id: Id) -> Letter | None:
    """Take a letter that has not been sent, so that nobody else sends it too."""
    return await db.maybe(_FIND_WAITING, Letter, letter_id=letter_id)


async def newest_letters(db: Db, *, below: Id, limit: int) -> list[Letter]:
    """List letters, newest first: for the owner's outbox page."""
    return await db.all(_NEWEST, Letter, below=below, limit=limit)


async def mark_sent(db: Db, letter_id: Id, *, sent_at: datetime) -> None:
    """Note that it went out, and forget its words."""
    await db.run(_MARK_SENT, letter_id=letter_id, sent_at=sent_at)


async def forget_letters(db: Db, *, before: datetime) -> int:
    """Delete letters from before then."""
    return await db.run(_FORGET_OLD, before=before)


async def forget_letters_to(db: Db, address: str) -> int:
    """Delete what was written to an address, in lower case."""
    return await db.run(_FORGET_TO, address=address)
