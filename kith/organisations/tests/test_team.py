"""The team: who has a seat, what it allows, and how it ends."""

from itertools import pairwise, product

import pytest

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.ids import Id
from kith.base.work import House
from kith.organisations import (
    MAY,
    change_seat,
    close,
    decline_seat,
    end_seat,
    find_organisation,
    found,
    members_of,
    offer_seat,
    seat_of,
    seats_of_person,
    take_seat,
)
from kith.organisations.model import ROLES, SeatRole
from kith.organisations.rules import may_give
from kith.organisations.tests.scene import Clinic, a_clinic, person, seat_for
from kith.people import find_account
from kith.people.actions.leaving import leave
from kith.people.tests.door import PASSWORD


async def test_whoever_founds_an_organisation_owns_it_and_it_has_no_password(house: House) -> None:
    """It is an account of its own kind."""
    mara = await person(house, "mara")
    async with house.work(actor=mara) as work:
        clinic = await found(work, handle="clinic", name="Clinic on the Hill")
    async with house.reading() as work:
        account = await find_account(work.db, clinic.organisation_id)
        seat = await seat_of(work, clinic.organisation_id, mara)
    assert account is not None
    assert account.kind == "organisation"
    assert account.name == "Clinic on the Hill"
    assert seat is not None
    assert seat.role == "owner"
    assert not seat.shown


async def test_a_handle_is_given_once(house: House) -> None:
    """As for people."""
    mara = await person(house, "mara")
    with pytest.raises(Invalid, match="taken"):
        async with house.work(actor=mara) as work:
            await found(work, handle="Mara", name="Mara's")


async def test_an_organisation_founds_none(house: House) -> None:
    """There is always a person behind it."""
    clinic = await a_clinic(house)
    with pytest.raises(Refused, match="person"):
        async with house.work(actor=clinic.id, hand=clinic.owner) as work:
            await found(work, handle="branch", name="Branch")


async def test_a_seat_is_offered_and_taken(house: House) -> None:
    """Nobody finds themself on a team they did not ask for."""
    clinic = await a_clinic(house)
    ben = await person(house, "ben")
    async with house.work(actor=clinic.owner) as work:
        await offer_seat(work, clinic.id, ben, role="member", title="Front desk")
    async with house.reading() as work:
        assert await seat_of(work, clinic.id, ben) is None
    async with house.work(actor=ben) as work:
        await take_seat(work, clinic.id)
    async with house.reading() as work:
        assert [seat.organisation_id for seat in await seats_of_person(work, ben)] == [clinic.id]
        assert [seat.role for seat in await members_of(work, clinic.id)] == ["owner", "member"]
    with pytest.raises(NotFound):
        async with house.work(actor=ben) as work:
            await take_seat(work, clinic.id)


async def test_an_offer_that_was_declined_is_none(house: House) -> None:
    """It cannot be taken afterwards."""
    clinic = await a_clinic(house)
    ben = await person(house, "ben")
    async with house.work(actor=clinic.owner) as work:
        await offer_seat(work, clinic.id, ben, role="member")
    async with house.work(actor=ben) as work:
        await decline_seat(work, clinic.id)
    with pytest.raises(NotFound):
        async with house.work(actor=ben) as work:
            await take_seat(work, clinic.id)


@pytest.mark.parametrize(("giver", "role"), list(product(ROLES, ROLES)))
async def test_owners_give_any_seat_managers_those_below_and_others_none(
    house: House, giver: SeatRole, role: SeatRole
) -> None:
    """The table says it, the action holds to it."""
    clinic = await a_clinic(house)
    somebody, ben = await person(house, "somebody"), await person(house, "ben")
    await seat_for(house, clinic, somebody, giver)
    if may_give(giver, role):
        async with house.work(actor=somebody) as work:
            await offer_seat(work, clinic.id, ben, role=role)
        return
    with pytest.raises(Refused):
        async with house.work(actor=somebody) as work:
            await offer_seat(work, clinic.id, ben, role=role)


def test_every_role_may_what_those_below_it_may() -> None:
    """Owner, manager, member, guest: each has all that the next has."""
    for above, below in pairwise(ROLES):
        assert MAY[above] > MAY[below]


async def test_strangers_find_no_team(house: House) -> None:
    """ "Not yours" and "not there" are alike."""
    clinic = await a_clinic(house)
    ben, cleo = await person(house, "ben"), await person(house, "cleo")
    for organisation_id in (clinic.id, Id(12345)):
        with pytest.raises(NotFound):
            async with house.work(actor=ben) as work:
                await offer_seat(work, organisation_id, cleo, role="member")


async def test_the_last_owner_stays_until_another_is_one(house: House) -> None:
    """They hand over first, whether they step down, leave the team or leave Kith."""
    clinic = await a_clinic(house)
    ben = await person(house, "ben")
    await seat_for(house, clinic, ben, "member")
    with pytest.raises(Refused, match="owner"):
        async with house.work(actor=clinic.owner) as work:
            await end_seat(work, clinic.id, clinic.owner)
    with pytest.raises(Refused, match="owner"):
        async with house.work(actor=clinic.owner) as work:
            await change_seat(work, clinic.id, clinic.owner, role="member")
    with pytest.raises(Refused, match="last owner"):
        async with house.work(actor=clinic.owner) as work:
            await leave(work, password=PASSWORD)
    async with house.work(actor=clinic.owner) as work:
        await change_seat(work, clinic.id, ben, role="owner")
    async with house.work(actor=clinic.owner) as work:
        await end_seat(work, clinic.id, clinic.owner)
    async with house.reading() as work:
        assert [seat.person_id for seat in await members_of(work, clinic.id)] == [ben]


async def test_a_manager_ends_no_owner(house: House) -> None:
    """But a member they do."""
    clinic = await a_clinic(house)
    ben, cleo = await person(house, "ben"), await person(house, "cleo")
    await seat_for(house, clinic, ben, "manager")
    await seat_for(house, clinic, cleo, "member")
    with pytest.raises(Refused):
        async with house.work(actor=ben) as work:
            await end_seat(work, clinic.id, clinic.owner)
    async with house.work(actor=ben) as work:
        await end_seat(work, clinic.id, cleo)
    async with house.reading() as work:
        assert await seat_of(work, clinic.id, cleo) is None


async def test_a_closed_organisation_has_no_team_and_no_page(house: House) -> None:
    """Its seats end with it."""
    clinic: Clinic = await a_clinic(house)
    async with house.work(actor=clinic.owner) as work:
        await close(work, clinic.id)
    async with house.reading() as work:
        account = await find_account(work.db, clinic.id)
        assert account is not None
        assert account.gone_at is not None
        assert await members_of(work, clinic.id) == []
        found_ = await find_organisation(work.db, clinic.id)
        assert found_ is not None
        assert found_.closed_at is not None
