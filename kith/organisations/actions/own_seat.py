"""What somebody says about their own seat: whether the public sees them there."""

from datetime import date

import msgspec

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.organisations import store
from kith.organisations.actions.team import my_seat
from kith.organisations.model import TeamSeat
from kith.posts import unsign

NAMES_AT_ONCE = 500


async def change_own_seat(
    work: Work, organisation_id: Id, *, shown: bool | None = None, answers_on: date | None = None
) -> TeamSeat:
    """Say whether the public sees one on the team, and whether one answers on a day (`None`: on none)."""
    await store.lock_organisation(work.db, organisation_id)
    seat = await my_seat(work, organisation_id)
    after = msgspec.structs.replace(seat, shown=seat.shown if shown is None else shown, answers_on=answers_on)
    await store.change_seat(work.db, after)
    if seat.shown and not after.shown:
        await take_name_off(work, organisation_id, seat.person_id)
    return after


async def take_name_off(work: Work, organisation_id: Id, person_id: Id) -> None:
    """Let no post say any more that somebody wrote it: they do not want to be seen there, or are not here."""
    while posts := await store.posts_by_hand(work.db, organisation_id, person_id, limit=NAMES_AT_ONCE):
        await unsign(work, organisation_id, posts)
        await store.hide_signatures(work.db, organisation_id, posts)
