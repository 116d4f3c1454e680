"""A clinic and whoever comes to it."""

from dataclasses import dataclass

from kith.base.core.ids import Id
from kith.base.work import House
from kith.organisations import found, offer_seat, take_seat
from kith.organisations.model import SeatRole
from kith.people import JoinForm, give_token, join
from kith.people.tests.door import PASSWORD


@dataclass(frozen=True)
class Clinic:
    """An organisation and who owns it."""

    id: Id
    owner: Id
    keeper: Id  # who owns the server


async def person(house: House, handle: str) -> Id:
    """Let somebody join."""
    async with house.work() as work:
        account = await join(work, JoinForm(handle=handle, password=PASSWORD, name=handle.title()))
    return account.id


async def a_clinic(house: House) -> Clinic:
    """Give a clinic that Samira owns. The server has an owner before her."""
    keeper = await person(house, "keeper")
    owner = await person(house, "samira")
    async with house.work(actor=owner) as work:
        clinic = await found(work, handle="clinic", name="Clinic on the Hill")
    return Clinic(id=clinic.organisation_id, owner=owner, keeper=keeper)


async def seat_for(house: House, clinic: Clinic, person_id: Id, role: SeatRole, *, shown: bool = False) -> None:
    """Give somebody a seat on the team, by offer and answer."""
    async with house.work(actor=clinic.owner) as work:
        await offer_seat(work, clinic.id, person_id, role=role)
    async with house.work(actor=person_id) as work:
        await take_seat(work, clinic.id, shown=shown)


async def token_for(house: House, account_id: Id, *, hand: Id) -> str:
    """Give an app access to an organisation, by somebody's hand."""
    async with house.work(actor=account_id, hand=hand) as work:
        return await give_token(work, name="Tusky")
