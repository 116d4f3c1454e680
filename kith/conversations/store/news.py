"""What is new to somebody, of whom wrote it."""

from collections.abc import Collection
from datetime import datetime

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.conversations.model import SeenMessage
from kith.conversations.store.messages import SHOWN_ONE
from kith.people.model import Viewer

_NEWEST = Statement(f"""
    SELECT found.*
      FROM unnest(%(ids)s::bigint[], %(author_ids)s::bigint[]) AS wanted (conversation_id, author_id)
      JOIN conversation_members AS me
        ON me.conversation_id = wanted.conversation_id AND me.account_id = %(viewer_id)s
     CROSS JOIN LATERAL ({SHOWN_ONE}
              AND messages.author_id = wanted.author_id
              AND messages.seq > me.read_seq
            ORDER BY messages.seq DESC
            LIMIT 1) AS found
""")


async def newest_from(
    db: Db, viewer: Viewer, wanted: Collection[tuple[Id, Id]], now: datetime
) -> dict[tuple[Id, Id], SeenMessage]:
    """Read the newest that each of these people said in a conversation, as far as the viewer has not read it."""
    found = await db.all(
        _NEWEST,
        SeenMessage,
        ids=[conversation_id for conversation_id, _author_id in wanted],
        author_ids=[author_id for _conversation_id, author_id in wanted],
        viewer_id=viewer.id,
        hidden=viewer.hidden,
        now=now,
    )
    return {(one.conversation_id, one.author_id): one for one in found}
