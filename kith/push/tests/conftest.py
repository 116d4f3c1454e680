"""Ana, who wishes to be told; a push service that takes what she is told, and her device that opens it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest_asyncio

from kith.base.core.ids import Id
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.notices.tests.scene import run_jobs
from kith.people import COOKIE, begin_session, follow, give_token
from kith.people.tests.cast_of_relations import ANA, BEN, CLEO, act, gather
from kith.push.model import Subscription
from kith.push.tests.service import Device, Service, push_service

PATH = "/api/v1/push/subscription"
ALL = (
    "mention", "status", "reblog", "follow", "follow_request", "favourite", "poll", "update", "quote",
    "quoted_update", "admin.sign_up", "admin.report", "added_to_collection", "collection_update",
)  # fmt: skip
_KEPT = Statement(f"SELECT {Subscription.columns()} FROM push_subscriptions ORDER BY owner_id, id")


@dataclass
class Scene:
    """Everything a test needs at hand."""

    house: House
    client: httpx.AsyncClient
    service: Service
    token: str
    device: Device = field(default_factory=Device)

    async def ask(self, method: str, *, token: str | None = None, **how: Any) -> httpx.Response:
        """Ask for the subscription as an app does."""
        headers = {"authorization": f"Bearer {token or self.token}"}
        return await self.client.request(method, PATH, headers=headers, **how)

    def form(self, **changes: Any) -> dict[str, Any]:
        """Give what an app sends to subscribe, with every alert on."""
        place = {"endpoint": self.service.endpoint("ana"), "keys": self.device.keys(), "standard": True}
        data = {"alerts": dict.fromkeys(ALL, True), "policy": "all"}
        return {
            "subscription": place | {name: changes[name] for name in changes if name in place},
            "data": data | {name: changes[name] for name in changes if name in data},
        }

    async def subscribe(self, **changes: Any) -> dict[str, Any]:
        """Let Ana's app subscribe."""
        answer = await self.ask("POST", json=self.form(**changes))
        assert answer.status_code == 200, answer.text
        said: dict[str, Any] = answer.json()
        return said

    async def run(self) -> list[dict[str, Any]]:
        """Let the worker run; give what Ana's device read since then."""
        before = len(self.service.got)
        await run_jobs(self.house)
        return [self.device.open(pushed) for pushed in self.service.got[before:]]

    async def kept(self) -> list[Subscription]:
        """List every subscription there is."""
        async with self.house.reading() as work:
            return await work.db.all(_KEPT, Subscription)

    async def browser_of(self, person: Id) -> Id:
        """Let the browser be somebody's; give the session."""
        async with self.house.work(actor=person) as work:
            key = await begin_session(work, person, user_agent="Mozilla/5.0 Firefox/140.0")
        self.client.cookies.set(COOKIE, key.written("."))
        return key.key_id


@pytest_asyncio.fixture
async def scene(house: House, client: httpx.AsyncClient) -> AsyncIterator[Scene]:
    """Ana with an app; Ben and Cleo, whom she follows."""
    await gather(house)
    await act(house, ANA, follow, BEN)
    await act(house, ANA, follow, CLEO)
    await run_jobs(house)
    token = await act(house, ANA, give_token, name="Lantern")
    async with push_service() as service:
        yield Scene(house=house, client=client, service=service, token=str(token))
