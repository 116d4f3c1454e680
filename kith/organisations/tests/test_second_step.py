"""An organisation asks its team for two-step sign-in: who has none keeps nothing of their seat until they do."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx
import pytest
import pytest_asyncio

from kith.base.core.errors import NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.work import House
from kith.desk import load_list
from kith.gateways.mastodon.tests.talking import App
from kith.organisations import end_seat, members_of, require_second_step, seats_of_person
from kith.organisations.tests.scene import Clinic, a_clinic, person, seat_for, token_for
from kith.organisations.tests.test_acting import press, sign_in
from kith.people import lift_two_step
from kith.people.tests.phone import switch_on
from tests.clock import TestClock

Change = Callable[[House, Clinic, Id, TestClock], Awaitable[None]]
ME, TEAM = "/api/v1/accounts/verify_credentials", "/api/kith/v1/organisations"


@pytest_asyncio.fixture
async def clinic(house: House, clock: TestClock) -> Clinic:
    """A clinic whose owner signs in in two steps."""
    made = await a_clinic(house)
    await switch_on(house, made.owner, clock)
    return made


@pytest_asyncio.fixture
async def ben(house: House, clinic: Clinic) -> Id:
    """Ben, a manager of the clinic, with a password alone."""
    found = await person(house, "ben")
    await seat_for(house, clinic, found, "manager")
    return found


async def ask(house: House, clinic: Clinic, *, required: bool = True) -> None:
    """Let the owner ask for it."""
    async with house.work(actor=clinic.owner) as work:
        await require_second_step(work, clinic.id, required=required)


async def has_it(house: House, clinic: Clinic, ben: Id, clock: TestClock) -> None:
    """Ben has a second step."""
    await switch_on(house, ben, clock)


async def no_longer_asked(house: House, clinic: Clinic, _ben: Id, _clock: TestClock) -> None:
    """The owner took it back."""
    await ask(house, clinic, required=False)


async def nothing_more(_house: House, _clinic: Clinic, _ben: Id, _clock: TestClock) -> None:
    """Ben does nothing about it."""


@pytest.mark.parametrize(("change", "holds"), [(nothing_more, False), (has_it, True), (no_longer_asked, True)], ids=str)
async def test_a_seat_without_a_second_step_holds_nowhere(  # noqa: PLR0917 - one town, two people, a clock
    house: House, client: httpx.AsyncClient, clinic: Clinic, ben: Id, clock: TestClock, change: Change, *, holds: bool
) -> None:
    """Not in a browser that acted, not at the desk, not through an app, not in a list; and comes back whole."""
    headers = {"authorization": f"Bearer {await token_for(house, clinic.id, hand=ben)}"}
    own = {"authorization": f"Bearer {await token_for(house, ben, hand=ben)}"}
    await sign_in(client, "ben")
    await press(client, f"/organisations/{clinic.id}/act")
    assert (await client.get("/api/v1/timelines/home", headers=headers)).status_code == 200  # kept from here on
    await ask(house, clinic)
    await change(house, clinic, ben, clock)
    assert ("You are acting as" in (await client.get("/notices")).text) == holds
    for path in ("/desk/clinic", f"/organisations/{clinic.id}/team", f"/organisations/{clinic.id}/acts"):
        assert (await client.get(path)).status_code == (200 if holds else 403), path
    for path in (ME, "/api/v1/timelines/home", "/api/v1/notifications", "/api/v1/conversations"):
        assert (await client.get(path, headers=headers)).status_code == (200 if holds else 403), path
    written = await client.post("/api/v1/statuses", headers=headers, json={"status": "We are open."})
    assert written.status_code == (200 if holds else 403)
    desks = (await client.get("/api/kith/v1/desks", headers=own)).json()
    assert len(desks) == holds
    path = f"/api/kith/v1/desks/{clinic.id}/cases"
    assert (await client.get(path, headers=own)).status_code == (200 if holds else 403)
    [seat] = (await client.get(TEAM, headers=own)).json()
    assert seat["rests"] != holds
    async with house.reading(actor=ben) as work:
        assert len(await seats_of_person(work, ben)) == holds
        assert len(await members_of(work, clinic.id)) == 1 + holds


async def test_whose_seat_rests_reads_what_to_do(
    house: House, client: httpx.AsyncClient, clinic: Clinic, ben: Id, clock: TestClock
) -> None:
    """On the page of their teams and in the browser that acted; and goes on there as soon as it is done."""
    await sign_in(client, "ben")
    await press(client, f"/organisations/{clinic.id}/act")
    await ask(house, clinic)
    assert "Your seat rests" in (await client.get("/organisations")).text
    page = (await client.get("/notices")).text
    assert "Until it is on you are yourself" in page
    assert "/settings/two-step" in page
    refused = await press(client, f"/organisations/{clinic.id}/act")
    assert refused.status_code == 403
    assert "two-step sign-in" in refused.text
    await switch_on(house, ben, clock)
    assert "You are acting as" in (await client.get("/notices")).text


async def test_an_owner_without_it_cannot_ask_for_it(house: House, client: httpx.AsyncClient, clinic: Clinic) -> None:
    """They would keep themself out; with it the very same goes through."""
    async with house.work() as work:
        await lift_two_step(work, clinic.owner)
    headers = {"authorization": f"Bearer {await token_for(house, clinic.owner, hand=clinic.owner)}"}
    path = f"{TEAM}/{clinic.id}/two_step"
    answer = await client.put(path, headers=headers, json={"required": True})
    assert answer.status_code == 403
    assert (await client.get(path, headers=headers)).json()["required"] is False
    async with house.work(actor=clinic.owner) as work:
        with pytest.raises(Refused, match="keep yourself out"):
            await require_second_step(work, clinic.id, required=True)


async def test_an_owner_asks_for_it_on_the_page(
    house: House, client: httpx.AsyncClient, clinic: Clinic, ben: Id
) -> None:
    """It says who has none, and it is written down."""
    headers = {"authorization": f"Bearer {await token_for(house, clinic.owner, hand=clinic.owner)}"}
    path = f"{TEAM}/{clinic.id}/two_step"
    answer = await client.put(path, headers=headers, json={"required": True})
    assert answer.status_code == 200
    assert [one["acct"] for one in answer.json()["without"]] == ["ben"]
    acts = (await client.get(f"{TEAM}/{clinic.id}/acts", headers=headers)).json()
    assert acts[0]["deed"] == "two_step.asked"


@pytest.mark.parametrize("who", ["ben", "stranger"])
async def test_nobody_but_an_owner_asks_for_it(house: House, clinic: Clinic, ben: Id, who: str) -> None:
    """A manager is refused; to who is not on the team there is none."""
    other = ben if who == "ben" else await person(house, "dan")
    async with house.work(actor=other) as work:
        with pytest.raises(Refused if who == "ben" else NotFound):
            await require_second_step(work, clinic.id, required=False)


async def test_switching_it_off_ends_streams_at_once(house: House, clinic: Clinic, ben: Id, clock: TestClock) -> None:
    """What was open as the organisation closes with the second step, and the desk is shut."""
    await switch_on(house, ben, clock)
    await ask(house, clinic)
    async with App(house, await token_for(house, clinic.id, hand=ben)) as app:
        await app.listen("user")
        async with house.work() as work:
            await lift_two_step(work, ben)
        await asyncio.wait_for(app.ended.wait(), 10)
    async with house.reading(actor=ben) as work:
        with pytest.raises(Refused):
            await load_list(work, clinic.id, "ours", Paging())


async def test_whose_seat_rests_may_leave(house: House, client: httpx.AsyncClient, clinic: Clinic, ben: Id) -> None:
    """And ends nobody else's."""
    await ask(house, clinic)
    async with house.work(actor=ben) as work:
        with pytest.raises(Refused):
            await end_seat(work, clinic.id, clinic.owner)
    await sign_in(client, "ben")
    assert (await press(client, f"/organisations/{clinic.id}/leave")).status_code == 303
    async with house.reading(actor=clinic.owner) as work:
        assert [one.person_id for one in await members_of(work, clinic.id)] == [clinic.owner]
