"""Putting a message into a conversation: what somebody said, or what happened in it."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.conversations import store
from kith.conversations.actions.fresh import keep_said
from kith.conversations.actions.room import Room, acting, hearing_of, show_changed
from kith.conversations.model import About, Message, MessageKind, MessageSent, Run
from kith.conversations.rules import vanishes_at
from kith.conversations.store import SeatHeld


class PutIn(NamedTuple):
    """A conversation as it is with its newest message, and in what state those whom it reached have it."""

    room: Room
    held: list[SeatHeld]


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
    return (await put_in(work, room, msgspec.structs.replace(message, about=about, reply_seq=to_seq), run=None)).room


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


async def put_in(work: Work, room: Room, message: Message, *, run: Run | None) -> PutIn:
    """Write the next message of a held conversation, and let it stand first in its members' lists."""
    after = gone_on_by(room, message, run=run)
    work.forget(hearing_of(room.id))  # somebody may have come or gone, and whoever says something has accepted
    held = await store.put_in(work.db, after.conversation, message, room.member_ids)
    tell_put_in(
        work,
        after,
        message,
        to_ids=[one.owner_id for one in held if one.state == "open"],
        asked_ids=[one.owner_id for one in held if one.state == "request"],
    )
    return PutIn(after, held)


def gone_on_by(room: Room, message: Message, *, run: Run | None) -> Room:
    """Give a conversation as it is with its next message."""
    return room.becoming(
        msgspec.structs.replace(room.conversation, last_seq=message.seq, changes=message.changed, run=run)
    )


def tell_put_in(work: Work, after: Room, message: Message, *, to_ids: Iterable[Id], asked_ids: Iterable[Id]) -> None:
    """Let everybody know of a message that stands new with these, or waits with those."""
    work.tell(
        MessageSent(
            conversation_id=after.id,
            message_id=message.id,
            seq=message.seq,
            author_id=message.author_id,
            to_ids=tuple(sorted(one for one in to_ids if one != message.author_id)),
            asked_ids=tuple(sorted(asked_ids)),
            named_ids=tuple(one.account_id for one in message.mentions),
            said=message.kind == "said",
            among_people=after.is_among_people,
        )
    )
    show_changed(work, after.conversation, after.member_ids, author_id=message.author_id)
    keep_said(work, after, message)
