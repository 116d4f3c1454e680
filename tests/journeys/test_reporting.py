"""Telling the owners of their place of somebody."""

from tests.journeys.conftest import Visitors


async def test_a_post_is_reported_from_a_phone_without_script(visitors: Visitors) -> None:
    """From its menu, with that post ticked; and afterwards its author is blocked."""
    reader, loud = await visitors.come(phone=True, script=False), await visitors.come()
    await reader.join("report_rosa", "Rosa")
    await loud.join("report_lou", "Lou")
    await loud.write("Buy my soap!")
    page = reader.page
    await reader.go("/@report_lou")
    await page.locator("article summary").first.click()
    await page.get_by_role("link", name="Report this").click()
    assert await page.get_by_label("Buy my soap!").is_checked()
    await page.get_by_label("It is spam").check()
    await page.get_by_label("What should the owners know?").fill("Soap, again.")
    await page.get_by_role("button", name="Report it").click()
    await page.get_by_role("heading", name="Thank you").wait_for()
    await page.get_by_role("link", name="Block Lou").click()
    await page.locator("main").get_by_role("button", name="Block").click()
    await page.wait_for_url("**/people/blocked")
    assert not reader.complaints
