"""A morning at the desk: four browsers work on the same cases, and nobody steps on anybody."""

from playwright.async_api import Page

from tests.journeys.conftest import Visitor, Visitors
from tests.journeys.test_access import violations

HANDLE = "journey_clinic"
DESK = f"/desk/{HANDLE}"


async def four(visitors: Visitors) -> tuple[Visitor, Visitor, Visitor, Visitor]:
    """Let somebody found a clinic and three others take a seat there; one of them has a phone."""
    names = (("desk_samira", "Samira Rahmani"), ("desk_mara", "Mara Holm"), ("desk_lea", "Lea Fontaine"))
    team = [await visitors.come() for _each in names] + [await visitors.come(phone=True)]
    for one, (handle, name) in zip(team, (*names, ("desk_otto", "Otto Baum")), strict=True):
        await one.join(handle, name)
    samira, others = team[0], zip(team[1:], ("desk_mara", "desk_lea", "desk_otto"), strict=True)
    await samira.go("/organisations/new")
    await samira.page.locator("main [name=name]").fill("Journey Clinic")
    await samira.page.locator("main [name=handle]").fill(HANDLE)
    await samira.page.get_by_role("button", name="Found it").click()
    await samira.page.wait_for_url(lambda url: "/new" not in url)
    await samira.go("/organisations")
    way = await samira.page.get_by_role("link", name="Team").get_attribute("href")
    for one, handle in others:
        await samira.go(str(way))
        await samira.page.locator("main form [name=handle]").fill(handle)
        await samira.page.locator("main form [name=role]").last.select_option("member")
        await samira.page.get_by_role("button", name="Ask them").click()
        await samira.page.get_by_text("Was asked, and has not answered yet.").wait_for()
        await one.go("/organisations")
        await one.page.get_by_role("button", name="Take the seat").click()
        await one.page.get_by_role("link", name="To the desk").first.wait_for()
    return team[0], team[1], team[2], team[3]


async def write_to_the_clinic(ana: Visitor, text: str) -> None:
    """Write to it as anybody does."""
    await ana.go(f"/talk/to/{HANDLE}")
    await ana.page.get_by_label("Your message").fill(text)
    await ana.page.get_by_role("button", name="Send").click()
    await ana.page.locator(".message__words", has_text=text).wait_for()


async def counted(page: Page, view: str, count: int) -> None:
    """Wait until so many cases lie in a view; some of the views are folded away."""
    await page.locator(f'[data-view="{view}"] .desklist__count', has_text=str(count)).wait_for(state="attached")


async def test_four_work_at_one_desk(visitors: Visitors) -> None:
    """What one does stands on the others' screens; two who answer at once are told, and lose no word."""
    samira, mara, lea, otto = await four(visitors)
    ana = await visitors.come()
    await ana.join("desk_ana", "Ana Duarte")
    await samira.go(f"{DESK}/replies")
    await samira.page.locator("main [name=title]").fill("Come by")
    await samira.page.locator("main [name=text]").fill("Come at {{hour}}.")
    await samira.page.locator("main").get_by_role("button", name="Keep").first.click()
    await samira.page.get_by_text("Come at {{hour}}.").wait_for()
    for one in (samira, mara, lea, otto):
        await one.go(DESK)
        await one.page.get_by_text("The desk is ready").wait_for()
    await write_to_the_clinic(ana, "Shall we come, or wait?")
    for one in (samira, mara, lea, otto):
        await one.page.locator(".caserow", has_text="Shall we come, or wait?").wait_for()
        await counted(one.page, "unassigned", 1)
    for one in (samira, mara):
        await one.page.keyboard.press("j")
        await one.page.keyboard.press("Enter")
        await one.page.locator("#desk-text").wait_for()
    await samira.page.keyboard.press("t")
    await mara.page.locator("#desk-state", has_text="with Samira").wait_for()
    await counted(lea.page, "unassigned", 0)
    await mara.page.keyboard.press("r")
    await mara.page.keyboard.press("Shift+Tab")
    await mara.page.keyboard.press("ArrowDown")  # a saved reply: its blank is marked, and typed over
    await mara.page.locator("#desk-text:focus").wait_for()
    await mara.page.keyboard.type("ten")
    assert await mara.page.locator("#desk-text").input_value() == "Come at ten."
    await samira.page.locator("[data-desk-writing]", has_text="Mara is writing…").wait_for()
    await samira.page.keyboard.press("r")
    await samira.page.keyboard.type("Please wait until noon.")
    await samira.page.keyboard.press("Control+Enter")
    await samira.page.locator(".message__words", has_text="Please wait until noon.").wait_for()
    await mara.page.locator(".message__words", has_text="Please wait until noon.").wait_for()
    assert await mara.page.locator("#desk-text").input_value() == "Come at ten."
    await mara.page.keyboard.press("Control+Enter")
    await mara.page.get_by_text("has just answered").wait_for()
    assert await mara.page.locator("#desk-text").input_value() == "Come at ten."
    await ana.go(f"/talk/to/{HANDLE}")
    assert await ana.page.locator(".message__words").all_inner_texts() == [
        "Shall we come, or wait?",
        "Please wait until noon.",
    ]
    mara.complaints.clear()  # the browser itself says that the answer was a 409
    await _note_and_settle(samira, mara, lea, otto)
    await _thank(ana, samira)
    for one in (samira, mara, lea, otto, ana):
        assert await violations(one.page) == []
        assert one.complaints == []
    await _seats_end(samira, lea, otto)


async def _note_and_settle(samira: Visitor, mara: Visitor, lea: Visitor, otto: Visitor) -> None:
    """A page that came back with one's words still hears what others do; a note tells a colleague; keys do the rest."""
    page = mara.page
    await page.locator("#desk-text").fill("")
    await page.keyboard.press("Escape")
    await page.keyboard.press("n")
    await page.get_by_role("button", name="@desk_samira").press("Enter")
    await page.keyboard.type("it was the ear in March. @le")
    await page.locator("[role=option][aria-selected=true]", has_text="Lea Fontaine").wait_for()
    assert await violations(page) == []
    await page.keyboard.press("Enter")
    assert await page.locator("#desk-note").input_value() == "@desk_samira it was the ear in March. @desk_lea "
    await page.get_by_role("button", name="Keep the note").click()
    await samira.page.get_by_text("it was the ear in March.").wait_for()
    await page.keyboard.press("m")
    await page.locator("#desk-deeds button:focus", has_text="In 3 hours").wait_for()
    await page.locator("#give-to").select_option(label="Otto Baum")
    await page.get_by_role("button", name="Give", exact=True).click()
    await samira.page.locator("#desk-state", has_text="with Otto").wait_for()
    await counted(otto.page, "mine", 1)
    await page.keyboard.press("?")
    await page.locator("dialog#keys[open]", has_text="Settle, or open again").wait_for()
    await page.keyboard.press("Escape")
    await page.keyboard.press("e")
    await samira.page.locator("#desk-state", has_text="Settled").wait_for()
    for one in (lea, otto):
        await counted(one.page, "settled", 1)
    await otto.go("/notices")
    await otto.page.get_by_role("link", name="Open the case").click()
    await otto.page.locator("#desk-state", has_text="Settled").wait_for()


async def _seats_end(samira: Visitor, lea: Visitor, otto: Visitor) -> None:
    """What stands on an open page goes with the seat: of who sat there as herself, and of who acted."""
    await otto.go("/organisations")
    await otto.page.get_by_role("button", name="Act as it").click()
    await otto.page.get_by_text("You are acting as").wait_for()
    await otto.go(DESK)
    await lea.go(DESK)
    await samira.go("/organisations")
    way = await samira.page.get_by_role("link", name="Team").get_attribute("href")
    for name in ("Lea Fontaine", "Otto Baum"):
        await samira.go(str(way))
        row = samira.page.locator("li", has_text=name)
        await row.get_by_text("Change").click()
        await row.get_by_text("End the seat").first.click()
        await row.get_by_role("button", name="End the seat").click()
        await row.wait_for(state="detached")
    for one in (lea, otto):
        await one.page.get_by_role("heading", name="There is nothing here").wait_for()
    await otto.page.get_by_text("You no longer act for Journey Clinic").wait_for()


async def _thank(ana: Visitor, samira: Visitor) -> None:
    """One tap, and the desk sees it."""
    await ana.go(f"/talk/to/{HANDLE}")
    await ana.page.get_by_role("button", name="Thanks").click()
    await ana.page.get_by_text("You said how it was. Thank you.").wait_for()
    await samira.page.locator("#desk-state", has_text="They said thanks").wait_for()


async def found_alone(samira: Visitor) -> None:
    """Found a practice of one."""
    await samira.join("keys_samira", "Samira Rahmani")
    await samira.go("/organisations/new")
    await samira.page.locator("main [name=name]").fill("Keys Clinic")
    await samira.page.locator("main [name=handle]").fill("keys_clinic")
    await samira.page.get_by_role("button", name="Found it").click()
    await samira.page.wait_for_url(lambda url: "/new" not in url)


async def test_keys_lead_from_case_to_case(visitors: Visitors) -> None:
    """Settled by a key the next comes up, and the one before is a step away; a label is chosen as it is typed."""
    samira = await visitors.come()
    await found_alone(samira)
    for handle, name in (("keys_ana", "Ana"), ("keys_ben", "Ben"), ("keys_cleo", "Cleo")):
        one = await visitors.come()
        await one.join(handle, name)
        await one.go("/talk/to/keys_clinic")
        await one.page.get_by_label("Your message").fill(f"It is {name}.")
        await one.page.get_by_role("button", name="Send").click()
        await one.page.locator(".message__words", has_text=name).wait_for()
    page, press = samira.page, samira.page.keyboard.press
    await samira.go("/desk/keys_clinic")
    await page.locator(".caserow").nth(2).wait_for()
    await press("j")
    await press("Enter")
    await page.locator("#room-title", has_text="Cleo").wait_for()
    await press("m")
    await page.locator("#case-labels").fill("ear, first visit")
    await page.locator("#case-labels").press("Enter")
    await page.locator(".caserow .label", has_text="first visit").wait_for()
    await press("e")
    await page.locator("#room-title", has_text="Ben").wait_for()
    await page.locator("[data-desk-settled]", has_text="Settled: Cleo").wait_for()
    await press("m")
    await page.locator("#case-labels").focus()
    await page.keyboard.type("vis")
    await page.get_by_role("option", name="first visit").wait_for()
    await press("ArrowDown")
    await press("Enter")
    assert await page.locator("#case-labels").input_value() == "first visit, "
    await press("Enter")
    await page.locator("[data-here] .label", has_text="first visit").wait_for()
    await press("r")
    await page.keyboard.type("Good morning, Ben.")
    await page.get_by_role("button", name="Answer and settle").press("Enter")
    await page.locator("#room-title", has_text="Ana").wait_for()
    assert await violations(page) == []
    await page.locator("[data-desk-settled]").get_by_role("link", name="Open the case").press("Enter")
    await page.locator(".message__words", has_text="Good morning, Ben.").wait_for()
    assert samira.complaints == []
