"""Writing the next message of a conversation, with all that changes by it, in one statement."""

from collections.abc import Iterable

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.rows import insert_statement, to_sql
from kith.base.storage.statement import Statement, under
from kith.conversations.model import Conversation, Message, MessageId
from kith.conversations.store.conversations import CHANGE, CHANGED, READ
from kith.conversations.store.seats import SHOW_NEWEST, SeatHeld

# The parts change different tables, and the conversation is locked: in which order they are done makes no difference.
_PUT_IN = Statement(f"""
      WITH said AS ({under("said", insert_statement(Message))}
           ), found AS ({under("found", insert_statement(MessageId))}
           ), went_on AS ({under("talk", CHANGE)}
           ), read AS ({under("read", READ)}
           )
    {under("seat", SHOW_NEWEST)}
""")


async def put_in(db: Db, conversation: Conversation, message: Message, owner_ids: Iterable[Id]) -> list[SeatHeld]:
    """Write a message into a conversation that is locked, and let it stand first in the lists of those whom it reaches;
    give in what state they have it.
    """
    where = MessageId(id=message.id, conversation_id=message.conversation_id, seq=message.seq)
    params: dict[str, object] = {
        **{f"said_{one.name}": to_sql(one, getattr(message, one.name)) for one in Message.column_list()},
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
    return await db.all(_PUT_IN, SeatHeld, **params)
