"""The pages of pledges, as a browser without script uses them: the text is safe on every way."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest
import pytest_asyncio

from kith.base.work import House
from kith.pledges import ask_witness
from kith.pledges.tests.cast import BREAD, POLITICS, entries, gather, posts, promises
from kith.posts.tests.cast import ANA, BEN, say, send, sign_in
from kith.topics import declare
from tests.clock import TestClock


@pytest_asyncio.fixture(autouse=True)
async def _cast(house: House, clock: TestClock) -> None:
    await gather(house, clock)


async def _writes(client: httpx.AsyncClient, text: str, path: str = "/write", **fields: object) -> httpx.Response:
    return await send(client, "/write", path, text=text, audience="everyone", **fields)


async def test_a_promise_is_made_in_one_form(house: House, client: httpx.AsyncClient) -> None:
    """What stands there already fits; the page that follows says what was promised."""
    await sign_in(house, client, ANA)
    made = await send(client, "/pledges/new", "/pledges", topic="partisan", if_then="If I am angry, I call Ben first.")
    assert made.status_code == 303
    shown = (await client.get(made.headers["location"])).text
    assert "At most 1 post a week about partisan politics" in shown
    assert "If I am angry, I call Ben first." in shown
    assert "pictures are not looked at" in shown
    assert "pictures are not looked at" in (await client.get("/pledges/new")).text
    assert "At most 1 post a week" in (await client.get("/pledges")).text
    again = await send(client, "/pledges/new", "/pledges", topic="own", label="", until="on", if_then="kept")
    assert again.status_code == 422
    assert ">\nkept</textarea>" in again.text


@pytest.mark.parametrize(("value", "fates"), [("over", [False, True]), ("no", [False])])
async def test_a_post_without_a_place_is_asked_about_and_goes_out(
    house: House, client: httpx.AsyncClient, clock: TestClock, value: str, fates: list[bool]
) -> None:
    """P2 and P3: one tap more, and the text stands in the composer meanwhile."""
    pledge = await promises(house, clock, ANA, if_then="If I am angry, I call Ben first.")
    await posts(house, ANA, POLITICS, pledge, "yes")
    await sign_in(house, client, ANA)
    asked = await _writes(client, POLITICS)
    assert asked.status_code == 409
    assert f">\n{POLITICS}</textarea>" in asked.text
    assert "What shall happen to this one?" in asked.text
    assert "If I am angry, I call Ben first." in asked.text
    assert "checked" not in asked.text.split("data-question")[1].split("</section>")[0]
    name = "answers[pledges]" if value == "over" else f"answers[pledge-{pledge.id}]"
    assert f'name="{name}" value="{value}"' in asked.text
    done = await _writes(client, POLITICS, **{name: value})
    assert done.status_code == 303
    assert [one.over for one in await entries(house)] == fates


async def test_it_can_go_out_later_wait_as_a_draft_or_become_a_comment(
    house: House, client: httpx.AsyncClient, clock: TestClock
) -> None:
    """The other three ways; none of them counts now."""
    pledge = await promises(house, clock, ANA)
    await posts(house, ANA, POLITICS, pledge, "yes")
    theirs = await say(house, BEN, "Come to dinner")
    await sign_in(house, client, ANA)
    [later] = re.findall(r'formaction="([^"]+)"', (await _writes(client, POLITICS)).text.split("data-question")[1])
    assert (await _writes(client, f"{POLITICS} 1", later)).headers["location"] == "/drafts"
    taken = await _writes(client, f"{POLITICS} 9", later)
    assert "That place was taken meanwhile" in taken.text
    assert f"{POLITICS} 9</textarea>" in taken.text
    assert (await _writes(client, f"{POLITICS} 2", act="draft")).headers["location"] == "/drafts"
    kept = (await client.get("/drafts")).text
    assert "Goes out" in kept
    assert all(f"{POLITICS} {number}" in kept for number in (1, 2))
    page = (await client.get(f"/pledges/{pledge.id}")).text
    assert "Goes out by itself" in page
    assert f"{POLITICS} 1" in page
    assert f"{POLITICS} 2" not in page
    [draft] = re.findall(r'href="/drafts#draft-(\d+)"', page)
    await send(client, "/drafts", f"/drafts/{draft}/delete")
    assert "Goes out by itself" not in (await client.get(f"/pledges/{pledge.id}")).text
    assert (await _writes(client, f"{POLITICS} 3", reply_to_id=str(theirs.id))).status_code == 303
    assert len(await entries(house)) == 1


async def test_a_conversation_that_goes_on_is_offered(
    house: House, client: httpx.AsyncClient, clock: TestClock
) -> None:
    """Of somebody one follows, about the same; its button is the answer's own field."""
    pledge = await promises(house, clock, BEN)
    await posts(house, BEN, POLITICS, pledge, "yes")
    theirs = await posts(house, ANA, f"{POLITICS}, says Ana")
    assert theirs is not None
    async with house.work(actor=ANA) as work:
        await declare(work, theirs.id, "partisan", about=True)
    await sign_in(house, client, BEN)
    asked = await _writes(client, POLITICS)
    assert f'name="reply_to_id" value="{theirs.id}"' in asked.text


async def test_the_composer_says_where_one_stands_and_follows_what_is_written(
    house: House, client: httpx.AsyncClient, clock: TestClock
) -> None:
    """Before anything is written, and while it is: the likely answer is preset, and bread is asked nothing."""
    pledge = await promises(house, clock, ANA, posts_max=2)
    await posts(house, ANA, POLITICS, pledge, "yes")
    await sign_in(house, client, ANA)
    assert "Partisan politics: 1 of 2 out this week" in (await client.get("/write")).text
    asked = (await send(client, "/write", "/pledges/asking", text=POLITICS)).text
    assert "This looks like partisan politics. Shall it count?" in asked
    assert 'value="yes" checked' in asked
    quiet = (await send(client, "/write", "/pledges/asking", text=BREAD)).text
    assert "Shall it count" not in quiet
    assert len(await entries(house)) == 1


async def test_no_promise_no_word(house: House, client: httpx.AsyncClient) -> None:
    """Who promised nothing is asked nothing."""
    await sign_in(house, client, ANA)
    assert "pledge-now" not in (await client.get("/write")).text
    assert (await _writes(client, POLITICS)).status_code == 303


async def test_a_draft_and_an_edit_are_asked_about_too(
    house: House, client: httpx.AsyncClient, clock: TestClock
) -> None:
    """With the text in the composer; an edit can be left as it was."""
    pledge = await promises(house, clock, ANA)
    await posts(house, ANA, POLITICS, pledge, "yes")
    bread = await posts(house, ANA, BREAD)
    assert bread is not None
    await sign_in(house, client, ANA)
    await _writes(client, f"{POLITICS} 2", act="draft")
    found = re.search(r"/drafts/(\d+)/publish", (await client.get("/drafts")).text)
    assert found is not None
    asked = await send(client, "/drafts", found[0])
    assert asked.status_code == 409
    assert f">\n{POLITICS} 2</textarea>" in asked.text
    edit = f"/posts/{bread.id}/edit"
    changed = await send(client, edit, edit, text=POLITICS, version="1")
    assert changed.status_code == 409
    assert "Leave it as it was" in changed.text
    done = await send(client, edit, edit, text=POLITICS, version="1", **{"answers[pledges]": "over"})
    assert done.status_code == 303
    assert [one.over for one in await entries(house)] == [False, True]


async def test_the_page_of_a_pledge_does_what_it_offers(
    house: House, client: httpx.AsyncClient, clock: TestClock
) -> None:
    """Sorting, a witness, a change, a rest, an end; what does not fit is said beside it."""
    pledge = await promises(house, clock, ANA)
    await posts(house, ANA, POLITICS, pledge, "later")
    await sign_in(house, client, ANA)
    page = f"/pledges/{pledge.id}"
    assert "1 not sorted" in (await client.get(page)).text
    [entry] = await entries(house)
    await send(client, page, f"{page}/posts/{entry.post_id}/sort", about="yes")
    assert "not sorted" not in (await client.get(page)).text
    wrong = await send(client, page, f"{page}/witnesses", address="@nobody")
    assert wrong.status_code == 422
    assert 'value="@nobody"' in wrong.text
    assert (await send(client, page, f"{page}/witnesses", address="@ben")).status_code == 303
    until = (clock() + timedelta(days=20)).date().isoformat()
    assert (await send(client, page, page, posts_max="0", until_on=until, visibility="public")).status_code == 303
    assert (await send(client, page, page, posts_max="99", until_on=until)).status_code == 422
    assert (await send(client, page, f"{page}/pause", periods="2")).status_code == 303
    await sign_in(house, client, BEN)
    assert "asks you to be a witness" in (await client.get("/pledges")).text
    await send(client, page, f"{page}/yes")
    witnessing = (await client.get(page)).text
    assert "Is that not partisan politics?" in witnessing
    assert "Change it" not in witnessing
    await send(client, page, f"{page}/posts/{entry.post_id}/ask")
    assert "No posts about partisan politics" in (await client.get("/@ana")).text
    await sign_in(house, client, ANA)
    assert "Ben asks, for your ears alone" in (await client.get(page)).text
    assert (await send(client, page, f"{page}/end")).status_code == 303


async def test_a_witness_asks_once_about_what_came_after_the_promise(
    house: House, client: httpx.AsyncClient, clock: TestClock
) -> None:
    """And sees that they did. What was said before is no business of theirs."""
    before = await posts(house, ANA, BREAD)
    clock.tick(days=1)
    pledge = await promises(house, clock, ANA, visibility="public")
    after = await posts(house, ANA, f"{BREAD} again")
    assert before is not None
    assert after is not None
    async with house.work(actor=ANA) as work:
        await ask_witness(work, pledge.id, BEN)
    page = f"/pledges/{pledge.id}"
    await sign_in(house, client, BEN)
    await send(client, page, f"{page}/yes")
    shown = (await client.get(page)).text
    assert f'action="{page}/posts/{after.id}/ask"' in shown
    assert str(before.id) not in shown
    assert (await send(client, page, f"{page}/posts/{before.id}/ask")).status_code == 404
    assert (await send(client, page, f"{page}/posts/{after.id}/ask")).status_code == 303
    shown = (await client.get(page)).text
    assert "You asked about it." in shown
    assert f'action="{page}/posts/{after.id}/ask"' not in shown


async def test_a_repost_that_counts_is_asked_about(house: House, client: httpx.AsyncClient, clock: TestClock) -> None:
    """On a page of its own, from which it goes out all the same."""
    await promises(house, clock, ANA, posts_max=0, counts_reposts=True)
    theirs = await say(house, BEN, POLITICS)
    await sign_in(house, client, ANA)
    asked = await send(client, "/write", f"/posts/{theirs.id}/repost")
    where = asked.headers["location"]
    assert where == f"/pledges/passing-on/{theirs.id}"
    assert (await send(client, where, where)).status_code == 303
    assert [(one.kind, one.over) for one in await entries(house)] == [("repost", True)]


async def test_who_may_not_see_it_finds_nothing(house: House, client: httpx.AsyncClient, clock: TestClock) -> None:
    """As if it were not there: the page, and every form on it."""
    pledge = await promises(house, clock, ANA)
    await sign_in(house, client, BEN)
    page = f"/pledges/{pledge.id}"
    assert (await client.get(page)).status_code == 404
    for path in ("", "/pause", "/end", "/delete", "/witnesses", "/yes", "/no", "/posts/1/sort", "/posts/1/ask"):
        answer = await send(client, "/pledges/new", f"{page}{path}", address="@ben", about="yes")
        assert answer.status_code == 404, path
    assert "Promises" not in (await client.get("/@ana")).text


async def test_days_are_those_of_the_pledges_own_clock(
    house: House, client: httpx.AsyncClient, clock: TestClock
) -> None:
    """A week begins on Monday in Auckland, while it is Sunday where the server counts."""
    clock.tick(days=2)
    pledge = await promises(house, clock, ANA, starts_now=False, timezone="Pacific/Auckland")
    monday = pledge.starts_at.astimezone(ZoneInfo("Pacific/Auckland")).date()
    assert pledge.starts_at.date() < monday
    await sign_in(house, client, ANA)
    assert f"begins on {monday:%B} {monday.day}, {monday.year}" in (await client.get("/pledges")).text
    clock.tick(days=8)
    shown = (await client.get(f"/pledges/{pledge.id}")).text
    assert f"From {monday:%B} {monday.day}, {monday.year}: so far: 0 of 1 out" in shown


async def test_a_topic_that_all_have_is_named_in_the_readers_language(
    house: House, client: httpx.AsyncClient, clock: TestClock
) -> None:
    """Also for somebody else than its author; a word of one's own stays as it is."""
    await promises(house, clock, ANA, visibility="public")
    await promises(house, clock, ANA, visibility="public", label="my parties")
    await sign_in(house, client, BEN)
    shown = (await client.get("/@ana", headers={"accept-language": "ar"})).text
    assert "سياسة حزبية" in shown
    assert "partisan politics" not in shown
    assert "my parties" in shown
    assert "about partisan politics" in (await client.get("/@ana")).text


async def test_what_is_more_than_promised_stands_beside_it(
    house: House, client: httpx.AsyncClient, clock: TestClock
) -> None:
    """Never "2 of 1": so many are out, so many were promised."""
    pledge = await promises(house, clock, ANA)
    await posts(house, ANA, POLITICS, pledge, "yes")
    await posts(house, ANA, POLITICS, pledge, "yes", over=True)
    await sign_in(house, client, ANA)
    shown = (await client.get(f"/pledges/{pledge.id}")).text
    assert "2 out this week, 1 promised, next free" in shown
    assert "so far: 2 out, 1 promised" in shown
    assert "more than promised" in shown
