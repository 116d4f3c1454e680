"""An organisation offers something: it comes to who asked, to nobody else, and a reader says of the rest what it is."""

import os
from pathlib import Path

from playwright.async_api import expect

from tests.journeys.conftest import Visitor, Visitors

PICTURES = os.environ.get("KITH_PICTURES")  # a folder to look at them in
CAKES = "20% off all plum cakes this weekend, at the shop and the van."
OVEN = "The oven is itself again. So am I, nearly."


async def look(visitor: Visitor, name: str) -> None:
    """Take a picture, where somebody wishes to look at it."""
    if PICTURES:
        await visitor.page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


async def test_an_offer_comes_to_who_asked_for_it(visitors: Visitors) -> None:
    """The team is asked before it goes out; who only follows reads what is no offer, and corrects it in two taps."""
    rosa, ben, cleo = await visitors.come(), await visitors.come(phone=True), await visitors.come(phone=True, dark=True)
    await _found(rosa)
    await ben.join("offer_ben", "Ben Holm")
    await ben.go("/@offer_bakery")
    await look(ben, "offers-front")
    await ben.page.get_by_role("button", name="Ask for its offers").click()
    await expect(ben.page.get_by_role("button", name="No more offers")).to_be_visible()
    await cleo.join("offer_cleo", "Cleo Marsh")
    await cleo.go("/@offer_bakery")
    await cleo.page.get_by_role("button", name="Follow").first.click()
    await expect(cleo.page.get_by_role("button", name="Following").first).to_be_visible()

    await rosa.write(OVEN)
    await rosa.go("/write")
    await rosa.page.locator("main textarea[name=text]").fill(CAKES)
    await rosa.page.locator("main form button[value=publish]").click()
    await expect(rosa.page.get_by_role("heading", name="This looks like an offer. Is it one?")).to_be_visible()
    await look(rosa, "offers-question")
    await rosa.page.get_by_role("button", name="Yes, for those who asked").click()
    await rosa.page.wait_for_url("**/@offer_bakery/*")

    await ben.go("/?new=1")
    await expect(ben.page.locator("article[data-card]", has_text=CAKES)).to_have_count(1)
    await look(ben, "offers-home")
    await cleo.go("/?new=1")
    post = cleo.page.locator("article[data-card]", has_text=OVEN)
    await expect(post).to_have_count(1)
    await expect(cleo.page.get_by_text(CAKES)).to_have_count(0)
    await post.get_by_label("More about this post").click()
    await post.get_by_role("button", name="This is an offer").click()
    await expect(post.get_by_role("button", name="Noted, for nobody else")).to_be_visible()
    await look(cleo, "offers-called")
    asked = [said for said in rosa.complaints if "409" not in said]  # the question is an answer of its own
    assert (asked, ben.complaints, cleo.complaints) == ([], [], [])


async def _found(rosa: Visitor) -> None:
    """Rosa founds the bakery, and acts for it."""
    await rosa.join("offer_rosa", "Rosa Baker")
    await rosa.go("/organisations")
    await rosa.page.locator("main").get_by_role("link", name="Found one").click()
    await rosa.page.get_by_label("What it is called").fill("The Bakery")
    await rosa.page.get_by_label("Its handle").fill("offer_bakery")
    await rosa.page.get_by_role("button", name="Found it").click()
    await rosa.page.wait_for_url("**/about")
    await rosa.go("/organisations")
    await rosa.page.get_by_role("button", name="Act as it").click()
    await rosa.page.wait_for_url("**/desk/offer_bakery")
