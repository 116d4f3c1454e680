"""Two browsers hold a conversation: at once, offline, over a restart; and nothing is lost, doubled or out of order."""

from pathlib import Path

from playwright.async_api import Page, Route

from kith.media.tests.films import needs_ffmpeg
from tests.journeys.conftest import Server, Visitor, Visitors
from tests.journeys.test_access import violations

_COME: set[str] = set()


async def two(visitors: Visitors, name: str, *, phone: bool = False) -> tuple[Visitor, Visitor]:
    """Let two people come who follow each other, each with the conversation of the two open. `name` is theirs alone."""
    assert name not in _COME, "their handles are taken: two of that name came before"
    _COME.add(name)
    ana, ben = await visitors.come(), await visitors.come(phone=phone)
    await ana.join(f"ana_{name}", "Ana Duarte")
    await ben.join(f"ben_{name}", "Ben Holm")
    for one, other in ((ana, f"ben_{name}"), (ben, f"ana_{name}")):
        await one.go(f"/@{other}")
        await one.page.get_by_role("button", name="Follow").first.click()
        await one.page.get_by_role("button", name="Following").first.wait_for()
    await ana.go(f"/talk/to/ben_{name}")
    await ana.page.get_by_label("Your message").fill("Are you there?")
    await ana.page.get_by_role("button", name="Send").click()
    await ana.page.wait_for_url("**/talk/*#write")
    await ben.go("/talk")
    await ben.page.get_by_role("link", name="Ana Duarte").click()
    await ben.page.locator(".message__words", has_text="Are you there?").wait_for()
    return ana, ben


async def write(visitor: Visitor, text: str) -> None:
    """Write a line and send it with Enter, or with the button where there is a thumb."""
    field = visitor.page.get_by_label("Your message")
    await field.fill(text)
    await visitor.page.get_by_role("button", name="Send").click()


async def said(page: Page) -> list[str]:
    """List what stands in the conversation, in its order."""
    return await page.locator("[data-messages] .message__words").all_inner_texts()


async def until_said(page: Page, texts: list[str]) -> None:
    """Wait until exactly this stands there, and has gone out."""
    shows = """(texts) => !document.querySelector('[data-messages] [data-state="pending"]')
      && JSON.stringify([...document.querySelectorAll("[data-messages] .message__words")].map((one) => one.innerText))
        === JSON.stringify(texts)"""
    await page.wait_for_function(shows, arg=texts)


async def test_two_people_talk(visitors: Visitors) -> None:
    """What one writes stands on the other's screen, marked, answered, changed, announced; axe is content."""
    ana, ben = await two(visitors, "talk")
    await write(ben, "Here I am.")
    await until_said(ana.page, ["Are you there?", "Here I am."])
    await ana.page.bring_to_front()
    await ben.page.locator('[data-mine][data-state="read"]').wait_for()
    assert "Here I am." in await ana.page.locator("[data-announces]").inner_text()
    await ana.page.locator(".message", has_text="Here I am.").hover()
    await ana.page.locator(".message", has_text="Here I am.").get_by_label("Reply").click()
    await ana.page.keyboard.type("And I")
    await ana.page.keyboard.press("Shift+Enter")
    await ana.page.keyboard.type("am here")
    await ana.page.keyboard.press("Enter")
    await ben.page.locator(".message__answered", has_text="Here I am.").wait_for()
    await until_said(ana.page, ["Are you there?", "Here I am.", "And I\nam here"])
    await ana.page.keyboard.press("ArrowUp")
    await ana.page.keyboard.press("End")
    await ana.page.keyboard.type(", too.")
    await ana.page.keyboard.press("Enter")
    await ben.page.locator(".message__words", has_text="am here, too.").wait_for()
    await ben.page.get_by_text("edited").wait_for()
    answer = ben.page.locator(".message", has_text="am here, too.")
    await answer.hover()
    await answer.get_by_label("More").click()
    await ben.page.get_by_role("button", name="Copy the words").wait_for()
    await ben.page.get_by_role("button", name="❤️").click()
    await ana.page.locator(".message__reaction", has_text="❤️").wait_for()
    for one in (ana, ben):
        assert await violations(one.page) == []
        assert one.complaints == []


async def test_what_is_said_by_name_stands_in_the_conversation(visitors: Visitors) -> None:
    """From the composer, too: it comes at once, and one number stands for all that is new."""
    ana, ben = await two(visitors, "count")
    await ben.go("/about")
    await write(ana, "Soup?")
    shows = "(number) => document.querySelector('[data-badge=talks]:not([hidden]) > span')?.textContent === number"
    await ben.page.wait_for_function(shows, arg="1")
    await ana.go("/write")
    await ana.page.locator("main textarea[name=text]").fill("@ben_count Bread?")
    await ana.page.locator("main select[name=audience]").select_option("mentioned")
    await ana.page.locator("main form button[value=publish]").click()
    await ana.page.locator(".message__words", has_text="Bread?").wait_for()
    await ben.go("/talk")
    await ben.page.locator(".talkrow", has_text="Bread?").wait_for()
    await ben.page.wait_for_function(shows, arg="1")
    assert ben.complaints == []


@needs_ffmpeg
async def test_a_voice_note_and_a_file(visitors: Visitors, tmp_path: Path) -> None:
    """Recorded in the page, with words for who cannot hear it; the other sees its waveform, and saves the file."""
    ana, ben = await two(visitors, "voice")
    await ana.page.get_by_role("button", name="Record a voice note").click()
    await ana.page.locator("[data-recording-time]", has_text="0:01").wait_for()
    await ana.page.get_by_role("button", name="Done").click()
    await ana.page.get_by_label("What is said in it").fill("I hum, and that is all.")
    (tmp_path / "recipe.txt").write_text("Boil water.")
    await ana.page.locator("[data-adds]").set_input_files(tmp_path / "recipe.txt")
    await ana.page.get_by_role("button", name="Send").click()
    note = ben.page.locator(".message .voice")
    await note.wait_for(timeout=60_000)
    await ben.page.get_by_text("I hum, and that is all.").wait_for()
    await note.get_by_role("button", name="Play").click()
    await ben.page.locator('.voice__play[aria-pressed="true"]').wait_for()
    async with ben.page.expect_download() as saved:
        await ben.page.get_by_role("link", name="recipe.txt").click()
    assert (await saved.value).suggested_filename == "recipe.txt"
    assert await violations(ben.page) == []


async def test_a_phone_on_a_bad_line(visitors: Visitors) -> None:
    """Every second request is lost on its way there or back: each message arrives once, in the order it was written."""
    ana, ben = await two(visitors, "line", phone=True)
    count = 0

    async def flaky(route: Route) -> None:
        nonlocal count
        count += 1
        if count % 4 == 1:
            await route.abort("internetdisconnected")
        elif count % 4 == 3:
            await route.fetch()  # it arrives, and its answer is lost
            await route.abort("connectionreset")
        else:
            await route.continue_()

    await ben.page.route("**/talk/*/messages", flaky)
    expected = ["Are you there?"]
    for number in range(5):
        await write(ben, f"Line {number}")
        expected.append(f"Line {number}")
    await until_said(ben.page, expected)
    await until_said(ana.page, expected)


async def test_what_is_written_offline_goes_out_once(visitors: Visitors) -> None:
    """It waits in the page, over a reload too, and what the other said meanwhile comes without a gap."""
    ana, ben = await two(visitors, "offline")
    await ben.context.set_offline(True)
    await write(ben, "From the tunnel")
    await ben.page.locator('[data-state="pending"]', has_text="From the tunnel").wait_for()
    await write(ana, "Meanwhile one")
    await write(ana, "Meanwhile two")
    await until_said(ana.page, ["Are you there?", "Meanwhile one", "Meanwhile two"])
    await ben.context.set_offline(False)
    everything = ["Are you there?", "Meanwhile one", "Meanwhile two", "From the tunnel"]
    await until_said(ana.page, everything)
    await until_said(ben.page, everything)
    await ben.page.reload()
    await until_said(ben.page, everything)


async def test_the_server_starts_anew_in_the_middle(visitors: Visitors, server: Server) -> None:
    """What was written meanwhile goes out, and the pages go on without a reload."""
    ana, ben = await two(visitors, "restart")
    server.stop()
    await write(ben, "Into the silence")
    await write(ana, "Hello?")
    server.start()
    for one, text in ((ana, "Into the silence"), (ben, "Hello?")):
        await one.page.locator(".message__words", has_text=text).wait_for(timeout=60_000)
    everything = await said(ana.page)
    assert sorted(everything) == ["Are you there?", "Hello?", "Into the silence"]
    await until_said(ben.page, everything)
    await write(ben, "There you are.")
    await ana.page.locator(".message__words", has_text="There you are.").wait_for()
