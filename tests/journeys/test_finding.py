"""Somebody looks whom they know here, with a file out of another network."""

from playwright.async_api import expect

from kith.finding.tests import files
from tests.journeys.conftest import Visitors


async def test_a_file_is_read_while_one_looks_on(visitors: Visitors) -> None:
    """The page goes on by itself to who is perhaps here, and to whom one can invite."""
    here, there = await visitors.come(), await visitors.come(phone=True)
    await there.join("zoefinds", "Zoë Müller")
    await here.join("anafinds", "Ana")
    await here.go("/people/known")
    await here.page.get_by_role("button", name="Rather not").click()
    await expect(here.page.get_by_text("May they find you, too?")).to_have_count(0)
    archive = {"name": "facebook.zip", "mimeType": "application/zip", "buffer": files.facebook()}
    await here.page.get_by_label("The file").set_input_files(files=[archive])
    await here.page.get_by_role("button", name="See who is here").click()
    await expect(here.page.get_by_role("heading", level=1)).to_have_text("The people you know", timeout=30_000)
    await expect(here.page.get_by_role("status").first).to_have_text("Here (0), Perhaps (1), Not here (3)")
    await here.page.get_by_role("link", name="Perhaps (1)").first.click()
    await expect(here.page.get_by_role("heading", name="Zoë Müller")).to_be_visible()
    await here.page.get_by_role("button", name="Follow").first.click()
    await expect(here.page.get_by_role("button", name="Following").first).to_be_visible()
    await here.page.get_by_role("link", name="Not here (3)").click()
    await here.page.get_by_label("Invite Ben Carter").click()
    await here.page.locator("#absent-0 textarea").fill("It is quiet here.")
    await here.page.locator("#absent-0").get_by_role("button", name="Make a link to send myself").click()
    await expect(here.page.locator("#absent-0 code")).to_contain_text("/join/")
    await here.page.get_by_role("button", name="Done: forget this list now").click()
    await expect(here.page.get_by_text("Nothing of it is left here.")).to_be_visible()
    assert here.complaints == []


async def test_a_file_is_read_without_script(visitors: Visitors) -> None:
    """The page loads itself anew until it is done."""
    visitor = await visitors.come(script=False)
    await visitor.join("evafinds", "Eva")
    await visitor.go("/people/known")
    broken = {"name": "cat.zip", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff\xe0" + bytes(500)}
    await visitor.page.get_by_label("The file").set_input_files(files=[broken])
    await visitor.page.get_by_role("button", name="See who is here").click()
    await expect(visitor.page.get_by_role("alert")).to_contain_text("no address book", timeout=30_000)
    await expect(visitor.page.get_by_role("link", name="Send another file")).to_be_visible()
