"""Apps of people who follow each other, for tests of what they say to each other."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from kith.app import make_site
from kith.base.core.ids import Id
from kith.base.work import House
from kith.people import give_token
from kith.posts.tests.cast import ANA, BEN, CLEO, follow, gather_cast

Ask = Callable[..., Awaitable[httpx.Response]]


async def asker(house: House) -> Ask:
    """Gather Ana, Ben and Cleo, who follow each other, and Dan; ask as the app of one of them."""
    await gather_cast(house)
    for one, other in ((ANA, BEN), (ANA, CLEO), (BEN, CLEO), (CLEO, ANA), (CLEO, BEN)):
        await follow(house, one, other)
    site, tokens = make_site(house), dict[Id, str]()

    async def asks(person: Id, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        if person not in tokens:
            async with house.work(actor=person) as work:
                tokens[person] = await give_token(work, name="an app", scopes=("read", "write"))
        key = {"authorization": f"Bearer {tokens[person]}"} | headers
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=site), base_url="http://kith.test") as client:
            return await client.request(method, path, json=body, headers=key)

    return asks
