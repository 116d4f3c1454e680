"""Each has the talks in which they take part, with what they may see, whatever happens to it and in whatever order."""

import asyncio

import pytest

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.notices.tests.scene import run_jobs
from kith.people import block, mute, unblock
from kith.people.model import Left
from kith.posts import delete, edit
from kith.posts.actions import sweep_belongings
from kith.posts.model import Post, Words
from kith.posts.tests.cast import ANA, BEN, CLEO, DAN, gather_cast, say
from kith.talks import direct_cards, find_talk, leave_out, load_talks, mark_read
from kith.talks.actions.reading import count_unread
from kith.talks.actions.settling import settle_message

_LEAVE = Statement("DELETE FROM accounts WHERE id = %(account_id)s")
_KNOWS = Statement("""
    SELECT EXISTS (SELECT FROM talks WHERE %(account_id)s = ANY (people || owner_id || last_author_id))
        OR EXISTS (SELECT FROM talk_messages WHERE %(account_id)s IN (owner_id, author_id))
""")
_COUNT = Statement("SELECT (SELECT count(*) FROM talks) + (SELECT count(*) FROM talk_messages)")


@pytest.fixture(autouse=True)
async def _cast(house: House) -> None:
    await gather_cast(house)


async def _tell(house: House, person: Id, text: str, reply_to: Post | None = None) -> Post:
    post = await say(house, person, text, audience="mentioned", reply_to=reply_to)
    await run_jobs(house)
    return post


async def _talks(house: House, owner: Id) -> list[tuple[list[str], str, bool]]:
    """Who takes part, the newest words, and whether they are new."""
    async with house.reading(actor=owner) as work:
        views = (await load_talks(work, Paging())).items
        assert await count_unread(work) == sum(view.unread for view in views)
    return [(sorted(one.handle for one in view.people), view.last.post.text, view.unread) for view in views]


async def test_a_talk_stands_with_each_who_takes_part(house: House) -> None:
    """And with nobody else; who spoke has read it."""
    first = await _tell(house, ANA, "@ben @cleo Soup?")
    assert await _talks(house, ANA) == [(["ben", "cleo"], "@ben @cleo Soup?", False)]
    assert await _talks(house, BEN) == [(["ana", "cleo"], "@ben @cleo Soup?", True)]
    assert await _talks(house, DAN) == []
    await _tell(house, BEN, "@ana Yes!", first)
    assert await _talks(house, ANA) == [(["ben"], "@ana Yes!", True)]
    assert await _talks(house, BEN) == [(["ana"], "@ana Yes!", False)]
    assert await _talks(house, CLEO) == [(["ana", "ben"], "@ben @cleo Soup?", True)]


async def test_what_is_said_to_many_is_no_talk(house: House) -> None:
    """Not even where it names somebody; an answer to few below it is one."""
    public = await say(house, ANA, "@ben Soup for all")
    await run_jobs(house)
    assert await _talks(house, BEN) == []
    await _tell(house, BEN, "Between us", public)
    assert await _talks(house, ANA) == [(["ben"], "Between us", True)]


async def test_each_reads_for_themselves(house: House) -> None:
    """Up to the newest; what comes after it is new again."""
    first = await _tell(house, ANA, "@ben @cleo Soup?")
    async with house.work(actor=BEN) as work:
        await mark_read(work, first.id)
    assert [unread for _who, _words, unread in await _talks(house, BEN)] == [False]
    assert [unread for _who, _words, unread in await _talks(house, CLEO)] == [True]
    await _tell(house, ANA, "@ben And bread", first)
    assert [unread for _who, _words, unread in await _talks(house, BEN)] == [True]


async def test_who_leaves_a_talk_out_loses_nothing(house: House) -> None:
    """It comes back with the next word; the posts were there all the time."""
    first = await _tell(house, ANA, "@ben Soup?")
    async with house.work(actor=BEN) as work:
        await leave_out(work, first.id)
    assert await _talks(house, BEN) == []
    assert await _talks(house, ANA) != []
    async with house.reading(actor=BEN) as work:
        assert [card.post.id for card in (await direct_cards(work, Paging())).items] == [first.id]
    await _tell(house, ANA, "@ben Still hot", first)
    assert await _talks(house, BEN) == [(["ana"], "@ben Still hot", True)]


@pytest.mark.parametrize("deed", [mark_read, leave_out, find_talk])
async def test_anothers_talk_is_not_there(house: House, deed: object) -> None:
    """Like one that never was; one's own is."""
    first = await _tell(house, ANA, "@ben Soup?")
    async with house.work(actor=BEN) as work:
        await deed(work, first.id)  # type: ignore[operator]
    for person, root in ((CLEO, first.id), (BEN, Id(99))):
        async with house.work(actor=person) as work:
            with pytest.raises(NotFound):
                await deed(work, root)  # type: ignore[operator]


async def test_edits_and_deletions_are_followed(house: House) -> None:
    """Who is named no longer has it no more; who is named now has it; what is gone uncovers what was before."""
    first = await _tell(house, ANA, "@ben One")
    second = await _tell(house, ANA, "@ben Two", first)
    async with house.work(actor=ANA) as work:
        await edit(work, second.id, Words(text="@cleo Two"))
    await run_jobs(house)
    assert await _talks(house, BEN) == [(["ana"], "@ben One", True)]
    assert await _talks(house, CLEO) == [(["ana"], "@cleo Two", True)]
    async with house.work(actor=ANA) as work:
        await delete(work, second.id)
    await run_jobs(house)
    assert await _talks(house, CLEO) == []
    assert await _talks(house, ANA) == [(["ben"], "@ben One", False)]


async def test_jobs_may_come_late_twice_and_at_once(house: House) -> None:
    """The last of them writes what is true."""
    first = await _tell(house, ANA, "@ben One")
    second = await say(house, ANA, "@ben Two", audience="mentioned", reply_to=first)
    third = await say(house, BEN, "@ana Three", audience="mentioned", reply_to=first)

    async def settle(post: Post) -> None:
        async with house.work() as work:
            await settle_message(work, author_id=post.author_id, post_id=post.id, root_id=first.id)

    await asyncio.gather(*(settle(post) for post in (third, second, first, third, second)))
    assert await _talks(house, ANA) == [(["ben"], "@ana Three", True)]
    async with house.work(actor=BEN) as work:
        await delete(work, third.id)
    await asyncio.gather(settle(third), settle(second))
    await run_jobs(house)
    assert await _talks(house, BEN) == [(["ana"], "@ben Two", False)]  # he has answered


async def test_a_block_hides_and_gives_back(house: House) -> None:
    """One to one the talk goes from both lists; among more it shows what may be seen still."""
    await _tell(house, ANA, "@ben Alone")
    group = await _tell(house, CLEO, "@ben @ana Together")
    await _tell(house, ANA, "@ben @cleo I come", group)
    before = await _talks(house, BEN)
    async with house.work(actor=BEN) as work:
        await block(work, ANA)
    await run_jobs(house)
    assert await _talks(house, BEN) == [(["cleo"], "@ben @ana Together", False)]
    assert await _talks(house, ANA) == [(["cleo"], "@ben @cleo I come", False)]
    async with house.work(actor=BEN) as work:
        await unblock(work, ANA)
    assert await _talks(house, BEN) == before


async def test_who_is_muted_makes_nothing_new(house: House) -> None:
    """What they say stands there all the same."""
    async with house.work(actor=BEN) as work:
        await mute(work, ANA, until_at=None, notices=True)
    await _tell(house, ANA, "@ben Soup?")
    assert await _talks(house, BEN) == [(["ana"], "@ben Soup?", False)]


async def test_whoever_leaves_takes_their_talks_along(house: House) -> None:
    """With their words, out of the lists of others too; what others said stays with these."""
    first = await _tell(house, ANA, "@ben One")
    await _tell(house, BEN, "@ana Two", first)
    async with house.work() as work:
        await work.db.run(_LEAVE, account_id=ANA)
        work.tell(Left(account_id=ANA))
        await sweep_belongings(work, ANA)
    await run_jobs(house)
    assert await _talks(house, ANA) == []
    async with house.reading() as work:
        assert await work.db.value(_KNOWS, account_id=ANA) is False
    assert [words for _who, words, _unread in await _talks(house, BEN)] == ["@ana Two"]
    async with house.work() as work:
        work.tell(Left(account_id=BEN))
    await run_jobs(house)
    async with house.reading() as work:
        assert await work.db.value(_COUNT) in (0, 1)  # a talk that is empty by now stands for nothing


async def test_the_list_is_walked_both_ways(house: House) -> None:
    """By the newest message, down and up."""
    for number in range(5):
        await _tell(house, ANA, f"@ben {number}")
    async with house.reading(actor=BEN) as work:
        first = await load_talks(work, Paging(limit=2))
        rest = await load_talks(work, Paging(max_id=first.older_than, limit=9))
        up = await load_talks(work, Paging(min_id=rest.items[-1].id, limit=2))
    assert [view.last.post.text for view in (*first.items, *rest.items)] == [f"@ben {n}" for n in (4, 3, 2, 1, 0)]
    assert [view.last.post.text for view in up.items] == ["@ben 2", "@ben 1"]


async def test_whom_a_hidden_message_is_for_is_hidden_too(house: House) -> None:
    """A talk is shown with those of its newest message that may be seen, not of one behind a block."""
    first = await _tell(house, ANA, "@ben @cleo Soup?")
    await _tell(house, CLEO, "@dan @ben Dan, will you come along?", first)
    assert await _talks(house, BEN) == [(["ana", "cleo", "dan"], "@dan @ben Dan, will you come along?", True)]
    async with house.work(actor=BEN) as work:
        await block(work, CLEO)
    assert await _talks(house, BEN) == [(["ana"], "@ben @cleo Soup?", False)]
