"""Putting a message into a conversation: what somebody said, or what happened in it."""

from collections.abc import Sequence

import msgspec

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.conversations import store
from kith.conversations.actions.fresh import keep_said
from kith.conversations.actions.room import Room, acting, show_changed
from kith.conversations.model import About, Message, MessageKind, MessageSent, Run
from kith.conversations.rules import vanishes_at


async def tell_happened(
    work: Work,
    room: Room,
    kind: MessageKind,
    *,
    whom: Sequence[Id] = (),
    text: str = "",
    about: About | None = None,
    to_seq: int | None = None,
) -> Room:
    """Let a line stand in a held conversation that says what was done in it, or to which of its messages; give the room
    as it is then.
    """
    message = next_message(work, room, kind=kind, whom=tuple(whom), text=text)
    return await put_in(work, room, msgspec.structs.replace(message, about=about, reply_seq=to_seq), run=None)


def next_message(
    work: Work, room: Room, *, kind: MessageKind = "said", whom: tuple[Id, ...] = (), text: str = ""
) -> Message:
    """Begin the next message of a held conversation."""
    message_id = work.new_id()
    return Message(
        conversation_id=room.id,
        seq=room.conversation.last_seq + 1,
        id=message_id,
        author_id=acting(work),
        once_key=str(message_id),
        kind=kind,
        text=text,
        whom=whom,
        changed=room.conversation.changes + 1,
        sent_at=work.now,
        vanishes_at=vanishes_at(work.now, room.conversation.keeps_days) if kind == "said" else None,
    )


async def put_in(work: Work, room: Room, message: Message, *, run: Run | None) -> Room:
    """Write the next message of a held conversation, and let it stand first in its members' lists."""
    changed = msgspec.structs.replace(room.conversation, last_seq=message.seq, changes=message.changed, run=run)
    held = await store.put_in(work.db, changed, message, room.member_ids)
    work.tell(
        MessageSent(
            conversation_id=room.id,
            message_id=message.id,
            seq=message.seq,
            author_id=message.author_id,
            to_ids=tuple(
                sorted(one.owner_id for one in held if one.state == "open" and one.owner_id != message.author_id)
            ),
            asked_ids=tuple(sorted(one.owner_id for one in held if one.state == "request")),
            named_ids=tuple(one.account_id for one in message.mentions),
            said=message.kind == "said",
        )
    )
    show_changed(work, changed, room.member_ids, author_id=message.author_id)
    after = room.becoming(changed)
    keep_said(work, after, message)
    return after
