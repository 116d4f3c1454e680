"""Somebody who hears too much of somebody: from a card in two taps, with a thumb, with keys alone, without script."""

from itertools import count

import pytest
from playwright.async_api import Page, expect

from tests.journeys.conftest import Visitor, Visitors
from tests.journeys.test_access import violations

_number = count(1)


async def _two(
    visitors: Visitors, *, phone: bool = False, script: bool = True, dark: bool = False
) -> tuple[Visitor, str]:
    """Somebody who reads Xaver, who has said three things."""
    number = next(_number)
    xaver, reader = await visitors.come(), await visitors.come(phone=phone, script=script, dark=dark)
    await xaver.join(f"xaver{number}c", "Xaver")
    await reader.join(f"mila{number}c", "Mila")
    await reader.go(f"/@xaver{number}c")
    await reader.page.get_by_role("button", name="Follow").first.click()
    await reader.page.wait_for_timeout(300)
    for words in ("The bins.", "The bins again.", "And another thing."):
        await xaver.write(words)
    return reader, f"xaver{number}c"


async def _fair(page: Page) -> None:
    """See that nobody is kept out by how the page is built, and that nothing scrolls sideways."""
    assert await violations(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_less_of_this_in_two_taps_and_back(visitors: Visitors) -> None:
    """On a phone: the card gives way to what holds now; more of less, the way back, and Home by it."""
    reader, _xaver = await _two(visitors, phone=True)
    await reader.go("/")
    page = reader.page
    await page.get_by_label("More about this post").first.click()
    await page.get_by_role("button", name="Less of this").click()
    capped = page.locator(".capped")
    await expect(capped).to_contain_text("At most 3 a week from Xaver.")
    await expect(capped).to_be_focused()
    await _fair(page)
    await capped.get_by_role("button", name="Still less").click()
    await expect(capped).to_contain_text("At most 1 a week from Xaver.")
    await capped.get_by_role("button", name="Still less").click()
    await expect(capped).to_contain_text("All from Xaver into the fold.")
    await reader.go("/")
    over = page.locator(".over .strip__open")
    await expect(over).to_have_text("3 posts by Xaver")
    await _fair(page)
    await over.click()
    await expect(page.locator(".unfolded").get_by_text("The bins again.")).to_be_visible()
    await reader.go("/settings/taking-in")
    await _fair(page)
    await page.get_by_role("button", name="Take it back: All from Xaver into the fold").click()
    await expect(page.get_by_text("You take in everything.")).to_be_visible()
    assert reader.complaints == []


async def test_so_many_a_week_with_keys_alone(visitors: Visitors) -> None:
    """At a desk, in the dark: from the menu to the sheet, a number, a break, and what is listed."""
    reader, _xaver = await _two(visitors, dark=True)
    await reader.go("/")
    page = reader.page
    await page.get_by_label("More about this post").first.focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("link", name="How much you take in").first.focus()
    await page.keyboard.press("Enter")
    sheet = page.locator("#sheet")
    await expect(sheet.get_by_text("From Xaver", exact=True)).to_be_visible()
    await expect(sheet.get_by_label("About")).to_be_focused()
    await _fair(page)
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/settings/taking-in#cap-*")
    await expect(page.get_by_text("At most 2 a week from Xaver")).to_be_visible()
    await page.get_by_label("Once a day").check()
    await page.get_by_label("Ask me whether it is enough").select_option("30")
    await page.locator("form", has_text="When does Home come?").get_by_role("button", name="Keep it so").click()
    await page.wait_for_url("**/settings/taking-in#pace")
    await _fair(page)
    await reader.go("/")
    await expect(page.get_by_text("Home comes again t")).to_be_visible()
    assert reader.complaints == []


async def test_all_of_it_works_without_script(visitors: Visitors) -> None:
    """The same two taps, and a break until Monday."""
    reader, xaver = await _two(visitors, script=False)
    await reader.go("/")
    page = reader.page
    await page.get_by_label("More about this post").first.click()
    await page.get_by_role("button", name="Only the newest from Xaver").click()
    await expect(page.get_by_text("Only the newest from Xaver")).to_be_visible()
    await reader.go("/")
    await page.get_by_label("More about this post").first.click()
    await page.get_by_role("link", name="How much you take in").click()
    await page.get_by_role("button", name="A break from Xaver until Monday").click()
    await expect(page.get_by_role("button", name="Hear them again: Xaver")).to_be_visible()
    await reader.go("/")
    await expect(page.get_by_text("And another thing.")).to_have_count(0)
    await reader.go(f"/@{xaver}")
    await expect(page.get_by_text("And another thing.")).to_be_visible()


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "wide"])
async def test_a_guess_in_somebodys_fold_is_corrected_where_it_stands(visitors: Visitors, *, phone: bool) -> None:
    """Below a card, with a thumb or with keys alone: the reason opens, one tap says no, and it stays said."""
    number = next(_number)
    xaver, reader = await visitors.come(), await visitors.come(phone=phone)
    await xaver.join(f"xaver{number}c", "Xaver")
    await reader.join(f"mila{number}c", "Mila")
    await reader.go(f"/@xaver{number}c")
    page = reader.page
    await page.get_by_role("button", name="Follow").first.click()
    await page.wait_for_timeout(300)
    for words in ("The bins.", "Ted Cruz and the GOP lie again, vote them out"):
        await xaver.write(words)
    await reader.go("/settings/taking-in")
    await page.get_by_text("Set a weekly limit").click()
    await page.get_by_label("About", exact=True).select_option(label="Partisan politics")
    await page.get_by_label("How many a week").fill("0")
    await page.locator(".taking__new").get_by_role("button", name="Keep it so").click()
    await page.wait_for_url("**/settings/taking-in#cap-*")
    await reader.go("/")
    await page.get_by_role("link", name="about “Partisan politics”").click()
    why = page.locator(".unfolded summary", has_text="We think this is about “Partisan politics”.")
    no = page.locator(".unfolded").get_by_role("button", name="No, it is not")
    if phone:
        await why.click()
        await no.click()
    else:
        await why.focus()
        await page.keyboard.press("Enter")
        await page.keyboard.press("Tab")
        await expect(no).to_be_focused()
        await page.keyboard.press("Enter")
    thanks = page.get_by_text("Thank you. For you it is not, from now on.")
    await expect(thanks).to_be_focused()
    await _fair(page)
    await reader.go("/")
    await expect(page.get_by_text("about “Partisan politics”")).to_have_count(0)
    assert reader.complaints == []
