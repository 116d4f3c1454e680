"""A team that asks for two-step sign-in has it by a passkey, too: a seat holds with the first and rests without one."""

import asyncio
import re

import httpx
import pytest_asyncio

from kith.base.core.ids import Id
from kith.base.work import House
from kith.gateways.mastodon.tests.talking import App
from kith.organisations import require_second_step
from kith.organisations.tests.scene import Clinic, a_clinic, person, seat_for, token_for
from kith.organisations.tests.test_acting import press, sign_in
from kith.people.tests.device import Device, options_on
from kith.people.tests.door import PASSWORD, browser, send

SETTINGS = "/settings/two-step"
KEYS = f"{SETTINGS}/passkeys"
ACTS = "You are acting as"


@pytest_asyncio.fixture
async def clinic(house: House) -> Clinic:
    """A clinic that Samira owns."""
    return await a_clinic(house)


@pytest_asyncio.fixture
async def ben(house: House, clinic: Clinic) -> Id:
    """Ben, of its team, with a password alone."""
    found = await person(house, "ben")
    await seat_for(house, clinic, found, "manager")
    return found


async def make_passkey(client: httpx.AsyncClient) -> Device:
    """Make whoever is signed in a passkey."""
    device = Device()
    proven = await send(client, f"{KEYS}/new", current_password=PASSWORD)
    made = await send(client, KEYS, passkey=device.make(options_on(proven, "make")), name="My phone")
    assert made.status_code == 200, made.text
    return device


async def remove_passkey(client: httpx.AsyncClient, device: Device) -> None:
    """Remove the only one."""
    page = await client.get(SETTINGS)
    [path] = re.findall(rf'href="({KEYS}/\d+)"', page.text)
    proof = device.show(options_on(page))
    gone = await send(client, f"{path}/remove", current_password=PASSWORD, passkey=proof)
    assert gone.headers["location"] == f"{SETTINGS}?said=off"


async def test_an_owner_with_a_passkey_alone_asks_for_it(
    house: House, client: httpx.AsyncClient, clinic: Clinic
) -> None:
    """Before it they are refused; and the seat they ask from holds."""
    await sign_in(client, "samira")
    team = f"/organisations/{clinic.id}/team"
    path = f"/organisations/{clinic.id}/two-step"
    assert (await press(client, path, page=team, required="true")).status_code == 422
    await make_passkey(client)
    assert (await press(client, path, page=team, required="true")).status_code == 303
    assert (await client.get("/desk/clinic")).status_code == 200


async def test_a_seat_holds_with_a_passkey_and_rests_without_one(
    house: House, client: httpx.AsyncClient, clinic: Clinic, ben: Id
) -> None:
    """In the browser where it was made, in one that came by it, and in an app; removed, all of them rest at once."""
    await _samira_asks(house, clinic)
    await sign_in(client, "ben")
    assert (await client.get("/desk/clinic")).status_code == 403
    device = await make_passkey(client)
    assert (await client.get("/desk/clinic")).status_code == 200
    headers = {"authorization": f"Bearer {await token_for(house, clinic.id, hand=ben)}"}
    async with browser(house) as other, App(house, await token_for(house, clinic.id, hand=ben)) as app:
        options = options_on(await other.get("/sign-in"))
        assert (await send(other, "/sign-in/passkey", passkey=device.show(options))).status_code == 303
        for one in (client, other):
            await press(one, f"/organisations/{clinic.id}/act")
            assert ACTS in (await one.get("/notices")).text
        assert (await client.get("/api/v1/timelines/home", headers=headers)).status_code == 200
        await app.listen("user")
        await press(client, "/acting/end")
        await remove_passkey(client, device)
        await asyncio.wait_for(app.ended.wait(), 10)
        assert ACTS not in (await other.get("/notices")).text
        assert (await other.get("/desk/clinic")).status_code != 200
    assert (await client.get("/desk/clinic")).status_code == 403
    assert (await client.get("/api/v1/timelines/home", headers=headers)).status_code == 403


async def _samira_asks(house: House, clinic: Clinic) -> None:
    async with browser(house) as hers:
        await sign_in(hers, "samira")
        await make_passkey(hers)
    async with house.work(actor=clinic.owner) as work:
        await require_second_step(work, clinic.id, required=True)
