"""What everybody sees of an organisation beside its profile."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.organisations import store
from kith.organisations.model import Organisation, TeamSeat
from kith.organisations.rules.opening import is_open
from kith.people import present_accounts, viewer_of
from kith.people.model import Account


@dataclass(frozen=True, kw_only=True)
class TeamMember:
    """Somebody on the team who agreed to be seen there."""

    account: Account
    title: str
    answers_today: bool


@dataclass(frozen=True, kw_only=True)
class Front:
    """What an organisation tells, as the viewer sees it. `asked`: whether they asked it to write to them."""

    organisation: Organisation
    team: tuple[TeamMember, ...]
    open_now: bool
    verified: bool
    asked: bool


async def front_of(work: Work, organisation_id: Id) -> Front | None:
    """Give what an organisation tells; `None` for an account that no team holds.

    Of the team those are shown who agreed, and whom no block hides from the viewer.
    """
    organisation = await store.find_organisation(work.db, organisation_id)
    if organisation is None or organisation.closed_at is not None:
        return None
    today = work.now.astimezone(ZoneInfo(organisation.timezone)).date()
    relation = await store.find_relation(work.db, organisation_id, work.actor) if work.actor else None
    return Front(
        organisation=organisation,
        team=await _team(work, organisation_id, today),
        open_now=is_open(organisation.hours, work.now, organisation.timezone),
        verified=organisation.website_state == "verified",
        asked=relation is not None and relation.asked_at is not None,
    )


async def _team(work: Work, organisation_id: Id, today: date) -> tuple[TeamMember, ...]:
    seats: list[TeamSeat] = [one for one in await store.held_seats_of(work.db, organisation_id) if one.shown]
    hidden = (await viewer_of(work)).hidden
    there = {one.id: one for one in await present_accounts(work.db, [one.person_id for one in seats])}
    return tuple(
        TeamMember(account=there[one.person_id], title=one.title, answers_today=one.answers_on == today)
        for one in seats
        if one.person_id in there and one.person_id not in hidden
    )
