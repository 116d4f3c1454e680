"""How far a seat, an offer and an app's access reach, and no further."""

import httpx
import pytest
import pytest_asyncio

from kith.base.core.errors import NotFound, Refused
from kith.base.core.ids import Id
from kith.base.work import House
from kith.organisations import end_seat, found, offer_seat, seat_of, take_seat
from kith.organisations.rules.doors import deed_of
from kith.organisations.tests.scene import Clinic, a_clinic, person, seat_for, token_for
from kith.organisations.tests.test_acting import press, sign_in
from kith.organisations.tests.test_speaking import message, post
from kith.worker import run_everything_due


@pytest_asyncio.fixture
async def clinic(house: House) -> Clinic:
    """A clinic that Samira owns."""
    return await a_clinic(house)


async def a_bakery(house: House, owner: Id) -> Id:
    """Give a second organisation of somebody's."""
    async with house.work(actor=owner) as work:
        return (await found(work, handle="bakery", name="Bakery")).organisation_id


async def test_an_app_that_got_one_organisation_sees_nothing_of_another(
    house: House, client: httpx.AsyncClient, clinic: Clinic
) -> None:
    """Whoever let it in sits on both teams; it was asked for one."""
    bakery = await a_bakery(house, clinic.owner)
    client.headers["authorization"] = f"Bearer {await token_for(house, clinic.id, hand=clinic.owner)}"
    for path in ("organisations", "desks"):
        listed = await client.get(f"/api/kith/v1/{path}")
        assert listed.status_code == 200
        assert "clinic" in listed.text
        assert "bakery" not in listed.text
    for one, status in ((clinic.id, 200), (bakery, 404)):
        assert (await client.get(f"/api/kith/v1/organisations/{one}/team")).status_code == status
        assert (await client.get(f"/api/kith/v1/organisations/{one}/acts")).status_code == status
        assert (await client.get(f"/api/kith/v1/desks/{one}")).status_code == status
        assert (await client.get(f"/api/kith/v1/desks/{one}/cases")).status_code == status
        told = await client.patch(f"/api/kith/v1/organisations/{one}", json={"timezone": "Europe/Berlin"})
        assert told.status_code == status


async def test_an_app_of_an_organisation_answers_no_offer_of_another(
    house: House, client: httpx.AsyncClient, clinic: Clinic
) -> None:
    """The offer waits for the person, who answers it themself."""
    ben = await person(house, "ben")
    bakery = await a_bakery(house, ben)
    async with house.work(actor=ben) as work:
        await offer_seat(work, bakery, clinic.owner, role="member")
    client.headers["authorization"] = f"Bearer {await token_for(house, clinic.id, hand=clinic.owner)}"
    for word in ("yes", "no"):
        answer = await client.post(f"/api/kith/v1/organisations/{bakery}/seat", json={"answer": word})
        assert answer.status_code == 404
    async with house.work(actor=clinic.owner) as work:
        assert (await take_seat(work, bakery)).role == "member"


async def test_an_offer_ends_with_the_seat_that_made_it(house: House, clinic: Clinic) -> None:
    """Who was sent away leaves nobody behind; an offer of somebody who stays is good."""
    ben, cleo, dan = [await person(house, handle) for handle in ("ben", "cleo", "dan")]
    await seat_for(house, clinic, ben, "manager")
    async with house.work(actor=ben) as work:
        await offer_seat(work, clinic.id, cleo, role="member")
    async with house.work(actor=clinic.owner) as work:
        await offer_seat(work, clinic.id, dan, role="member")
        await end_seat(work, clinic.id, ben)
    async with house.work(actor=cleo) as work:
        with pytest.raises(NotFound):
            await take_seat(work, clinic.id)
    async with house.work(actor=dan) as work:
        await take_seat(work, clinic.id)
        assert await seat_of(work, clinic.id, dan) is not None


async def test_nobody_is_written_to_first_by_their_full_address(house: House, clinic: Clinic) -> None:
    """`@ben@our.server` is Ben."""
    await person(house, "ben")
    for name in ("@ben", f"@ben@{house.settings.domain}", f"@BEN@{house.settings.domain.upper()}"):
        with pytest.raises(Refused, match="writes to nobody first"):
            await post(house, clinic.id, f"{name} buy our soap", hand=clinic.owner)


async def test_a_guest_who_is_lost_sees_nothing_of_what_is_new(
    house: House, client: httpx.AsyncClient, clinic: Clinic
) -> None:
    """Whatever page comes, it comes: with the desk, and without how much the organisation has to read."""
    ben, cleo = await person(house, "ben"), await person(house, "cleo")
    await message(house, cleo, clinic.id, "A question")
    await run_everything_due(house)
    await seat_for(house, clinic, ben, "guest")
    await sign_in(client, "ben")
    await press(client, f"/organisations/{clinic.id}/act")
    html = {"accept": "text/html"}
    for path, status in (("/nothing/here", 404), ("/write/like", 404), ("/posts/1/like", 405), ("/talk", 403)):
        shown = await client.get(path, headers=html)
        assert shown.status_code == status, path
        assert "data-badge=" not in shown.text
        assert 'href="/desk"' in shown.text
    await press(client, "/acting/end")
    assert "data-badge=" in (await client.get("/nothing/here", headers=html)).text


def test_apps_and_pages_ask_for_the_same_seat() -> None:
    """What takes a conversation along, and what is set for all of a team, whichever way it is done."""
    assert deed_of("/talk/{id}/export", writes=False) == "export"
    assert deed_of("/api/kith/v1/conversations/{id}/export", writes=False) == "export"
    assert deed_of("/api/kith/v1/conversations/{id}", writes=False) == "read"
    for path in ("/settings/filters/{id}", "/api/v1/filters/{id}", "/api/v2/filters/{id}/keywords"):
        assert deed_of(path, writes=True) == "page"
    for path in ("/api/kith/v1/caps", "/api/kith/v1/pace", "/api/kith/v1/reach", "/api/kith/v1/topics/{key}"):
        assert deed_of(path, writes=True) == "page"
    assert deed_of("/api/v2/filters", writes=False) == "read"
    assert deed_of("/api/kith/v1/topics/score", writes=True) == "post"
