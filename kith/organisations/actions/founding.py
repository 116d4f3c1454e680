"""An organisation begins, and ends."""

from dataclasses import replace

from kith.base.core.errors import NotFound, Refused, SignInFirst
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.conversations import set_settings
from kith.conversations.model import TalkSettings
from kith.organisations import store
from kith.organisations.actions.recording import record
from kith.organisations.actions.team import end_at_once, my_seat
from kith.organisations.model import (
    FOUNDED_A_PERSON_MAX,
    SEATS_A_PERSON_MAX,
    Organisation,
    OrganisationClosed,
    OrganisationFounded,
    TeamSeat,
)
from kith.people import close_held_account, find_member, get_account, hold_account, open_held_account


async def found(work: Work, *, handle: str, name: str, timezone: str | None = None) -> Organisation:
    """Found an organisation; whoever does so owns it. Nobody signs in to it, so it has no password.

    It opens by the clock of `timezone`, or by what its founder chose for themself.

    Raises `Invalid` for a handle that is taken, `Refused` for an organisation that would found another, and for one
    too many.
    """
    person_id = _person(work)
    if (await get_account(work.db, person_id)).kind != "person":
        raise Refused(_("Only a person founds an organisation. Go back to yourself first."))
    founded = await store.count_founded_by(work.db, person_id)
    if founded >= FOUNDED_A_PERSON_MAX or await store.count_seats_of_person(work.db, person_id) >= SEATS_A_PERSON_MAX:
        raise Refused(_("You have founded {count} organisations. Close one first.").format(count=FOUNDED_A_PERSON_MAX))
    member = await find_member(work.db, person_id)
    account = await open_held_account(work, handle=handle, name=name)
    organisation = Organisation(
        organisation_id=account.id,
        founder_id=person_id,
        timezone=timezone or (member.timezone if member else "UTC"),
        founded_at=work.now,
    )
    await work.db.insert(organisation)
    await work.db.insert(TeamSeat(organisation_id=account.id, person_id=person_id, role="owner", since_at=work.now))
    await _talks_as_an_organisation(work, account.id)
    await record(work, account.id, "founded")
    work.tell(OrganisationFounded(organisation_id=account.id, founder_id=person_id))
    return organisation


async def adopt(work: Work, account_id: Id, owner_id: Id) -> Organisation:
    """Let a team hold an account that had a sign-in of its own, which ends: for the demo and the command line."""
    organisation = Organisation(organisation_id=account_id, founder_id=owner_id, timezone="UTC", founded_at=work.now)
    await work.db.insert(organisation)
    await work.db.insert(TeamSeat(organisation_id=account_id, person_id=owner_id, role="owner", since_at=work.now))
    await hold_account(work, account_id)
    await _talks_as_an_organisation(work, account_id)
    return organisation


async def _talks_as_an_organisation(work: Work, account_id: Id) -> None:
    """Let everybody write to it, and let it be nobody's company: it is never "here", and nobody's memory."""
    settings = TalkSettings(owner_id=account_id, who_may_write="everyone", presence="nobody", memories=False)
    await set_settings(replace(work, actor=account_id, memo={}), settings)


async def close(work: Work, organisation_id: Id) -> None:
    """Close an organisation: hidden at once, every seat ended; deleted after the time of grace."""
    await my_seat(work, organisation_id, "close")
    organisation = await store.lock_organisation(work.db, organisation_id)
    if organisation.closed_at is not None:
        raise NotFound
    await record(work, organisation_id, "closed")
    for seat in await store.seats_of(work.db, organisation_id):
        await end_at_once(work, organisation_id, seat.person_id)
    await store.end_programs(work.db, organisation_id, work.now)
    await store.set_closed(work.db, organisation_id, work.now)
    await close_held_account(work, organisation_id)
    work.tell(OrganisationClosed(organisation_id=organisation_id))


def _person(work: Work) -> Id:
    if work.actor is None or work.hand is None:
        raise SignInFirst
    if work.actor != work.hand:
        raise Refused(_("Only a person founds an organisation. Go back to yourself first."))
    return work.actor
