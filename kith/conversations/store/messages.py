"""Messages, under their conversation. Who may see which is declared once, in `VISIBLE`."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.storage.database import Db
from kith.base.storage.rows import to_sql
from kith.base.storage.statement import Statement
from kith.conversations.model import Message, MessageId, SeenMessage
from kith.people.model import Viewer

# A boolean over a row of `messages` and the row of whoever looks (`me`), both of one conversation and so on one machine
# of a cluster (docs/decisions/0003). Its pure twin is `rules.may_see`; one test feeds both the same.
VISIBLE = """(
           me.left_at IS NULL
       AND messages.seq > me.since_seq
       AND messages.seq > me.cleared_seq
       AND messages.author_id <> ALL (%(hidden)s::bigint[])
       AND (messages.vanishes_at IS NULL OR messages.vanishes_at > %(now)s::timestamptz)
    )"""
_HIDDEN = """EXISTS (
               SELECT FROM hidden_messages
                WHERE hidden_messages.conversation_id = messages.conversation_id
                  AND hidden_messages.account_id = me.account_id
                  AND hidden_messages.seq = messages.seq)"""
SEEN = f"""
    SELECT {Message.columns("messages")}, {_HIDDEN} AS hidden
      FROM messages
      JOIN conversation_members AS me
        ON me.conversation_id = messages.conversation_id AND me.account_id = %(viewer_id)s
     WHERE messages.conversation_id = %(conversation_id)s
       AND {VISIBLE}
"""
SHOWN = f"{SEEN} AND NOT {_HIDDEN}"
_BEFORE = Statement(f"{SHOWN} AND messages.seq < %(before_seq)s ORDER BY messages.seq DESC LIMIT %(limit)s")
_AFTER = Statement(f"{SHOWN} AND messages.seq > %(after_seq)s ORDER BY messages.seq LIMIT %(limit)s")
_SOME = Statement(f"{SHOWN} AND messages.seq = ANY (%(seqs)s::integer[]) ORDER BY messages.seq LIMIT %(limit)s")
_SINCE = Statement(f"{SHOWN} AND messages.id >= %(since_id)s ORDER BY messages.id LIMIT 1")
_LAST = Statement(f"""
    SELECT {Message.columns("messages")}, FALSE AS hidden
      FROM conversation_members AS me
     CROSS JOIN LATERAL (
           SELECT messages.*
             FROM messages
            WHERE messages.conversation_id = me.conversation_id
              AND {VISIBLE}
              AND NOT {_HIDDEN}
            ORDER BY messages.seq DESC
            LIMIT 1) AS messages
     WHERE me.account_id = %(viewer_id)s
       AND me.conversation_id = ANY (%(ids)s::bigint[])
""")
_UNREAD = Statement(f"""
    SELECT me.conversation_id AS id, unread.count::integer AS count, COALESCE(newest.changed, 0) AS changes
      FROM conversation_members AS me
     CROSS JOIN LATERAL (
           SELECT count(*) AS count
             FROM (SELECT FROM messages
                    WHERE messages.conversation_id = me.conversation_id
                      AND messages.seq > me.read_seq
                      AND messages.author_id <> me.account_id
                      AND {VISIBLE}
                      AND NOT {_HIDDEN}
                    LIMIT %(limit)s) AS counted) AS unread
      LEFT JOIN LATERAL (
           SELECT messages.changed
             FROM messages
            WHERE messages.conversation_id = me.conversation_id
              AND {VISIBLE}
            ORDER BY messages.changed DESC
            LIMIT 1) AS newest ON TRUE
     WHERE me.account_id = %(viewer_id)s
       AND me.conversation_id = ANY (%(ids)s::bigint[])
""")
# The newest of each of many conversations, then the newest of all of these.
_RECENT = f"""
    SELECT found.*
      FROM conversation_members AS me
     CROSS JOIN LATERAL (
           SELECT {Message.columns("messages")}, FALSE AS hidden
             FROM messages
            WHERE messages.conversation_id = me.conversation_id
              AND messages.id < %(below)s
              AND messages.id > %(above)s
              AND messages.kind = 'said'
              AND messages.deleted_at IS NULL
              AND {VISIBLE}
              AND NOT {_HIDDEN}
            ORDER BY messages.id DIRECTION
            LIMIT %(limit)s) AS found
     WHERE me.account_id = %(viewer_id)s
       AND me.conversation_id = ANY (%(ids)s::bigint[])
     ORDER BY found.id DIRECTION
     LIMIT %(limit)s
"""
_RECENT_DOWN = Statement(_RECENT.replace("DIRECTION", "DESC"))
_RECENT_UP = Statement(_RECENT.replace("DIRECTION", "ASC"))
# What was said in the conversation of `me`, as far as `me` may see it: for reading one of each of many conversations.
SHOWN_ONE = f"""
           SELECT {Message.columns("messages")}, FALSE AS hidden
             FROM messages
            WHERE messages.conversation_id = me.conversation_id
              AND messages.kind = 'said'
              AND messages.deleted_at IS NULL
              AND {VISIBLE}
              AND NOT {_HIDDEN}
"""
_BY_KEY = Statement(f"""
    SELECT {Message.columns()}
      FROM messages
     WHERE conversation_id = %(conversation_id)s
       AND author_id = %(author_id)s
       AND once_key = %(once_key)s
""")
_COUNT_BY = Statement("""
    SELECT count(*)
      FROM (SELECT FROM messages
             WHERE conversation_id = %(conversation_id)s
               AND author_id = %(author_id)s
               AND id >= %(since_id)s
               AND kind IN ('said', 'taken')
             LIMIT %(limit)s) AS written
""")
__BEGAN_FROM = Statement("""
    SELECT EXISTS (
           SELECT FROM messages
            WHERE conversation_id = %(conversation_id)s
              AND kind = 'taken'
              AND (about ->> 'post_id')::bigint = %(post_id)s)
""")
_STILL_THERE = Statement("""
    SELECT id
      FROM messages
     WHERE conversation_id = %(conversation_id)s
       AND id = ANY (%(ids)s::bigint[])
       AND (vanishes_at IS NULL OR vanishes_at > %(now)s)
""")
_COLUMNS = [
    column
    for column in Message.column_list()
    if column.name
    in (
        "text", "html", "warning", "sensitive", "language", "mentions", "emojis", "attachments", "changed", "edited_at",
        "deleted_at",
    )
]  # fmt: skip
_CHANGE = Statement(f"""
    UPDATE messages
       SET {", ".join(f"{column.name} = %({column.name})s::{column.sql_type}" for column in _COLUMNS)}
     WHERE conversation_id = %(conversation_id)s
       AND seq = %(seq)s
""")
_STAMP = Statement("""
    UPDATE messages
       SET changed = %(changed)s
     WHERE conversation_id = %(conversation_id)s
       AND seq = %(seq)s
""")
_WHERE = Statement(f"SELECT {MessageId.columns()} FROM message_ids WHERE id = ANY (%(ids)s::bigint[])")


class Unread(msgspec.Struct, frozen=True, kw_only=True):
    """How many messages of a conversation are new to somebody, and the last change in it that they may see."""

    id: Id
    count: int
    changes: int


async def add_message(db: Db, message: Message) -> None:
    """Write a message into a conversation that is locked, and where it lies."""
    await db.insert(message)
    await db.insert(MessageId(id=message.id, conversation_id=message.conversation_id, seq=message.seq))


async def find_by_key(db: Db, conversation_id: Id, author_id: Id, once_key: str) -> Message | None:
    """Find what somebody said with this key."""
    return await db.maybe(_BY_KEY, Message, conversation_id=conversation_id, author_id=author_id, once_key=once_key)


async def count_by(db: Db, conversation_id: Id, author_id: Id, *, since_id: Id, limit: int) -> int:
    """Count what somebody said in a conversation, or took into it, since an instant, up to a limit."""
    return int(
        await db.value(_COUNT_BY, conversation_id=conversation_id, author_id=author_id, since_id=since_id, limit=limit)
    )


async def began_from(db: Db, conversation_id: Id, post_id: Id) -> bool:
    """Tell whether a conversation says already that it goes on from a post."""
    return bool(await db.value(__BEGAN_FROM, conversation_id=conversation_id, post_id=post_id))


async def change_message(db: Db, message: Message) -> None:
    """Write what a message says now."""
    values = {column.name: to_sql(column, getattr(message, column.name)) for column in _COLUMNS}
    await db.run(_CHANGE, conversation_id=message.conversation_id, seq=message.seq, **values)


async def stamp(db: Db, conversation_id: Id, seq: int, *, changed: int) -> None:
    """Note in which change of its conversation a message became what it is."""
    await db.run(_STAMP, conversation_id=conversation_id, seq=seq, changed=changed)


async def messages_before(
    db: Db, viewer: Viewer, conversation_id: Id, now: datetime, *, before_seq: int, limit: int
) -> list[SeenMessage]:
    """List what the viewer may see before a message, the newest first."""
    sight = sight_of(viewer, now)
    return await db.all(
        _BEFORE, SeenMessage, conversation_id=conversation_id, before_seq=before_seq, limit=limit, **sight
    )


async def messages_after(
    db: Db, viewer: Viewer, conversation_id: Id, now: datetime, *, after_seq: int, limit: int
) -> list[SeenMessage]:
    """List what the viewer may see after a message, the oldest first."""
    sight = sight_of(viewer, now)
    return await db.all(_AFTER, SeenMessage, conversation_id=conversation_id, after_seq=after_seq, limit=limit, **sight)


async def some_messages(
    db: Db, viewer: Viewer, conversation_id: Id, now: datetime, seqs: Sequence[int]
) -> list[SeenMessage]:
    """Read those of these messages that the viewer may see."""
    if not seqs:
        return []
    sight = sight_of(viewer, now)
    return await db.all(_SOME, SeenMessage, conversation_id=conversation_id, seqs=list(seqs), limit=len(seqs), **sight)


async def first_since(
    db: Db, viewer: Viewer, conversation_id: Id, now: datetime, *, since_id: Id
) -> SeenMessage | None:
    """Find the first message from an instant on, by the smallest id that it can have."""
    sight = sight_of(viewer, now)
    return await db.maybe(_SINCE, SeenMessage, conversation_id=conversation_id, since_id=since_id, **sight)


async def recent_messages(
    db: Db, viewer: Viewer, ids: Sequence[Id], now: datetime, paging: Paging, *, limit: int
) -> list[SeenMessage]:
    """List what was said in these conversations: the newest first, or upwards from where one has read to."""
    if not ids:
        return []
    return await db.all(
        _RECENT_UP if paging.upwards else _RECENT_DOWN,
        SeenMessage,
        ids=list(ids),
        below=paging.below,
        above=paging.above,
        limit=limit,
        **sight_of(viewer, now),
    )


async def last_messages(db: Db, viewer: Viewer, ids: Sequence[Id], now: datetime) -> dict[Id, SeenMessage]:
    """Read the newest message of each conversation that the viewer may see."""
    found = await db.all(_LAST, SeenMessage, ids=list(ids), **sight_of(viewer, now)) if ids else []
    return {one.conversation_id: one for one in found}


async def unread_in(db: Db, viewer: Viewer, ids: Sequence[Id], now: datetime, *, limit: int) -> dict[Id, Unread]:
    """Count the messages of others that are new to the viewer, in each conversation up to a limit; and find its last
    change, as far as the viewer may see.
    """
    found = await db.all(_UNREAD, Unread, ids=list(ids), limit=limit, **sight_of(viewer, now)) if ids else []
    return {one.id: one for one in found}


async def still_there(db: Db, conversation_id: Id, ids: Sequence[Id], now: datetime) -> set[Id]:
    """Tell which of these messages have not vanished, whoever may see them."""
    return set(await db.values(_STILL_THERE, conversation_id=conversation_id, ids=list(ids), now=now)) if ids else set()


async def places_of(db: Db, ids: Iterable[Id]) -> list[MessageId]:
    """Find where messages lie, by their ids alone. Whether they may be seen is asked there."""
    wanted = list(dict.fromkeys(ids))
    return await db.all(_WHERE, MessageId, ids=wanted) if wanted else []


def sight_of(viewer: Viewer, now: datetime) -> dict[str, object]:
    """Give what `VISIBLE` asks for."""
    return {"viewer_id": viewer.id, "hidden": viewer.hidden, "now": now}
