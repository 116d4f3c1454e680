"""What an author says of a post of their own accord counts where they promised themselves less about it."""

import httpx
import pytest
import pytest_asyncio

from kith.base.core.errors import Undecided
from kith.base.core.ids import Id
from kith.base.work import House
from kith.pledges.model import Pledge
from kith.pledges.tests.cast import BREAD, POLITICS, entries, gather, own, posts, promises
from kith.posts.model import Post
from kith.posts.tests.cast import ANA, send, sign_in
from kith.topics import declare, find_declaration, take_declaration_back
from tests.clock import TestClock


@pytest_asyncio.fixture(autouse=True)
async def _cast(house: House, clock: TestClock) -> None:
    await gather(house, clock)


async def _says(house: House, post: Post, *, about: bool | None, anyway: bool = False) -> None:
    async with house.work(actor=ANA) as work:
        if about is None:
            await take_declaration_back(work, post.id, "partisan")
        else:
            await declare(work, post.id, "partisan", about=about, anyway=anyway)


async def _full(house: House, clock: TestClock) -> tuple[Pledge, Post]:
    """Let Ana's one place of this week be taken, and give a post that is about bread."""
    pledge = await promises(house, clock, ANA)
    await posts(house, ANA, POLITICS, pledge, "yes")
    bread = await posts(house, ANA, BREAD)
    assert bread is not None
    return pledge, bread


async def test_a_yes_takes_the_place_that_is_free(house: House, clock: TestClock) -> None:
    """In the period in which it went out, without a question; taken back, the place is free as before."""
    pledge = await promises(house, clock, ANA)
    bread = await posts(house, ANA, BREAD)
    assert bread is not None
    await _says(house, bread, about=True)
    [entry] = await entries(house)
    assert (entry.post_id, entry.slot, entry.over, entry.source) == (bread.id, 1, False, "author")
    assert await posts(house, ANA, POLITICS, pledge, "yes") is None
    await _says(house, bread, about=None)
    assert await posts(house, ANA, POLITICS, pledge, "yes") is not None
    assert [one.returned_at is None for one in await entries(house)] == [False, True]


async def test_a_yes_without_a_place_is_asked_about_and_recorded(house: House, clock: TestClock) -> None:
    """As an edit is: nothing is said until they choose, and never is it refused."""
    _pledge, bread = await _full(house, clock)
    with pytest.raises(Undecided) as asked:
        await _says(house, bread, about=True)
    assert list(asked.value.choices) == ["over"]
    async with house.reading(actor=ANA) as work:
        assert await find_declaration(work.db, ANA, bread.id, "partisan") is None
    assert len(await entries(house)) == 1
    await _says(house, bread, about=True, anyway=True)
    assert [one.over for one in await entries(house)] == [False, True]
    await _says(house, bread, about=True)  # it is recorded already: there is nothing to choose any more
    assert [one.over for one in await entries(house)] == [False, True]


@pytest.mark.parametrize("about", [False, None])
async def test_what_makes_it_no_more_is_asked_nothing(house: House, clock: TestClock, about: bool | None) -> None:  # noqa: FBT001 - a column of the table
    """A "no", or nothing said."""
    _pledge, bread = await _full(house, clock)
    await _says(house, bread, about=about)
    assert len(await entries(house)) == 1


async def test_an_answer_that_is_taken_back_is_open_again(house: House, clock: TestClock) -> None:
    """Who had been asked has not sorted it then, and it holds its place until they do."""
    pledge = await promises(house, clock, ANA)
    post = await posts(house, ANA, POLITICS, pledge, "yes")
    assert post is not None
    await _says(house, post, about=None)
    assert [(one.slot, one.source) for one in await entries(house)] == [(1, "unsorted")]
    assert (await own(house, pledge)).view.record.unsorted == 1
    await _says(house, post, about=False)
    await _says(house, post, about=None)
    assert [one.returned_at is None for one in await entries(house)] == [False]
    assert (await own(house, pledge)).view.record.unsorted == 0


async def test_a_no_that_becomes_a_yes_is_asked_about(house: House, clock: TestClock) -> None:
    """Its place has gone to another meanwhile."""
    pledge = await promises(house, clock, ANA)
    first = await posts(house, ANA, POLITICS, pledge, "yes")
    assert first is not None
    await _says(house, first, about=False)
    await posts(house, ANA, POLITICS, pledge, "yes")
    with pytest.raises(Undecided):
        await _says(house, first, about=True)
    await _says(house, first, about=True, anyway=True)
    assert sorted(one.over for one in await entries(house)) == [False, True]


async def test_the_page_asks_and_records(house: House, client: httpx.AsyncClient, clock: TestClock) -> None:
    """With one more tap, and without a script."""
    pledge, bread = await _full(house, clock)
    await sign_in(house, client, ANA)
    page = f"/posts/{bread.id}/about"
    asked = await send(client, page, page, topic="partisan", about="yes")
    assert asked.status_code == 409
    assert "“At most 1 post a week about partisan politics”. With this one it is more" in asked.text
    assert 'name="choice" value="over"' in asked.text
    assert "Leave it as it was" in asked.text
    assert await _over(house, bread.id) is None
    done = await send(client, page, page, topic="partisan", about="yes", choice="over")
    assert done.status_code == 303
    assert await _over(house, bread.id) is True
    assert "more than promised" in (await client.get(f"/pledges/{pledge.id}")).text


async def _over(house: House, post_id: Id) -> bool | None:
    return next((one.over for one in await entries(house) if one.post_id == post_id), None)
