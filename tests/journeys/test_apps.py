"""Somebody signs in to an app: the app's page sends them here, they say yes, and it can act in their name."""

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest_asyncio
from playwright.async_api import expect

from kith.base.web.vendor import AXE
from tests.journeys.conftest import Visitors


class Elsewhere:
    """The app's own place: another origin, which remembers who was sent there."""

    def __init__(self) -> None:
        self.visits: list[str] = []
        self.url = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Greet whoever comes."""
        line = (await reader.readline()).decode()
        self.visits.append(line.split(" ")[1])
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\n\r\n<h1>Back in the app</h1>")
        await writer.drain()
        writer.close()


@pytest_asyncio.fixture
async def elsewhere() -> AsyncIterator[Elsewhere]:
    """It, on a port of its own."""
    place = Elsewhere()
    server = await asyncio.start_server(place.serve, "127.0.0.1", 0)
    place.url = f"http://localhost:{server.sockets[0].getsockname()[1]}/back"
    async with server:
        yield place


async def test_an_app_is_let_in(visitors: Visitors, elsewhere: Elsewhere) -> None:
    """From its page, through sign-in, to a token; the browser follows the answer although the policy is strict."""
    visitor = await visitors.come(phone=True)
    await visitor.join("lena8x", "Lena")
    await visitor.go("/settings")
    await visitor.page.locator("main").get_by_role("button", name="Sign out").click()
    async with httpx.AsyncClient(base_url=visitors.server.url, timeout=30) as app:
        made = (await app.post("/api/v1/apps", json={"client_name": "Lantern", "redirect_uris": elsewhere.url})).json()
        asks = {"response_type": "code", "client_id": made["client_id"], "redirect_uri": elsewhere.url, "state": "s 1"}
        await visitor.go(f"/oauth/authorize?{urlencode(asks)}")
        await visitor.page.get_by_label("Handle").fill("lena8x")
        await visitor.page.locator("#field-password").fill("a long table in the evening")
        await visitor.page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
        await expect(visitor.page.get_by_role("heading", name="Let Lantern in?")).to_be_visible()
        await visitor.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = await visitor.page.evaluate("axe.run(document)")
        assert [one["id"] for one in found["violations"]] == []
        await visitor.page.get_by_role("button", name="Let it in").click()
        await expect(visitor.page.get_by_role("heading", name="Back in the app")).to_be_visible()
        told = parse_qs(urlsplit(elsewhere.visits[0]).query)
        assert told["state"] == ["s 1"]
        form = {
            "grant_type": "authorization_code",
            "client_id": made["client_id"],
            "client_secret": made["client_secret"],
            "redirect_uri": elsewhere.url,
            "code": told["code"][0],
        }
        token = (await app.post("/oauth/token", data=form)).json()["access_token"]
        me = await app.get("/api/v1/accounts/verify_credentials", headers={"authorization": f"Bearer {token}"})
        assert me.json()["username"] == "lena8x"
    await visitor.go("/settings/sessions")
    await expect(visitor.page.get_by_text("Lantern")).to_be_visible()
    assert visitor.complaints == []
