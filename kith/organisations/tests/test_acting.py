"""Acting for an organisation: by whose hand, as far as the seat goes, and never longer."""

import re

import httpx
import pytest_asyncio

from kith.base.work import House
from kith.catalogue import FEATURES
from kith.organisations import change_seat, close, end_seat
from kith.organisations.rules.doors import deed_of
from kith.organisations.tests.scene import Clinic, a_clinic, person, seat_for, token_for
from kith.people.tests.door import PASSWORD, send

TOKEN = re.compile(r'name="csrf" value="([0-9a-f]+)"')


async def sign_in(client: httpx.AsyncClient, handle: str) -> None:
    """Come in as a person."""
    await send(client, "/sign-in", who=handle, password=PASSWORD)


async def press(client: httpx.AsyncClient, path: str, *, page: str = "/organisations", **fields: str) -> httpx.Response:
    """Send a form with the signature of a page."""
    found = TOKEN.search((await client.get(page)).text)
    assert found
    return await client.post(path, data={"csrf": found[1], **fields})


@pytest_asyncio.fixture
async def clinic(house: House) -> Clinic:
    """A clinic that Samira owns."""
    return await a_clinic(house)


async def test_a_person_acts_as_their_organisation_and_is_themself_again(
    house: House, client: httpx.AsyncClient, clinic: Clinic
) -> None:
    """The page says so, and the switch leads back."""
    await sign_in(client, "samira")
    assert "You are acting as" not in (await client.get("/organisations")).text
    answer = await press(client, f"/organisations/{clinic.id}/act")
    assert answer.status_code == 303
    shown = (await client.get("/notices")).text
    assert "You are acting as" in shown
    assert "Back to Samira" in shown
    assert (await press(client, "/acting/end")).status_code == 303
    assert "You are acting as" not in (await client.get("/notices")).text


async def test_a_page_opened_as_oneself_sends_nothing_as_the_organisation(
    house: House, client: httpx.AsyncClient, clinic: Clinic
) -> None:
    """And the other way round: what was written as one is not said as the other."""
    await sign_in(client, "samira")
    before = TOKEN.search((await client.get("/organisations")).text)
    assert before
    await press(client, f"/organisations/{clinic.id}/act")
    answer = await client.post("/write", data={"csrf": before[1], "text": "Private words"})
    assert answer.status_code in (400, 403, 422)


async def test_nobody_acts_for_an_organisation_without_a_seat(
    house: House, client: httpx.AsyncClient, clinic: Clinic
) -> None:
    """It looks as if there were none."""
    await person(house, "ben")
    await sign_in(client, "ben")
    for organisation_id in (clinic.id, 12345):
        assert (
            await press(client, f"/organisations/{organisation_id}/act", page="/organisations/new")
        ).status_code == 404


async def test_ending_a_seat_ends_it_in_every_browser_at_once(
    house: House, client: httpx.AsyncClient, clinic: Clinic
) -> None:
    """The very next page is one's own."""
    ben = await person(house, "ben")
    await seat_for(house, clinic, ben, "member")
    await sign_in(client, "ben")
    await press(client, f"/organisations/{clinic.id}/act")
    form = TOKEN.search((await client.get("/organisations")).text)
    assert form
    async with house.work(actor=clinic.owner) as work:
        await end_seat(work, clinic.id, ben)
    answer = await client.post("/write", data={"csrf": form[1], "text": "Still here"})
    assert answer.status_code in (400, 403, 422)
    assert "You are acting as" not in (await client.get("/notices")).text


async def test_ending_a_seat_ends_the_tokens_that_were_given_by_it(
    house: House, client: httpx.AsyncClient, clinic: Clinic
) -> None:
    """A seat given again later does not bring them back."""
    ben = await person(house, "ben")
    await seat_for(house, clinic, ben, "member")
    headers = {"authorization": f"Bearer {await token_for(house, clinic.id, hand=ben)}"}
    path = "/api/v1/accounts/verify_credentials"
    answer = await client.get(path, headers=headers)
    assert answer.status_code == 200
    assert answer.json()["acct"] == "clinic"
    async with house.work(actor=clinic.owner) as work:
        await end_seat(work, clinic.id, ben)
    assert (await client.get(path, headers=headers)).status_code == 401
    await seat_for(house, clinic, ben, "member")
    assert (await client.get(path, headers=headers)).status_code == 401


async def test_a_guest_comes_no_further_than_the_desk(house: House, client: httpx.AsyncClient, clinic: Clinic) -> None:
    """They read nothing that the organisation alone sees, whether by page or by app."""
    ben = await person(house, "ben")
    await seat_for(house, clinic, ben, "member")
    token = await token_for(house, clinic.id, hand=ben)
    async with house.work(actor=clinic.owner) as work:
        await change_seat(work, clinic.id, ben, role="guest")
    await sign_in(client, "ben")
    await press(client, f"/organisations/{clinic.id}/act")
    for path in ("/", "/notices", "/talk", "/@samira", "/settings", "/live"):
        assert (await client.get(path)).status_code == 403, path
    assert (await client.get("/organisations")).status_code == 200
    answer = await client.get("/api/v1/timelines/home", headers={"authorization": f"Bearer {token}"})
    assert answer.status_code == 401


async def test_members_do_not_change_the_page_and_managers_take_nothing_along(
    house: House, client: httpx.AsyncClient, clinic: Clinic
) -> None:
    """A door asks for what stands in the table of roles."""
    ben = await person(house, "ben")
    await seat_for(house, clinic, ben, "member")
    await sign_in(client, "ben")
    await press(client, f"/organisations/{clinic.id}/act")
    assert (await client.get("/settings/profile")).status_code == 403
    async with house.work(actor=clinic.owner) as work:
        await change_seat(work, clinic.id, ben, role="manager")
    assert (await client.get("/settings/profile")).status_code == 200
    assert (await client.get("/settings/taking")).status_code == 403
    assert (await client.get("/settings/sessions")).status_code == 403


async def test_an_owner_of_the_server_owns_none_of_it_as_an_organisation(
    house: House, client: httpx.AsyncClient, clinic: Clinic
) -> None:
    """What runs the server is done as oneself."""
    await seat_for(house, clinic, clinic.keeper, "owner")
    await sign_in(client, "keeper")
    assert (await client.get("/owner")).status_code == 200
    await press(client, f"/organisations/{clinic.id}/act")
    assert (await client.get("/owner")).status_code == 403


async def test_nobody_acts_for_a_closed_organisation(house: House, client: httpx.AsyncClient, clinic: Clinic) -> None:
    """Closing it ends what was open."""
    await sign_in(client, "samira")
    await press(client, f"/organisations/{clinic.id}/act")
    async with house.work(actor=clinic.owner) as work:
        await close(work, clinic.id)
    assert "You are acting as" not in (await client.get("/notices")).text


async def test_signing_out_while_acting_signs_the_person_out(
    house: House, client: httpx.AsyncClient, clinic: Clinic
) -> None:
    """The session is theirs, whomever they act for."""
    await sign_in(client, "samira")
    await press(client, f"/organisations/{clinic.id}/act")
    cookie = dict(client.cookies)
    await press(client, "/sign-out")
    client.cookies.update(cookie)
    assert (await client.get("/organisations")).status_code == 303


def test_every_route_has_its_deed() -> None:
    """What is for people is for nobody else, under every method; the desk and the switch are for all seats."""
    table = {route.path: deed_of(route.path, writes=route.writes) for feature in FEATURES for route in feature.routes}
    assert table["/settings/password"] is None
    assert table["/@{handle}/us/relations"] is None
    assert table["/acting/end"] == "work_given"
    assert table["/settings/taking/file"] == "export"
    assert deed_of("/settings/profile/avatar", writes=True) == "page"
    assert deed_of("/api/v1/statuses", writes=True) == "post"
    assert deed_of("/api/v1/timelines/home", writes=False) == "read"
