"""What is new to one, of whom wrote it."""

from collections.abc import Iterable

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.conversations import store
from kith.conversations.actions.reading import sight_among
from kith.conversations.actions.room import acting, enter_all, shown
from kith.conversations.model import ConversationGlance
from kith.conversations.rules import pictured
from kith.people import viewer_of


async def newest_from(work: Work, wanted: Iterable[tuple[Id, Id]]) -> dict[tuple[Id, Id], Id]:
    """Give the newest message that is new to one, for each of these conversations and authors; none: it is left out."""
    pairs = sorted(set(wanted))
    found = await store.newest_from(work.db, await viewer_of(work), pairs, work.now) if pairs else {}
    return {pair: one.id for pair, one in found.items()}


async def unread_conversations(work: Work, *, limit: int) -> list[ConversationGlance]:
    """Read the newest of one's conversations in which there is something new, but those that are silent."""
    acting(work)
    viewer = await viewer_of(work)
    seats = await store.unread_seats(work.db, viewer, work.now, limit=limit)
    rooms = await enter_all(work, [one.conversation_id for one in seats])
    last = await store.last_messages(work.db, sight_among(viewer, rooms), list(rooms), work.now)
    return [
        ConversationGlance(
            conversation=pictured(room.conversation, viewer.id, work.house.secret, hand_id=work.hand),
            people=tuple(room.accounts[one] for one in room.other_ids),
            last=shown(work, room, last[room.id], (), None) if room.id in last else None,
        )
        for room in rooms.values()
    ]
