"""More at once than there are connections to the database: nobody holds one while they wait for another."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from kith.base.storage.connections import CONNECTIONS_MAX
from kith.base.work import House
from kith.conversations.tests.scene import ANA, BEN, gather_friends, pair
from kith.people.actions.knowing import SEEN_EVERY
from kith.posts.tests.cast import sign_in
from kith.posts.tests.test_pages import PICTURE
from tests.clock import TestClock

CROWD = CONNECTIONS_MAX + 2
STUCK_S = 30


async def _at_once(ask: Callable[[int], Awaitable[httpx.Response]]) -> set[int]:
    async with asyncio.timeout(STUCK_S):
        return {answer.status_code for answer in await asyncio.gather(*map(ask, range(CROWD)))}


async def _token(client: httpx.AsyncClient, page: str) -> str:
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', (await client.get(page)).text)
    assert found
    return found[1]


async def test_a_browser_that_comes_back_asks_for_much(
    house: House, client: httpx.AsyncClient, clock: TestClock
) -> None:
    """That it was here is noted by each of its requests, beside what it asks for."""
    await gather_friends(house)
    await sign_in(house, client, BEN)
    clock.tick(seconds=SEEN_EVERY.total_seconds() + 60)
    assert await _at_once(lambda _number: client.get("/talk")) == {200}


@pytest.mark.parametrize("where", ["/talk/to/ana", "/talk", "/write"])
async def test_forms_with_files_come_at_once(house: House, client: httpx.AsyncClient, where: str) -> None:
    """Files are taken in by themselves, whatever becomes of what they came with."""
    await gather_friends(house)
    await sign_in(house, client, BEN)
    path = f"/talk/{await pair(house, ANA, BEN)}/messages" if where == "/talk" else where
    token = await _token(client, "/write")
    files: Any = {"pictures[0][file]" if where == "/write" else "files[]": ("bread.png", PICTURE, "image/png")}

    async def send(number: int) -> httpx.Response:
        data = {"csrf": token, "text": f"Bread {number}", "act": "publish", "once": f"k{number}", "key": f"k{number}"}
        return await client.post(path, data=data, files=files, headers={"referer": "http://kith.test/write"})

    assert await _at_once(send) == {303}
