"""Conversations and who is in them: all under the conversation's id.

Lock order: the conversation, then its members, then their seats; ties come last (kith/ties/store/ties.py).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.rows import to_sql
from kith.base.storage.statement import Statement
from kith.conversations.model import Conversation, ConversationMember, PairConversation

_BY_IDS = Statement(f"SELECT {Conversation.columns()} FROM conversations WHERE id = ANY (%(ids)s::bigint[])")
_LOCK = Statement(f"SELECT {Conversation.columns()} FROM conversations WHERE id = %(id)s FOR NO KEY UPDATE")
CHANGED = [column for column in Conversation.column_list() if column.name not in ("id", "kind", "created_at")]
CHANGE = Statement(f"""
    UPDATE conversations
       SET {", ".join(f"{column.name} = %({column.name})s::{column.sql_type}" for column in CHANGED)}
     WHERE id = %(id)s
""")
_PAIR = Statement("""
    SELECT conversation_id
      FROM pair_conversations
     WHERE low_id = LEAST(%(one_id)s::bigint, %(other_id)s::bigint)
       AND high_id = GREATEST(%(one_id)s::bigint, %(other_id)s::bigint)
""")
# Of the groups in somebody's list those are looked at that have just these members.
_GROUP = Statement("""
    SELECT seats.conversation_id
      FROM seats
      JOIN conversations ON conversations.id = seats.conversation_id AND conversations.kind = 'group'
     WHERE seats.owner_id = %(owner_id)s
       AND seats.other_id IS NULL
       AND seats.state <> 'left'
       AND (SELECT array_agg(account_id ORDER BY account_id)
              FROM conversation_members
             WHERE conversation_id = seats.conversation_id
               AND left_at IS NULL) = %(member_ids)s::bigint[]
     ORDER BY seats.last_id DESC, seats.conversation_id DESC
     LIMIT 1
""")
_MEMBERS = Statement(f"""
    SELECT {ConversationMember.columns()}
      FROM conversation_members
     WHERE conversation_id = ANY (%(ids)s::bigint[])
     ORDER BY conversation_id, joined_at, account_id
""")
_MEMBER = Statement(f"""
    SELECT {ConversationMember.columns()}
      FROM conversation_members
     WHERE conversation_id = %(conversation_id)s
       AND account_id = %(account_id)s
""")
_COME_BACK = Statement("""
    UPDATE conversation_members
       SET left_at = NULL,
           role = %(role)s,
           since_seq = %(since_seq)s,
           cleared_seq = GREATEST(cleared_seq, %(since_seq)s),
           read_seq = GREATEST(read_seq, %(since_seq)s),
           joined_at = %(joined_at)s
     WHERE conversation_id = %(conversation_id)s
       AND account_id = %(account_id)s
""")
_LEAVE = Statement("""
    UPDATE conversation_members
       SET left_at = %(now)s
     WHERE conversation_id = %(conversation_id)s
       AND account_id = %(account_id)s
""")
_SET_ROLE = Statement("""
    UPDATE conversation_members
       SET role = %(role)s
     WHERE conversation_id = %(conversation_id)s
       AND account_id = %(account_id)s
""")
READ = Statement("""
    UPDATE conversation_members
       SET read_seq = GREATEST(read_seq, %(seq)s::integer),
           delivered_seq = GREATEST(delivered_seq, %(seq)s::integer)
     WHERE conversation_id = %(conversation_id)s
       AND account_id = %(account_id)s
       AND left_at IS NULL
       AND read_seq < %(seq)s::integer
""")
_RECEIVE = Statement("""
    UPDATE conversation_members
       SET delivered_seq = %(seq)s::integer
     WHERE conversation_id = %(conversation_id)s
       AND account_id = %(account_id)s
       AND left_at IS NULL
       AND delivered_seq < %(seq)s::integer
""")
_CLEAR = Statement("""
    UPDATE conversation_members
       SET cleared_seq = GREATEST(cleared_seq, %(seq)s::integer), read_seq = GREATEST(read_seq, %(seq)s::integer)
     WHERE conversation_id = %(conversation_id)s
       AND account_id = %(account_id)s
""")

_BLOCKERS_AMONG = Statement("""
    SELECT DISTINCT blocker_id
      FROM blocks
     WHERE blocker_id = ANY (%(ids)s::bigint[])
       AND blocked_id = ANY (%(ids)s::bigint[])
       AND (blocker_id = ANY (%(new_ids)s::bigint[]) OR blocked_id = ANY (%(new_ids)s::bigint[]))
     ORDER BY blocker_id
""")


async def conversations_by_ids(db: Db, ids: Iterable[Id]) -> dict[Id, Conversation]:
    """Read conversations, whoever asks: by ids that come from somebody's seats."""
    wanted = list(dict.fromkeys(ids))
    found = await db.all(_BY_IDS, Conversation, ids=wanted) if wanted else []
    return {one.id: one for one in found}


async def lock_conversation(db: Db, conversation_id: Id) -> Conversation:
    """Get a conversation to write into it; everybody else who writes waits. Raises `NotFound`."""
    return await db.one(_LOCK, Conversation, id=conversation_id)


async def change_conversation(db: Db, conversation: Conversation) -> None:
    """Write a locked conversation."""
    values = {column.name: to_sql(column, getattr(conversation, column.name)) for column in CHANGED}
    await db.run(CHANGE, id=conversation.id, **values)


async def find_pair(db: Db, one_id: Id, other_id: Id) -> Id | None:
    """Find the conversation of two people."""
    found: Id | None = await db.value(_PAIR, one_id=one_id, other_id=other_id)
    return found


async def find_group(db: Db, owner_id: Id, member_ids: Sequence[Id]) -> Id | None:
    """Find the group of just these people, in ascending order, in which something was said last."""
    found: Id | None = await db.value(_GROUP, owner_id=owner_id, member_ids=list(member_ids))
    return found


async def claim_pair(db: Db, pair: PairConversation) -> bool:
    """Take the place of the one conversation of two people; of two at once the second waits, and is told `False`."""
    return await db.insert_new(pair)


async def members_of(db: Db, ids: Sequence[Id]) -> list[ConversationMember]:
    """List who is in these conversations, and who was, by conversation, who came first first."""
    return await db.all(_MEMBERS, ConversationMember, ids=list(ids)) if ids else []


async def find_member(db: Db, conversation_id: Id, account_id: Id) -> ConversationMember | None:
    """Find somebody who is in a conversation, or was."""
    return await db.maybe(_MEMBER, ConversationMember, conversation_id=conversation_id, account_id=account_id)


async def blockers_among(db: Db, ids: Sequence[Id], *, new_ids: Sequence[Id]) -> list[Id]:
    """List who of these blocked another of them, where one of the two is new."""
    return await db.values(_BLOCKERS_AMONG, ids=list(ids), new_ids=list(new_ids))


async def put_member(db: Db, member: ConversationMember) -> None:
    """Let somebody in, for the first time or again."""
    if await db.insert_new(member):
        return
    await db.run(
        _COME_BACK,
        conversation_id=member.conversation_id,
        account_id=member.account_id,
        role=member.role,
        since_seq=member.since_seq,
        joined_at=member.joined_at,
    )


async def end_membership(db: Db, conversation_id: Id, account_id: Id, now: datetime) -> None:
    """Let somebody out."""
    await db.run(_LEAVE, conversation_id=conversation_id, account_id=account_id, now=now)


async def set_role(db: Db, conversation_id: Id, account_id: Id, role: str) -> None:
    """Make somebody the founder, or a member."""
    await db.run(_SET_ROLE, conversation_id=conversation_id, account_id=account_id, role=role)


async def mark_read(db: Db, conversation_id: Id, account_id: Id, seq: int) -> bool:
    """Note that somebody has read up to there; `False` where they had already."""
    return await db.run(READ, conversation_id=conversation_id, account_id=account_id, seq=seq) == 1


async def mark_received(db: Db, conversation_id: Id, account_id: Id, seq: int) -> bool:
    """Note that it has reached somebody up to there; `False` where it had already."""
    return await db.run(_RECEIVE, conversation_id=conversation_id, account_id=account_id, seq=seq) == 1


async def clear(db: Db, conversation_id: Id, account_id: Id, seq: int) -> None:
    """Let somebody see nothing of what was said up to there."""
    await db.run(_CLEAR, conversation_id=conversation_id, account_id=account_id, seq=seq)
