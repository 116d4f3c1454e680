"""Telling others that one received or read: those who may see one's marks, and nobody else even when it was."""

from kith.base.bus.live import LiveEvent
from kith.base.work import Work
from kith.conversations import store
from kith.conversations.actions.room import Room, acting
from kith.conversations.rules import shows_marks


async def tell_marks(work: Work, room: Room) -> None:
    """Let the open pages of those who see one's marks show them anew. An event tells its moment, whatever it leads to:
    whoever may not see the marks, hears of none.
    """
    me, others = acting(work), room.other_ids
    settings = await store.settings_of(work.db, [me, *others])
    if not settings[me].shows_marks:
        return
    seats = {one.owner_id: one.state for one in await store.seats_in(work.db, [me, *others], [room.id])}
    hearers = [
        one
        for one in others
        if shows_marks(
            seats.get(me, "left"),
            seats.get(one, "left"),
            i_show=settings[me].shows_marks,
            they_show=settings[one].shows_marks,
        )
    ]
    work.announce(LiveEvent(kind="marks", subject_id=room.id, often=True), hearers)
