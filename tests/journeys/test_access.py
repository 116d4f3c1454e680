"""Every page, for everybody: axe finds nothing, nothing scrolls sideways, keys lead everywhere."""

import pytest
from playwright.async_api import Page

from kith.base.web.vendor import AXE
from tests.journeys.conftest import Visitor, Visitors

PASSER_BY = ["/", "/sign-in", "/join", "/password", "/about", "/public", "/offline", "/nowhere"]
MEMBER = [
    "/", "/write", "/people", "/people/followers", "/people/find", "/notices", "/bookmarks", "/drafts", "/search",
    "/search?q=table", "/public", "/tags/table", "/settings", "/settings/profile", "/settings/taste",
    "/settings/password", "/settings/sessions", "/settings/invites", "/settings/leave", "/owner", "/owner/waiting",
    "/owner/members", "/owner/outbox",
]  # fmt: skip
# WCAG 2.2 A and AA, and what axe holds for good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

_owner: list[dict[str, object]] = []


async def owner(visitors: Visitors, *, dark: bool, phone: bool) -> Visitor:
    """The owner of the server, signed in; made at the first call."""
    visitor = await visitors.come(dark=dark, phone=phone)
    if _owner:
        await visitor.context.add_cookies(_owner)  # type: ignore[arg-type]
        return visitor
    await visitor.join("table_owner", "Tabea Owner")
    await visitor.write("A long table. #table")
    _owner.extend(dict(cookie) for cookie in await visitor.context.cookies())
    return visitor


async def violations(page: Page) -> list[str]:
    """Run axe on what is shown."""
    # Through the protocol, not as a script of the page: the content security policy refuses those, as it should.
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    found = await page.evaluate("(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}})", RULES)
    return [
        f"{one['id']}: {one['help']} {[node['html'][:160] for node in one['nodes'][:3]]}" for one in found["violations"]
    ]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_no_page_of_a_passer_by_keeps_anybody_out(visitors: Visitors, *, dark: bool) -> None:
    """Zero violations."""
    visitor = await visitors.come(dark=dark)
    problems = {}
    for path in PASSER_BY:
        await visitor.go(path)
        found = await violations(visitor.page)
        if found:
            problems[path] = found
    assert problems == {}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_no_page_of_a_member_keeps_anybody_out(visitors: Visitors, *, dark: bool) -> None:
    """Zero violations."""
    visitor = await owner(visitors, dark=dark, phone=dark)
    problems = {}
    for path in MEMBER:
        await visitor.go(path)
        found = await violations(visitor.page)
        if found:
            problems[path] = found
    assert problems == {}


async def test_no_page_scrolls_sideways_at_320_pixels(visitors: Visitors) -> None:
    """WCAG 1.4.10: nor at 400 % zoom of 1280."""
    visitor = await owner(visitors, dark=False, phone=True)
    await visitor.page.set_viewport_size({"width": 320, "height": 640})
    wide = []
    for path in MEMBER:
        await visitor.go(path)
        if await visitor.page.evaluate("document.documentElement.scrollWidth > 320"):
            wide.append(path)
    assert wide == []


async def test_a_page_loads_nothing_from_elsewhere(visitors: Visitors) -> None:
    """No tracking, no third party: every request goes to this server."""
    visitor = await owner(visitors, dark=False, phone=False)
    elsewhere: list[str] = []
    visitor.page.on(
        "request",
        lambda request: (
            None if request.url.startswith((visitors.server.url, "data:", "blob:")) else elsewhere.append(request.url)
        ),
    )
    for path in ("/", "/write", "/@table_owner", "/settings"):
        await visitor.go(path)
    assert elsewhere == []
    assert visitor.complaints == []


async def test_keys_open_the_sheet_and_the_composer(visitors: Visitors) -> None:
    """`?` shows the keys, Escape closes and gives the focus back to the page, `n` writes."""
    visitor = await owner(visitors, dark=False, phone=False)
    await visitor.go("/")
    await visitor.page.keyboard.press("Tab")
    assert await focused(visitor.page) == "Skip to the content"
    await visitor.page.keyboard.press("?")
    await visitor.page.locator("dialog#keys[open]").wait_for()
    await visitor.page.keyboard.press("Escape")
    await visitor.page.locator("dialog#keys").wait_for(state="hidden")
    assert await focused(visitor.page) == "Skip to the content"
    await visitor.page.keyboard.press("n")
    await visitor.page.locator("dialog#sheet[open] [data-text]:focus").wait_for()


async def test_closing_a_sheet_nobody_came_from_leads_to_the_page(visitors: Visitors) -> None:
    """Not behind the sheet, where the next Tab would leave the page."""
    visitor = await owner(visitors, dark=False, phone=False)
    await visitor.go("/")
    await visitor.page.keyboard.press("?")
    await visitor.page.locator("dialog#keys[open]").wait_for()
    await visitor.page.keyboard.press("Escape")
    await visitor.page.locator("main#main:focus").wait_for()


async def test_everything_is_reached_by_keyboard_and_shows_it(visitors: Visitors) -> None:
    """Tab comes to every link, button and field once, and each is marked when it has the focus."""
    visitor = await owner(visitors, dark=False, phone=False)
    for path in ("/", "/write", "/settings/profile"):
        await visitor.go(path)
        expected = await visitor.page.evaluate(REACHABLE)
        reached: dict[int, bool] = {}
        for _ in range(expected + 5):
            await visitor.page.keyboard.press("Tab")
            number, marked = await visitor.page.evaluate(WHERE)
            if number in reached or number < 0:
                break
            reached[number] = marked
        assert len(reached) == expected, path
        assert all(reached.values()), path


async def focused(page: Page) -> str:
    """What the element with the focus says."""
    return str(await page.evaluate("document.activeElement.textContent.trim()"))


# What can be reached: everything meant for the keyboard that is shown; of a group of radio buttons, one.
REACHABLE = """() => {
  const all = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.tabIndex >= 0 && !one.disabled)
    .filter((one) => one.type !== "radio" || one.checked)
    .filter((one) => !one.closest("details:not([open])") || one.tagName === "SUMMARY");
  all.forEach((one, number) => { one.dataset.number = number; });
  return all.length;
}"""
WHERE = """() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  const number = one.dataset.number === undefined ? -1 : Number(one.dataset.number);
  return [number, style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2];
}"""
