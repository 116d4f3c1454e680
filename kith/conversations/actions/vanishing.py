"""For how long messages are kept: agreed by both of two, decided by the founder of a group."""

from collections.abc import Sequence

import msgspec

from kith.base.bus.live import LiveEvent
from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.work import Work
from kith.conversations import store
from kith.conversations.actions.happening import tell_happened
from kith.conversations.actions.room import Room, acting, bumped, hold, show_changed, show_own
from kith.conversations.model import Conversation, ConversationMember, KeepingAsked, Message, MessagesVanished
from kith.conversations.rules import check_days, check_founder, letters
from kith.media import let_go
from kith.ties import unsay

A_STEP = 500  # messages that vanish in one transaction
STEPS_MAX = 2_000  # a million a night; nobody sees what waits for the next one


async def keep_for(work: Work, conversation_id: Id, days: int | None) -> Conversation:
    """Let what is said from now on vanish after so many days, or stay (`None`).

    In a group the founder decides. Of two, one asks, and it holds when the other asks for the same: then it stands in
    the conversation. Whoever asks for what holds already takes their question back.
    """
    days = check_days(days)
    room = await hold(work, conversation_id)
    conversation = room.conversation
    if conversation.kind == "group":
        check_founder(room.me)
        return await _agreed(work, room, days)
    room.check_somebody()
    if days == conversation.keeps_days:
        return await _asked(work, room, by_id=None, days=None)
    if conversation.asked_by in room.other_ids and conversation.asked_days == (days or 0):
        return await _agreed(work, room, days)
    asked = await _asked(work, room, by_id=acting(work), days=days)
    work.tell(KeepingAsked(conversation_id=room.id, by_id=acting(work), days=days))
    return asked


async def refuse_keeping(work: Work, conversation_id: Id) -> None:
    """Say no to what the other asked for. Raises `NotFound` where they asked for nothing."""
    room = await hold(work, conversation_id)
    if room.conversation.asked_by not in room.other_ids:
        raise NotFound
    await _asked(work, room, by_id=None, days=None)


async def delete_vanished(work: Work) -> None:
    """Delete for good what vanished: nightly. Nobody sees it before that either."""
    for _step in range(STEPS_MAX):
        found = await store.vanished_messages(work.db, work.now, limit=A_STEP)
        for conversation_id in sorted({one.conversation_id for one in found}):
            await _delete(work, conversation_id, [one for one in found if one.conversation_id == conversation_id])
        await work.rest()
        if len(found) < A_STEP:
            return


async def _delete(work: Work, conversation_id: Id, messages: Sequence[Message]) -> None:
    await store.delete_words(work.db, conversation_id, messages)
    for one in messages:
        if one.attachments:
            await let_go(work, one.author_id, used_for=one.id)
    members = await store.members_of(work.db, [conversation_id])
    work.tell(MessagesVanished(conversation_id=conversation_id, message_ids=tuple(one.id for one in messages)))
    _tell_gone(work, conversation_id, [one for one in members if one.left_at is None], messages)
    people = {one.account_id for one in members}
    await unsay(work, [act for one in messages for act in letters(one, people - {one.author_id})])


def _tell_gone(work: Work, conversation_id: Id, members: Sequence[ConversationMember], gone: Sequence[Message]) -> None:
    """Let apps of those who had these messages forget them, and open pages count anew."""
    for message in gone:
        had = [one.account_id for one in members if message.seq > max(one.since_seq, one.cleared_seq)]
        event = LiveEvent(kind="message.vanished", subject_id=message.id, author_id=message.author_id)
        work.announce(event, had)
    if members:
        show_own(work, conversation_id, *(one.account_id for one in members))


async def _agreed(work: Work, room: Room, days: int | None) -> Conversation:
    if days == room.conversation.keeps_days:
        return room.conversation
    agreed = msgspec.structs.replace(room.conversation, keeps_days=days, asked_days=None, asked_by=None)
    told = await tell_happened(work, room.becoming(agreed), "keeping", text=str(days or 0))
    return told.conversation


async def _asked(work: Work, room: Room, *, by_id: Id | None, days: int | None) -> Conversation:
    asked_days = None if by_id is None else days or 0
    asked = msgspec.structs.replace(bumped(room.conversation), asked_by=by_id, asked_days=asked_days)
    await store.change_conversation(work.db, asked)
    show_changed(work, asked, room.member_ids)
    return asked
