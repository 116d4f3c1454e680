"""Pinning messages: up to three stand above a conversation, for everybody in it who may see them."""

from collections.abc import Sequence

from kith.base.core.errors import Refused
from kith.base.core.ids import Id
from kith.base.work import Work
from kith.conversations import store
from kith.conversations.actions.changing import held_place
from kith.conversations.actions.happening import tell_happened
from kith.conversations.actions.reading import messages_by_ids
from kith.conversations.actions.room import Room, acting, bumped, enter, seat_in, show_changed
from kith.conversations.model import Conversation, ConversationView, MessageView
from kith.conversations.rules import check_pinning, check_said, with_pin, without_pins


async def pin_message(work: Work, message_id: Id) -> None:
    """Let a message stand above its conversation, and a line in it say so: either of two may, and any member of a
    group. Of four the one that was pinned first makes room. Pinning it again changes nothing.

    Raises `NotFound` for a message that one does not see, `Refused` in a conversation that is not accepted.
    """
    room, message = await held_place(work, message_id)
    check_said(message)
    await _check(work, room)
    before = room.conversation
    if message.id in before.pinned_ids:
        return
    there = await store.still_there(work.db, room.id, before.pinned_ids, work.now)
    pinned = with_pin(before, message.id, there=there)
    changed = await _stamped(work, pinned, [message.id, *(set(before.pinned_ids) - set(pinned.pinned_ids))])
    await tell_happened(work, room.becoming(changed), "pinned", to_seq=message.seq)


async def unpin_message(work: Work, message_id: Id) -> None:
    """Let it stand there no longer; no line says so."""
    room, message = await held_place(work, message_id)
    check_pinning((await seat_in(work, room)).state, ())
    if message.id not in room.conversation.pinned_ids:
        return
    changed = await _stamped(work, without_pins(room.conversation, [message.id]), [message.id])
    await store.change_conversation(work.db, changed)
    show_changed(work, changed, room.member_ids)


async def may_pin(work: Work, conversation_id: Id) -> bool:
    """Answer whether one may pin something in a conversation now."""
    try:
        await _check(work, await enter(work, conversation_id))
    except Refused:
        return False
    return True


async def pinned_messages(work: Work, view: ConversationView) -> list[MessageView]:
    """Read what is pinned in a conversation, the newest pin first: as far as one may see it, and has accepted it."""
    pinned = view.conversation.pinned_ids
    if not pinned or view.seat.state != "open":
        return []
    found = await messages_by_ids(work, pinned)
    return [found[one] for one in reversed(pinned) if one in found]


async def _check(work: Work, room: Room) -> None:
    room.check_somebody()
    states = {one.owner_id: one.state for one in await store.seats_in(work.db, room.member_ids, [room.id])}
    mine = states.pop(acting(work), "left")
    check_pinning(mine, [state for owner, state in states.items() if owner in room.other_ids])


async def _stamped(work: Work, conversation: Conversation, message_ids: Sequence[Id]) -> Conversation:
    """Note that these messages changed, so that whoever comes back reads them again; the conversation waits."""
    for place in await store.places_of(work.db, message_ids):
        conversation = bumped(conversation)
        await store.stamp(work.db, conversation.id, place.seq, changed=conversation.changes)
    return conversation
