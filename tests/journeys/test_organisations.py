"""A team and what it holds: founded, shared, acted for by two, and no longer by one of them."""

import os
from pathlib import Path

from playwright.async_api import expect

from tests.journeys.conftest import Visitor, Visitors

PICTURES = os.environ.get("KITH_PICTURES")  # a folder to look at them in


async def look(visitor: Visitor, name: str) -> None:
    """Take a picture, where somebody wishes to look at it."""
    if PICTURES:
        await visitor.page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


async def test_two_hold_a_bakery_and_then_one(visitors: Visitors) -> None:
    """At a desk, and on a phone by night: whoever's seat ends is told so on the page they have open."""
    rosa, ben = await visitors.come(), await visitors.come(phone=True, dark=True)
    await rosa.join("org_rosa", "Rosa Baker")
    await ben.join("org_ben", "Ben Holm")
    await rosa.go("/organisations")
    await look(rosa, "organisations-none")
    await rosa.page.locator("main").get_by_role("link", name="Found one").click()
    await rosa.page.get_by_label("What it is called").fill("The Bakery")
    await rosa.page.get_by_label("Its handle").fill("org_bakery")
    await look(rosa, "organisations-found")
    await rosa.page.get_by_role("button", name="Found it").click()
    await rosa.page.wait_for_url("**/about")
    await look(rosa, "organisations-about")
    team = rosa.page.url.removeprefix(rosa.server.url).replace("/about", "/team")
    await rosa.go(team)
    await rosa.page.get_by_label("Their handle").fill("org_ben")
    await look(rosa, "organisations-team")
    await rosa.page.get_by_role("button", name="Ask them").click()
    await expect(rosa.page.get_by_text("has not answered yet")).to_be_visible()

    await _take_the_seat(ben)
    await ben.write("Rye until noon.")
    await look(ben, "organisations-post")
    await expect(ben.page.locator("main article").get_by_text("The Bakery").first).to_be_visible()

    await rosa.go(team)
    await rosa.page.locator("main summary", has_text="Change").click()
    await look(rosa, "organisations-change")
    await rosa.page.locator("main summary", has_text="End the seat").click()
    await rosa.page.get_by_role("button", name="End the seat").click()
    await rosa.page.wait_for_url(f"**{team}")

    # The page that he has open goes by itself: to lead him elsewhere at the same time would meet it on its way.
    await expect(ben.page.get_by_text("You no longer act for The Bakery")).to_be_visible(timeout=30_000)
    await look(ben, "organisations-ended")
    await ben.page.get_by_role("button", name="All right").click()
    await expect(ben.page.get_by_text("You no longer act for The Bakery")).to_have_count(0)
    assert (rosa.complaints, ben.complaints) == ([], [])


async def _take_the_seat(ben: Visitor) -> None:
    """From the notice to the desk."""
    asked = ben.page.locator("main .noted", has_text="asks you onto its team")
    for _look in range(50):  # a job tells it
        await ben.go("/notices")
        if await asked.count():
            break
    await look(ben, "organisations-notice")
    await asked.get_by_role("link", name="Answer").click()
    await look(ben, "organisations-offer")
    await ben.page.get_by_role("button", name="Take the seat").click()
    await look(ben, "organisations-mine")
    await ben.page.get_by_role("button", name="Act as it").click()
    await ben.page.wait_for_url("**/desk/org_bakery")
    await expect(ben.page.get_by_text("You are acting as")).to_be_visible()
    await look(ben, "organisations-acting")
