"""The page, as a browser without script uses it."""

import httpx
import pytest
import pytest_asyncio

from kith.base.work import House
from kith.mirror.tests.scene import ANA, BEN, CLEO, knows, looks, mirrors, needless, speak, wait_for_monday, weeks
from kith.posts.tests.cast import block, gather_cast, say, send, sign_in
from kith.worker import run_everything_due
from tests.clock import TestClock


@pytest_asyncio.fixture(autouse=True)
async def _cast(house: House, clock: TestClock) -> None:
    await wait_for_monday(house, clock)
    await gather_cast(house)
    await knows(house, BEN)


async def test_it_invites_looks_rests_forgets_and_ends(
    house: House, client: httpx.AsyncClient, clock: TestClock
) -> None:
    """All of it with plain forms; each press may come twice."""
    await sign_in(house, client, ANA)
    off = await client.get("/mirror")
    assert "It is off unless you want it." in off.text
    for _time in range(2):
        assert (await send(client, "/mirror", "/mirror/on")).headers["location"] == "/mirror"
    assert "The first look comes here" in (await client.get("/mirror")).text
    await speak(house, 60)
    await wait_for_monday(house, clock, 2)
    shown = (await client.get("/mirror")).text
    assert "ostly broadcasting" in shown
    assert "60 posts of yours in four weeks. There was no talk" in shown
    assert 'role="img"' in shown
    assert "Week by week, in words" in shown
    await send(client, "/mirror", "/mirror/rest")
    resting = (await client.get("/mirror")).text
    assert "It rests, until" in resting
    assert "I am going through something" not in resting
    assert len(await weeks(house)) == 2
    await send(client, "/mirror", "/mirror/look-again")
    assert "It rests, until" not in (await client.get("/mirror")).text
    await send(client, "/mirror", "/mirror/forget")
    assert (await weeks(house), len(await mirrors(house))) == ([], 1)
    await send(client, "/mirror", "/mirror/off")
    assert await mirrors(house) == []
    refused = await send(client, "/settings", "/mirror/rest")
    assert refused.status_code == 403
    for path in ("off", "forget", "look-again"):
        assert (await send(client, "/mirror", f"/mirror/{path}")).status_code == 303


@pytest.mark.parametrize("page", ["thread", "/notices"])
async def test_a_reply_is_marked_where_it_is_read(house: House, client: httpx.AsyncClient, page: str) -> None:
    """From the thread and from the notice, and back again; only where somebody looks into a mirror."""
    [post] = await speak(house, 1)
    reply = await say(house, BEN, "Sleep well", reply_to=post)
    from_page = f"/@ana/{post.id}" if page == "thread" else page
    if page == "/notices":
        await run_everything_due(house)
    await sign_in(house, client, ANA)
    path = f"/posts/{reply.id}/needs-no-answer"
    assert path not in (await client.get(from_page)).text
    await looks(house)
    assert path in (await client.get(from_page)).text
    done = await send(client, from_page, path)
    assert done.headers["location"] == path
    assert [one.post_id for one in await needless(house)] == [reply.id]
    shown = (await client.get(path)).text
    assert "It wants an answer after all" in shown
    assert "Ben is not told" in shown
    await send(client, path, f"/posts/{reply.id}/wants-an-answer")
    assert await needless(house) == []
    assert "Does it need an answer?" in (await client.get(path)).text


async def test_what_is_not_a_reply_to_oneself_is_not_there(house: House, client: httpx.AsyncClient) -> None:
    """Another's, one's own, one behind a block, and none at all answer alike."""
    await looks(house)
    [post] = await speak(house, 1)
    fine = await say(house, BEN, "Yes", reply_to=post)
    hidden = await say(house, CLEO, "Yes", reply_to=post)
    await block(house, CLEO, ANA)
    theirs = await say(house, BEN, "Bread")
    other = await say(house, BEN, "More bread", reply_to=theirs)
    own = await say(house, ANA, "And I", reply_to=post)
    await sign_in(house, client, ANA)
    assert (await send(client, "/mirror", f"/posts/{fine.id}/needs-no-answer")).status_code == 303
    answers = {
        (answer.status_code, answer.text.count("There is nothing here"))
        for post_id in (hidden.id, theirs.id, other.id, own.id, post.id, 77)
        for answer in [await send(client, "/mirror", f"/posts/{post_id}/needs-no-answer")]
    }
    assert len(answers) == 1
    assert {status for status, _text in answers} == {404}
    looked = {(await client.get(f"/posts/{one}/needs-no-answer")).status_code for one in (hidden.id, theirs.id, 77)}
    assert looked == {404}


async def test_a_passer_by_is_asked_to_sign_in(client: httpx.AsyncClient, house: House) -> None:
    """As on every page that is somebody's own."""
    assert (await client.get("/mirror")).status_code in (303, 401)
