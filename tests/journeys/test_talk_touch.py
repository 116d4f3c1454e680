"""A finger on a message: held, it opens what there is to do; moved along the line, it begins a reply."""

from playwright.async_api import Locator, expect

from tests.journeys.conftest import Visitor, Visitors
from tests.journeys.test_talk import two, until_said, write

STEPS = 6  # of a finger that moves


class _Finger:
    """A finger on the glass of a phone."""

    def __init__(self, visitor: Visitor) -> None:
        self.page = visitor.page

    async def __call__(self, on: Locator, *, along: int = 0, down: int = 0, held_ms: int = 0) -> None:
        glass = await self.page.context.new_cdp_session(self.page)
        box = await on.bounding_box()
        assert box is not None
        x, y = box["x"] + min(40, box["width"] / 2), box["y"] + box["height"] / 2
        await glass.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        for step in range(1, STEPS + 1) if along or down else ():
            place = {"x": x + along * step / STEPS, "y": y + down * step / STEPS}
            await glass.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [place]})
        await self.page.wait_for_timeout(held_ms)
        await glass.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        await glass.detach()


async def test_a_message_that_is_held_opens_what_there_is_to_do(visitors: Visitors) -> None:
    """A finger that goes on its way, or only touches, opens nothing; and no words are taken up instead."""
    ana, ben = await two(visitors, "held", phone=True)
    await write(ana, "Bread at eight")
    await until_said(ben.page, ["Are you there?", "Bread at eight"])
    finger, sheet = _Finger(ben), ben.page.locator("#sheet")
    bubble = ben.page.locator(".message__bubble", has_text="Bread at eight")
    await finger(bubble)
    await finger(bubble, down=60, held_ms=700)
    await expect(sheet).not_to_be_visible()
    await finger(bubble, held_ms=900)
    await expect(sheet.get_by_role("button", name="Copy the words")).to_be_visible()
    assert await ben.page.evaluate("getSelection().isCollapsed")
    await sheet.get_by_role("link", name="Reply").click()  # the finger that left closed nothing
    await expect(ben.page.locator("[data-about]")).to_contain_text("Bread at eight")
    assert ben.complaints == []


async def test_a_message_that_is_moved_along_the_line_is_answered(visitors: Visitors) -> None:
    """A finger that goes a little way, or up the list, answers nothing."""
    ana, ben = await two(visitors, "swipe", phone=True)
    await write(ana, "Are you coming?")
    await until_said(ben.page, ["Are you there?", "Are you coming?"])
    finger, about = _Finger(ben), ben.page.locator("[data-about]")
    bubble = ben.page.locator(".message__bubble", has_text="Are you coming?")
    for along, down in ((30, 0), (-90, 0), (60, 60)):
        await finger(bubble, along=along, down=down)
        await expect(about).to_be_hidden()
    await finger(bubble, along=90)
    await expect(about).to_contain_text("Are you coming?")
    await expect(ben.page.locator("[data-moving]")).to_have_count(0)
    await write(ben, "At eight")
    await expect(ana.page.locator(".message__answered", has_text="Are you coming?")).to_be_visible()
    assert ben.complaints == []
