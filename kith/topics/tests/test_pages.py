"""Topics of one's own, on the pages."""

import re

import httpx

from kith.base.work import House
from kith.posts.tests.cast import ANA, BEN, gather_cast, send, sign_in

PLACE = "/settings/topics"


async def _made(house: House, client: httpx.AsyncClient) -> str:
    await gather_cast(house)
    await sign_in(house, client, ANA)
    made = await send(client, f"{PLACE}/new", PLACE, label="My allotment", yes="Tomatoes\nThe beans are up", no="")
    assert made.status_code == 303
    shown = (await client.get(PLACE)).text
    assert "My allotment" in shown
    assert "2 examples" in shown
    found = re.search(rf'href="{PLACE}/(\d+)"', shown)
    assert found is not None
    return found[1]


async def test_the_pages_make_change_and_delete_it(house: House, client: httpx.AsyncClient) -> None:
    """And say what is wrong beside the field."""
    one = f"{PLACE}/{await _made(house, client)}"
    assert "The beans are up" in (await client.get(one)).text
    wrong = await send(client, one, one, label="", yes="", no="")
    assert wrong.status_code == 422
    assert "Give the topic a name." in wrong.text
    assert (await send(client, one, one, label="The garden", yes="Beans", no="Bean bags")).status_code == 303
    assert "The garden" in (await client.get(PLACE)).text
    assert (await send(client, PLACE, f"{one}/delete")).status_code == 303
    assert "The garden" not in (await client.get(PLACE)).text


async def test_somebody_elses_topic_is_not_there(house: House, client: httpx.AsyncClient) -> None:
    """Neither to look at nor to change."""
    one = f"{PLACE}/{await _made(house, client)}"
    assert (await client.get(one)).status_code == 200
    await sign_in(house, client, BEN)
    assert (await client.get(one)).status_code == 404
    assert (await send(client, f"{PLACE}/new", one, label="Mine")).status_code == 404
    assert (await send(client, f"{PLACE}/new", f"{one}/delete")).status_code == 404
