"""Likes, reposts, bookmarks, pins and votes: twice counts once, and at once counts right."""

import asyncio
from datetime import timedelta

import pytest

from kith.base.core.errors import NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.work import House
from kith.people.model import PASSER_BY, Account, Viewer
from kith.posts import bookmarked, liked, likers_of, pinned, posts_of, reposters_of
from kith.posts.actions import (
    bookmark,
    end_poll,
    like,
    pin,
    publish,
    repost,
    unbookmark,
    undo_repost,
    unlike,
    vote,
)
from kith.posts.model import Poll, PollDue, PollWish, Post, Words
from kith.posts.store import find_poll
from kith.posts.tests.cast import ANA, BEN, CLEO, DAN, block, card_for, gather_cast, jobs, say, tally
from kith.ties import ends_of
from kith.ties.store import acts_between, find_tie
from tests.clock import BEGINNING, TestClock

CROWD = tuple(Id(1000 + number) for number in range(12))


async def _gather_crowd(house: House) -> None:
    async with house.work() as work:
        for person in CROWD:
            await work.db.insert(Account(id=person, handle=f"p{person}", name=f"Person {person}", created_at=BEGINNING))


async def _like(house: House, person: Id, post: Post) -> None:
    async with house.work(actor=person) as work:
        await like(work, post.id)


async def _unlike(house: House, person: Id, post: Post) -> None:
    async with house.work(actor=person) as work:
        await unlike(work, post.id)


async def _repost(house: House, person: Id, post: Post) -> Id:
    async with house.work(actor=person) as work:
        return (await repost(work, post.id)).id


async def _undo(house: House, person: Id, post: Post) -> None:
    async with house.work(actor=person) as work:
        await undo_repost(work, post.id)


async def test_many_likes_at_once_are_all_counted_each_once(house: House) -> None:
    """Every person double-clicks."""
    await gather_cast(house)
    await _gather_crowd(house)
    post = await say(house, ANA, "Like this.")
    await asyncio.gather(*(_like(house, person, post) for person in CROWD * 2))
    assert (await tally(house, post)).likes == len(CROWD)
    await asyncio.gather(*(_unlike(house, person, post) for person in CROWD * 2))
    assert (await tally(house, post)).likes == 0


async def test_likes_of_two_who_like_each_other_at_once_all_count_between_them(house: House) -> None:
    """All of them want the same tie: whoever waits for it goes on from what stands there then."""
    await gather_cast(house)
    posts = {person: [await say(house, person, f"{number}.") for number in range(4)] for person in (ANA, BEN)}
    await asyncio.gather(
        *(_like(house, BEN, post) for post in posts[ANA]), *(_like(house, ANA, post) for post in posts[BEN])
    )
    async with house.reading() as work:
        tie = await find_tie(work.db, *ends_of(ANA, BEN))
        acts = await acts_between(work.db, *ends_of(ANA, BEN), after=0, limit=100)
    assert tie is not None
    assert (tie.acts, sorted(act.number for act in acts)) == (8, list(range(1, 9)))


async def test_many_repost_at_once_each_once(house: House) -> None:
    """And each double click gets the same repost."""
    await gather_cast(house)
    await _gather_crowd(house)
    post = await say(house, ANA, "Pass this on.")
    made = await asyncio.gather(*(_repost(house, person, post) for person in CROWD * 2))
    assert len(set(made)) == len(CROWD)
    assert (await tally(house, post)).reposts == len(CROWD)
    await asyncio.gather(*(_undo(house, person, post) for person in CROWD * 2))
    assert (await tally(house, post)).reposts == 0


async def test_a_repost_is_a_door_to_its_original(house: House) -> None:
    """Liking, answering and passing on a repost all mean what it passes on."""
    await gather_cast(house)
    post = await say(house, ANA, "The choir sings on Sunday.")
    async with house.work(actor=BEN) as work:
        passed = await repost(work, post.id)
    await _like(house, CLEO, passed)
    await _repost(house, CLEO, passed)
    answer = await say(house, CLEO, "I come.", reply_to=passed)
    counted = await tally(house, post)
    assert (counted.likes, counted.reposts, counted.replies) == (1, 2, 1)
    assert answer.reply_to_id == post.id
    card = await card_for(house, Viewer(id=CLEO), passed)
    assert card.shown.post == post
    assert card.shown.mine.liked
    assert card.shown.mine.reposted


async def test_what_was_said_to_few_is_not_passed_on(house: House) -> None:
    """But one's own words to followers may come round again."""
    await gather_cast(house)
    post = await say(house, ANA, "Among us.", audience="followers")
    with pytest.raises(Refused):
        await _repost(house, BEN, post)
    with pytest.raises(NotFound):
        await _repost(house, CLEO, post)
    await _repost(house, ANA, post)


async def test_a_like_can_be_taken_back_after_a_block(house: House) -> None:
    """It is one's own, whatever came between."""
    await gather_cast(house)
    post = await say(house, ANA, "Hello.")
    await _like(house, BEN, post)
    await block(house, ANA, BEN)
    with pytest.raises(NotFound):
        await _like(house, BEN, post)
    await _unlike(house, BEN, post)
    assert (await tally(house, post)).likes == 0


async def test_names_are_given_without_those_hidden(house: House) -> None:
    """Who liked, who passed on: as the one who asks may see them."""
    await gather_cast(house)
    post = await say(house, ANA, "Hello.")
    for person in (BEN, CLEO, DAN):
        await _like(house, person, post)
        await _repost(house, person, post)
    async with house.reading() as work:
        ben_sees = Viewer(id=BEN, hidden=(CLEO,))
        likers = await likers_of(work.db, ben_sees, post, Paging())
        reposters = await reposters_of(work.db, ben_sees, post, Paging())
    assert [one.account.id for one in likers.items] == [DAN, BEN]
    assert [one.account.id for one in reposters.items] == [DAN, BEN]


async def test_lists_of_mine_are_in_the_order_of_the_act(house: House) -> None:
    """And leave out what is no longer to be seen, going on behind it."""
    await gather_cast(house)
    posts = [await say(house, ANA, f"Number {number}.") for number in range(5)]
    async with house.work(actor=BEN) as work:
        for number in (3, 0, 4, 1):
            await bookmark(work, posts[number].id)
            await like(work, posts[number].id)
    async with house.reading() as work:
        viewer = Viewer(id=BEN)
        first = await bookmarked(work.db, viewer, Paging(limit=3))
        rest = await bookmarked(work.db, viewer, Paging(limit=3, max_id=first.older_than))
        back = await bookmarked(work.db, viewer, Paging(limit=3, min_id=rest.items[0].id))
        gone = await liked(work.db, Viewer(id=BEN, hidden=(ANA,)), Paging())
    assert [kept.post.text for kept in [*first.items, *rest.items]] == [
        "Number 1.",
        "Number 4.",
        "Number 0.",
        "Number 3.",
    ]
    assert rest.older_than is None
    assert list(back.items) == list(first.items)
    assert not gone.items
    async with house.work(actor=BEN) as work:
        await unbookmark(work, posts[0].id)
        await unbookmark(work, posts[0].id)
    assert not (await card_for(house, Viewer(id=BEN), posts[0])).mine.bookmarked


async def test_a_persons_page_is_walked_in_both_directions(house: House) -> None:
    """Down with `max_id`, up with `min_id`, nothing twice and nothing missing."""
    await gather_cast(house)
    posts = [await say(house, ANA, f"Number {number}.") for number in range(7)]
    await say(house, ANA, "An answer.", reply_to=await say(house, BEN, "A question."))
    async with house.reading() as work:
        down = await posts_of(work.db, PASSER_BY, ANA, Paging(limit=4))
        up = await posts_of(work.db, PASSER_BY, ANA, Paging(limit=3, min_id=posts[1].id))
        newest = await posts_of(work.db, PASSER_BY, ANA, Paging(limit=2, since_id=posts[1].id))
        everything = await posts_of(work.db, PASSER_BY, ANA, Paging(), with_replies=True)
    assert [post.id for post in down.items] == [post.id for post in reversed(posts[3:])]
    assert [post.id for post in up.items] == [posts[4].id, posts[3].id, posts[2].id]
    assert [post.id for post in newest.items] == [posts[6].id, posts[5].id]
    assert len(everything.items) == 8


async def test_five_are_pinned_and_never_six(house: House) -> None:
    """Also when two pages are open."""
    await gather_cast(house)
    posts = [await say(house, ANA, f"Number {number}.") for number in range(8)]

    async def attempt(post: Post) -> bool:
        try:
            async with house.work(actor=ANA) as work:
                await pin(work, post.id)
        except Refused:
            return False
        return True

    assert sum(await asyncio.gather(*(attempt(post) for post in posts))) == 5
    async with house.reading() as work:
        assert len(await pinned(work.db, PASSER_BY, ANA)) == 5
    async with house.work(actor=BEN) as work:
        with pytest.raises(NotFound):
            await pin(work, posts[0].id)


async def _ask(house: House, *, multiple: bool = False) -> Post:
    async with house.work(actor=ANA) as work:
        wish = PollWish(options=("Tea", "Coffee"), lasts_s=3600, multiple=multiple)
        return await publish(work, Words(text="Which?", poll=wish))


async def _vote(house: House, person: Id, post: Post, *choices: int) -> None:
    async with house.work(actor=person) as work:
        await vote(work, post.id, list(choices))


async def _poll(house: House, post: Post) -> Poll:
    async with house.reading() as work:
        poll = await find_poll(work.db, post.author_id, post.id)
        assert poll is not None
        return poll


async def test_everybody_votes_at_once_and_once(house: House) -> None:
    """Each person counts once, a double click included; a second opinion is refused."""
    await gather_cast(house)
    await _gather_crowd(house)
    post = await _ask(house)
    await asyncio.gather(*(_vote(house, person, post, person % 2) for person in CROWD * 2))
    poll = await _poll(house, post)
    assert (poll.voters, poll.votes) == (12, {"0": 6, "1": 6})
    with pytest.raises(Refused):
        await _vote(house, CROWD[0], post, 1)
    assert (await card_for(house, Viewer(id=CROWD[1]), post)).mine.choices == (1,)


async def test_a_poll_ends_once_and_in_its_time(house: House, clock: TestClock) -> None:
    """The alarm may ring early, or twice."""
    await gather_cast(house)
    post = await _ask(house)
    due = PollDue(author_id=ANA, post_id=post.id)
    async with house.work() as work:
        await end_poll(work, due)
    assert (await _poll(house, post)).ended_at is None
    clock.tick(hours=1)
    for _ring in range(2):
        async with house.work() as work:
            await end_poll(work, due)
    poll = await _poll(house, post)
    assert poll.ended_at is not None
    assert poll.ended_at - poll.ends_at < timedelta(seconds=1)
    with pytest.raises(Refused):
        await _vote(house, BEN, post, 0)


async def test_an_alarm_that_rings_a_little_early_is_set_again(house: House, clock: TestClock) -> None:
    """Or the poll would never end."""
    await gather_cast(house)
    post = await _ask(house)
    clock.tick(seconds=3590)
    async with house.work() as work:
        await end_poll(work, PollDue(author_id=ANA, post_id=post.id))
    assert (await jobs(house)).count("posts.end_poll") == 2
