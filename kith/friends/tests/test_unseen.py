"""Old friends on the pages: the list, the warm-up, the seldom reminder, and every way to say no."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import httpx
import pytest

from kith.base.work import House
from kith.friends import how_long_ago
from kith.friends.actions import set_birthday
from kith.friends.model import ShownTo
from kith.people.tests.door import browser
from kith.posts.tests.cast import ANA, BEN, DAN, follow, say, send, sign_in
from kith.ties.tests.schoolmates import gather_schoolmates
from tests.clock import TestClock

LIST = "/people/long-time"


@pytest.fixture(autouse=True)
async def _cast(house: House, clock: TestClock) -> None:
    """Ana and Ben were at school together, and so were Ana and Cleo. It is noon, two weeks later."""
    await gather_schoolmates(house, clock)


async def _open(client: httpx.AsyncClient, path: str = LIST) -> str:
    answer = await client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.text


async def _ask(client: httpx.AsyncClient) -> httpx.Response:
    """Ask for a reminder as Home does."""
    opened = await client.get("/")
    token = opened.text.split('class="reminder-place"')[1].split('name="csrf" value="')[1].split('"')[0]
    return await client.post("/people/reminder", data={"csrf": token}, headers={"hx-request": "true"})


async def _return(house: House, clock: TestClock) -> None:
    await say(house, BEN, "Hello")
    clock.tick(days=61)
    await say(house, BEN, "Hello again")


async def test_old_friends_stand_there_with_one_true_sentence(house: House, client: httpx.AsyncClient) -> None:
    """And with ways to write, to hope and to say no; nobody's words are written for them."""
    await sign_in(house, client, ANA)
    page = await _open(client)
    assert page.count("You went to school together, 1981–1991, School no. 5.") == 2
    assert 'href="/@ben/line"' in page
    assert "<textarea" not in page
    await sign_in(house, client, DAN)
    assert "Nobody you have lost sight of" in await _open(client)


async def test_one_warms_up_with_somebody_one_talks_to_anyway(house: House, client: httpx.AsyncClient) -> None:
    """Only where there is somebody, and never with the old friends themselves."""
    await sign_in(house, client, ANA)
    assert "To warm up" not in await _open(client)
    post = await say(house, ANA, "@dan Tea?", audience="mentioned")
    await say(house, DAN, "@ana Always", audience="mentioned", reply_to=post)
    page = await _open(client)
    assert "To warm up" in page
    assert 'href="/@dan/line"' in page


@pytest.mark.parametrize("deed", ["not-now", "never"])
async def test_a_no_takes_one_of_them_away(house: House, client: httpx.AsyncClient, deed: str) -> None:
    """The other stays."""
    await sign_in(house, client, ANA)
    assert (await send(client, LIST, f"/@ben/us/{deed}")).status_code == 303
    page = await _open(client)
    assert 'href="/@ben/line"' not in page
    assert 'href="/@cleo/line"' in page


async def test_not_now_is_for_old_friends_alone(house: House, client: httpx.AsyncClient) -> None:
    """Of anybody else it is not there."""
    await sign_in(house, client, ANA)
    assert (await send(client, LIST, "/@dan/us/not-now")).status_code == 404


async def test_two_who_would_both_like_to_hear_stand_on_top(house: House, client: httpx.AsyncClient) -> None:
    """And whoever hopes alone shows nobody."""
    words = "You would both like to hear from each other"
    await sign_in(house, client, ANA)
    assert (await send(client, LIST, "/@ben/us/hope")).status_code == 303
    page = await _open(client)
    assert words not in page
    assert 'aria-pressed="true"' in page
    await sign_in(house, client, BEN)
    assert 'aria-pressed="true"' not in await _open(client)
    assert (await send(client, LIST, "/@ana/us/hope")).status_code == 303
    assert words in await _open(client)
    await sign_in(house, client, ANA)
    page = await _open(client)
    assert words in page
    assert page.count('href="/@ben/line"') == 1
    assert 'href="/@cleo/line"' in page


def test_how_long_ago_is_said_as_the_sentence_of_a_tie_says_it() -> None:
    """Rounded down: nobody reads of two years here and of 21 months there."""
    now = datetime.now(UTC)
    reader = SimpleNamespace(now=now, language="en")
    assert how_long_ago(now - timedelta(days=658), reader) == "21 months ago"
    assert how_long_ago(now - timedelta(days=14 * 366), reader) == "14 years ago"
    assert not how_long_ago(None, reader)


async def test_who_would_rather_not_be_suggested_is_not(house: House, client: httpx.AsyncClient) -> None:
    """By one switch, and back."""
    for said, there in (({}, False), ({"suggested": "on"}, True)):
        await sign_in(house, client, BEN)
        assert (await send(client, LIST, f"{LIST}/suggested", **said)).status_code == 303
        await sign_in(house, client, ANA)
        assert ('href="/@ben/line"' in await _open(client)) is there


async def test_home_reminds_of_one_on_an_occasion_until_a_no(
    house: House, client: httpx.AsyncClient, clock: TestClock
) -> None:
    """Nothing without one; the same in every window; gone at a "not now"; and Ben's Home knows nothing."""
    await sign_in(house, client, ANA)
    assert (await _ask(client)).status_code == 204
    await _return(house, clock)
    for _window in range(2):
        reminded = await _ask(client)
        assert reminded.status_code == 200
        assert 'href="/@ben/line"' in reminded.text
        assert "School no. 5" in reminded.text
    await sign_in(house, client, BEN)
    assert (await _ask(client)).status_code == 204
    await sign_in(house, client, ANA)
    assert (await send(client, LIST, "/@ben/us/not-now")).status_code == 303
    assert (await _ask(client)).status_code == 204


@pytest.mark.parametrize(
    ("days", "shown_to", "reminds"),
    [(-3, "followers", True), (3, "followers", True), (4, "followers", False), (0, None, False)],
)
async def test_a_birthday_that_one_may_know_of_is_an_occasion(  # noqa: PLR0917
    house: House,
    client: httpx.AsyncClient,
    clock: TestClock,
    days: int,
    shown_to: ShownTo | None,
    reminds: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """Three days before and after it; and never of somebody who keeps theirs to themselves."""
    await follow(house, ANA, BEN)
    on = clock().date() + timedelta(days=days)
    async with house.work(actor=BEN) as work:
        await set_birthday(work, on.replace(year=1980), shown_to)
    await sign_in(house, client, ANA)
    assert ((await _ask(client)).status_code == 200) is reminds


async def test_without_script_home_leads_to_the_list(house: House, client: httpx.AsyncClient) -> None:
    """A way that is always there, and costs no statement."""
    await sign_in(house, client, ANA)
    assert f'<noscript><a class="link" href="{LIST}">' in await _open(client, "/")
    assert (await send(client, LIST, "/people/reminder")).headers["location"] == LIST
    assert (await client.post("/people/reminder")).status_code == 403  # unsigned


async def test_what_home_sends_by_itself_refuses_nobody(house: House) -> None:
    """Whoever has not confirmed their address yet cannot say how close somebody is, but is not scolded for reading."""
    async with browser(house, confirm_mail=True) as client:
        await sign_in(house, client, ANA)
        assert (await _ask(client)).status_code == 204
        opened = await client.get("/@ben/us")
        token = opened.text.split('name="csrf" value="')[1].split('"')[0]
        refused = await client.post("/@ben/us/place", data={"csrf": token, "place": "5"})
        assert refused.status_code == 403
        assert (await client.post("/@ben/us/seen", data={"csrf": token, "up_to": "1"})).status_code == 303
