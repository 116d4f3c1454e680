"""What one does with one's own place in a conversation, and wants of all of them."""

from collections.abc import Collection
from datetime import datetime, timedelta

import msgspec

from kith.base.core.errors import Invalid, Refused
from kith.base.core.ids import Id
from kith.base.core.text import clean
from kith.base.core.words import _
from kith.base.work import Work
from kith.conversations import store
from kith.conversations.actions.people import leave
from kith.conversations.actions.room import acting, enter, hearing_of, hold, seat_in, show_own
from kith.conversations.model import (
    PINNED_MAX,
    RequestAccepted,
    TalkSettings,
)
from kith.conversations.model.conversation import DRAFT_MAX, SILENT_DAYS_MAX
from kith.conversations.rules import is_silent


async def accept(work: Work, conversation_id: Id) -> None:
    """Take a request among one's conversations. Raises `NotFound` where there is none."""
    room = await hold(work, conversation_id)
    seat = await seat_in(work, room)
    if seat.state == "open":
        return
    await store.set_state(work.db, seat.owner_id, room.id, "open")
    work.forget(hearing_of(room.id))
    work.tell(RequestAccepted(conversation_id=room.id, person_id=seat.owner_id))
    show_own(work, room.id, *room.member_ids)


async def decline(work: Work, conversation_id: Id) -> None:
    """Say no to a request: what comes of it is not shown again, and nobody is told. A group is left."""
    room = await hold(work, conversation_id)
    seat = await seat_in(work, room)
    if seat.state == "open":
        raise Refused(_("You have accepted it already. You can leave it out of your list, or block them."))
    if room.conversation.kind == "group":
        await leave(work, conversation_id)
        return
    await store.set_state(work.db, seat.owner_id, room.id, "declined")
    show_own(work, room.id)


async def silence(work: Work, conversation_id: Id, until_at: datetime | None) -> None:
    """Let a conversation interrupt nobody until then; `None` ends it. It is not counted beside Talk meanwhile."""
    if until_at is not None and not work.now < until_at <= work.now + timedelta(days=SILENT_DAYS_MAX):
        raise Invalid(_("Choose a time that lies ahead."), field="until_at")
    seat = await seat_in(work, await enter(work, conversation_id))
    await store.set_silence(work.db, seat.owner_id, conversation_id, until_at)
    show_own(work, conversation_id)


async def silent_among(work: Work, conversation_ids: Collection[Id]) -> set[Id]:
    """Tell which of these conversations of one's own interrupt nobody just now."""
    seats = await store.seats_in(work.db, [acting(work)], list(conversation_ids))
    return {one.conversation_id for one in seats if is_silent(one, work.now)}


async def pin(work: Work, conversation_id: Id, *, pinned: bool) -> None:
    """Let a conversation stay on top of one's list, or no longer."""
    seat = await seat_in(work, await hold(work, conversation_id))
    if pinned and not seat.pinned and await store.count_pinned(work.db, seat.owner_id) >= PINNED_MAX:
        raise Refused(_("{count} conversations stay on top already.").format(count=PINNED_MAX))
    await store.set_pinned(work.db, seat.owner_id, conversation_id, pinned=pinned)
    show_own(work, conversation_id)


async def save_draft(work: Work, conversation_id: Id, text: str) -> None:
    """Keep words that were begun, for going on with them on another device. Sending takes them away."""
    text = clean(text, length_max=DRAFT_MAX, field="text", characters_max=DRAFT_MAX)
    seat = await seat_in(work, await enter(work, conversation_id))
    if text != seat.draft:
        await store.set_draft(work.db, seat.owner_id, conversation_id, text)


async def leave_out(work: Work, conversation_id: Id) -> None:
    """Keep a conversation out of one's list until something new is said. Nothing in it is lost."""
    room = await hold(work, conversation_id)
    await store.mark_member_read(work.db, room.id, acting(work), room.conversation.last_seq)
    await store.leave_out(work.db, acting(work), room.id, room.conversation.last_seq)
    show_own(work, room.id)


async def clear(work: Work, conversation_id: Id) -> None:
    """Delete for oneself all that was said so far, and keep the conversation out of one's list until more is."""
    room = await hold(work, conversation_id)
    await store.clear(work.db, room.id, acting(work), room.conversation.last_seq)
    await store.leave_out(work.db, acting(work), room.id, room.conversation.last_seq)
    show_own(work, room.id)


async def my_settings(work: Work) -> TalkSettings:
    """Read what one wants of one's conversations."""
    me = acting(work)
    return (await store.settings_of(work.db, [me]))[me]


async def set_settings(work: Work, settings: TalkSettings) -> None:
    """Say what one wants of one's conversations."""
    await store.set_settings(work.db, msgspec.structs.replace(settings, owner_id=acting(work)))
