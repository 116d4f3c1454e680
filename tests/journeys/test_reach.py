"""What reaches somebody: the page of all choices, on a phone and at a desk, by hand, by keyboard and without script."""

import os
from itertools import count
from pathlib import Path

from playwright.async_api import expect

from tests.journeys.conftest import Visitor, Visitors

_number = count(1)
PAGE = "/settings/notices"
PICTURES = os.environ.get("KITH_PICTURES")  # a folder to look at them in


async def come(visitors: Visitors, *, phone: bool = False, script: bool = True, dark: bool = False) -> Visitor:
    """Somebody joins."""
    visitor = await visitors.come(phone=phone, script=script, dark=dark)
    number = next(_number)
    await visitor.join(f"reach{number}", f"Rea {number}")
    return visitor


async def look(visitor: Visitor, name: str) -> None:
    """Take a picture, where somebody wishes to look at it."""
    if PICTURES:
        await visitor.page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


async def test_all_is_chosen_on_one_page(visitors: Visitors) -> None:
    """On a phone: nothing goes over its edge, every tick is large enough for a thumb; what was chosen stands there."""
    ana = await come(visitors, phone=True)
    page = ana.page
    await ana.go(PAGE)
    await look(ana, "reach-phone")
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    ticks = page.locator(".reach__tick")
    for index in range(await ticks.count()):
        box = await ticks.nth(index).bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
    hours = page.get_by_label("From")
    await expect(hours).to_be_hidden()
    await page.get_by_role("switch", name="Quiet hours").check()
    await hours.fill("23:15")
    await page.get_by_role("checkbox", name="Somebody likes or passes on what I said: Devices").check()
    await page.get_by_label("Who may interrupt you on your devices").select_option("15")
    await page.get_by_text("People you hardly know").click()
    await page.get_by_label("People who came less than 30 days ago").select_option("filter")
    await look(ana, "reach-phone-chosen")
    await page.get_by_role("button", name="Keep").click()
    await expect(page.get_by_text("Kept.")).to_be_visible()
    await expect(page.get_by_label("From")).to_have_value("23:15")
    await expect(page.get_by_role("checkbox", name="Somebody likes or passes on what I said: Devices")).to_be_checked()
    await expect(page.get_by_label("Who may interrupt you on your devices")).to_have_value("15")
    assert ana.complaints == []


async def test_the_page_works_at_a_desk_and_without_script(visitors: Visitors) -> None:
    ben = await come(visitors, dark=True)
    await ben.go(PAGE)
    await look(ben, "reach-wide-dark")
    plain = await come(visitors, script=False)
    await plain.go(PAGE)
    await plain.page.get_by_role("switch", name="Quiet hours").check()
    await plain.page.get_by_label("until").fill("08:00")
    await plain.page.get_by_role("button", name="Keep").click()
    await expect(plain.page.get_by_text("Kept.")).to_be_visible()
    await expect(plain.page.get_by_label("until")).to_have_value("08:00")
    await plain.go("/@reach1/silence")
    await look(plain, "silence")
    await plain.page.get_by_role("button", name="No notices").click()
    await plain.go(PAGE)
    await look(plain, "reach-silenced")
    await plain.page.get_by_role("button", name="Notices of Rea 1 again").click()
    await expect(plain.page.get_by_text("No notices of")).to_be_hidden()
