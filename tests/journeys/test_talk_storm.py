"""One conversation through everything at once: a phone on a bad line, a tunnel, and a server that starts anew."""

import asyncio
import contextlib

from playwright.async_api import Error, Page, Route

from tests.journeys.conftest import Server, Visitors
from tests.journeys.test_talk import said, two, until_said, write


class BadLine:
    """A line on which of four requests the first is lost on its way, and the third on its way back."""

    def __init__(self) -> None:
        self._count = 0

    async def come(self, page: Page) -> None:
        """Let all that a page sends go over it."""
        await page.route("**/talk/*/messages", self._carry)

    async def _carry(self, route: Route) -> None:
        self._count += 1
        if self._count % 4 == 1:
            await route.abort("internetdisconnected")
        elif self._count % 4 == 3:
            with contextlib.suppress(Error):  # nobody is there
                await route.fetch()  # it arrives, and its answer is lost
            await route.abort("connectionreset")
        else:
            await route.continue_()


async def test_a_talk_holds_on_a_phone_in_a_tunnel_while_the_server_starts_anew(
    visitors: Visitors, server: Server
) -> None:
    """Each line stands once on both screens in one order, each own as it was written; and again later."""
    ana, ben = await two(visitors, "storm", phone=True)
    await BadLine().come(ben.page)
    for text in ("b1", "b2"):
        await write(ben, text)
    await write(ana, "a1")
    await ben.context.set_offline(True)
    await write(ben, "b3")
    await ben.page.locator('[data-state="pending"]', has_text="b3").wait_for()
    await asyncio.to_thread(server.stop)
    await write(ana, "a2")
    await write(ben, "b4")
    await asyncio.to_thread(server.start)
    await write(ana, "a3")
    await ben.context.set_offline(False)
    await write(ben, "b5")
    for one, last in ((ana, "b5"), (ben, "a3")):
        await one.page.locator(".message__words", has_text=last).wait_for(timeout=60_000)
    everything = await said(ana.page)
    assert sorted(everything) == ["Are you there?", "a1", "a2", "a3", "b1", "b2", "b3", "b4", "b5"]
    for who in "ab":
        own = [one for one in everything if one.startswith(who)]
        assert own == sorted(own)
    for one in (ana, ben):
        await until_said(one.page, everything)
        await one.page.reload()
        await until_said(one.page, everything)
    await write(ana, "Still there?")
    await until_said(ben.page, [*everything, "Still there?"])
