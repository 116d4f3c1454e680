"""The page of notices and the number beside its place, through HTTP and without script."""

import re

import httpx
import pytest

from kith.base.bus.live import LiveEvent
from kith.base.work import House
from kith.conversations import accept, open_pair, send
from kith.conversations.model import MessageWish
from kith.notices.tests.scene import run_jobs, say, unread
from kith.notices.web.notices import show_badge
from kith.people import block, follow
from kith.people.store.remembering import set_remembered
from kith.people.tests.cast_of_relations import ANA, BEN, CLEO, DAN, act, gather, sign_in
from kith.posts import like

STATEMENTS_MAX = 12


def _text(html: str) -> str:
    main = html.partition('id="main"')[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


async def test_an_empty_page_says_what_belongs_there(house: House, client: httpx.AsyncClient) -> None:
    """And what is left out with one filter may be there with the other."""
    await gather(house)
    await sign_in(house, client, ANA)
    assert "Nothing yet" in (await client.get("/notices")).text
    await act(house, BEN, follow, ANA)
    await run_jobs(house)
    assert "Ben follows you." in _text((await client.get("/notices")).text)
    assert "Nobody has spoken to you yet" in (await client.get("/notices/mentions")).text


async def test_many_likes_are_one_sentence(house: House, client: httpx.AsyncClient) -> None:
    """With the newest name first, and the words it is about."""
    await gather(house)
    post = await say(house, ANA, "The quinces are ready.")
    await act(house, BEN, like, post.id)
    await run_jobs(house)
    await sign_in(house, client, ANA)
    assert "Ben likes what you said." in _text((await client.get("/notices")).text)
    for person in (CLEO, DAN):
        await act(house, person, like, post.id)
        await run_jobs(house)
    shown = _text((await client.get("/notices")).text)
    assert "Dan and 2 others like what you said." in shown
    assert "The quinces are ready." in shown


async def test_one_can_send_a_line_from_a_notice_and_from_their_page(house: House, client: httpx.AsyncClient) -> None:
    """It leads to where the two talk; not to several people at once, nor to oneself, nor to who has died."""
    await gather(house)
    post = await say(house, ANA, "The quinces are ready.")
    await act(house, BEN, like, post.id)
    await run_jobs(house)
    await sign_in(house, client, ANA)
    for place in ("/notices", "/@ben"):
        assert 'href="/@ben/line"' in (await client.get(place)).text, place
    assert (await client.get("/@ben/line")).headers["location"] == "/talk/to/ben"
    assert "/line" not in (await client.get("/@ana")).text
    await act(house, CLEO, like, post.id)
    await run_jobs(house)
    assert "/line" not in (await client.get("/notices")).text
    async with house.work() as work:
        await set_remembered(work.db, BEN, work.now)
        work.forget(f"author:{BEN}")
    assert "/@ben/line" not in (await client.get("/@ben")).text


async def test_what_was_said_stands_there_whole(house: House, client: httpx.AsyncClient) -> None:
    """So that one can answer at once; and a page costs the same, however much is on it."""
    await gather(house)
    for number in range(12):
        await say(house, (BEN, CLEO)[number % 2], f"@ana number {number}, <b>bold</b>")
    await run_jobs(house)
    await sign_in(house, client, ANA)
    await client.get("/about")  # what every page says of the server is read once, and kept
    before = house.database.statements
    answer = await client.get("/notices/mentions")
    assert house.database.statements - before <= STATEMENTS_MAX
    shown = _text(answer.text)
    assert "Cleo spoke of you." in shown
    assert "number 11, <b>bold</b>".replace("<", "&lt;").replace(">", "&gt;") in answer.text


async def test_read_is_read(house: House, client: httpx.AsyncClient) -> None:
    """What is new is marked and counted until the button is pressed, or the page left."""
    await gather(house)
    await act(house, BEN, follow, ANA)
    await run_jobs(house)
    await sign_in(house, client, ANA)
    page = (await client.get("/notices")).text
    assert 'class="noted" data-new' in page
    assert re.search(r'data-badge="notices" *>.*?data-badge-number>1<', page, re.DOTALL)
    token = re.search(r'name="csrf" value="([0-9a-f]+)"', page)
    newest = re.search(r'name="up_to" value="(\d+)"', page)
    assert token
    assert newest
    wrong = await client.post("/notices/read", data={"csrf": token[1], "up_to": "yesterday"})
    assert wrong.status_code == 422
    assert await unread(house, ANA) == 1
    answer = await client.post("/notices/read", data={"csrf": token[1], "up_to": newest[1]})
    assert answer.status_code == 303
    page = (await client.get("/notices")).text
    assert 'class="noted" data-new' not in page
    assert "Mark as read" not in page
    assert re.search(r'data-badge="notices" hidden', page)


async def test_every_number_of_a_page_is_its_own(house: House, client: httpx.AsyncClient) -> None:
    """They are read in one statement; what was said by name and what was said in a conversation are one number."""
    await gather(house)
    async with house.work(actor=BEN) as work:
        room = await open_pair(work, ANA)
    async with house.work(actor=BEN) as work:
        await send(work, room.id, MessageWish(text="Soup?"))
    await act(house, ANA, accept, room.id)
    await say(house, CLEO, "@ana Bread?", audience="mentioned")
    for person in (BEN, CLEO, DAN):
        await act(house, person, follow, ANA)
    await run_jobs(house)
    notices = await unread(house, ANA)
    assert notices > 2
    await sign_in(house, client, ANA)
    page = (await client.get("/about")).text
    for place, number in (("talks", 2), ("notices", notices)):
        assert f'data-badge="{place}" ><span aria-hidden="true" data-badge-number>{number}<' in page


async def test_the_number_comes_to_open_pages(house: House) -> None:
    """Counted anew for whoever looks, at that moment."""
    await gather(house)
    await act(house, BEN, follow, ANA)
    await run_jobs(house)
    async with house.reading(actor=ANA) as work:
        shown = await show_badge(work, None, LiveEvent(kind="notices"))  # type: ignore[arg-type]
    assert shown is not None
    assert (shown.action, shown.id, shown.count) == ("badge", "notices", 1)


@pytest.mark.parametrize("path", ["/notices", "/notices/mentions", "/people/following", "/people/find"])
async def test_nobody_reads_of_one_who_blocked_them(house: House, client: httpx.AsyncClient, path: str) -> None:
    """Also not in what came before the block."""
    await gather(house)
    await act(house, BEN, follow, ANA)
    await act(house, ANA, follow, BEN)
    await say(house, BEN, "@ana hello")
    await run_jobs(house)
    await sign_in(house, client, ANA)
    before = await client.get(path)
    await act(house, BEN, block, ANA)
    after = await client.get(path)
    assert before.status_code == after.status_code == 200
    assert "Ben" not in _text(after.text)
    assert ("Ben" in _text(before.text)) is (path != "/people/find")


async def test_the_list_goes_on(house: House, client: httpx.AsyncClient) -> None:
    """By keyset, to its end."""
    await gather(house)
    for number in range(45):
        await say(house, BEN, f"@ana number {number};")
    await run_jobs(house)
    await sign_in(house, client, ANA)
    first = await client.get("/notices")
    more = re.search(r'href="(/notices\?max_id=\d+)"', first.text)
    assert more
    rest = await client.get(more[1])
    seen = re.findall(r"number (\d+);", first.text) + re.findall(r"number (\d+);", rest.text)
    assert [int(number) for number in dict.fromkeys(seen)] == list(range(44, -1, -1))
    assert "You are all caught up." in rest.text


async def test_a_stranger_is_asked_to_sign_in(client: httpx.AsyncClient) -> None:
    """And led back afterwards."""
    answer = await client.get("/notices")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/notices")
