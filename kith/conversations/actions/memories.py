"""Memories: what two people said on this day, and how their talk began. Shown to the two alone, if neither minds.

Never of one whom a block, an ended relation or a parting keeps away, and never where another feature knows a reason
not to remind somebody (`kith.ties`), such as a report. Of somebody who has died only for whom has said since then that
they want it.
"""

from datetime import date, datetime

from kith.base.core.ids import Id, first_id_at, instant_of
from kith.base.core.paging import Paging
from kith.base.work import Work
from kith.conversations import store
from kith.conversations.actions.reading import show
from kith.conversations.actions.room import Room, acting, enter_all, hold, seat_in
from kith.conversations.model import Memory, MemoryKind, Seat, SeenMessage
from kith.conversations.model.bright import MEMORY_CONVERSATIONS_MAX, MEMORY_YEARS_MAX
from kith.people import viewer_of
from kith.ties import may_remember


async def memories_of(work: Work, day_begins: datetime, day_ends: datetime) -> list[Memory]:
    """Read what one may be reminded of today, the longest ago first; the day is that of whoever acts."""
    rooms = await _rooms(work)
    if not rooms:
        return []
    ids, firsts = list(rooms), {}
    for one in await store.first_messages(work.db, await viewer_of(work), ids, work.now):
        firsts[one.conversation_id] = one
    oldest = min((one.sent_at for one in firsts.values()), default=work.now)
    memories = []
    for years in range(min(MEMORY_YEARS_MAX, work.now.year - oldest.year), 0, -1):
        since_id, until_id = (first_id_at(_years_before(one, years)) for one in (day_begins, day_ends))
        found = await store.messages_of_day(
            work.db, await viewer_of(work), ids, work.now, since_id=since_id, until_id=until_id
        )
        memories += [await _memory(work, rooms[one.conversation_id], one, firsts, years) for one in found]
    return memories


async def first_words(work: Work, conversation_id: Id) -> Memory | None:
    """Read how a talk of two began, where both like to remember."""
    rooms = await _rooms(work, conversation_id)
    found = await store.first_messages(work.db, await viewer_of(work), list(rooms), work.now)
    for one in found:
        years = work.now.year - instant_of(one.id).year
        return await _memory(work, rooms[one.conversation_id], one, {one.conversation_id: one}, years)
    return None


async def set_memories(work: Work, conversation_id: Id, *, wanted: bool) -> None:
    """Let the two be reminded of this conversation, or not: either can say no for both."""
    room = await hold(work, conversation_id)
    seat = await seat_in(work, room)
    await store.set_memories(work.db, seat.owner_id, room.id, wanted=wanted, now=work.now)


async def _rooms(work: Work, conversation_id: Id | None = None) -> dict[Id, Room]:
    """Enter the talks of two of which one may be reminded."""
    me, viewer = acting(work), await viewer_of(work)
    if conversation_id is None:
        seats = (await store.seats_of(work.db, viewer, "open", Paging(limit=MEMORY_CONVERSATIONS_MAX))).items
    else:
        seats = await store.seats_in(work.db, [me], [conversation_id])
    others = [one.other_id for one in seats if one.other_id is not None and one.state == "open"]
    theirs = {one.owner_id: one for one in await store.seats_towards(work.db, others, me)}
    settings = await store.settings_of(work.db, [me, *others])
    willing = [
        one
        for one in seats
        if one.other_id in theirs
        and _agree(one, theirs[one.other_id])
        and settings[me].memories
        and settings[one.other_id].memories
    ]
    people = {one.other_id: one.memories_asked_at for one in willing if one.other_id is not None}
    asked = {one: at for one, at in people.items() if at is not None}
    may = await may_remember(work, list(people), asked=asked)
    return await enter_all(work, [one.conversation_id for one in willing if one.other_id in may])


def _agree(mine: Seat, theirs: Seat) -> bool:
    return mine.memories and theirs.memories and theirs.state == "open"


async def _memory(work: Work, room: Room, message: SeenMessage, firsts: dict[Id, SeenMessage], years: int) -> Memory:
    [view] = await show(work, room, [message])
    first = firsts.get(room.id)
    kind: MemoryKind = "on_this_day"
    if first is not None and first.seq == message.seq:
        kind = "first_talk"
    elif message.attachments and message.author_id != acting(work):
        kind = "photo"
    return Memory(kind=kind, years=years, other=room.accounts[room.other_ids[0]], message=view)


def _years_before(instant: datetime, years: int) -> datetime:
    """Give the same moment so many years before; 29 February counts as 1 March."""
    try:
        return instant.replace(year=instant.year - years)
    except ValueError:
        day = date(instant.year - years, 3, 1)
        return instant.replace(year=day.year, month=day.month, day=day.day)
