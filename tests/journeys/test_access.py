"""Every page, for everybody: axe finds nothing, nothing scrolls sideways, keys lead everywhere."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from kith.base.web.vendor import AXE
from tests.journeys.conftest import Server, Visitor, Visitors
from tests.ports import free_port

PASSER_BY = [
    "/", "/sign-in", "/join", "/password", "/about", "/public", "/offline", "/nowhere", "/tags/table", "/@table_owner",
    "/@table_owner/pictures", "{post}", "{post}/history", "/privacy", "/terms", "/@table_bakery",
    "/@table_bakery/answers", "/offers",
]  # fmt: skip
MEMBER = [
    "/settings/collections", "/collections/new", "/@table_owner/collections",
    "/settings/notices", "/@table_guest/silence", "/settings/filters", "/settings/filters/new", "/notices/requests",
    "/settings/taking-in", "/settings/taking", "/settings/paths", "/mirror", "/people/known", "/people/known/past",
    "/", "/write", "/write?reply_to={id}", "/people", "/people/followers", "/people/find", "/people/requests",
    "/people/muted", "/people/blocked", "/notices", "/notices/mentions", "/bookmarks", "/likes", "/drafts", "/tags",
    "/search", "/search?q=table", "/public", "/tags/table", "/settings", "/settings/profile", "/settings/taste",
    "/settings/password", "/settings/sessions", "/settings/invites", "/settings/leave", "/owner", "/owner/waiting",
    "/owner/members", "/owner/outbox", "/emoji", "{post}", "{post}/history", "{post}/likes", "{post}/reposts",
    "/posts/{id}/edit", "/posts/{id}/delete", "/@table_owner", "/@table_owner/replies", "/@table_owner/followers",
    "/@table_guest", "/@table_guest/following", "/@table_guest/mute", "/@table_guest/block", "/@table_guest/note",
    "/talk", "/talk/requests", "/talk/new", "/talk/moments", "/talk/to/table_guest", "/talk/threads", "/settings/talk",
    "/people/following", "/people/waiting", "/people/unheard", "/people/long-time", "/@table_guest/us",
    "/@table_guest/line", "/settings/birthday",
    "/nowhere", "/@table_guest/report", "/@table_guest/report/done", "/announcements", "/owner/reports",
    "/owner/reports/done", "{report}", "/owner/announcements", "/owner/terms", "/owner/privacy", "/privacy", "/terms",
    "/organisations", "/organisations/new", "{held}/team", "{held}/about", "{held}/acts", "{held}/close",
    "/@table_bakery", "/desk/table_bakery", "/desk/table_bakery?view=all", "/desk/table_bakery?q=chair", "{case}",
    "/desk/table_bakery/words", "/desk/table_bakery/replies", "/desk/table_bakery/record", "/@table_bakery/between",
    "/talk/to/table_bakery", "{held}/programs", "{held}/webhooks", "{hook}", "{held}/contacts", "{held}/mail",
    "{held}/mail/kept", "{held}/line", "/desk/table_bakery/report", "/desk/table_bakery/report?by=week", "/agreed",
    "/settings/offers", "/owner/offers", "/owner/offers/done", "/settings/two-step", "/@table_long",
    "/@table_long/followers", "/@table_long/pictures", "/@table_long/us",
]  # fmt: skip
# WCAG 2.2 A and AA, and what axe holds for good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass
class Table:
    """What stands on the table of these tests: the owner's key, and a post that was answered, liked and edited."""

    keys: list[dict[str, object]]
    post: str
    report: str
    held: str  # the way to the pages of an organisation
    case: str  # a case at its desk
    hook: str  # where it tells another program

    def at(self, path: str) -> str:
        """Fill in the address of the post."""
        return path.format(
            post=self.post,
            report=self.report,
            held=self.held,
            case=self.case,
            hook=self.hook,
            id=self.post.rpartition("/")[2],
        )


_table: list[Table] = []


async def laid(visitors: Visitors) -> Table:
    """Let two people fill the pages, once for all tests here."""
    if not _table:
        owner, guest = await visitors.come(), await visitors.come(phone=True)
        await owner.join("table_owner", "Tabea Owner")
        await owner.write("A long table. #table")
        post = owner.page.url.removeprefix(owner.server.url)
        await guest.join("table_guest", "ضيفة المائدة")
        await guest.go("/@table_owner")
        await guest.page.get_by_role("button", name="Follow").click()
        await guest.page.get_by_role("button", name="Following").wait_for()
        await guest.go(post)
        await guest.page.get_by_role("button", name="Like", exact=True).click()
        await guest.page.locator("main textarea[name=text]").fill("@table_owner Is there a chair left?")
        await guest.page.locator("main form button[value=publish]").click()
        await guest.page.get_by_text("Is there a chair left?").first.wait_for()
        await _prepare(owner, post.rpartition("/")[2])
        await (await visitors.come()).join("table_long", "W" * 60)
        report = await _own(owner)
        held = await _found(owner)
        case = await _sit_down(owner, guest)
        hook = await _let_in(owner, held)
        keys = [dict(cookie) for cookie in await owner.context.cookies()]
        _table.append(Table(keys, post, report, held, case, hook))
    return _table[0]


async def _own(owner: Visitor) -> str:
    """Announce something, write both papers, and report the guest; give where the report stands."""
    page = owner.page
    for path, words in (
        ("/owner/announcements", "Tea at five. #table"),
        ("/owner/privacy", "# What we keep\nLittle:\n- your name"),
        ("/owner/terms", "Be kind."),
    ):
        await owner.go(path)
        await page.locator("main textarea[name=text]").fill(words)
        await page.locator("main form button").first.click()
        await page.wait_for_url(f"**{path}")
    await owner.go("/people/known/past")
    await page.locator("#field-name").fill("School no. 5")
    await page.locator("form#state button").click()
    await page.wait_for_url("**/people/known/past/*")
    await owner.go("/@table_guest/report")
    await page.get_by_label("What should the owners know?").fill("They took my chair.")
    await page.locator("main form input[type=checkbox]").first.check()
    await page.get_by_role("button", name="Report it").click()
    await page.wait_for_url("**/report/done")
    await owner.go("/owner/reports")
    await page.locator("main .report a").first.click()
    await page.wait_for_url("**/owner/reports/*")
    return page.url.removeprefix(owner.server.url)


async def _found(owner: Visitor) -> str:
    """Found a bakery that answers a question, ask the guest onto its team; give the way to its pages."""
    page = owner.page
    await owner.go("/organisations/new")
    await page.get_by_label("What it is called").fill("The Bakery")
    await page.get_by_label("Its handle").fill("table_bakery")
    await page.get_by_role("button", name="Found it").click()
    await page.wait_for_url("**/about")
    held = page.url.removeprefix(owner.server.url).removesuffix("/about")
    await page.locator("[name='questions[]']").first.fill("Is the rye without wheat?")
    await page.locator("[name='answers[]']").first.fill("The dark one is.")
    await page.locator("[name='days[]']").first.fill("7-13")
    await page.locator("main form .form__end button").first.click()
    await page.wait_for_url("**/about?done=kept")
    await owner.go(f"{held}/team")
    await page.get_by_label("Their handle").fill("table_guest")
    await page.get_by_role("button", name="Ask them").click()
    await page.get_by_text("has not answered yet").wait_for()
    return held


async def _sit_down(owner: Visitor, guest: Visitor) -> str:
    """Let the guest ask the bakery and tell it of a way; answer, note, keep a reply at its desk; give the case."""
    page = owner.page
    await guest.go("/@table_bakery/between")
    await guest.page.get_by_label("What it is").fill("A year without sugar")
    await guest.page.get_by_label("Until when").fill((datetime.now(UTC) + timedelta(days=90)).date().isoformat())
    await guest.page.get_by_role("button", name="Tell them").click()
    await guest.page.get_by_role("button", name="End it").wait_for()
    await guest.write("@table_bakery Do you mend a chair, too?")
    await owner.go("/desk/table_bakery?view=all")
    for _look in range(40):
        if await page.locator(".caserow a").count():
            break
        await page.wait_for_timeout(250)
        await owner.go("/desk/table_bakery?view=all")
    await page.locator(".caserow a").first.click()
    await page.locator("#desk-text").fill("We do, on Tuesdays.")
    await page.get_by_role("button", name="Answer in public").click()
    await page.locator(".message__words", has_text="on Tuesdays").wait_for()
    case = page.url.removeprefix(owner.server.url).partition("?")[0].partition("#")[0]
    await page.locator("summary", has_text="A note for the team").click()
    await page.locator("#desk-note").fill("It is the one with the tired leg.")
    await page.get_by_role("button", name="Keep the note").click()
    await page.get_by_text("the tired leg").first.wait_for()
    await page.get_by_role("button", name="Good news").click()
    await page.locator(".deskgood [aria-pressed=true]").wait_for()
    await owner.go("/desk/table_bakery/replies")
    await page.locator("main [name=title]").fill("A day")
    await page.locator("main textarea[name=text]").fill("Come on {{day}}.")
    await page.locator("main form button").first.click()
    await page.get_by_text("To fill in: day").wait_for()
    return case


async def _let_in(owner: Visitor, held: str) -> str:
    """Let a program in at the bakery, tell another of what happens, begin with two-step sign-in; give the other."""
    page = owner.page
    await owner.go(f"{held}/programs")
    await page.get_by_label("What it is called").fill("The oven")
    await page.locator("input[value='read:desk']").check()
    await page.get_by_role("button", name="Let it in").click()
    await page.locator("main .settings__token").wait_for()
    await owner.go("/settings/two-step")
    await page.get_by_role("button", name="Set it up").click()
    await page.locator(".two-step__frame").wait_for()
    await owner.go(f"{held}/webhooks")
    await page.get_by_label("Address").fill("https://oven.example/told")
    await page.get_by_role("button", name="Add it").click()
    await page.locator("main .settings__token").wait_for()
    await owner.go(f"{held}/webhooks")
    await page.locator("main .webhook__address").click()
    await page.wait_for_url("**/webhooks/*")
    await page.get_by_role("button", name="Pause").click()  # nothing is sent there
    await page.get_by_role("button", name="Let it go on").wait_for()
    return page.url.removeprefix(owner.server.url)


async def _prepare(owner: Visitor, post_id: str) -> None:
    """Edit the post, keep a draft, ask a question behind a warning, and let one go out next month."""
    page = owner.page
    await owner.go(f"/posts/{post_id}/edit")
    await page.locator("main textarea[name=text]").fill("A long table, and a chair. #table")
    await page.locator("main form button[value=publish]").click()
    await page.wait_for_url(f"**/{post_id}")
    await owner.go("/write")
    await page.locator("main textarea[name=text]").fill("Not finished yet")
    await page.locator("main form button[value=draft]").click()
    await page.wait_for_url("**/drafts")
    await owner.go("/write")
    await page.locator("main textarea[name=text]").fill("What shall we eat? #table")
    await page.locator("main summary", has_text="Poll").click()
    for number, words in enumerate(("Soup", "Bread")):
        await page.locator(f"#answer-{number}").fill(words)
    await page.locator("main summary", has_text="Warning").click()
    await page.locator("#composer-warning").fill("Food")
    await page.locator("main form button[value=publish]").click()
    await page.wait_for_url("**/@*/*")
    await owner.go("/write")
    await page.locator("main textarea[name=text]").fill("Next month")
    await page.locator("main summary", has_text="Later").click()
    day = (datetime.now(UTC) + timedelta(days=30)).strftime("%Y-%m-%dT%H:%M")
    await page.locator("#composer-when").fill(day)
    await page.locator("main form button[value=schedule]").click()
    await page.wait_for_url("**/drafts")


async def owner(visitors: Visitors, *, dark: bool, phone: bool) -> Visitor:
    """The owner of the server, signed in."""
    table = await laid(visitors)
    visitor = await visitors.come(dark=dark, phone=phone)
    await visitor.context.add_cookies(table.keys)  # type: ignore[arg-type]
    return visitor


async def violations(page: Page) -> list[str]:
    """Run axe on what is shown."""
    # Through the protocol, not as a script of the page: the content security policy refuses those, as it should.
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    found = await page.evaluate("(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}})", RULES)
    return [
        f"{one['id']}: {one['help']} {[node['html'][:160] for node in one['nodes'][:3]]}" for one in found["violations"]
    ]


async def all_violations(visitor: Visitor, paths: list[str]) -> dict[str, list[str]]:
    """Run axe on every page, and give those on which it finds something."""
    problems = {}
    for path in paths:
        await visitor.go(path)
        if found := await violations(visitor.page):
            problems[path] = found
    return problems


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_no_page_of_a_passer_by_keeps_anybody_out(visitors: Visitors, *, dark: bool) -> None:
    """Zero violations."""
    table = await laid(visitors)
    visitor = await visitors.come(dark=dark)
    assert await all_violations(visitor, [table.at(path) for path in PASSER_BY]) == {}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_no_page_of_a_member_keeps_anybody_out(visitors: Visitors, *, dark: bool) -> None:
    """Zero violations: at a desk by day, on a phone by night."""
    table = await laid(visitors)
    visitor = await owner(visitors, dark=dark, phone=dark)
    assert await all_violations(visitor, [table.at(path) for path in MEMBER]) == {}


@pytest.fixture
def another_server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server for those who build pages, or for a village."""
    with tempfile.TemporaryDirectory(prefix="kith-access-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = Server(Path(folder) / "data", free_port(), request.param)
        server.folder.mkdir()
        server.start()
        yield server
        server.stop()


@pytest.mark.parametrize(
    ("another_server", "path"), [("development", "/style"), ("demo", "/demo")], indirect=["another_server"]
)
async def test_no_page_of_another_mode_keeps_anybody_out(another_server: Server, browser: Browser, path: str) -> None:
    """The style page shows every component in every state; the village's door has people in it."""
    visitors = Visitors(another_server, browser)
    day, night = await visitors.come(), await visitors.come(dark=True, phone=True)
    await day.join("table_owner", "Tabea Owner")
    found = [await all_violations(visitor, [path]) for visitor in (day, night)]
    await visitors.leave()
    assert found == [{}, {}]


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_no_page_scrolls_sideways_at_320_pixels(visitors: Visitors, language: str) -> None:
    """WCAG 1.4.10: nor at 400 % zoom of 1280, nor from right to left."""
    table = await laid(visitors)
    visitor = await owner(visitors, dark=False, phone=True)
    await visitor.context.set_extra_http_headers({"accept-language": language})
    await visitor.page.set_viewport_size({"width": 320, "height": 640})
    wide = []
    for path in (table.at(path) for path in MEMBER):
        await visitor.go(path)
        if await visitor.page.evaluate("document.documentElement.scrollWidth > 320"):
            wide.append(path)
    assert wide == []
    assert await visitor.page.evaluate("document.documentElement.lang") == language


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
    async with visitor.page.expect_response("**/people/reminder"):  # what comes to stand beside Home
        await visitor.go("/")
    held = (await laid(visitors)).held
    for path in ("/", "/write", "/settings/profile", f"{held}/team", f"{held}/about", f"{held}/programs"):
        if path != "/":
            await visitor.go(path)
        await visitor.page.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-settling')")
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
