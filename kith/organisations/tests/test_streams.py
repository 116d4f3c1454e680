"""What is open in an organisation's name closes with the seat: pages, and the streams of apps."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import cast

import httpx
import pytest
import pytest_asyncio

from kith.app import make_site
from kith.base.core.ids import Id
from kith.base.web.tests.listening import Listener
from kith.base.work import House
from kith.gateways.mastodon.tests.talking import App
from kith.organisations import change_seat, close, end_seat, require_second_step
from kith.organisations.tests.scene import Clinic, a_clinic, person, seat_for, token_for
from kith.organisations.tests.test_acting import press, sign_in
from kith.people.tests.phone import switch_on
from tests.clock import TestClock

Team = tuple[Clinic, Id]
Ending = Callable[[House, Team], Awaitable[None]]


async def end(house: House, team: Team) -> None:
    """Somebody ends the seat."""
    async with house.work(actor=team[0].owner) as work:
        await end_seat(work, team[0].id, team[1])


async def make_guest(house: House, team: Team) -> None:
    """It comes to include no more than the desk."""
    async with house.work(actor=team[0].owner) as work:
        await change_seat(work, team[0].id, team[1], role="guest")


async def close_it(house: House, team: Team) -> None:
    """There is no such organisation any more."""
    async with house.work(actor=team[0].owner) as work:
        await close(work, team[0].id)


async def ask_for_two_steps(house: House, team: Team) -> None:
    """It asks for two-step sign-in, which they have not; the owner has."""
    await switch_on(house, team[0].owner, cast("TestClock", house.clock))
    async with house.work(actor=team[0].owner) as work:
        await require_second_step(work, team[0].id, required=True)


ENDINGS = pytest.mark.parametrize("ending", [end, make_guest, close_it, ask_for_two_steps])


@pytest_asyncio.fixture
async def team(house: House) -> Team:
    """A clinic, and Ben on its team."""
    clinic, ben = await a_clinic(house), await person(house, "ben")
    await seat_for(house, clinic, ben, "member")
    return clinic, ben


async def _hears(house: House, path: str, **headers: str) -> Listener:
    listener = Listener(make_site(house), path=path, headers={"accept": "text/event-stream"} | headers)
    await asyncio.wait_for(listener.answered.wait(), 10)
    assert listener.status == 200
    return listener


@ENDINGS
async def test_an_open_page_closes(house: House, client: httpx.AsyncClient, team: Team, ending: Ending) -> None:
    """It is told nothing more in the organisation's name; opened anew it is one's own."""
    await sign_in(client, "ben")
    await press(client, f"/organisations/{team[0].id}/act")
    cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    page = await _hears(house, "/live", cookie=cookie)
    await page.until(0)
    await ending(house, team)
    await page.until_ended()
    own = await _hears(house, "/live", cookie=cookie)
    await own.close()


@ENDINGS
async def test_the_socket_of_an_app_closes(house: House, team: Team, ending: Ending) -> None:
    """With every stream in it."""
    async with App(house, await token_for(house, team[0].id, hand=team[1])) as app:
        await app.listen("user")
        await ending(house, team)
        await asyncio.wait_for(app.ended.wait(), 10)


@ENDINGS
async def test_the_events_of_an_app_end(house: House, team: Team, ending: Ending) -> None:
    """And those of the owner's own app go on."""
    token = await token_for(house, team[0].id, hand=team[1])
    events = await _hears(house, "/api/v1/streaming/user", authorization=f"Bearer {token}")
    async with App(house, await token_for(house, team[0].owner, hand=team[0].owner)) as own:
        await own.listen("user")
        await ending(house, team)
        await events.until_ended()
        await own.settle()
