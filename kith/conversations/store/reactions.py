"""What members put on messages, and what they hide from themselves: under the conversation."""

from collections.abc import Iterable
from operator import attrgetter

import msgspec

from kith.base.core.ids import Id
from kith.base.core.paging import Paging, Slice
from kith.base.storage.database import Db
from kith.base.storage.slices import read_slice
from kith.base.storage.statement import Statement
from kith.conversations.model import Heart, HiddenMessage, Message, MessageReaction

_REACTIONS = Statement(f"""
    SELECT {MessageReaction.columns()}
      FROM message_reactions
     WHERE conversation_id = ANY (%(conversation_ids)s::bigint[])
       AND seq = ANY (%(seqs)s::integer[])
     ORDER BY conversation_id, seq, emoji, account_id
""")
_REACT = Statement("""
    INSERT INTO message_reactions (conversation_id, seq, account_id, emoji, placed_id)
    VALUES (%(conversation_id)s, %(seq)s, %(account_id)s, %(emoji)s, %(placed_id)s)
    ON CONFLICT (conversation_id, seq, account_id) DO UPDATE
       SET emoji = EXCLUDED.emoji, placed_id = EXCLUDED.placed_id
     WHERE message_reactions.emoji <> EXCLUDED.emoji
""")
_UNREACT = Statement("""
    DELETE FROM message_reactions
     WHERE conversation_id = %(conversation_id)s
       AND seq = %(seq)s
       AND account_id = %(account_id)s
""")
_HEARTS = """
    SELECT message_reactions.placed_id AS id, messages.id AS message_id
      FROM message_reactions
      JOIN messages
        ON messages.conversation_id = message_reactions.conversation_id
       AND messages.seq = message_reactions.seq
     WHERE message_reactions.account_id = %(account_id)s
       AND message_reactions.placed_id < %(below)s
       AND message_reactions.placed_id > %(above)s
"""
_HEARTS_DOWN = Statement(f"{_HEARTS} ORDER BY message_reactions.placed_id DESC LIMIT %(limit)s")
_HEARTS_UP = Statement(f"{_HEARTS} ORDER BY message_reactions.placed_id LIMIT %(limit)s")
_FORGET_REACTIONS = Statement("""
    DELETE FROM message_reactions WHERE conversation_id = %(conversation_id)s AND seq = %(seq)s
""")


async def reactions_to(db: Db, messages: Iterable[Message]) -> dict[tuple[Id, int], list[MessageReaction]]:
    """List what was put on these messages, by where they lie."""
    places = {(one.conversation_id, one.seq) for one in messages}
    if not places:
        return {}
    conversation_ids, seqs = ({one[part] for one in places} for part in (0, 1))
    rows = await db.all(_REACTIONS, MessageReaction, conversation_ids=sorted(conversation_ids), seqs=sorted(seqs))
    found: dict[tuple[Id, int], list[MessageReaction]] = {}
    for row in rows:
        if (row.conversation_id, row.seq) in places:
            found.setdefault((row.conversation_id, row.seq), []).append(row)
    return found


async def react(db: Db, reaction: MessageReaction) -> bool:
    """Put an emoji on a message, in the place of another; `False` where it was there."""
    return await db.run(_REACT, **msgspec.structs.asdict(reaction)) == 1


async def hearts_of(db: Db, account_id: Id, paging: Paging) -> Slice[Heart]:
    """List the messages that somebody put a heart on, the last first."""
    place = attrgetter("id")
    return await read_slice(db, Heart, paging, down=_HEARTS_DOWN, up=_HEARTS_UP, place=place, account_id=account_id)


async def unreact(db: Db, conversation_id: Id, seq: int, account_id: Id) -> bool:
    """Take somebody's emoji off a message; `False` where there was none."""
    return await db.run(_UNREACT, conversation_id=conversation_id, seq=seq, account_id=account_id) == 1


async def forget_reactions(db: Db, conversation_id: Id, seq: int) -> None:
    """Take everything off a message."""
    await db.run(_FORGET_REACTIONS, conversation_id=conversation_id, seq=seq)


async def hide(db: Db, hidden: HiddenMessage) -> bool:
    """Hide a message from one member; `False` where it was hidden."""
    return await db.insert_new(hidden)
