"""What an organisation's talking brought it, and its ways in and out: the report, webhooks, mail, people who agreed."""

import asyncio
from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import expect

from kith.mailbox.tests.servers import PASSWORD, USER, Inbound, Outbound
from tests.journeys.conftest import Visitor, Visitors
from tests.journeys.test_access import violations
from tests.ports import free_port as port_for_mail

HANDLE = "ways_mill"


@pytest_asyncio.fixture
async def mail_servers() -> AsyncIterator[tuple[Inbound, Outbound]]:
    """A mailbox, and a server that takes mail."""
    inbound, outbound = Inbound(port_for_mail()), Outbound()
    await asyncio.to_thread(inbound.start)
    await outbound.start()
    yield inbound, outbound
    await outbound.stop()
    inbound.stop()


async def test_an_owner_finds_every_way_in_and_out(visitors: Visitors, mail_servers: tuple[Inbound, Outbound]) -> None:
    """On a phone by night; each page with all that it does."""
    rosa = await visitors.come(phone=True, dark=True)
    way = await _found(rosa)
    await _reads_the_report(rosa)
    await _tells_a_program(rosa, way)
    await _connects_mail(rosa, way, *mail_servers)
    await _asks_who_agreed(rosa, way)
    assert [said for said in rosa.complaints if "422" not in said] == []  # the password that was wrong


async def _found(rosa: Visitor) -> str:
    """Let Rosa found a mill; give the way to its pages."""
    page = rosa.page
    await rosa.join("ways_rosa", "Rosa Mill")
    await rosa.go("/organisations/new")
    await page.get_by_label("What it is called").fill("The Mill")
    await page.get_by_label("Its handle").fill(HANDLE)
    await page.get_by_role("button", name="Found it").click()
    await page.wait_for_url("**/about")
    return page.url.removeprefix(rosa.server.url).removesuffix("/about")


async def _reads_the_report(rosa: Visitor) -> None:
    """The figures, each chart as a table, by the keyboard; the week before; the table as a file, without reach."""
    page = rosa.page
    await rosa.go(f"/desk/{HANDLE}/report")
    await page.get_by_text("People answered").first.wait_for()
    summary = page.locator(".chart__more summary").first
    await summary.focus()
    await page.keyboard.press("Enter")
    await page.locator(".chart__more[open] table").first.wait_for()
    assert await violations(page) == []
    async with page.expect_download() as waiting:
        await page.locator(".report__take button").first.click()
    table = (await (await waiting.value).path()).read_text(encoding="utf-8").lower()
    assert "answered" in table
    assert not any(word in table for word in ("reach", "impression", "follower"))
    await page.get_by_role("link", name="Earlier").click()
    await page.get_by_role("link", name="Later").wait_for()


async def _tells_a_program(rosa: Visitor, way: str) -> None:
    """Its secret is shown once; a test stands in the log; it is paused, goes on, and ends."""
    page = rosa.page
    await rosa.go(f"{way}/webhooks")
    await page.get_by_label("Address").fill("https://mill.invalid/told")
    await page.get_by_role("button", name="Add it").click()
    secret = await page.locator("main .settings__token").inner_text()
    await page.get_by_role("button", name="Pause").click()
    await page.get_by_role("button", name="Let it go on").click()
    await page.get_by_role("button", name="Send a test").click()
    await page.locator(".webhook__log li").first.wait_for()
    assert secret not in await page.content()
    await page.get_by_role("button", name="Renew the secret").click()
    assert await page.locator("main .settings__token").inner_text() != secret
    assert await violations(page) == []
    await page.get_by_role("button", name="End it").click()
    await expect(page.get_by_text("mill.invalid")).to_have_count(0)


async def _connects_mail(rosa: Visitor, way: str, inbound: Inbound, outbound: Outbound) -> None:
    """A wrong password is said; then both servers say yes; it is paused, goes on, and is disconnected."""
    page = rosa.page
    await rosa.go(f"{way}/mail")
    await page.get_by_label("Its address").fill(USER)
    for password in ("not this one", PASSWORD):
        for use, port in (("reading", inbound.port), ("sending", outbound.port)):
            await page.locator(f"[name={use}_host]").fill("127.0.0.1")
            await page.locator(f"[name={use}_port]").fill(str(port))
            await page.locator(f"[name={use}_security]").select_option("none")
            await page.locator(f"[name={use}_user]").fill(USER)
            await page.locator(f"[name={use}_password]").fill(password)
        await page.get_by_role("button", name="Connect", exact=True).click()
        said = "Connected" if password == PASSWORD else "password"
        await page.locator("main .notice, main .field__wrong", has_text=said).first.wait_for()
    assert await violations(page) == []
    await page.get_by_role("link", name="What is kept of an address").click()
    await page.get_by_label("Their address").fill("nobody@berg.example")
    await page.get_by_role("button", name="Show it").click()
    await page.get_by_text("Nothing is kept of this address.").wait_for()
    await rosa.go(f"{way}/mail")
    for press, said in (("Pause", "Paused."), ("Go on", "Mail goes on."), ("Disconnect", "Disconnected")):
        await page.get_by_role("button", name=press, exact=True).click()
        await page.locator("main .notice", has_text=said).wait_for()


async def _asks_who_agreed(rosa: Visitor, way: str) -> None:
    """Whose website has proved nothing is told so before they choose a file; the link leads on."""
    page = rosa.page
    await rosa.go(f"{way}/contacts")
    await page.get_by_text("First let your website prove").wait_for()
    assert await page.locator("main input[type=file]").count() == 0
    assert await violations(page) == []
    await page.get_by_role("link", name="What it tells").click()
    await page.wait_for_url(f"**{way}/about")
