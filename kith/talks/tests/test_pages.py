"""The page of talks, without script."""

import httpx
import pytest

from kith.base.work import House
from kith.notices.tests.scene import run_jobs
from kith.posts.model import Post
from kith.posts.tests.cast import ANA, BEN, CLEO, gather_cast, say, send, sign_in
from kith.talks.rules import WORDS_MAX, last_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("@ana @ben@far.example, soup?", "soup?"),
        ("Ask @ana", "Ask @ana"),
        ("@ana", "@ana"),
        ("@ana \n two\nlines", "two lines"),
        ("", ""),
        ("x" * 500, "x" * (WORDS_MAX - 1) + "…"),
        ("mail@example.org", "mail@example.org"),
    ],
)
def test_last_words_stand_in_one_line(text: str, words: str) -> None:
    """Without the names they begin with, which say nothing new there."""
    assert last_words(text) == words


async def _tell(house: House, text: str) -> Post:
    post = await say(house, ANA, text, audience="mentioned")
    await run_jobs(house)
    return post


async def test_who_was_written_to_sees_it_on_every_page(house: House, client: httpx.AsyncClient) -> None:
    """A number beside Talk, the words in the list, a way to the thread; and nothing of it for others."""
    await gather_cast(house)
    post = await _tell(house, "@ben Soup <b>tonight</b>?")
    await sign_in(house, client, BEN)
    home = (await client.get("/")).text
    assert 'data-badge="talks" ><span aria-hidden="true" data-badge-number>1<' in home
    page = (await client.get("/talk/threads")).text
    assert f'href="/@ana/{post.id}"' in page
    assert "Soup &lt;b&gt;tonight&lt;/b&gt;?" in page
    assert "talk__dot" in page
    await sign_in(house, client, CLEO)
    assert "No talk yet" in (await client.get("/talk/threads")).text


async def test_a_talk_is_marked_and_taken_out(house: House, client: httpx.AsyncClient) -> None:
    """By its buttons; another's is not there."""
    await gather_cast(house)
    post = await _tell(house, "@ben Soup?")
    await sign_in(house, client, CLEO)
    assert (await send(client, "/write", f"/talk/{post.id}/read")).status_code == 404
    await sign_in(house, client, BEN)
    assert (await send(client, "/talk/threads", f"/talk/{post.id}/read")).status_code == 303
    page = (await client.get("/talk/threads")).text
    assert "talk__dot" not in page
    assert "Soup?" in page
    assert (await send(client, "/talk/threads", f"/talk/{post.id}/leave-out")).status_code == 303
    assert "Soup?" not in (await client.get("/talk/threads")).text
    assert (await client.post(f"/talk/{post.id}/read")).status_code == 403  # unsigned


async def test_the_list_costs_the_same_however_long(house: House, client: httpx.AsyncClient) -> None:
    """Statements do not grow with the talks."""
    await gather_cast(house)
    await sign_in(house, client, BEN)
    await client.get("/talk/threads")  # notes that the browser was seen
    counts = []
    for many in (1, 12):
        for number in range(many):
            await say(house, ANA, f"@ben {many} {number}", audience="mentioned")
        await run_jobs(house)
        before = house.database.statements
        assert (await client.get("/talk/threads")).status_code == 200
        counts.append(house.database.statements - before)
    assert counts[0] == counts[1]


async def test_what_is_new_stands_on_top_of_home(house: House, client: httpx.AsyncClient) -> None:
    """Letters come before everything that is for all, until they are read."""
    await gather_cast(house)
    await sign_in(house, client, BEN)
    assert 'class="letters"' not in (await client.get("/")).text
    post = await say(house, ANA, "@ben Soup?", audience="mentioned")
    await run_jobs(house)
    page = (await client.get("/")).text
    assert 'class="letters"' in page
    assert f'href="/@ana/{post.id}"' in page
    await send(client, "/talk/threads", f"/talk/{post.id}/read")
    assert 'class="letters"' not in (await client.get("/")).text
