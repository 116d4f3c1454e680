"""The list of the newest from each person: each person once, with what they said themselves."""

import pytest

from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.work import House
from kith.feed.lists import find_newest, newest_of_each
from kith.people import mute, unfollow
from kith.posts import delete, publish, repost
from kith.posts.model import Words
from kith.posts.tests.cast import ANA, BEN, CLEO, DAN, block, follow, gather_cast, say


@pytest.fixture(autouse=True)
async def _cast(house: House) -> None:
    await gather_cast(house)
    await follow(house, BEN, CLEO)


async def _newest(house: House, paging: Paging | None = None, *, reader: Id = BEN) -> list[str]:
    async with house.reading(actor=reader) as work:
        return [card.post.text for card in (await newest_of_each(work, paging or Paging())).items]


async def test_a_loud_person_takes_one_place(house: House) -> None:
    """Whoever wrote once stands beside whoever wrote nine times; strangers and oneself do not."""
    await say(house, CLEO, "Once")
    for number in range(9):
        await say(house, ANA, f"Number {number}")
    await say(house, DAN, "Nobody follows me")
    await say(house, BEN, "My own")
    assert await _newest(house) == ["Number 8", "Once"]


async def test_only_ones_own_words_to_more_than_a_few_count(house: House) -> None:
    """What is passed on, answers to others, and words to a few leave the last word where it is; to oneself counts."""
    other = await say(house, CLEO, "Bread")
    own = await say(house, ANA, "Butter")
    await say(house, ANA, "Nice, @cleo", reply_to=other)
    await say(house, ANA, "@ben, for you", audience="mentioned")
    async with house.work(actor=ANA) as work:
        await repost(work, other.id)
    assert await _newest(house) == ["Butter", "Bread"]
    await say(house, ANA, "And salt", reply_to=own)
    assert await _newest(house) == ["And salt", "Bread"]


async def test_it_follows_what_happens(house: House) -> None:
    """Deleted, unfollowed, muted, blocked: each at the next reading."""
    await say(house, ANA, "First")
    second = await say(house, ANA, "Second")
    await say(house, CLEO, "Here")
    async with house.work(actor=ANA) as work:
        await delete(work, second.id)
    assert await _newest(house) == ["Here", "First"]
    async with house.work(actor=BEN) as work:
        await mute(work, ANA, until_at=None, notices=True)
    assert await _newest(house) == ["Here"]
    await block(house, CLEO, BEN)
    assert await _newest(house) == []


async def test_it_is_walked_both_ways(house: House) -> None:
    """Down piece by piece, and up from where one has read to."""
    await follow(house, BEN, DAN)
    for person, words in ((ANA, "one"), (CLEO, "two"), (DAN, "three")):
        await say(house, person, words)
    async with house.reading(actor=BEN) as work:
        first = await newest_of_each(work, Paging(limit=2))
        rest = await newest_of_each(work, Paging(max_id=first.older_than, limit=2))
        up = await newest_of_each(work, Paging(min_id=rest.items[-1].post.id, limit=1))
    assert [card.post.text for card in (*first.items, *rest.items)] == ["three", "two", "one"]
    assert rest.older_than is None
    assert [card.post.text for card in up.items] == ["two"]


async def test_a_post_is_found_while_it_is_the_newest(house: House) -> None:
    """And not by whoever does not follow."""
    async with house.work(actor=ANA) as work:
        first = await publish(work, Words(text="First"))
    async with house.reading(actor=BEN) as work:
        assert await find_newest(work, ANA, first.id)
    async with house.reading(actor=DAN) as work:
        assert await find_newest(work, ANA, first.id) is None
    await say(house, ANA, "Second")
    async with house.reading(actor=BEN) as work:
        assert await find_newest(work, ANA, first.id) is None


async def test_whom_one_leaves_goes(house: House) -> None:
    """With the follow."""
    await say(house, ANA, "First")
    async with house.work(actor=BEN) as work:
        await unfollow(work, ANA)
    assert await _newest(house) == []
