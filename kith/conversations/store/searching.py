"""Which messages of a conversation hold words, or letters."""

from datetime import datetime

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.conversations.model import SeenMessage
from kith.conversations.store.messages import SHOWN, sight_of
from kith.people.model import Viewer

_PAGE = f"""
    {SHOWN}
       AND messages.seq < %(before_seq)s
       AND messages.deleted_at IS NULL
       AND messages.kind = 'said'
       AND FITS
     ORDER BY messages.seq DESC
     LIMIT %(limit)s
"""
# The index is asked first, by itself: else a rare word could be sought by reading the conversation from its end.
_SAYING = Statement(
    """
    WITH found AS MATERIALIZED (
           SELECT seq
             FROM messages
            WHERE conversation_id = %(conversation_id)s
              AND to_tsvector('simple'::regconfig, text) @@ to_tsquery('simple'::regconfig, %(query)s)
         )
    """
    + _PAGE.replace("FITS", "messages.seq IN (SELECT found.seq FROM found)")
)
_HOLDING = Statement(
    _PAGE.replace("FITS", "messages.seq > %(after_seq)s AND strpos(lower(messages.text), lower(%(letters)s)) > 0")
)


async def messages_saying(
    db: Db, viewer: Viewer, conversation_id: Id, now: datetime, query: str, *, before_seq: int, limit: int
) -> list[SeenMessage]:
    """List what the viewer may see and what fits a query of words, as PostgreSQL reads them; the newest first."""
    asked = {"query": query, "before_seq": before_seq, "limit": limit}
    return await db.all(_SAYING, SeenMessage, conversation_id=conversation_id, **asked, **sight_of(viewer, now))


async def messages_holding(
    db: Db,
    viewer: Viewer,
    conversation_id: Id,
    now: datetime,
    letters: str,
    *,
    after_seq: int,
    before_seq: int,
    limit: int,
) -> list[SeenMessage]:
    """List what the viewer may see and what holds these letters, between two messages; the newest first."""
    asked = {"letters": letters, "after_seq": after_seq, "before_seq": before_seq, "limit": limit}
    return await db.all(_HOLDING, SeenMessage, conversation_id=conversation_id, **asked, **sight_of(viewer, now))
