"""One's people, through HTTP and without script."""

import re

import httpx
import pytest

from kith.base.core.ids import Id
from kith.base.work import House
from kith.conversations import delete_for_all, keep_for, open_pair
from kith.conversations import send as send_message
from kith.conversations.actions.vanishing import delete_vanished
from kith.conversations.model import MessageWish
from kith.friends.web.people import PAGE_SIZE
from kith.people import mute
from kith.people.model import Account
from kith.people.store.remembering import set_remembered
from kith.posts import delete, like
from kith.posts.tests.cast import ANA, BEN, block, gather_cast, say, send, sign_in
from kith.ties import propose, record
from kith.ties.model import Act, Past
from kith.worker import run_everything_due
from tests.clock import BEGINNING, TestClock

WAITING = "Waiting to hear from you"
UNHEARD = "You wrote, and heard nothing yet"
_NAMES = re.compile(r'<h[23] class="name"><a href="/@(\w+)">')
_HEADINGS = re.compile(r'<h2 class="people__circle">([^<]+)<')


@pytest.fixture(autouse=True)
async def _cast(house: House) -> None:
    await gather_cast(house)


async def _open(client: httpx.AsyncClient, path: str = "/people") -> str:
    answer = await client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.text


async def test_people_stand_by_circle_and_are_moved_by_a_word(house: House, client: httpx.AsyncClient) -> None:
    """Headings are names; whoever is kept close comes first, whoever is not close last."""
    for other in ("ana", "cleo", "dan"):
        await say(house, BEN, f"@{other} Good morning", audience="mentioned")
    await sign_in(house, client, BEN)
    assert _HEADINGS.findall(await _open(client)) == ["Your people"]
    assert (await send(client, "/people", "/@dan/us/place", place="5")).status_code == 303
    assert (await send(client, "/people", "/@cleo/us/place", place="50")).status_code == 303
    page = await _open(client)
    assert _HEADINGS.findall(page) == ["Closest", "Good friends", "Further away"]
    assert _NAMES.findall(page) == ["dan", "cleo", "ana"]
    assert (await send(client, "/people", "/@dan/us/place", place="none")).status_code == 303
    assert _NAMES.findall(await _open(client)) == ["cleo", "ana", "dan"]
    words = re.sub(r"<[^>]*>", " ", page.split('id="main"', 1)[1].split(">", 1)[1].split("</main")[0])
    assert not re.search(r"[0-9]", words)  # neither a score nor the size of a circle


async def test_people_are_sorted_and_searched(house: House, client: httpx.AsyncClient, clock: TestClock) -> None:
    """By the last talk, by name, by words; and what is no order is refused."""
    for other in ("dan", "ana", "cleo"):
        await say(house, BEN, f"@{other} Good morning", audience="mentioned")
        clock.tick(days=1)
    await sign_in(house, client, BEN)
    assert _NAMES.findall(await _open(client, "/people?sort=lately")) == ["cleo", "ana", "dan"]
    assert _NAMES.findall(await _open(client, "/people?sort=name")) == ["ana", "cleo", "dan"]
    assert _NAMES.findall(await _open(client, "/people?q=Cl")) == ["cleo"]
    assert "Nobody by that name" in await _open(client, "/people?q=%25")
    for bad in ("sort=strength", "after=x", "after=1.x", "after=.1"):
        assert (await client.get(f"/people?{bad}")).status_code == 422


async def test_who_wrote_waits_until_they_are_answered(house: House, client: httpx.AsyncClient) -> None:
    """A line, a like, or a word that it needs no answer; then only when they write again."""
    first = await say(house, ANA, "@ben Are you there?", audience="mentioned")
    await sign_in(house, client, BEN)
    page = await _open(client)
    assert WAITING in page
    assert 'href="/@ana/line"' in page
    assert (await send(client, "/people", "/@ana/us/settled")).status_code == 303
    assert WAITING not in await _open(client)
    again = await say(house, ANA, "@ben Hello?", audience="mentioned")
    assert WAITING in await _open(client)
    async with house.work(actor=BEN) as work:
        await like(work, again.id)
    assert WAITING not in await _open(client)
    await say(house, ANA, "@ben And now?", audience="mentioned")
    assert WAITING in await _open(client)
    assert f">{WAITING} ·" in await _open(client)
    alone = await _open(client, "/people/waiting")
    assert "Ana" in alone
    assert f">{WAITING} ·" not in alone.split("<main")[1]
    await say(house, BEN, "@ana Yes", audience="mentioned", reply_to=first)
    assert WAITING not in await _open(client)
    assert "Nothing is open" in await _open(client, "/people/waiting")


async def test_whose_words_are_gone_waits_no_more(house: House, client: httpx.AsyncClient) -> None:
    """Only when the last of them is, and until they write again."""
    first = await say(house, ANA, "@ben Are you there?", audience="mentioned")
    second = await say(house, ANA, "@ben Hello?", audience="mentioned")
    await sign_in(house, client, BEN)
    for post, waits in ((first, True), (second, False)):
        async with house.work(actor=ANA) as work:
            await delete(work, post.id)
        await run_everything_due(house)
        assert (WAITING in await _open(client)) is waits
    await say(house, ANA, "@ben Never mind.", audience="mentioned")
    assert WAITING in await _open(client)


async def test_whose_message_was_taken_back_waits_no_more(
    house: House, client: httpx.AsyncClient, clock: TestClock
) -> None:
    """A post that was deleted before does not stand for it; and whoever took it back is not told to write again."""
    gone = await say(house, ANA, "@ben Are you there?", audience="mentioned")
    async with house.work(actor=ANA) as work:
        talk = await open_pair(work, BEN)
    async with house.work(actor=ANA) as work:
        first = await send_message(work, talk.id, MessageWish(text="Hello?"))
    clock.tick(minutes=1)
    async with house.work(actor=ANA) as work:
        second = await send_message(work, talk.id, MessageWish(text="And now?"))
        await delete(work, gone.id)
    await run_everything_due(house)
    await sign_in(house, client, BEN)
    assert WAITING in await _open(client)
    for message, waits in ((second, True), (first, False)):
        async with house.work(actor=ANA) as work:
            await delete_for_all(work, message.id)
        await run_everything_due(house)
        assert (WAITING in await _open(client)) is waits
    clock.tick(days=4)
    await sign_in(house, client, ANA)
    assert UNHEARD not in await _open(client)


async def test_whose_message_vanished_waits_no_more(house: House, client: httpx.AsyncClient, clock: TestClock) -> None:
    """As both agreed; what stays is waited for."""
    async with house.work(actor=ANA) as work:
        talk = await open_pair(work, BEN)
    for person in (ANA, BEN):
        async with house.work(actor=person) as work:
            await keep_for(work, talk.id, 1)
    async with house.work(actor=ANA) as work:
        await send_message(work, talk.id, MessageWish(text="For a day."))
    for days, waits in ((0, True), (2, False)):
        clock.tick(days=days)
        async with house.work() as work:
            await delete_vanished(work)
        await run_everything_due(house)
        await sign_in(house, client, BEN)
        assert (WAITING in await _open(client)) is waits


async def test_whom_one_wrote_to_comes_up_after_some_days(
    house: House, client: httpx.AsyncClient, clock: TestClock
) -> None:
    """Not at once, not for ever, and the other sees nothing of it."""
    await say(house, BEN, "@ana Are you there?", audience="mentioned")
    await sign_in(house, client, BEN)
    assert UNHEARD not in await _open(client)
    clock.tick(days=4)
    assert UNHEARD in await _open(client)
    assert "Ana" in await _open(client, "/people/unheard")
    clock.tick(days=60)
    assert UNHEARD not in await _open(client)


@pytest.mark.parametrize("why", ["mute", "block", "remembered"])
async def test_whoever_is_kept_away_does_not_wait(house: House, client: httpx.AsyncClient, why: str) -> None:
    """Nor stands anywhere, behind a block of either."""
    await say(house, ANA, "@ben Are you there?", audience="mentioned")
    await say(house, BEN, "@cleo Hello", audience="mentioned")
    await sign_in(house, client, BEN)
    assert WAITING in await _open(client)
    if why == "mute":
        async with house.work(actor=BEN) as work:
            await mute(work, ANA)
    elif why == "remembered":
        async with house.work() as work:
            await set_remembered(work.db, ANA, work.now)
    else:
        await block(house, ANA, BEN)
    assert WAITING not in await _open(client)


async def test_who_asks_how_one_knows_each_other_is_named(house: House, client: httpx.AsyncClient) -> None:
    """With the way to the answer."""
    async with house.work(actor=ANA) as work:
        await propose(work, BEN, "friend", Past())
    await sign_in(house, client, BEN)
    assert 'href="/@ana/us#relations"' in await _open(client)


async def test_the_old_lists_are_where_they_are_linked(house: House, client: httpx.AsyncClient) -> None:
    """Whom one follows, who follows, who asks: nothing is lost."""
    await sign_in(house, client, BEN)
    page = await _open(client)
    for path in ("/people/following", "/people/followers", "/people/find", "/people/requests", "/people/long-time"):
        assert f'href="{path}"' in page
        await _open(client, path)
    assert "Nobody yet" in page
    assert _NAMES.findall(await _open(client, "/people/following")) == ["ana"]


async def test_thousands_are_walked_in_pieces_at_the_same_cost(house: House, client: httpx.AsyncClient) -> None:
    """Everybody once, whoever goes meanwhile; and no statement more for many than for few."""
    await sign_in(house, client, BEN)
    counts = []
    for first, many in ((1000, 2), (2000, 2 * PAGE_SIZE)):
        people = [Id(first + number) for number in range(many)]
        async with house.work() as work:
            for one in people:
                await work.db.insert(Account(id=one, handle=f"p{one}", name=f"P {one}", created_at=BEGINNING))
        async with house.work(actor=BEN) as work:
            acts = [Act(giver_id=BEN, getter_id=one, kind="letter", subject_id=one) for one in people]
            await record(work, acts)
        await _open(client)
        before = house.database.statements
        await _open(client)
        counts.append(house.database.statements - before)
    assert counts[0] == counts[1]
    assert counts[1] <= 16
    seen: list[str] = []
    path: str | None = "/people"
    while path:
        page = await _open(client, path)
        seen += _NAMES.findall(page)
        more = re.search(r'href="(/people\?[^"]+after=[^"]+)" rel="next"', page)
        path = more[1].replace("&amp;", "&") if more else None
        if len(seen) == PAGE_SIZE:
            await block(house, BEN, Id(int(seen[-1][1:])))  # the very one after whom it goes on
    assert len(seen) == len(set(seen)) == 2 + 2 * PAGE_SIZE
