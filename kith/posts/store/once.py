"""Idempotency keys: what was sent, so that it is not made twice."""

from datetime import datetime

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.posts.model import SentOnce

_MADE = Statement("SELECT made_id FROM sent_once WHERE person_id = %(person_id)s AND once_key = %(once_key)s")
# A batch, so that a busy server's night work never holds a long transaction.
_FORGET = Statement("""
    DELETE FROM sent_once
     WHERE (person_id, once_key) IN (
           SELECT person_id, once_key
             FROM sent_once
            WHERE created_at < %(before)s
            ORDER BY created_at
            LIMIT %(limit)s)
""")


async def claim_key(db: Db, sent: SentOnce) -> Id | None:
    """Take a key for what is about to be made. Gives the id of what the same key made before, or `None`.

    Of two at once the second waits here until the first has committed, and then finds what it made.
    """
    if await db.insert_new(sent):
        return None
    made: Id | None = await db.value(_MADE, person_id=sent.person_id, once_key=sent.once_key)
    return made


async def forget_keys(db: Db, *, before: datetime, limit: int) -> int:
    """Forget old keys; tells how many."""
    return await db.run(_FORGET, before=before, limit=limit)
