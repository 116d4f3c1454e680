"""The privacy policy and the terms: written by owners, dated, read by everybody."""

import re
from datetime import date, timedelta

import httpx
import pytest

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.work import House
from kith.people import load_paper, set_role
from kith.people.actions.papers import remove_version, withdraw_paper, write_paper
from kith.people.model import PAPER_DAYS_AHEAD_MAX, PAPER_MAX
from kith.people.rules.papers import check_paper, paper_html
from kith.people.rules.server import ServerRule, rules_named, rules_of
from kith.people.tests.cast_of_relations import ANA, BEN, act, gather, sign_in
from tests.clock import TestClock

TODAY = date(2026, 3, 2)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One\ntwo\n\nthree", "<p>One<br>two</p><p>three</p>"),
        ("# What we keep\nYour name.", "<h2>What we keep</h2><p>Your name.</p>"),
        ("### Deep", "<h4>Deep</h4>"),
        (
            "We keep:\n- your name\n- your posts\nNo more.",
            "<p>We keep:</p><ul><li>your name</li><li>your posts</li></ul><p>No more.</p>",
        ),
        ("#tag and -dash", "<p>#tag and -dash</p>"),
        (
            "# <b>Bold</b>\n- <img src=x onerror=alert(1)>",
            "<h2>&lt;b&gt;Bold&lt;/b&gt;</h2><ul><li>&lt;img src=x onerror=alert(1)&gt;</li></ul>",
        ),
    ],
)
def test_a_paper_has_headings_lists_and_paragraphs(text: str, html: str) -> None:
    """And nothing that acts."""
    shown = paper_html(text).replace('<a href="" class="mention hashtag" rel="nofollow noopener noreferrer">', "")
    assert re.sub(r"</?(a|span)[^>]*>", "", shown) == html


@pytest.mark.parametrize(
    ("text", "effective_on", "field"),
    [
        ("Be kind.", TODAY, None),
        ("Be kind.", TODAY + PAPER_DAYS_AHEAD_MAX * DAY, None),
        ("Be kind.", TODAY - DAY, "effective_on"),
        ("Be kind.", TODAY + (PAPER_DAYS_AHEAD_MAX + 1) * DAY, "effective_on"),
        (" ", TODAY, "text"),
        ("x" * (PAPER_MAX + 1), TODAY, "text"),
    ],
)
def test_one_thing_is_wrong_at_a_time(text: str, effective_on: date, field: str | None) -> None:
    """The first two are right."""
    if field is None:
        assert check_paper(text, effective_on, today=TODAY) == text
        return
    with pytest.raises(Invalid) as caught:
        check_paper(text, effective_on, today=TODAY)
    assert caught.value.field == field


def test_rules_have_hints() -> None:
    """A line that begins with a dash explains the rule above it; ids are the numbers on the page."""
    rules = rules_of("- first of all\nBe kind.\n- Above all\n– to newcomers.\n\n  No advertising.  ")
    assert rules == (
        ServerRule(id="1", text="- first of all"),
        ServerRule(id="2", text="Be kind.", hint="Above all to newcomers."),
        ServerRule(id="3", text="No advertising."),
    )
    assert rules_named(rules, ["3", "2", "3"]) == rules[1:]
    with pytest.raises(Invalid):
        rules_named(rules, ["4"])


async def _owned(house: House) -> None:
    await gather(house)
    async with house.work() as work:
        await set_role(work.db, ANA, "owner")


async def _terms(house: House, effective_on: date | None = None) -> tuple[str, bool, date | None]:
    async with house.reading() as work:
        view = await load_paper(work, "terms", effective_on)
    return view.paper.text, view.holds, view.succeeded_on


async def test_a_version_holds_from_its_day_until_the_next(house: House, clock: TestClock) -> None:
    """What held stays to be read, and is not reworded afterwards; what is to come can be taken back."""
    await _owned(house)
    today = clock().date()
    await act(house, ANA, write_paper, "terms", "Old.", today)
    await act(house, ANA, write_paper, "terms", "Old, mended.", today)
    await act(house, ANA, write_paper, "terms", "New.", today + 7 * DAY)
    assert await _terms(house) == ("Old, mended.", True, today + 7 * DAY)
    assert await _terms(house, today + 7 * DAY) == ("New.", False, None)
    with pytest.raises(Refused):
        await act(house, ANA, remove_version, "terms", today)
    clock.tick(days=8)
    assert await _terms(house) == ("New.", True, None)
    assert await _terms(house, today) == ("Old, mended.", False, today + 7 * DAY)
    with pytest.raises(Invalid):
        await act(house, ANA, write_paper, "terms", "Newer.", today)
    await act(house, ANA, write_paper, "terms", "Newer.", today + 30 * DAY)
    await act(house, ANA, remove_version, "terms", today + 30 * DAY)
    for missing in (today + 30 * DAY, today + DAY):
        with pytest.raises(NotFound):
            await _terms(house, missing)
    await act(house, ANA, withdraw_paper, "terms")
    with pytest.raises(NotFound):
        await _terms(house)


async def test_only_owners_write(house: House, clock: TestClock) -> None:
    """Everybody reads."""
    await _owned(house)
    today = clock().date()
    for deed, given in ((write_paper, ("terms", "Mine.", today)), (withdraw_paper, ("terms",))):
        with pytest.raises(Refused):
            await act(house, BEN, deed, *given)
        await act(house, ANA, deed, *given)


async def test_the_papers_stand_at_the_foot_of_every_page(house: House, client: httpx.AsyncClient) -> None:
    """Once they are written, for passers-by too; before, there is no such page."""
    await _owned(house)
    for path in ("/privacy", "/terms", "/terms/2026-01-01", "/terms/x", "/privacy/2026-02-31"):
        assert (await client.get(path)).status_code == 404
    assert 'href="/privacy"' not in (await client.get("/about")).text
    await sign_in(house, client, ANA)
    assert (await client.get("/owner/privacy")).status_code == 200

    async def write(**fields: str) -> httpx.Response:
        token = re.search(r'name="csrf" value="([0-9a-f]+)"', (await client.get("/owner/privacy")).text)
        assert token
        return await client.post("/owner/privacy", data={"csrf": token[1], **fields})

    bad = await write(text="We keep little.", effective_on="soon")
    assert bad.status_code == 422
    assert "We keep little." in bad.text
    assert (await write(text="# What we keep\nLittle.")).status_code == 303
    client.cookies.clear()
    shown = (await client.get("/privacy")).text
    assert "<h2>What we keep</h2>" in shown
    assert "Holds since" in shown
    for path in ("/about", "/join", "/sign-in"):
        assert 'href="/privacy"' in (await client.get(path)).text
    assert (await client.get("/owner/privacy")).status_code in (303, 401)
    await sign_in(house, client, BEN)
    assert (await client.get("/owner/privacy")).status_code == 403
