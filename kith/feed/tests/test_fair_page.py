"""Home as a page: without script, with htmx, and for whoever sends nonsense."""

import re

import httpx
import pytest

from kith.base.core.ids import Id
from kith.base.work import House
from kith.people.model import Account
from kith.posts import like
from kith.posts.tests.cast import ANA, BEN, CLEO, DAN, follow, gather_cast, say, send, sign_in
from tests.clock import BEGINNING, TestClock

HTML = {"accept": "text/html"}


@pytest.fixture(autouse=True)
async def _cast(house: House, client: httpx.AsyncClient) -> None:
    await gather_cast(house)
    await follow(house, BEN, CLEO)
    await sign_in(house, client, BEN)


async def _page(client: httpx.AsyncClient, path: str = "/") -> str:
    answer = await client.get(path, headers=HTML)
    assert answer.status_code == 200, answer.text
    return answer.text


def _links(text: str, beginning: str) -> list[str]:
    return [found.replace("&amp;", "&") for found in re.findall(f'href="({re.escape(beginning)}[^"]*)"', text)]


async def test_every_card_says_why_it_is_here(house: House, client: httpx.AsyncClient) -> None:
    """And the page says how many people, and that it ends."""
    for number in range(3):
        await say(house, ANA, f"Number {number}")
    await say(house, CLEO, "Once")
    text = await _page(client)
    assert "You follow Ana." in text
    assert "You follow Cleo." in text
    assert "2 people have something new. That is all of them." in text
    assert "2 more from Ana" in text
    assert "You are all caught up with everyone." in text
    assert "Number 0" not in text


async def test_whoever_never_wrote_is_not_said_to_talk(house: House, client: httpx.AsyncClient) -> None:
    """Two who only like what the other says are close, and the sentence says what is true of that."""
    theirs, own = await say(house, ANA, "Butter"), await say(house, BEN, "Bread")
    async with house.work(actor=BEN) as work:
        await like(work, theirs.id)
    async with house.work(actor=ANA) as work:
        await like(work, own.id)
    await say(house, ANA, "Cheese")
    text = await _page(client)
    assert "Ana is one of your people." in text
    assert "You and Ana talk." not in text


async def test_a_fold_opens_without_script_and_in_place(house: House, client: httpx.AsyncClient) -> None:
    """One address for both."""
    for number in range(3):
        await say(house, ANA, f"Number {number}")
    (fold,) = _links(await _page(client), "/home/fold/")
    text = await _page(client, fold)
    assert "Number 0" in text
    assert "Number 1" in text
    assert "Number 2" not in text
    assert 'class="unfolded"' in text
    assert "That is all of it." in text


async def test_done_puts_a_fold_away(house: House, client: httpx.AsyncClient) -> None:
    """By its button, and by htmx, which takes the strip away."""
    for number in range(3):
        await say(house, ANA, f"Number {number}")
    text = await _page(client)
    up_to = re.search(r'name="up_to" value="(\d+)"', text)
    assert up_to
    answer = await send(client, "/", f"/home/done/{ANA}", up_to=up_to[1])
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    sitting = re.search(r'name="sitting" value="(\d+)"', text)
    assert sitting
    answer = await send(client, "/", "/home/seen", sitting=sitting[1], before=1)
    assert answer.status_code == 303
    after = await _page(client)
    assert "Number" not in after
    assert "Earlier" not in after


async def test_whoever_has_read_finds_what_is_earlier(house: House, client: httpx.AsyncClient) -> None:
    """Folded, below the end."""
    for number in range(3):
        await say(house, ANA, f"Number {number}")
    text = await _page(client)
    sitting = re.search(r'name="sitting" value="(\d+)"', text)
    assert sitting
    await send(client, "/", "/home/seen", sitting=sitting[1], before=1)
    text = await _page(client)
    assert "2 from Ana" in text
    (fold,) = _links(text, "/home/fold/")
    assert "Number 0" in await _page(client, fold)


async def test_long_homes_go_on_page_by_page(house: House, client: httpx.AsyncClient) -> None:
    """Every author once, then the end; and who has waited longest is named."""
    people = [Id(number) for number in range(100, 125)]
    await _more_people(house, people)
    first = await _page(client)
    (older,) = _links(first, "/?at=")
    second = await _page(client, older)
    said = [set(re.findall(r"Word of (\d+)", text)) for text in (first, second)]
    assert len(said[0]) + len(said[1]) == len(people)
    assert not said[0] & said[1]
    assert "You are all caught up" not in first
    assert "You are all caught up" in second


async def test_the_order_is_chosen_once(house: House, client: httpx.AsyncClient) -> None:
    """For this person, everywhere; and back."""
    for number in range(3):
        await say(house, ANA, f"Number {number}")
    answer = await send(client, "/", "/home/order", order="newest")
    assert answer.status_code == 303
    text = await _page(client)
    assert "Number 0" in text
    assert "more from" not in text
    await send(client, "/", "/home/order", order="fair")
    assert "Number 0" not in await _page(client)


async def test_what_is_new_is_offered(house: House, client: httpx.AsyncClient) -> None:
    """The page stands still; the way to what came meanwhile stands on it."""
    await say(house, ANA, "First")
    await _page(client)
    await say(house, CLEO, "Meanwhile")
    text = await _page(client)
    assert "Meanwhile" not in text
    assert _links(text, "/?new=1")
    answer = await client.get("/?new=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "Meanwhile" in await _page(client)


async def test_a_friend_comes_back(house: House, client: httpx.AsyncClient, clock: TestClock) -> None:
    """Whoever was close, and silent for long, glows; once."""
    for number in range(9):
        asked = await say(house, ANA, f"@ben {number}?", audience="mentioned")
        clock.tick(hours=1)
        await say(house, BEN, "@ana yes", audience="mentioned", reply_to=asked)
        clock.tick(days=1)
    clock.tick(days=800)
    await sign_in(house, client, BEN)
    await say(house, ANA, "Is this on?")
    text = await _page(client)
    assert "First you see of Ana in 816 days." in text
    assert "data-glow" in text


async def test_room_is_given_by_the_reader(house: House, client: httpx.AsyncClient) -> None:
    """One to five cards; nobody else knows."""
    for number in range(3):
        await say(house, ANA, f"Number {number}")
    await send(client, f"/home/room/{ANA}", f"/home/room/{ANA}", cards="2")
    text = await _page(client)
    assert "Number 1" in text
    assert "Once more from those closest to you" in text
    assert "1 more from Ana" in text
    for wrong in ("6", "-1", "many"):
        answer = await send(client, f"/home/room/{ANA}", f"/home/room/{ANA}", cards=wrong)
        assert answer.status_code in (400, 422)
    for nobody in (BEN, 99, "x"):
        assert (await client.get(f"/home/room/{nobody}", headers=HTML)).status_code == 404
        assert (await send(client, f"/home/room/{ANA}", f"/home/room/{nobody}", cards="2")).status_code == 404


async def test_nonsense_is_refused_in_words(house: House, client: httpx.AsyncClient) -> None:
    """Never with a 500; and what is not one's own is not there."""
    await say(house, ANA, "First")
    await say(house, DAN, "Not followed")
    for wrong in ("/?at=x", "/?at=1.x", "/?at=.", f"/?at={2**70}.1", "/?at=1.-1"):
        assert (await client.get(wrong, headers=HTML)).status_code in (400, 422)
    assert "First" in await _page(client, "/?at=7.20")  # a sitting that is gone
    for gone in ("/home/fold/99", "/home/fold/x", f"/home/fold/{2**70}"):
        assert (await client.get(gone, headers=HTML)).status_code == 404
    assert "Not followed" in await _page(client, f"/home/fold/{DAN}?newest=x&oldest=y")  # public words, public page
    assert (await send(client, "/", "/home/done/99", up_to="5")).status_code == 404
    for fields in ({"sitting": "x", "before": "1"}, {"sitting": "1", "before": "-1"}, {"sitting": "1"}):
        assert (await send(client, "/", "/home/seen", **fields)).status_code in (400, 422)
    assert (await send(client, "/", "/home/order", order="loud")).status_code in (400, 422)
    assert (await client.post("/home/order", data={"order": "newest"})).status_code == 403


async def test_a_newcomer_finds_first_steps(house: House, client: httpx.AsyncClient) -> None:
    """An empty table says whom to look for."""
    await sign_in(house, client, DAN)
    text = await _page(client)
    assert "Three first steps" in text
    assert "all caught up" not in text


async def _more_people(house: House, ids: list[Id]) -> None:
    for one in ids:
        async with house.work() as work:
            await work.db.insert(Account(id=one, handle=f"p{one}", name=f"P{one}", created_at=BEGINNING))
        await follow(house, BEN, one)
        await say(house, one, f"Word of {one}")
