"""Whoever acted for an organisation when their seat ended is told so, in that browser, until they have read it."""

import httpx
import pytest

from kith.base.work import House
from kith.organisations import change_seat, end_seat
from kith.organisations.tests.scene import a_clinic, person, seat_for
from kith.organisations.tests.test_acting import press, sign_in

ENDED = "You no longer act for Clinic on the Hill"


@pytest.mark.parametrize("becomes_guest", [False, True])
async def test_the_next_page_says_that_one_is_oneself_again(
    house: House, client: httpx.AsyncClient, *, becomes_guest: bool
) -> None:
    """On whatever page comes next, also where a form of the organisation is refused; and no longer than that."""
    clinic, ben = await a_clinic(house), await person(house, "ben")
    await seat_for(house, clinic, ben, "member")
    await sign_in(client, "ben")
    await press(client, f"/organisations/{clinic.id}/act")
    async with house.work(actor=clinic.owner) as work:
        if becomes_guest:
            await change_seat(work, clinic.id, ben, role="guest")
        else:
            await end_seat(work, clinic.id, ben)
    refused = await client.post(
        "/write", data={"csrf": "0" * 64, "text": "Open today"}, headers={"accept": "text/html"}
    )
    assert refused.status_code == 403
    assert "no longer fits your sign-in" in refused.text
    pages = [refused.text, *[(await client.get(path)).text for path in ("/", "/notices")]]
    assert [ENDED in words for words in pages] == [True, True, True]
    assert (await press(client, "/acting/end")).status_code == 303
    assert ENDED not in (await client.get("/")).text


async def test_nobody_else_is_told(house: House, client: httpx.AsyncClient) -> None:
    """Neither who did not act for it, nor who went back before."""
    clinic, ben = await a_clinic(house), await person(house, "ben")
    await seat_for(house, clinic, ben, "member")
    await sign_in(client, "ben")
    await press(client, f"/organisations/{clinic.id}/act")
    await press(client, "/acting/end")
    async with house.work(actor=clinic.owner) as work:
        await end_seat(work, clinic.id, ben)
    assert ENDED not in (await client.get("/")).text
