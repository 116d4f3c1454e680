"""A short way to ask as somebody's app."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from kith.app import make_site
from kith.base.core.ids import Id
from kith.base.work import House
from kith.people import give_token
from kith.posts.tests.cast import gather_cast

API = "/api/kith/v1"
Ask = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture
async def ask(house: House) -> Ask:
    """Ask as somebody's app."""
    await gather_cast(house)
    site, tokens = make_site(house), dict[tuple[Any, ...], str]()

    async def asks(
        person: Id, method: str, path: str, body: Any = None, *, scopes: tuple[str, ...] = (), key: str = ""
    ) -> httpx.Response:
        if (person, *scopes) not in tokens:
            async with house.work(actor=person) as work:
                tokens[person, *scopes] = await give_token(work, name="an app", scopes=scopes or ("read", "write"))
        headers = {"authorization": f"Bearer {tokens[person, *scopes]}"} | ({"idempotency-key": key} if key else {})
        transport = httpx.ASGITransport(app=site)
        async with httpx.AsyncClient(transport=transport, base_url="http://kith.test", headers=headers) as client:
            return await client.request(method, f"{API}{path}", json=body)

    return asks
