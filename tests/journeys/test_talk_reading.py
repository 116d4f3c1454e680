"""How far somebody has read: as far as they came, on all of their devices; and finding what was said."""

from playwright.async_api import Page, expect

from tests.journeys.conftest import Visitors
from tests.journeys.test_access import violations
from tests.journeys.test_talk import two
from tests.journeys.test_talk_kept import FILLS

SCROLLS = """(seq) => document.getElementById(`m-${seq}`).scrollIntoView({ block: "end" })"""
NEW = """() => Number(document.querySelector(".talkrow__count > span")?.textContent ?? 0)"""


async def _new(page: Page) -> int:
    """Read in the list how many are new."""
    await page.goto(page.url)
    return int(await page.evaluate(NEW))


async def test_what_was_read_of_much_is_not_new_any_more(visitors: Visitors) -> None:
    """As far as somebody came; the list beside it, another device and a page without script say the same."""
    ana, ben = await two(visitors, "half")
    path = ben.page.url
    await ben.page.bring_to_front()
    await ana.page.locator("#m-1[data-state='read']").wait_for()
    await ben.go("/about")
    await ana.page.evaluate(FILLS, 60)
    await ben.go("/talk")
    other = await ben.context.new_page()
    await other.goto(ben.page.url)
    assert await _new(other) == 60
    await ben.page.bring_to_front()
    await ben.page.goto(path)
    await ben.page.locator("[data-unread-line]").wait_for()
    await ben.page.evaluate(SCROLLS, 31)  # Line 30
    await ben.page.wait_for_function(f"() => ({NEW})() === 30")
    assert await _new(other) == 30
    await ana.page.locator("#m-31[data-state='read']").wait_for()  # marks are told once a second
    assert await ana.page.locator("#m-61").get_attribute("data-state") == "delivered"
    await ben.page.bring_to_front()
    await ben.page.locator(".room__newest").click()
    await ana.page.locator("#m-61[data-state='read']").wait_for()
    assert await _new(other) == 0
    assert ben.complaints == []


async def test_what_is_found_is_marked_where_it_was_said(visitors: Visitors) -> None:
    """In what was found, and in the message one goes to; the next one is at hand."""
    ana, ben = await two(visitors, "mark")
    await ana.page.evaluate(FILLS, 60)
    await ben.page.goto(f"{ben.page.url.split('#')[0]}?q=line")
    found = ben.page.locator("#found")
    assert await found.locator("mark").count() == 40
    await found.get_by_role("link", name="Earlier ones").click()
    await found.get_by_role("link", name="Line 7").click()
    said = ben.page.locator("#m-8 mark")
    await expect(said).to_have_text("Line")
    await expect(said).to_be_in_viewport()
    above = (
        "(one) => one.getBoundingClientRect().top - document.querySelector('[data-scroll]').getBoundingClientRect().top"
    )
    assert await said.evaluate(above) > 50  # not at the edge: what was said around it is seen, too
    await expect(found.locator("[aria-current]")).to_contain_text("Line 7")
    assert await violations(ben.page) == []
    assert ben.complaints == []
