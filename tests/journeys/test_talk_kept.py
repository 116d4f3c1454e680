"""What somebody begins in a conversation is not lost: pictures that are pasted and dropped, drafts, what waits."""

import base64
import contextlib
import re
from io import BytesIO

from PIL import Image
from playwright.async_api import Error, Page, expect

from tests.journeys.conftest import Visitor, Visitors
from tests.journeys.test_talk import two, until_said, write

# A browser gives no way to put a file on its clipboard, so the event is made as the browser makes it.
GIVES = """([kind, place, picture]) => {
  const bytes = Uint8Array.from(atob(picture), (one) => one.charCodeAt(0));
  const given = new DataTransfer();
  given.items.add(new File([bytes], `${kind}.png`, { type: "image/png" }));
  const named = { bubbles: true, cancelable: true, clipboardData: given, dataTransfer: given };
  const event = kind === "paste" ? new ClipboardEvent(kind, named) : new DragEvent(kind, named);
  document.querySelector(place).dispatchEvent(event);
}"""


def _picture(colour: str) -> str:
    drawn = BytesIO()
    Image.new("RGB", (320, 200), colour).save(drawn, "PNG")
    return base64.b64encode(drawn.getvalue()).decode()


FILLS = """async (count) => {
  const csrf = document.querySelector('input[name="csrf"]').value;
  for (let number = 1; number <= count; number += 1) {
    const body = new URLSearchParams({ csrf, text: `Line ${number}`, key: crypto.randomUUID() });
    await fetch(`${location.pathname}/messages`, { method: "POST", headers: { Accept: "application/json" }, body });
  }
}"""
TOP = """() => {
  const edge = document.querySelector("[data-scroll]").getBoundingClientRect().top;
  const all = [...document.querySelectorAll("[data-seq]")].map((one) => [one, one.getBoundingClientRect()]);
  const [seen, box] = all.find(([, { bottom }]) => bottom > edge + 8);
  return [Number(seen.dataset.seq), Math.round(box.top - edge)];
}"""


async def _pictures(page: Page, count: int) -> None:
    """Wait until so many pictures stand in the conversation, sent and loaded."""
    shows = """(count) => {
      const all = [...document.querySelectorAll("[data-messages] [data-seq] .picture__image")];
      return all.length === count && all.every((one) => one.complete && one.naturalWidth > 0);
    }"""
    await page.wait_for_function(shows, arg=count)


async def test_pictures_are_pasted_and_dropped(visitors: Visitors) -> None:
    """Both stand in the tray, with a field for what they show, and arrive together."""
    ana, ben = await two(visitors, "paste")
    await ana.page.evaluate(GIVES, ["paste", "#write", _picture("teal")])
    await ana.page.evaluate(GIVES, ["drop", ".room__scroll", _picture("maroon")])
    await ana.page.locator(".say__added").nth(1).wait_for()
    await ana.page.get_by_label("What it shows").first.fill("A teal wall")
    await write(ana, "Which one?")
    await until_said(ben.page, ["Are you there?", "Which one?"])
    await _pictures(ben.page, 2)
    await ben.page.get_by_alt_text("A teal wall").wait_for()
    assert ana.complaints == []


async def test_many_pictures_go_as_several_messages(visitors: Visitors) -> None:
    """Four to a message, in their order, the words with the first; also when they were chosen without a network, and
    the page was closed before it came back.
    """
    ana, ben = await two(visitors, "many")
    pictures = [
        {
            "name": f"{number}.png",
            "mimeType": "image/png",
            "buffer": base64.b64decode(_picture(f"hsl({36 * number}, 80%, 50%)")),
        }
        for number in range(10)
    ]
    await ana.page.context.set_offline(True)
    await ana.page.locator("[data-adds]").set_input_files(pictures)
    await ana.page.locator(".say__added").nth(9).wait_for()
    await write(ana, "From the lake")
    await expect(ana.page.locator('[data-state="pending"]')).to_have_count(3)
    await ana.page.context.set_offline(False)
    await ana.page.reload()
    await _pictures(ben.page, 10)
    await ben.page.reload()
    shown = """(all) => all.slice(-3).map((one) => [
      one.innerText.includes("From the lake"), one.querySelectorAll(".picture__image").length,
    ])"""
    assert await ben.page.locator(".message").evaluate_all(shown) == [[True, 4], [False, 4], [False, 2]]


async def test_a_draft_stays_with_its_conversation(visitors: Visitors) -> None:
    """Over a reload, apart from the other conversation's, and gone once it is sent."""
    ana, ben = await two(visitors, "draft")
    cleo = await visitors.come()
    await cleo.join("cleo_draft", "Cleo")
    with_ana, field = ben.page.url, ben.page.get_by_label("Your message")
    await field.fill("For Ana, later")
    await ben.go("/talk/to/cleo_draft")
    await ben.page.get_by_label("Your message").fill("Hello Cleo")
    await ben.page.get_by_role("button", name="Send").click()
    await ben.page.wait_for_url("**/talk/*#write")
    async with ben.page.expect_response(lambda answer: answer.url.endswith("/draft")):
        await field.fill("For Cleo, later")
    with_cleo = ben.page.url
    for address, words in ((with_ana, "For Ana, later"), (with_cleo, "For Cleo, later")):
        await ben.page.goto(address)
        await ben.page.reload()
        await ben.page.wait_for_function("(words) => document.getElementById('write').value === words", arg=words)
    await ben.page.goto(with_ana)
    await ben.page.get_by_role("button", name="Send").click()
    await until_said(ana.page, ["Are you there?", "For Ana, later"])
    await ben.page.reload()
    assert await field.input_value() == ""
    assert ben.complaints == []


async def test_what_waits_outlives_a_reload_without_a_network(visitors: Visitors) -> None:
    """Words and a picture go out once, and in their order, from whatever page is opened first when it is back."""
    ana, ben = await two(visitors, "outbox")
    await ben.context.set_offline(True)
    await write(ben, "From the tunnel")
    await ben.page.evaluate(GIVES, ["paste", "#write", _picture("navy")])
    await ben.page.get_by_label("What it shows").fill("It is dark in here")
    await write(ben, "Look")
    going = ben.page.locator('.message[data-state="pending"]', has_text="Look")
    await going.locator("img.message__going").wait_for()
    with contextlib.suppress(Error):  # the browser says it itself where the service worker is not there yet
        await ben.page.reload()
    await ben.context.set_offline(False)
    await ben.go("/settings")
    everything = ["Are you there?", "From the tunnel", "Look"]
    await until_said(ana.page, everything)
    await _pictures(ana.page, 1)
    await ana.page.get_by_alt_text("It is dark in here").wait_for()
    await ben.go("/talk")
    await ben.page.get_by_role("link", name="Ana Duarte").click()
    await until_said(ben.page, everything)
    await ben.page.wait_for_function("() => localStorage.getItem('kith.outbox') === null")
    await ana.page.reload()
    await until_said(ana.page, everything)


async def test_an_emoji_is_chosen_with_the_keys_alone(visitors: Visitors) -> None:
    """The field keeps what stands in it, and Enter sends it."""
    ana, ben = await two(visitors, "emoji")
    await ana.page.get_by_label("Your message").fill("Soup ")
    await ana.page.keyboard.press("Tab")
    await ana.page.keyboard.press("Enter")
    picker = ana.page.get_by_role("dialog", name="Choose an emoji")
    await picker.get_by_label("Search emoji").wait_for()
    await ana.page.keyboard.type("pot of food")
    await ana.page.keyboard.press("ArrowDown")
    await ana.page.keyboard.press("Enter")
    await ana.page.keyboard.press("Enter")
    await until_said(ben.page, ["Are you there?", "Soup 🍲"])
    assert ana.complaints == []


async def test_a_conversation_is_walked_with_the_keys_alone(visitors: Visitors) -> None:
    """From the field to the messages and back: answered, changed, deleted, found; the focus is never lost."""
    ana, ben = await two(visitors, "byhand")
    keys, field = ana.page.keyboard, ana.page.get_by_label("Your message")
    await ana.page.evaluate("document.hasFocus = () => false")  # she looks elsewhere
    await write(ben, "Quinces?")
    await ana.page.locator("[data-unread-line] + .message", has_text="Quinces?").wait_for()
    await keys.press("Escape")
    await expect(ana.page.locator(".message:focus")).to_contain_text("Quinces?")
    await keys.press("r")
    await keys.type("Two jars")
    await keys.press("Enter")
    await until_said(ben.page, ["Are you there?", "Quinces?", "Two jars"])
    await keys.type("And bread")
    await keys.press("Escape")
    await keys.press("p")
    await ana.page.get_by_role("link", name="Change").focus()
    await keys.press("Enter")
    await expect(field).to_have_value("Two jars")
    await keys.press("Escape")
    await expect(field).to_have_value("And bread")
    await keys.press("Escape")
    await keys.press("p")
    await ana.page.get_by_role("button", name="Delete for me").focus()
    await keys.press("Enter")
    await until_said(ana.page, ["Are you there?", "Quinces?"])
    await expect(ana.page.locator(".message:focus")).to_contain_text("Quinces?")
    await keys.press("/")
    await keys.type("quinces")
    await keys.press("Enter")
    await expect(ana.page.locator("#found")).to_be_focused()
    await ana.page.locator(".room__hit").focus()
    await keys.press("Enter")
    await expect(ana.page.locator(".message:focus")).to_contain_text("Quinces?")
    await keys.press("Escape")
    await expect(field).to_be_focused()
    assert ana.complaints == []


async def test_who_was_chosen_stays_while_one_searches(visitors: Visitors) -> None:
    """With what was filled in; and what is missing is asked for where it is missing, with the keyboard there."""
    ana, _ben = await two(visitors, "chosen")
    await ana.go("/talk/new")
    person, name = ana.page.get_by_role("checkbox", name="Ben Holm"), ana.page.get_by_label("Name of the group")
    await ana.page.get_by_role("button", name="Begin").click()
    await expect(ana.page.get_by_text("Choose somebody first.")).to_be_visible()
    await expect(person).to_be_focused()
    await person.check()
    await name.fill("Soup")
    await ana.page.get_by_label("Who comes later").uncheck()
    await ana.page.get_by_label("Search people by name").fill("nobody of that name")
    await ana.page.keyboard.press("Enter")
    await ana.page.wait_for_url("**q=nobody*")
    await expect(person).to_be_checked()
    await expect(name).to_have_value("Soup")
    await expect(ana.page.get_by_label("Who comes later")).not_to_be_checked()
    await ana.page.get_by_role("button", name="Begin").click()
    await ana.page.locator(".happened", has_text="You founded the group.").wait_for()


async def test_who_was_ticked_stays_ticked_without_script(visitors: Visitors) -> None:
    """Searching takes along what was ticked and filled in, and writes no proof into the address."""
    await two(visitors, "ticked")
    cleo = await visitors.come(script=False)
    await cleo.join("cleo_ticked", "Cleo")
    await cleo.go("/talk/new?q=ticked")
    await cleo.page.get_by_role("checkbox", name="Ben Holm").check()
    await cleo.page.get_by_label("Name of the group").fill("Soup")
    await cleo.page.get_by_label("Who comes later").uncheck()
    await cleo.page.get_by_label("Search people by name").fill("ana_ticked")
    await cleo.page.keyboard.press("Enter")
    await cleo.page.wait_for_url("**q=ana_ticked*")
    assert "csrf" not in cleo.page.url
    await cleo.page.get_by_role("checkbox", name="Ana Duarte").check()
    await expect(cleo.page.get_by_role("checkbox", name="Ben Holm")).to_be_checked()
    await expect(cleo.page.get_by_label("Who comes later")).not_to_be_checked()
    await cleo.page.get_by_role("button", name="Begin").click()
    await cleo.page.locator(".happened", has_text="You founded the group.").wait_for()
    await expect(cleo.page.locator(".room__line")).to_contain_text("Ben")


async def test_whoever_comes_back_finds_the_place_they_left(visitors: Visitors) -> None:
    """Also where it lies further up than what a page begins with."""
    ana, _ben = await two(visitors, "place")
    await ana.page.evaluate(FILLS, 60)
    await ana.page.reload()
    await ana.page.locator(".message__words", has_text="Line 60").wait_for()
    await ana.page.locator("[data-earlier-way]").scroll_into_view_if_needed()
    await ana.page.locator(".message__words", has_text="Line 2").first.wait_for()
    await ana.page.locator("#m-4").evaluate("(one) => one.scrollIntoView({ block: 'start' })")
    before = await ana.page.evaluate(TOP)
    assert before == [4, 0]
    for _time in range(2):
        await ana.page.reload()
        await ana.page.wait_for_function(f"() => JSON.stringify(({TOP})()) === '[4,0]'")


async def test_what_is_deleted_or_vanishes_leaves_an_open_page(visitors: Visitors) -> None:
    """At once where its author deletes it, and at its hour where it was agreed: also where somebody answered it."""
    ana, ben = await two(visitors, "gone")
    await write(ana, "This one I take back")
    taken = ben.page.locator(".message", has_text="This one I take back")
    await taken.hover()
    await taken.get_by_label("Reply").click()
    await write(ben, "Are you sure?")
    answered = ben.page.locator(".message__answered")
    await answered.wait_for()
    await _delete_for_all(ana, "This one I take back")
    await ben.page.get_by_text("This message was deleted.").wait_for()
    await answered.wait_for(state="detached")
    for one in (ana, ben):
        await one.go(f"{_path(one)}/about")
        await one.page.get_by_label("How long messages stay").select_option("1")
        await one.page.get_by_role("button", name="Ask for it").click()
    await ben.page.clock.install()
    for one in (ana, ben):
        await one.go(_path(one))
    await write(ana, "Gone tomorrow")
    await until_said(ben.page, ["Are you there?", "Are you sure?", "Gone tomorrow"])
    await ben.page.clock.fast_forward("25:00:00")
    await until_said(ben.page, ["Are you there?", "Are you sure?"])
    assert ben.complaints == []


def _path(visitor: Visitor) -> str:
    """Give the address of the conversation that somebody has open, without the rest."""
    found = re.search(r"/talk/\d+", visitor.page.url)
    assert found is not None
    return found[0]


async def _delete_for_all(visitor: Visitor, words: str) -> None:
    told = visitor.page.locator(".message__words", has_text=words)
    message = visitor.page.locator(".message", has=told)  # an answer to it repeats its words, elsewhere
    await message.hover()
    await message.get_by_label("More").click()
    await visitor.page.get_by_role("button", name="Delete for everybody").click()
