"""Telling organisations, and those of their teams who can answer for it, that they are beyond the public line of offers
and what became of their appeal, which waits for the owners of the server."""

from kith.base.work import Work
from kith.notices import store
from kith.notices.actions.listening import tell_of_person
from kith.notices.actions.telling import tell
from kith.notices.model import NoticeKind
from kith.offers.model import LineAppealed, LineCrossed, LineDecided
from kith.organisations import may, members_of, seat_of
from kith.people import owners, present_accounts


async def hear_crossed(work: Work, fact: LineCrossed) -> None:
    """Tell an organisation that its conversation counts as offers from now on."""
    await _tell(work, fact, "line")


async def hear_appealed(work: Work, fact: LineAppealed) -> None:
    """Tell the owners of the server that an appeal waits, but for those on the team: they cannot decide it."""
    if not await present_accounts(work.db, [fact.organisation_id]):
        return
    for owner_id in await owners(work.db):
        if await seat_of(work, fact.organisation_id, owner_id) is None:
            await store.lock_owner(work.db, owner_id)
            await tell(work, owner_id, "appeal", fact.organisation_id, about_id=fact.crossing_id)


async def hear_decided(work: Work, fact: LineDecided) -> None:
    """Tell it that its appeal was decided. Who decided is not told."""
    await _tell(work, fact, "line_decided")


async def _tell(work: Work, fact: LineCrossed | LineDecided, kind: NoticeKind) -> None:
    owner_id = fact.organisation_id
    if await present_accounts(work.db, [owner_id]):
        await store.lock_owner(work.db, owner_id)
        await tell(work, owner_id, kind, owner_id, about_id=fact.crossing_id)
    for seat in await members_of(work, owner_id):
        if may(seat.role, "page"):  # who does not act for it in these days would hear of it from others
            await store.lock_owner(work.db, seat.person_id)
            await tell_of_person(work, seat.person_id, kind, owner_id, about_id=fact.crossing_id)
