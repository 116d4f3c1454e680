"""The emoji picker: found by a word, chosen with the keys, in the tone that was chosen before."""

from playwright.async_api import expect

from tests.journeys.conftest import Visitors
from tests.journeys.test_access import violations


async def test_an_emoji_is_found_by_its_name_and_chosen_with_the_keys(visitors: Visitors) -> None:
    """Nothing of it is loaded before it is wanted; what was used stands first the next time."""
    mara = await visitors.come(phone=True)
    await mara.join("maraemoji", "Mara")
    loaded: list[str] = []
    mara.page.on("request", lambda request: loaded.append(request.url))
    await mara.go("/write")
    text = mara.page.locator("main textarea[name=text]")
    await text.fill("Well done ")
    assert not any("emoji" in url for url in loaded)
    await mara.page.get_by_role("button", name="Emoji").click()
    picker = mara.page.get_by_role("dialog", name="Choose an emoji")
    await picker.get_by_label("Search emoji").fill("thumbs up")
    await picker.locator("label", has_text="Medium dark").click()
    assert await violations(mara.page) == []
    await picker.get_by_label("Search emoji").press("ArrowDown")
    await mara.page.keyboard.press("Enter")
    assert await text.input_value() == "Well done 👍🏾"
    await expect(picker).to_be_hidden()
    await mara.page.get_by_role("button", name="Emoji").click()
    first = picker.locator("[data-section='0'] .picker__one").first
    assert await first.text_content() == "👍🏾"  # its words are not drawn before it is in sight
    await picker.get_by_role("button", name="Animals and nature").click()
    await mara.page.keyboard.press("Escape")
    assert await text.input_value() == "Well done 👍🏾"
    assert all(url.startswith((mara.server.url, "data:", "blob:")) for url in loaded)
    assert mara.complaints == []


async def test_emoji_have_names_in_the_language_of_the_page(visitors: Visitors) -> None:
    """As Unicode calls them there; and nothing of another language is loaded."""
    samira = await visitors.come()
    await samira.join("samiraemoji", "Samira")
    await samira.page.set_extra_http_headers({"accept-language": "ar"})
    loaded: list[str] = []
    samira.page.on("request", lambda request: loaded.append(request.url))
    await samira.go("/write")
    await samira.page.locator("main [data-emoji]").click()
    await samira.page.locator("[data-emoji-search]").fill("قلب أحمر")
    assert await samira.page.locator("[data-emoji-results] .picker__one").first.inner_text() == "❤️"
    assert [url.rpartition("/")[2] for url in loaded if url.endswith(".json")] == ["emoji-ar.json"]
    assert samira.complaints == []
