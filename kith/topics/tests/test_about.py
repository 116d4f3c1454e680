"""What an author says of their own post, on its page: with a promise or without one."""

import httpx
import pytest

from kith.base.core.errors import NotFound, Refused
from kith.base.core.ids import Id
from kith.base.work import House
from kith.people import viewer_of
from kith.posts.actions import repost
from kith.posts.model import Post
from kith.posts.tests.cast import ANA, BEN, CLEO, gather_cast, say, send, sign_in
from kith.topics import declare, make_topic, take_declaration_back, topics_of
from kith.topics.model import Evidence, TopicWish
from tests.clock import TestClock

GOAL = "Three goals in the second half"


async def _about(house: House, reader: Id, post: Post) -> dict[str, Evidence]:
    async with house.reading(actor=reader) as work:
        found = await topics_of(work.db, await viewer_of(work), [post])
    return {one.topic: one.evidence for one in found[post.id]}


async def _says(client: httpx.AsyncClient, post: Post, about: str, topic: str = "sport") -> int:
    page = f"/posts/{post.id}/about"
    return (await send(client, page, page, topic=topic, about=about)).status_code


async def test_every_author_says_it_and_takes_it_back(house: House, client: httpx.AsyncClient) -> None:
    """From the menu of their post; readers go by it from then on, and not any more."""
    await gather_cast(house)
    post = await say(house, ANA, GOAL)
    async with house.work(actor=ANA) as work:
        mine = await make_topic(work, TopicWish(label="The children’s team"))
    await sign_in(house, client, ANA)
    assert f'href="/posts/{post.id}/about"' in (await client.get(f"/@ana/{post.id}")).text
    assert "The children’s team" in (await client.get(f"/posts/{post.id}/about")).text
    assert await _says(client, post, "yes") == 303
    assert await _says(client, post, "yes", mine.key) == 303
    assert (await _about(house, BEN, post))["sport"] == "author"
    assert mine.key not in await _about(house, BEN, post)
    assert mine.key in await _about(house, ANA, post)
    assert "You say yes." in (await client.get(f"/posts/{post.id}/about")).text
    assert await _says(client, post, "back") == 303
    assert (await _about(house, BEN, post)).get("sport") != "author"
    assert await _says(client, post, "no") == 303
    assert "sport" not in await _about(house, BEN, post)
    assert "You say no." in (await client.get(f"/posts/{post.id}/about")).text


async def test_a_guess_is_corrected_by_the_author(house: House, client: httpx.AsyncClient) -> None:
    """The page says what this server thinks; their "no" is final for everybody."""
    await gather_cast(house)
    post = await say(house, ANA, "Vote for the Republicans in this election, the Democrats failed us in Congress.")
    assert await _about(house, BEN, post) == {"partisan": "machine"}
    await sign_in(house, client, ANA)
    assert (await client.get(f"/posts/{post.id}/about")).text.count("We think so.") == 1
    assert await _says(client, post, "no", "partisan") == 303
    assert await _about(house, BEN, post) == {}


async def test_only_its_author_says_it(house: House, client: httpx.AsyncClient) -> None:
    """For anybody else there is no such page, seen or not; nor for what only passes another's on."""
    await gather_cast(house)
    post, letter = await say(house, ANA, GOAL), await say(house, ANA, f"{GOAL} @cleo", audience="mentioned")
    async with house.work(actor=ANA) as work:
        again = await repost(work, (await say(house, CLEO, GOAL)).id)
    await sign_in(house, client, ANA)
    form = f"/posts/{post.id}/about"
    for one, status in ((post, 200), (letter, 200), (again, 404)):
        assert (await client.get(f"/posts/{one.id}/about")).status_code == status
        answer = await send(client, form, f"/posts/{one.id}/about", topic="sport", about="yes")
        assert answer.status_code == (303 if status == 200 else 404)
    assert (await send(client, form, form, topic="own-1", about="yes")).status_code == 404
    await sign_in(house, client, BEN)
    assert f"/@ana/{post.id}/likes" in (await client.get(f"/@ana/{post.id}")).text
    assert f"/posts/{post.id}/about" not in (await client.get(f"/@ana/{post.id}")).text
    for one in (post, letter):
        assert (await client.get(f"/posts/{one.id}/about")).status_code == 404
        answer = await send(client, "/write", f"/posts/{one.id}/about", topic="sport", about="no")
        assert answer.status_code == 404


async def test_a_yes_is_taken_back_for_a_day_and_then_stays(
    house: House, client: httpx.AsyncClient, clock: TestClock
) -> None:
    """The page says so, and says why where a page that was open longer tries it."""
    await gather_cast(house)
    post = await say(house, ANA, GOAL)
    await sign_in(house, client, ANA)
    await _says(client, post, "yes")
    assert 'value="back"' in (await client.get(f"/posts/{post.id}/about")).text
    clock.tick(hours=25)
    shown = (await client.get(f"/posts/{post.id}/about")).text
    assert 'value="back"' not in shown
    assert "That stays." in shown
    page = f"/posts/{post.id}/about"
    for about in ("back", "no"):
        late = await send(client, page, page, topic="sport", about=about)
        assert late.status_code == 422
        assert "that stays." in late.text
    assert (await _about(house, BEN, post))["sport"] == "author"


async def test_taking_back_gives_no_new_day(house: House, clock: TestClock) -> None:
    """The day begins with the first answer; a "no" can be taken back whenever, for it binds nobody."""
    await gather_cast(house)
    post = await say(house, ANA, GOAL)
    async with house.work(actor=ANA) as work:
        await take_declaration_back(work, post.id, "sport")  # nothing was said: nothing happens
        await declare(work, post.id, "sport", about=False)
    clock.tick(hours=25)
    async with house.work(actor=ANA) as work:
        await take_declaration_back(work, post.id, "sport")
        await declare(work, post.id, "sport", about=True)
    async with house.work(actor=ANA) as work:
        with pytest.raises(Refused):
            await take_declaration_back(work, post.id, "sport")
    async with house.work(actor=BEN) as work:
        with pytest.raises(NotFound):
            await take_declaration_back(work, post.id, "sport")
