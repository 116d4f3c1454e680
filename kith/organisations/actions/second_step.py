"""An organisation asks everybody on its team for two-step sign-in."""

import msgspec

from kith.base.core.errors import Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.organisations import store
from kith.organisations.actions.recording import record
from kith.organisations.actions.team import my_seat, show_team_anew
from kith.people import has_two_step
from kith.people.model import TwoStepTurned


class TeamSecondStep(msgspec.Struct, frozen=True, kw_only=True):
    """Whether it is asked for, and who of the team has none."""

    required: bool
    without: tuple[Id, ...]


async def second_step_of_team(work: Work, organisation_id: Id) -> TeamSecondStep:
    """Read whether it is asked for: for owners."""
    await my_seat(work, organisation_id, "seats")
    organisation = await store.find_organisation(work.db, organisation_id)
    assert organisation is not None
    without = await store.without_second_step(work.db, organisation_id)
    return TeamSecondStep(required=organisation.two_step_required, without=tuple(without))


async def require_second_step(work: Work, organisation_id: Id, *, required: bool) -> None:
    """Ask for it from now on, or no more. From that moment on the seats of those without it rest, everywhere.

    Raises `Refused` for an owner who has none: they would keep themself out.
    """
    await my_seat(work, organisation_id, "seats")
    before = await store.lock_organisation(work.db, organisation_id)
    seat = await my_seat(work, organisation_id, "seats")
    if required and not await has_two_step(work, seat.person_id):
        raise Refused(_("Switch two-step sign-in on for yourself first: you would keep yourself out."))
    if before.two_step_required == required:
        return
    await store.change_organisation(work.db, msgspec.structs.replace(before, two_step_required=required))
    await record(work, organisation_id, "two_step.asked" if required else "two_step.not_asked")
    show_team_anew(work, organisation_id)


async def close_what_rests(work: Work, fact: TwoStepTurned) -> None:
    """Let the open pages and streams of somebody's teams ask again who they belong to, once it is off."""
    for organisation_id in await store.resting_for(work.db, fact.account_id):
        show_team_anew(work, organisation_id)
