"""Deleting: somebody who left for good, in steps; and a conversation in which nobody is left."""

from collections.abc import Sequence
from datetime import datetime

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.conversations.model import Message

_MEMBERSHIPS = Statement("""
    SELECT conversation_id
      FROM conversation_members
     WHERE account_id = %(account_id)s
     ORDER BY conversation_id
     LIMIT %(limit)s
""")
_WORDS = Statement(f"""
    SELECT {Message.columns()}
      FROM messages
     WHERE author_id = %(account_id)s
       AND conversation_id = %(conversation_id)s
     ORDER BY seq
     LIMIT %(limit)s
""")
_DELETE_PINS = Statement("""
    UPDATE conversations
       SET pinned_ids = ARRAY(
           SELECT pin.id
             FROM unnest(pinned_ids) WITH ORDINALITY AS pin (id, place)
            WHERE pin.id <> ALL (%(ids)s::bigint[])
            ORDER BY pin.place)
     WHERE id = %(conversation_id)s
       AND pinned_ids && %(ids)s::bigint[]
""")
_DELETE_IDS = Statement("DELETE FROM message_ids WHERE id = ANY (%(ids)s::bigint[])")
_DELETE_BOOKMARKS = Statement("DELETE FROM message_bookmarks WHERE message_id = ANY (%(ids)s::bigint[])")
_DELETE_VERSIONS = Statement("""
    DELETE FROM message_versions
     WHERE conversation_id = %(conversation_id)s
       AND message_id = ANY (%(ids)s::bigint[])
""")
_DELETE_REACTIONS = Statement("""
    DELETE FROM message_reactions
     WHERE conversation_id = %(conversation_id)s
       AND seq = ANY (%(seqs)s::integer[])
""")
_DELETE_HIDDEN = Statement("""
    DELETE FROM hidden_messages
     WHERE conversation_id = %(conversation_id)s
       AND seq = ANY (%(seqs)s::integer[])
""")
_DELETE_MESSAGES = Statement("""
    DELETE FROM messages
     WHERE conversation_id = %(conversation_id)s
       AND seq = ANY (%(seqs)s::integer[])
""")
_OF_CONVERSATION = tuple(
    Statement(f"DELETE FROM {table} WHERE conversation_id = %(id)s")
    for table in (
        "message_reactions",
        "hidden_messages",
        "message_bookmarks",
        "message_versions",
        "message_ids",
        "messages",
        "seats",
        "conversation_members",
        "pair_conversations",
    )
)
_OF_PERSON = tuple(
    Statement(f"DELETE FROM {table} WHERE {column} = %(account_id)s")
    for table, column in (
        ("message_reactions", "account_id"),
        ("hidden_messages", "account_id"),
        ("message_bookmarks", "owner_id"),
        ("seats", "owner_id"),
        ("talk_settings", "owner_id"),
        ("conversation_members", "account_id"),
        ("pair_conversations", "low_id"),
        ("pair_conversations", "high_id"),
    )
)
# What happened to them, in the words of others: nobody is named by it any more.
_FORGET_NAMES = Statement("""
    UPDATE messages
       SET whom = array_remove(whom, %(account_id)s),
           about = CASE WHEN (about ->> 'author_id')::bigint = %(account_id)s THEN NULL ELSE about END,
           mentions = COALESCE(
               (SELECT jsonb_agg(mention)
                  FROM jsonb_array_elements(mentions) AS mention
                 WHERE (mention ->> 'account_id')::bigint <> %(account_id)s),
               '[]'::jsonb)
     WHERE conversation_id = %(conversation_id)s
       AND (   %(account_id)s = ANY (whom)
            OR (about ->> 'author_id')::bigint = %(account_id)s
            OR mentions @> jsonb_build_array(jsonb_build_object('account_id', %(account_id)s::bigint)))
""")
_FORGET_SEAT_OF_OTHER = Statement("UPDATE seats SET other_id = NULL WHERE conversation_id = %(conversation_id)s")
_FORGET_MEMBER = Statement("""
    DELETE FROM conversation_members
     WHERE conversation_id = %(conversation_id)s
       AND account_id = %(account_id)s
""")
_HAS_WORDS = Statement("""
    SELECT EXISTS (SELECT FROM messages WHERE conversation_id = %(id)s AND kind = 'said')
""")
_WITH_MEDIA = Statement(f"""
    SELECT {Message.columns()}
      FROM messages
     WHERE conversation_id = %(id)s
       AND attachments <> '[]'::jsonb
       AND seq > %(after)s
     ORDER BY seq
     LIMIT %(limit)s
""")
_VANISHED = Statement(f"""
    SELECT {Message.columns()}
      FROM messages
     WHERE vanishes_at <= %(now)s
     ORDER BY vanishes_at, conversation_id, seq
     LIMIT %(limit)s
""")
_DELETE_CONVERSATION = Statement("DELETE FROM conversations WHERE id = %(id)s")


async def memberships_of(db: Db, account_id: Id, *, limit: int) -> list[Id]:
    """List some of the conversations in which somebody is, or was."""
    return await db.values(_MEMBERSHIPS, account_id=account_id, limit=limit)


async def words_of(db: Db, account_id: Id, conversation_id: Id, *, limit: int) -> list[Message]:
    """List what somebody said in a conversation, the oldest first."""
    return await db.all(_WORDS, Message, account_id=account_id, conversation_id=conversation_id, limit=limit)


async def delete_words(db: Db, conversation_id: Id, messages: Sequence[Message]) -> None:
    """Delete messages for good, with all that hangs on them."""
    seqs, ids = [one.seq for one in messages], [one.id for one in messages]
    await db.run(
        _DELETE_PINS, conversation_id=conversation_id, ids=ids
    )  # first: the conversation is locked before them
    for statement in (_DELETE_IDS, _DELETE_BOOKMARKS):
        await db.run(statement, ids=ids)
    await db.run(_DELETE_VERSIONS, conversation_id=conversation_id, ids=ids)
    for statement in (_DELETE_REACTIONS, _DELETE_HIDDEN, _DELETE_MESSAGES):
        await db.run(statement, conversation_id=conversation_id, seqs=seqs)


async def forget_member(db: Db, account_id: Id, conversation_id: Id) -> None:
    """Delete somebody's place among the members of a conversation."""
    await db.run(_FORGET_MEMBER, account_id=account_id, conversation_id=conversation_id)


async def forget_words(db: Db, account_id: Id, conversation_id: Id) -> None:
    """Take somebody out of what others said and did in a conversation that is locked."""
    await db.run(_FORGET_NAMES, account_id=account_id, conversation_id=conversation_id)
    await db.run(_FORGET_SEAT_OF_OTHER, conversation_id=conversation_id)


async def vanished_messages(db: Db, now: datetime, *, limit: int) -> list[Message]:
    """List what nobody sees any more, the longest gone first."""
    return await db.all(_VANISHED, Message, now=now, limit=limit)


async def has_words(db: Db, conversation_id: Id) -> bool:
    """Tell whether anything was said in a conversation."""
    return bool(await db.value(_HAS_WORDS, id=conversation_id))


async def with_media(db: Db, conversation_id: Id, *, after: int, limit: int) -> list[Message]:
    """List messages with pictures and files, the oldest first."""
    return await db.all(_WITH_MEDIA, Message, id=conversation_id, after=after, limit=limit)


async def delete_conversation(db: Db, conversation_id: Id) -> None:
    """Delete a locked conversation with all that belongs to it."""
    for statement in _OF_CONVERSATION:
        await db.run(statement, id=conversation_id)
    await db.run(_DELETE_CONVERSATION, id=conversation_id)


async def forget_person(db: Db, account_id: Id) -> None:
    """Delete all that is somebody's own: seats, wishes, reactions, places among the members."""
    for statement in _OF_PERSON:
        await db.run(statement, account_id=account_id)
