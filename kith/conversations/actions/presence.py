"""Who is here, and who is writing: shown to whom each of them chose, and to nobody behind a request."""

from collections.abc import Iterable

from kith.base.bus.live import LiveEvent
from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.work import Work
from kith.conversations import present, store
from kith.conversations.actions.hearing import who_hears
from kith.conversations.actions.room import acting
from kith.conversations.present import Presence, State
from kith.conversations.rules import sees_presence
from kith.people import viewer_of
from kith.ties import ties_of

TOLD_MAX = 40  # of those somebody talked with last: whoever else looks sees it when they open the page


async def be_here(work: Work, state: State) -> None:
    """Note that one is here, away, or gone; those who may see it do, where it has changed."""
    me = acting(work)
    if work.hand != me:
        return  # an organisation is not somebody who comes and goes
    before = await present.note(work.house.live.valkey, me, state, work.now)
    settings = (await store.settings_of(work.db, [me]))[me]
    if before == state or settings.presence == "nobody":
        return
    seats = await store.seats_of(work.db, await viewer_of(work), "open", Paging(limit=TOLD_MAX))
    others = [one.other_id for one in seats.items if one.other_id is not None]
    if settings.presence == "ties":  # to all others an event would tell the moment, though it shows them nothing
        ties = await ties_of(work, others)
        others = [one for one in others if ties[one].mutual > 0]
    work.announce(LiveEvent(kind="presence", subject_id=me, author_id=me), others)


async def presence_of(work: Work, other_ids: Iterable[Id]) -> dict[Id, Presence]:
    """Tell who of these is here, as far as each lets one see it; the others are left out."""
    me, hidden = acting(work), set((await viewer_of(work)).hidden)
    wanted = [one for one in dict.fromkeys(other_ids) if one != me and one not in hidden]
    if not wanted:
        return {}
    settings = await store.settings_of(work.db, wanted)
    open_with = {one.owner_id for one in await store.seats_towards(work.db, wanted, me) if one.state == "open"}
    ties = await ties_of(work, wanted)
    seen = [
        one
        for one in wanted
        if sees_presence(settings[one].presence, talks=one in open_with, tied=ties[one].mutual > 0)
    ]
    return {one.account_id: one for one in await present.presences(work.house.live.valkey, seen)}


async def note_typing(work: Work, conversation_id: Id) -> None:
    """Let those in a conversation see that one is writing, for a few seconds. Nobody who has not accepted sees it."""
    hearing = await who_hears(work, conversation_id)
    await present.note_typing(work.house.live.valkey, conversation_id, acting(work))
    # Who it is, is asked when it is told: of fifty who write at once, each hears once a second.
    work.announce(LiveEvent(kind="typing", subject_id=conversation_id, often=True), hearing.ids)


async def end_typing(work: Work, conversation_id: Id) -> None:
    """Note that one has said what one wrote."""
    await present.end_typing(work.house.live.valkey, conversation_id, acting(work))


async def who_is_typing(work: Work, conversation_id: Id) -> list[Id]:
    """Tell who of a conversation's others is writing at this moment."""
    hearing = await who_hears(work, conversation_id)
    return await present.who_is_typing(work.house.live.valkey, conversation_id, hearing.ids)
