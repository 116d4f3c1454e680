"""Putting messages between those that are there: these move up, and all that names them by their number with them."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement

# A group without a name in which nobody came or went: whoever is in it was in it from the beginning.
_UNCHANGED = Statement("""
    SELECT seats.conversation_id
      FROM seats
      JOIN conversations
        ON conversations.id = seats.conversation_id AND conversations.kind = 'group' AND conversations.name = ''
     WHERE seats.owner_id = %(owner_id)s
       AND seats.other_id IS NULL
       AND (SELECT array_agg(account_id ORDER BY account_id)
              FROM conversation_members
             WHERE conversation_id = seats.conversation_id) = %(member_ids)s::bigint[]
       AND NOT EXISTS (
           SELECT FROM conversation_members
            WHERE conversation_id = seats.conversation_id
              AND (left_at IS NOT NULL OR since_seq > 0))
     ORDER BY seats.conversation_id
     LIMIT 1
""")
_PLACES = Statement("SELECT seq, id FROM messages WHERE conversation_id = %(id)s ORDER BY seq")
# Who cleared a conversation has not cleared what comes to stand before that now: each message is hidden by itself.
_HIDE_CLEARED = Statement("""
    INSERT INTO hidden_messages (conversation_id, account_id, seq, changed)
    SELECT me.conversation_id, me.account_id, messages.seq, %(changed)s
      FROM conversation_members AS me
      JOIN messages ON messages.conversation_id = me.conversation_id AND messages.seq <= me.cleared_seq
     WHERE me.conversation_id = %(id)s
       AND me.cleared_seq >= %(first)s
        ON CONFLICT DO NOTHING
""")
_UNCLEAR = Statement("""
    UPDATE conversation_members
       SET cleared_seq = 0
     WHERE conversation_id = %(id)s
       AND cleared_seq >= %(first)s
""")


def _pushed(column: str) -> str:
    return f"({column} + (SELECT count(*) FROM unnest(%(pushes)s::integer[]) AS push WHERE push <= {column}))::integer"


# By way of numbers below zero: two messages never have the same.
_PUSH_MESSAGES = Statement(f"""
      WITH moved AS (
           SELECT messages.seq AS from_seq, row_number() OVER (ORDER BY messages.seq) AS rank
             FROM messages
            WHERE conversation_id = %(id)s
              AND seq >= %(first)s
           )
    UPDATE messages
       SET seq = -{_pushed("messages.seq")}, changed = %(changed)s + moved.rank
      FROM moved
     WHERE conversation_id = %(id)s
       AND seq = moved.from_seq
""")
_PUSH_REST = (
    Statement(f"""
    UPDATE messages
       SET reply_seq = {_pushed("reply_seq")}
     WHERE conversation_id = %(id)s
       AND reply_seq >= %(first)s
    """),
    *(
        Statement(f"""
    UPDATE {table}
       SET seq = -{_pushed("seq")}
     WHERE conversation_id = %(id)s
       AND seq >= %(first)s
        """)
        for table in ("message_ids", "message_reactions", "hidden_messages")
    ),
)
_BACK = tuple(
    Statement(f"UPDATE {table} SET seq = -seq WHERE conversation_id = %(id)s AND seq < 0")
    for table in ("messages", "message_ids", "message_reactions", "hidden_messages")
)
_SET_MEMBER = Statement("""
    UPDATE conversation_members
       SET read_seq = %(read_seq)s, delivered_seq = %(delivered_seq)s, cleared_seq = %(cleared_seq)s
     WHERE conversation_id = %(id)s
       AND account_id = %(account_id)s
""")
_SET_SEAT = Statement("""
    UPDATE seats
       SET last_id = %(last_id)s, last_seq = %(last_seq)s, unread = %(unread)s, vanishes_at = %(vanishes_at)s
     WHERE conversation_id = %(id)s
       AND owner_id = %(owner_id)s
""")


class MessagePlace(msgspec.Struct, frozen=True, kw_only=True):
    """Which number a message has."""

    seq: int
    id: Id


async def find_unchanged_group(db: Db, member_ids: Sequence[Id]) -> Id | None:
    """Find the unnamed group that is of just these people, in ascending order, and always was."""
    found: Id | None = await db.value(_UNCHANGED, owner_id=member_ids[0], member_ids=list(member_ids))
    return found


async def places_in(db: Db, conversation_id: Id) -> list[MessagePlace]:
    """List the messages of a conversation, the first first."""
    return await db.all(_PLACES, MessagePlace, id=conversation_id)


async def push_up(db: Db, conversation_id: Id, pushes: Sequence[int], *, changed: int) -> None:
    """Let every message move up by one for each of these numbers that is not above its own; the first of them changed
    after `changed`. What somebody had cleared stays hidden from them.
    """
    first = pushes[0]
    await db.run(_HIDE_CLEARED, id=conversation_id, first=first, changed=changed)
    await db.run(_UNCLEAR, id=conversation_id, first=first)
    where = {"id": conversation_id, "first": first, "pushes": list(pushes)}
    await db.run(_PUSH_MESSAGES, changed=changed, **where)
    for statement in _PUSH_REST:
        await db.run(statement, **where)
    for statement in _BACK:
        await db.run(statement, id=conversation_id)


async def set_marks(
    db: Db, conversation_id: Id, account_id: Id, *, read_seq: int, delivered_seq: int, cleared_seq: int
) -> None:
    """Write up to where somebody is."""
    marks = {"read_seq": read_seq, "delivered_seq": delivered_seq, "cleared_seq": cleared_seq}
    await db.run(_SET_MEMBER, id=conversation_id, account_id=account_id, **marks)


async def set_newest(
    db: Db, conversation_id: Id, owner_id: Id, *, last_id: Id, last_seq: int, unread: bool, vanishes_at: datetime | None
) -> None:
    """Write what is newest in somebody's seat."""
    newest = {"last_id": last_id, "last_seq": last_seq, "unread": unread, "vanishes_at": vanishes_at}
    await db.run(_SET_SEAT, id=conversation_id, owner_id=owner_id, **newest)
