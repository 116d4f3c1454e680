"""Writing the next message of a conversation, with all that changes by it, in one statement."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.rows import insert_statement, params_of, to_sql
from kith.base.storage.statement import ALONG, BELIEVED, Asked, Statement, under
from kith.conversations.model import Conversation, Message, MessageId
from kith.conversations.store.conversations import CHANGE, CHANGED, READ
from kith.conversations.store.seats import SHOW_NEWEST, SHOWN_NEWEST, SeatHeld

# The parts change different tables, and the conversation is locked: in which order they are done makes no difference.
_PUT_IN = Statement(f"""
      WITH said AS ({under("said", insert_statement(Message))}
           ), found AS ({under("found", insert_statement(MessageId))}
           ), went_on AS ({under("talk", CHANGE)}
           ), read AS ({under("read", READ)}
           )
    {under("seat", SHOW_NEWEST)}
""")

_ENTERED = "EXISTS (SELECT FROM entered)"
_SAID_COLUMNS = ", ".join(f"%(said_{one.name})s" for one in Message.column_list())
_FOUND_COLUMNS = ", ".join(f"%(found_{one.name})s" for one in MessageId.column_list())
# The same where it is all there is to write: of the conversation nothing changed since this process wrote into it; who
# is in it is there, has it open, is a person, and is kept apart from the author by nobody; and the key was not used.
# Whoever else holds the conversation is not waited for: what is read here might not be so after the wait.
_PUT_IN_ALONE = Statement(f"""
      WITH held AS MATERIALIZED (
           SELECT id
             FROM conversations
            WHERE id = %(talk_id)s
              AND changes = %(known_changes)s
              AND xmin::text = %(known_version)s
              FOR NO KEY UPDATE SKIP LOCKED
           ), entered AS MATERIALIZED (
           SELECT
             FROM held
            WHERE {BELIEVED}
              AND (SELECT array_agg(me.account_id ORDER BY me.account_id)
                     FROM conversation_members AS me
                     JOIN accounts ON accounts.id = me.account_id
                     JOIN seats ON seats.owner_id = me.account_id AND seats.conversation_id = me.conversation_id
                    WHERE me.conversation_id = %(talk_id)s
                      AND me.left_at IS NULL
                      AND accounts.gone_at IS NULL
                      AND accounts.kind = 'person'
                      AND seats.state = 'open'
                      AND NOT EXISTS (
                          SELECT FROM blocks WHERE blocker_id = %(said_author_id)s AND blocked_id = me.account_id
                          )
                      AND NOT EXISTS (
                          SELECT FROM blocked_by WHERE blocked_id = %(said_author_id)s AND blocker_id = me.account_id
                          )) = %(seat_owner_ids)s::bigint[]
              AND NOT EXISTS (
                  SELECT
                    FROM messages
                   WHERE conversation_id = %(talk_id)s
                     AND author_id = %(said_author_id)s
                     AND once_key = %(said_once_key)s)
           ), said AS (
           INSERT INTO messages ({Message.columns()})
           SELECT {_SAID_COLUMNS} FROM entered
           ), found AS (
           INSERT INTO message_ids ({MessageId.columns()})
           SELECT {_FOUND_COLUMNS} FROM entered
           ), went_on AS ({under("talk", CHANGE)} AND {_ENTERED}
           RETURNING xmin::text AS version
           ), read AS ({under("read", READ)} AND {_ENTERED}
           ), seen AS ({under("seat", SHOWN_NEWEST)} AND {_ENTERED}
           )
           {ALONG}
    SELECT version FROM went_on
""")


class PutAlone(msgspec.Struct, frozen=True, kw_only=True):
    """Which version of the rows was written."""

    version: str


async def put_in(db: Db, conversation: Conversation, message: Message, owner_ids: Iterable[Id]) -> list[SeatHeld]:
    """Write a message into a conversation that is locked, and let it stand first in the lists of those whom it reaches;
    give in what state they have it.
    """
    return await db.all(_PUT_IN, SeatHeld, **_params(conversation, message, owner_ids))


async def put_in_alone(
    db: Db,
    conversation: Conversation,
    message: Message,
    owner_ids: Sequence[Id],
    *,
    version: str,
    along: Mapping[str, Asked],
) -> str:
    """Write a message as all that this work does, into a conversation of which this version is known; give the next.

    Raises `Outdated` where anything is not as it was.
    """
    params = _params(conversation, message, owner_ids)
    params |= {"known_changes": conversation.changes - 1, "known_version": version}
    return (await db.alone(_PUT_IN_ALONE, PutAlone, along, **params)).version


def _params(conversation: Conversation, message: Message, owner_ids: Iterable[Id]) -> dict[str, object]:
    where = MessageId(id=message.id, conversation_id=message.conversation_id, seq=message.seq)
    return {
        **{f"said_{name}": value for name, value in params_of(message).items()},
        **{f"found_{one.name}": getattr(where, one.name) for one in MessageId.column_list()},
        **{f"talk_{one.name}": to_sql(one, getattr(conversation, one.name)) for one in CHANGED},
        "talk_id": conversation.id,
        "read_conversation_id": conversation.id,
        "read_account_id": message.author_id,
        "read_seq": message.seq,
        "seat_conversation_id": conversation.id,
        "seat_owner_ids": sorted(owner_ids),
        "seat_author_id": message.author_id,
        "seat_last_id": message.id,
        "seat_last_seq": message.seq,
        "seat_vanishes_at": message.vanishes_at,
    }
