"""A promise to oneself in a real browser, on a phone and on a wide screen, with the page's own scripts."""

import time

import pytest

from tests.journeys.conftest import Visitors
from tests.journeys.test_access import violations

POLITICS = "Ted Cruz and the GOP lie again, vote them out"
HALF_A_MINUTE_S = 30


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "wide"])
async def test_a_promise_is_made_and_a_second_post_is_decided_about(visitors: Visitors, *, phone: bool) -> None:
    """Made in one form; the composer follows what is written; a full week asks inside it, and loses nothing."""
    ana = await visitors.come(phone=phone)
    await ana.join("promise_phone" if phone else "promise_wide", "Ana Duarte")
    page = ana.page
    await ana.go("/pledges/new")
    assert await violations(page) == []
    begun = time.monotonic()
    await page.get_by_text("Partisan politics", exact=True).click()
    await page.get_by_label("Begin today, not with the next week").check()
    await page.get_by_role("button", name="Promise it to myself").click()
    await page.wait_for_url("**/pledges/*")
    assert time.monotonic() - begun < HALF_A_MINUTE_S
    await ana.go("/write")
    composer = page.locator("main form[data-composer]")
    await composer.locator("textarea[name=text]").press_sequentially(POLITICS)
    await composer.get_by_text("This looks like partisan politics. Shall it count?").wait_for()
    assert await composer.get_by_label("Yes", exact=True).is_checked()
    await composer.locator("button[data-send]").click()
    await page.wait_for_url("**/@*/*")
    await ana.go("/write")
    await composer.locator("textarea[name=text]").fill(f"{POLITICS} once more")
    await composer.locator("button[data-send]").click()
    question = composer.locator("[data-question]")
    await question.get_by_text("What shall happen to this one?").wait_for()
    assert await composer.locator("textarea[name=text]").input_value() == f"{POLITICS} once more"
    assert await violations(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await question.get_by_role("button", name="Let it go out Monday").click()
    await page.wait_for_url("**/drafts")
    assert f"{POLITICS} once more" in await page.locator("main").inner_text()
    await ana.go("/pledges")
    await page.get_by_text("1 of 1 out this week").first.wait_for()
    assert await violations(page) == []
    await page.get_by_role("link", name="At most 1 post a week").click()
    await page.get_by_role("heading", name="What went out about it").wait_for()
    assert await violations(page) == []
    assert [said for said in ana.complaints if "409" not in said] == []
