"""What people do with words on an evening: pictures, corrections, questions, second thoughts, bad lines."""

import io

from PIL import Image
from playwright.async_api import Locator, Page, expect

from tests.journeys.conftest import Visitor, Visitors

SLOW_MS = 15_000  # on a machine that is busy with other tests


def picture() -> bytes:
    """Give something to look at, as a phone sends it."""
    file = io.BytesIO()
    Image.effect_mandelbrot((800, 600), (-2, -1, 1, 1), 40).convert("RGB").save(file, "JPEG")
    return file.getvalue()


def card(page: Page, words: str) -> Locator:
    """Find what somebody said."""
    return page.locator("article[data-card]", has_text=words).first


async def choose(page: Page, words: str, deed: str) -> None:
    """Open a post's menu and do something."""
    await card(page, words).get_by_label("More about this post").click()
    await card(page, words).get_by_text(deed, exact=True).click()


async def two_friends(visitors: Visitors, number: int) -> tuple[Visitor, Visitor]:
    """Dora, at a desk, follows Emil; Emil has a phone."""
    dora, emil = await visitors.come(), await visitors.come(phone=True)
    await dora.join(f"dora{number}x", "Dora")
    await emil.join(f"emil{number}x", "Emil")
    await dora.go(f"/@emil{number}x")
    await dora.page.get_by_role("button", name="Follow").first.click()
    await expect(dora.page.get_by_role("button", name="Following").first).to_be_visible()
    return dora, emil


async def test_a_picture_comes_with_its_words_to_a_friend(visitors: Visitors) -> None:
    """From the phone's composer to the friend's open Home; and large when it is pressed."""
    dora, emil = await two_friends(visitors, 1)
    await dora.go("/")
    await emil.go("/write")
    page = emil.page
    await page.locator("main textarea[name=text]").fill("Look what the light did.")
    await page.locator("main details[data-pictures] > summary").click()
    await page.locator("main input[type=file]").first.set_input_files(
        {"name": "light.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    await page.get_by_label("What it shows").first.fill("A dark shape with glowing edges")
    await page.locator("main button[value=publish]").click()
    await page.wait_for_url("**/@*/*")

    await dora.page.locator("[data-waiting] button").click(timeout=SLOW_MS)
    shown = card(dora.page, "Look what the light did.").get_by_role("img", name="A dark shape with glowing edges")
    await expect(shown).to_be_visible()
    assert await shown.evaluate("image => image.complete && image.naturalWidth > 100")
    assert dora.complaints == emil.complaints == []


async def test_second_thoughts_arrive_as_well(visitors: Visitors) -> None:
    """An edit, with what was said before; and the end of it."""
    dora, emil = await two_friends(visitors, 2)
    await emil.write("We meet at sevn.")
    await dora.go("/")
    await expect(card(dora.page, "We meet at sevn.")).to_be_visible()
    await dora.page.keyboard.press("j")  # what has the keyboard changes as well

    await choose(emil.page, "We meet at sevn.", "Edit")
    await emil.page.locator("dialog textarea[name=text]").fill("We meet at seven.")
    await emil.page.get_by_role("button", name="Save").click()
    await expect(card(dora.page, "We meet at seven.")).to_be_visible(timeout=SLOW_MS)
    await card(dora.page, "We meet at seven.").get_by_role("link", name="edited").click()
    await expect(dora.page.get_by_text("We meet at sevn.").first).to_be_visible()

    await dora.go("/")
    await expect(card(emil.page, "We meet at seven.")).to_be_visible()
    await choose(emil.page, "We meet at seven.", "Delete")
    await emil.page.get_by_role("button", name="Delete").last.click()
    await expect(card(dora.page, "We meet at seven.")).to_have_count(0, timeout=SLOW_MS)
    assert dora.complaints == emil.complaints == []


async def test_a_question_is_answered(visitors: Visitors) -> None:
    """And the one who asked sees it counted."""
    dora, emil = await two_friends(visitors, 3)
    page = emil.page
    await emil.go("/write")
    await page.locator("main textarea[name=text]").fill("What shall I bring?")
    await page.get_by_text("Poll", exact=True).click()
    await page.get_by_label("Answer 1").fill("Bread")
    await page.get_by_label("Answer 2").fill("Olives")
    await page.locator("main button[value=publish]").click()
    await page.wait_for_url("**/@*/*")
    await dora.go("/")
    await dora.page.get_by_label("Olives").check()
    await card(dora.page, "What shall I bring?").get_by_role("button", name="Answer").click()
    await expect(card(dora.page, "What shall I bring?").get_by_text("100 %")).to_be_visible()
    await expect(card(page, "What shall I bring?").get_by_text("1 person answered")).to_be_visible(timeout=SLOW_MS)
    assert dora.complaints == emil.complaints == []


async def test_a_thread_goes_on_while_one_reads_it(visitors: Visitors) -> None:
    """An answer comes into the open thread."""
    dora, emil = await two_friends(visitors, 4)
    await emil.write("Who has a ladder?")
    await dora.page.goto(emil.page.url)
    await dora.page.locator("main textarea[name=text]").fill("I do, a long one.")
    await dora.page.locator("main button[value=publish]").click()
    await emil.page.locator("[data-waiting] button").click(timeout=SLOW_MS)
    await expect(card(emil.page, "I do, a long one.")).to_be_visible()
    await expect(card(dora.page, "I do, a long one.")).to_be_visible()
    assert dora.complaints == emil.complaints == []


async def test_what_happened_during_a_bad_line_is_there_after_it(visitors: Visitors) -> None:
    """Without gaps and without doubles: newest first, where each post counts, and not each person."""
    dora, emil = await two_friends(visitors, 5)
    await dora.go("/")
    await dora.page.get_by_role("button", name="Newest first").click()
    await expect(dora.page.get_by_role("button", name="Newest first")).to_have_attribute("aria-pressed", "true")
    await emil.write("One before.")
    await expect(dora.page.locator("[data-waiting] button")).to_be_visible(timeout=SLOW_MS)
    await dora.context.set_offline(True)
    await emil.write("One meanwhile.")
    await emil.write("Another meanwhile.")
    await dora.context.set_offline(False)
    await emil.write("One after.")
    await expect(dora.page.locator("[data-waiting-words]")).to_contain_text("4", timeout=4 * SLOW_MS)
    await dora.page.locator("[data-waiting] button").click()
    for words in ("One before.", "One meanwhile.", "Another meanwhile.", "One after."):
        await expect(dora.page.locator("article[data-card]", has_text=words)).to_have_count(1)


async def test_words_are_kept_when_the_line_is_gone_and_for_later(visitors: Visitors) -> None:
    """They stay in the field, come back with the page, and may become a draft. The next one at this desk sees none."""
    frida = await visitors.come()
    await frida.join("frida6x", "Frida")
    page = frida.page
    await frida.go("/write")
    text = page.locator("main textarea[name=text]")
    await text.fill("Half a thought")
    await frida.context.set_offline(True)
    await page.locator("main button[value=publish]").click()
    await expect(page.locator("[data-toast]").first).to_be_visible()
    await expect(text).to_have_value("Half a thought")
    await frida.context.set_offline(False)
    await frida.go("/write")
    await expect(text).to_have_value("Half a thought")
    await frida.go("/settings")
    await page.locator("main").get_by_role("button", name="Sign out").click()
    await frida.join("gerda6x", "Gerda")
    await frida.go("/write")
    await expect(text).to_have_value("")
    await text.fill("A whole thought")
    await page.get_by_role("button", name="Keep for later").click()
    await page.wait_for_url("**/drafts*")
    await expect(page.get_by_text("A whole thought").first).to_be_visible()


async def test_too_many_words_are_refused_and_kept(visitors: Visitors) -> None:
    """The count goes below zero, and the way out is closed until it fits."""
    hanna = await visitors.come(phone=True)
    await hanna.join("hanna7x", "Hanna")
    await hanna.go("/write")
    await hanna.page.locator("main textarea[name=text]").fill("ä" * 5001)
    await expect(hanna.page.locator("main button[value=publish]")).to_be_disabled()
    await expect(hanna.page.locator("main [data-count]")).to_contain_text("1")
    await hanna.page.locator("main textarea[name=text]").fill("ä" * 5000)
    await expect(hanna.page.locator("main button[value=publish]")).to_be_enabled()
