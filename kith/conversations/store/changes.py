"""What changed in a conversation, for whoever was away."""

from datetime import datetime

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.conversations.model import Message, SeenMessage
from kith.conversations.store.messages import SEEN, VISIBLE, sight_of
from kith.people.model import Viewer

_AS_HIDDEN = Message.columns("messages").replace("messages.changed", "hidden_messages.changed")
# What a member hid changed for them with that, and for nobody else: each message comes once, with the later change.
_CHANGED = Statement(f"""
    ({SEEN}
       AND messages.changed > %(after)s
       AND NOT EXISTS (
           SELECT FROM hidden_messages
            WHERE hidden_messages.conversation_id = messages.conversation_id
              AND hidden_messages.account_id = me.account_id
              AND hidden_messages.seq = messages.seq
              AND hidden_messages.changed > messages.changed)
     ORDER BY messages.changed
     LIMIT %(limit)s)
     UNION ALL
    (SELECT {_AS_HIDDEN}, TRUE AS hidden
       FROM hidden_messages
       JOIN messages USING (conversation_id, seq)
       JOIN conversation_members AS me
         ON me.conversation_id = messages.conversation_id AND me.account_id = hidden_messages.account_id
      WHERE hidden_messages.conversation_id = %(conversation_id)s
        AND hidden_messages.account_id = %(viewer_id)s
        AND hidden_messages.changed > %(after)s
        AND hidden_messages.changed > messages.changed
        AND {VISIBLE}
      ORDER BY hidden_messages.changed
      LIMIT %(limit)s)
     ORDER BY changed
     LIMIT %(limit)s
""")

_IS_LAST = Statement("""
    SELECT EXISTS (
           SELECT
             FROM conversations
             JOIN conversation_members AS me ON me.conversation_id = conversations.id AND me.account_id = %(viewer_id)s
            WHERE conversations.id = %(conversation_id)s
              AND conversations.changes = %(changed)s
              AND me.left_at IS NULL
              AND me.since_seq < %(seq)s
              AND me.cleared_seq < %(seq)s)
""")


async def messages_changed(
    db: Db, viewer: Viewer, conversation_id: Id, now: datetime, *, after: int, limit: int
) -> list[SeenMessage]:
    """List what changed after a change, in the order of changes: also what the viewer deleted for themselves."""
    sight = sight_of(viewer, now)
    return await db.all(_CHANGED, SeenMessage, conversation_id=conversation_id, after=after, limit=limit, **sight)


async def is_last_change(db: Db, viewer_id: Id, message: Message) -> bool:
    """Tell whether nothing changed in its conversation since a message was said, and somebody is in it to see that."""
    conversation_id, changed, seq = message.conversation_id, message.changed, message.seq
    return bool(
        await db.value(_IS_LAST, viewer_id=viewer_id, conversation_id=conversation_id, changed=changed, seq=seq)
    )
