"""Reading conversations and what is said in them, as far as whoever acts may see it at this moment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from kith.base.core.ids import Id, first_id_at
from kith.base.core.paging import Paging, Slice
from kith.base.work import Work
from kith.conversations import store
from kith.conversations.actions.changing import find_place
from kith.conversations.actions.marking import tell_marks
from kith.conversations.actions.room import Room, acting, enter, enter_all, seat_in, show_own, shown
from kith.conversations.model import (
    BADGE_MAX,
    MESSAGES_READ_MAX,
    Conversation,
    ConversationRead,
    ConversationView,
    Mark,
    MessageView,
    Seat,
    SeatState,
    SeenMessage,
)
from kith.conversations.rules import pictured, shows_marks
from kith.conversations.store.messages import Unread
from kith.people import viewer_of
from kith.people.model import Viewer

SEQ_MAX = 2**31 - 1
LOOKED_THROUGH_MAX = 200  # conversations in which the newest messages of all are sought


@dataclass(frozen=True, kw_only=True)
class Found:
    """A message, and the conversation it stands in."""

    room: Room
    view: MessageView


async def conversations_of(work: Work, paging: Paging, *, state: SeatState = "open") -> Slice[ConversationView]:
    """Read a part of one's conversations, or of the requests to one, by their newest message."""
    acting(work)
    found = await store.seats_of(work.db, await viewer_of(work), state, paging)
    return Slice(items=await _views(work, found.items), older_than=found.older_than)


async def pinned_conversations(work: Work) -> list[ConversationView]:
    """Read those of one's conversations that stay on top."""
    acting(work)
    return await _views(work, await store.pinned_seats(work.db, await viewer_of(work)))


async def find_conversation(work: Work, conversation_id: Id) -> ConversationView:
    """Read one conversation, whatever list it stands in. Raises `NotFound`."""
    room = await enter(work, conversation_id)
    [view] = await _views(work, [await seat_in(work, room)], {room.id: room})
    return view


async def conversations_by_ids(work: Work, ids: Iterable[Id]) -> dict[Id, ConversationView]:
    """Read those of these conversations that one is in, whatever list they stand in."""
    rooms = await enter_all(work, ids)
    views = await _views(work, await store.seats_in(work.db, [acting(work)], list(rooms)), rooms)
    return {one.conversation.id: one for one in views}


async def count_unread(work: Work) -> int:
    """Count one's conversations in which there is something new; the same on all devices. Read once a request."""
    acting(work)
    if ConversationView not in work.memo:
        work.memo[ConversationView] = await store.count_unread(work.db, await viewer_of(work), work.now)
    count: int = work.memo[ConversationView]
    return count


async def count_requests(work: Work) -> int:
    """Count the requests that wait for one's answer."""
    acting(work)
    return await store.count_requests(work.db, await viewer_of(work))


async def messages_of(
    work: Work, conversation_id: Id, *, before_seq: int | None = None, after_seq: int | None = None, limit: int = 50
) -> list[MessageView]:
    """Read a part of a conversation, the oldest first: the newest of it, or what lies before or after a message."""
    room, limit = await enter(work, conversation_id), min(limit, MESSAGES_READ_MAX)
    if after_seq is not None:
        found = await store.messages_after(work.db, room.viewer, room.id, work.now, after_seq=after_seq, limit=limit)
    else:
        below = SEQ_MAX if before_seq is None else before_seq
        found = await store.messages_before(work.db, room.viewer, room.id, work.now, before_seq=below, limit=limit)
        found.reverse()
    return await show(work, room, found)


async def changes_after(
    work: Work, conversation_id: Id, after: int, *, limit: int = MESSAGES_READ_MAX
) -> tuple[list[MessageView], int]:
    """Read what became new, was edited, deleted or answered with an emoji after a change, in the order of changes.

    Gives the number from which to go on as well: that of the last change which one may see.
    """
    room, limit = await enter(work, conversation_id), min(limit, MESSAGES_READ_MAX)
    found = await store.messages_changed(work.db, room.viewer, room.id, work.now, after=after, limit=limit)
    # Not the number of the conversation: it moves also when another member deletes something for themselves.
    return await show(work, room, found), found[-1].changed if found else after


async def kept_files(work: Work, conversation_id: Id, views: Sequence[MessageView]) -> dict[Id, str]:
    """Find the keys of the files of messages that one may see: for taking them along."""
    room = await enter(work, conversation_id)
    seqs = [one.message.seq for one in views if one.message.attachments]
    found = await store.some_messages(work.db, room.viewer, room.id, work.now, seqs)
    return {file.id: file.key for one in found for file in one.attachments}


async def find_message(work: Work, message_id: Id) -> MessageView:
    """Read one message by its id alone. Raises `NotFound`."""
    room, message = await find_place(work, message_id)
    [view] = await show(work, room, [message])
    return view


async def found_by_ids(work: Work, message_ids: Sequence[Id]) -> list[Found]:
    """Read those of these messages that one may see, each with its conversation, in no promised order."""
    places = await store.places_of(work.db, message_ids)
    found: list[Found] = []
    for room in (await enter_all(work, [one.conversation_id for one in places])).values():
        seqs = sorted(one.seq for one in places if one.conversation_id == room.id)
        seen = await store.some_messages(work.db, room.viewer, room.id, work.now, seqs)
        found += [Found(room=room, view=view) for view in await show(work, room, seen)]
    return found


async def messages_by_ids(work: Work, ids: Sequence[Id]) -> dict[Id, MessageView]:
    """Read those of these messages that one may see, and that are not gone."""
    views = [one.view for one in await found_by_ids(work, ids)]
    return {view.message.id: view for view in views if not view.gone}


async def recent_messages(work: Work, paging: Paging) -> Slice[Found]:
    """Read what was said last in all of one's conversations, newest first, by the ids of messages.

    It looks through those in which something was said lately; what lies only in others is found there.
    """
    acting(work)
    seats = await store.seats_of(work.db, await viewer_of(work), "open", Paging(limit=LOOKED_THROUGH_MAX))
    rooms = await enter_all(work, [one.conversation_id for one in seats.items])
    seen = await store.recent_messages(
        work.db, sight_among(await viewer_of(work), rooms), list(rooms), work.now, paging, limit=paging.limit + 1
    )
    goes_on, seen = len(seen) > paging.limit, seen[: paging.limit]
    if paging.upwards:
        seen.reverse()
    views: dict[Id, Found] = {}
    for room in rooms.values():
        own = [one for one in seen if one.conversation_id == room.id]
        views |= {view.message.id: Found(room=room, view=view) for view in await show(work, room, own)}
    return Slice(
        items=[views[one.id] for one in seen],
        older_than=seen[-1].id if seen and (goes_on or paging.upwards) else None,
    )


async def first_message_since(work: Work, conversation_id: Id, instant: datetime) -> MessageView | None:
    """Find where a day begins in a conversation: its first message from an instant on."""
    room = await enter(work, conversation_id)
    found = await store.first_since(work.db, room.viewer, room.id, work.now, since_id=first_id_at(instant))
    return (await show(work, room, [found]))[0] if found else None


async def read(work: Work, conversation_id: Id, *, up_to_seq: int | None = None) -> None:
    """Note that one has read up to a message, or all of it. It never goes back, whichever device says so."""
    room = await enter(work, conversation_id)
    last_seq = room.conversation.last_seq
    seq = last_seq if up_to_seq is None else max(0, min(up_to_seq, last_seq))
    is_new = await store.mark_member_read(work.db, room.id, acting(work), seq)
    await store.mark_seat_read(work.db, acting(work), room.id, seq)
    if not is_new:
        return
    if seq == last_seq:
        work.tell(ConversationRead(conversation_id=room.id, person_id=acting(work)))
    show_own(work, room.id)
    await tell_marks(work, room)


async def receive(work: Work, conversation_id: Id, up_to_seq: int) -> None:
    """Note that a device of one's has received up to a message."""
    room = await enter(work, conversation_id)
    seq = max(0, min(up_to_seq, room.conversation.last_seq))
    if await store.mark_received(work.db, room.id, acting(work), seq):
        await tell_marks(work, room)


async def show(work: Work, room: Room, messages: Sequence[SeenMessage]) -> list[MessageView]:
    """Give messages of one conversation as they are shown, in their order."""
    reactions = await store.reactions_to(work.db, messages)
    answered = {one.reply_seq for one in messages if one.reply_seq is not None}
    parents = {
        one.seq: one for one in await store.some_messages(work.db, room.viewer, room.id, work.now, sorted(answered))
    }
    return [
        shown(work, room, one, reactions.get((one.conversation_id, one.seq), ()), parents.get(one.reply_seq or 0))
        for one in messages
    ]


def sight_among(viewer: Viewer, rooms: Mapping[Id, Room]) -> Viewer:
    """Give the viewer with whoever is gone among the hidden, of all these conversations."""
    hidden = {one for room in rooms.values() for one in room.viewer.hidden}
    return msgspec.structs.replace(viewer, hidden=tuple(sorted({*viewer.hidden, *hidden})))


async def _views(work: Work, seats: Sequence[Seat], rooms: dict[Id, Room] | None = None) -> list[ConversationView]:
    rooms = await enter_all(work, [one.conversation_id for one in seats]) if rooms is None else rooms
    viewer, ids = await viewer_of(work), list(rooms)
    sight = sight_among(viewer, rooms)
    last = await store.last_messages(work.db, sight, ids, work.now)
    unread = await store.unread_in(work.db, sight, ids, work.now, limit=BADGE_MAX)
    others = {one for room in rooms.values() for one in room.other_ids}
    settings = await store.settings_of(work.db, [viewer.id, *others])
    states = {(one.owner_id, one.conversation_id): one.state for one in await store.seats_in(work.db, others, ids)}
    views = []
    for seat in (one for one in seats if one.conversation_id in rooms):
        room = rooms[seat.conversation_id]
        found = unread.get(room.id)
        theirs = {one: states.get((one, room.id), "left") for one in room.other_ids}
        newest = [shown(work, room, last[room.id], (), None)] if room.id in last else []
        marks = [
            Mark(account_id=one.account_id, read_seq=one.read_seq, delivered_seq=one.delivered_seq)
            for one in room.others
            if shows_marks(
                seat.state,
                theirs[one.account_id],
                i_show=settings[viewer.id].shows_marks,
                they_show=settings[one.account_id].shows_marks,
            )
        ]
        views.append(
            ConversationView(
                conversation=_as_shown(work, room, found),
                seat=seat,
                me=room.me,
                people=tuple(room.accounts[one] for one in room.other_ids),
                founder=room.me.role == "founder",
                last=newest[0] if newest else None,
                unread=found.count if found else 0,
                marks=tuple(marks),
                may_write=room.conversation.kind == "group" or bool(room.others),
                waits=room.conversation.kind == "pair" and not {"request", "declined"}.isdisjoint(theirs.values()),
            )
        )
    return views


def _as_shown(work: Work, room: Room, found: Unread | None) -> Conversation:
    """Give a conversation as one person knows it: with how much changed for them, and their address of its picture."""
    now_so = msgspec.structs.replace(room.conversation, changes=found.changes if found else 0)
    return pictured(now_so, room.viewer.id, work.house.secret, hand_id=work.hand)
