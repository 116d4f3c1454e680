"""Two browsers behind a proxy that sends what stays open to the streams' own door, as deploy/ has it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.async_api import Browser, expect

from tests.clients.between import Between
from tests.journeys.conftest import Server, Visitors
from tests.ports import free_port

HEARD_WITHIN_MS = 15_000


@pytest.fixture
def between(server: Server) -> Iterator[Between]:
    """The proxy."""
    assert server.streams_port
    between = Between(free_port(), server.port, [], streams_port=server.streams_port)
    between.start()
    yield between
    between.close()


async def test_what_one_says_appears_through_the_door(server: Server, browser: Browser, between: Between) -> None:
    """Without a reload; and no stream went by the main one."""
    visitors = Visitors(replace(server, port=between.port), browser)
    try:
        here, there = await visitors.come(), await visitors.come(phone=True)
        await here.join("dana_door", "Dana")
        await there.join("emre_door", "Emre")
        await there.go("/@dana_door")
        await there.page.get_by_role("button", name="Follow").first.click()
        await expect(there.page.get_by_role("button", name="Following").first).to_be_visible()
        async with there.page.expect_response("**/live?*") as opening:
            await there.go("/")
        assert (await (await opening.value).all_headers())["content-type"].startswith("text/event-stream")
        await here.write("The lamp is lit, @emre_door!")
        await there.page.locator("[data-waiting] button").click(timeout=HEARD_WITHIN_MS)
        await expect(there.page.locator("article", has_text="The lamp is lit").first).to_be_visible()
        for one in (here, there):
            assert one.complaints == []
    finally:
        await visitors.leave()
    opened = [one for one in between.exchanges if one.path == "/live"]
    assert opened
    assert all(one.status == 200 for one in opened)
