"""Somebody leaves Kith who is on a team, or an organisation is gone for good."""

from kith.base.core.errors import Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.organisations import store
from kith.organisations.actions.own_seat import take_name_off
from kith.organisations.actions.team import end_at_once
from kith.people import accounts_by_ids, end_acting, forget_acting


async def check_may_leave(work: Work, account_id: Id) -> None:
    """Raise `Refused` while somebody is the last owner of an organisation: it would be nobody's."""
    held = []
    for seat in await store.seats_of_person(work.db, account_id):
        if seat.role != "owner":
            continue
        await store.lock_organisation(work.db, seat.organisation_id)
        team = await store.seats_of(work.db, seat.organisation_id)
        if not any(one.role == "owner" and one.person_id != account_id for one in team):
            held.append(seat.organisation_id)
    if held:
        names = ", ".join(f"“{account.name}”" for account in await accounts_by_ids(work.db, held))
        raise Refused(
            _("You are the last owner of {organisations}. Hand it over, or close it, before you leave.").format(
                organisations=names
            )
        )
    for seat in await store.seats_of_person(work.db, account_id):
        await end_acting(work, seat.organisation_id, account_id)


async def forget_everything(work: Work, account_id: Id) -> None:
    """Delete all that organisations kept of an account that is gone, and an organisation that is. Safe to repeat."""
    for seat in await store.seats_of_person(work.db, account_id):
        await end_at_once(work, seat.organisation_id, account_id)
        await take_name_off(work, seat.organisation_id, account_id)
    await store.forget_seats(work.db, account_id)
    await store.forget_signatures(work.db, account_id)
    await store.forget_relations(work.db, account_id)
    await store.forget_openings(work.db, account_id)
    await store.forget_acts_about(work.db, account_id)
    await store.forget_acts_of(work.db, account_id)
    await store.forget_maker(work.db, account_id)
    await store.forget_programs(work.db, account_id)
    await forget_acting(work, account_id)
    await store.forget_founder(work.db, account_id)
    await store.delete_organisation(work.db, account_id)
