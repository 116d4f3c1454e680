"""Two people here, and an app of each."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest_asyncio

from kith.base.core.ids import Id
from kith.base.work import House
from kith.people import JoinForm, give_token, join
from kith.people.model import Account, Handle
from tests.clock import BEGINNING


class Apps:
    """Ask as somebody's app asks."""

    def __init__(self, house: House, client: httpx.AsyncClient) -> None:
        self.house = house
        self.client = client
        self.people: dict[str, Account] = {}
        self.tokens: dict[str, str] = {}

    async def come(self, handle: str) -> None:
        """Let somebody live here, with an app."""
        async with self.house.work() as work:
            self.people[handle] = await join(work, JoinForm(handle=handle, password="a long table"))
        self.tokens[handle] = await self.act(handle, give_token, name="a script")

    async def far(self, handle: str, domain: str) -> str:
        """Let somebody live on another server. Gives their id."""
        async with self.house.work() as work:
            account_id = work.new_id()
            known = Account(id=account_id, handle=handle, domain=domain, name=handle.title(), created_at=BEGINNING)
            await work.db.insert(known)
            await work.db.insert(Handle(handle=f"{handle}@{domain}", account_id=account_id))
        return str(account_id)

    async def act(self, handle: str, deed: Callable[..., Awaitable[Any]], *given: Any, **named: Any) -> Any:
        """Let somebody do something."""
        async with self.house.work(actor=self.id(handle)) as work:
            return await deed(work, *given, **named)

    def id(self, handle: str) -> Id:
        """Give somebody's id."""
        return self.people[handle].id

    async def ask(self, handle: str | None, method: str, path: str, expect: int = 200, **more: Any) -> Any:
        """Ask for something, and give what was answered. `expect` is the status that must come."""
        headers = {"authorization": f"Bearer {self.tokens[handle]}"} if handle else {}
        answer = await self.client.request(method, path, headers=headers, **more)
        assert answer.status_code == expect, (answer.status_code, answer.text)
        return answer.json()


@pytest_asyncio.fixture
async def apps(house: House, client: httpx.AsyncClient) -> Apps:
    """Ana and Ben."""
    apps = Apps(house, client)
    for handle in ("ana", "ben"):
        await apps.come(handle)
    return apps
