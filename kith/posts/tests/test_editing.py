"""Editing and deleting, on a real database."""

import asyncio

import pytest

from kith.base.core.errors import NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.work import House
from kith.people.model import PASSER_BY, Viewer
from kith.posts import find_post, hydrate, posts_of, tagged, thread, versions_of
from kith.posts.actions import (
    bookmark,
    delete,
    edit,
    like,
    pin,
    publish,
    repost,
    save_draft,
    sweep_belongings,
    sweep_reposts,
    vote,
)
from kith.posts.model import PollWish, Post, Words
from kith.posts.tests.cast import ANA, BEN, CLEO, COUNT, DAN, card_for, gather_cast, jobs, say, tally

TEA = PollWish(options=("Tea", "Coffee"), lasts_s=3600)


async def _edit(house: House, person: Id, post: Post, text: str, *, version: int | None = None) -> Post:
    async with house.work(actor=person) as work:
        return await edit(work, post.id, Words(text=text), version=version)


async def _delete(house: House, person: Id, post: Post) -> None:
    async with house.work(actor=person) as work:
        await delete(work, post.id)


async def test_what_was_said_before_stays_readable(house: House) -> None:
    """Versions in order; hashtags and names follow the words."""
    await gather_cast(house)
    post = await say(house, ANA, "#tea with @ben")
    await _edit(house, ANA, post, "#coffee with @cleo")
    changed = await _edit(house, ANA, post, "#coffee with @cleo and @dan")
    async with house.reading() as work:
        found = await find_post(work.db, PASSER_BY, post.id)
        versions = await versions_of(work.db, post)
        tea = await tagged(work.db, PASSER_BY, "tea", Paging())
        coffee = await tagged(work.db, PASSER_BY, "coffee", Paging())
    assert found == changed
    assert changed.version == 3
    assert changed.mentioned_ids == (CLEO, DAN)
    assert [version.text for version in versions] == ["#tea with @ben", "#coffee with @cleo"]
    assert not tea.items
    assert len(coffee.items) == 1


async def test_an_edit_that_changes_nothing_makes_no_version(house: House) -> None:
    """Pressing "save" is not an edit."""
    await gather_cast(house)
    post = await say(house, ANA, "Hello.")
    assert await _edit(house, ANA, post, "Hello.") == post


async def test_of_two_windows_the_second_is_told(house: House) -> None:
    """Both texts are kept: one stands, the other is still in the form."""
    await gather_cast(house)
    post = await say(house, ANA, "Hello.")

    async def attempt(text: str) -> bool:
        try:
            await _edit(house, ANA, post, text, version=1)
        except Refused:
            return False
        return True

    assert sorted(await asyncio.gather(attempt("One."), attempt("Two."))) == [False, True]


async def test_nobody_edits_or_deletes_what_another_wrote(house: House) -> None:
    """It is as if it were not there."""
    await gather_cast(house)
    post = await say(house, ANA, "Mine.")
    with pytest.raises(NotFound):
        await _edit(house, BEN, post, "Yours.")
    with pytest.raises(NotFound):
        await _delete(house, BEN, post)


async def test_another_question_begins_without_votes(house: House) -> None:
    """The same question, with other words around it, keeps them."""
    await gather_cast(house)
    async with house.work(actor=ANA) as work:
        post = await publish(work, Words(text="Which?", poll=TEA))
    async with house.work(actor=BEN) as work:
        await vote(work, post.id, [0])
    async with house.work(actor=ANA) as work:
        await edit(work, post.id, Words(text="Which one?", poll=TEA))
    kept = await card_for(house, Viewer(id=BEN), post)
    assert kept.poll is not None
    assert (kept.poll.voters, kept.mine.choices) == (1, (0,))
    async with house.work(actor=ANA) as work:
        await edit(work, post.id, Words(text="Which one?", poll=PollWish(options=("Tea", "Beer"), lasts_s=3600)))
    anew = await card_for(house, Viewer(id=BEN), post)
    assert anew.poll is not None
    assert (anew.poll.voters, anew.poll.votes, anew.mine.choices) == (0, {}, None)
    async with house.work(actor=ANA) as work:
        without = await edit(work, post.id, Words(text="Never mind."))
    assert (await card_for(house, Viewer(id=BEN), without)).poll is None


async def test_a_deleted_post_leaves_its_answers_in_their_thread(house: House) -> None:
    """They hang on what it hung on; tallies, hashtags, pins and reposts go."""
    await gather_cast(house)
    top = await say(house, ANA, "#choir on Sunday?")
    middle = await say(house, BEN, "#choir yes", reply_to=top)
    below = await say(house, CLEO, "Me too.", reply_to=middle)
    async with house.work(actor=BEN) as work:
        await pin(work, middle.id)
    async with house.work(actor=CLEO) as work:
        passed = await repost(work, middle.id)
        await like(work, middle.id)
        await bookmark(work, middle.id)
    await _delete(house, BEN, middle)
    assert (await tally(house, top)).replies == 0
    async with house.reading() as work:
        seen = await thread(work.db, PASSER_BY, top)
        found = await tagged(work.db, PASSER_BY, "choir", Paging())
        shown = await hydrate(work.db, PASSER_BY, [passed])
    assert [post.id for post in seen.below] == [below.id]
    assert [post.id for post in found.items] == [top.id]
    assert shown == []
    async with house.work() as work:
        await sweep_reposts(work, middle.id)
    async with house.reading() as work:
        assert await find_post(work.db, PASSER_BY, passed.id) is None


async def test_answering_and_deleting_at_once_ends_in_one_of_two_ways(house: House) -> None:
    """Answered and then deleted, or deleted and the answer refused; never an answer to nothing that was counted."""
    await gather_cast(house)
    for _round in range(5):
        top = await say(house, ANA, "Hello?")
        results = await asyncio.gather(
            _delete(house, ANA, top), say(house, BEN, "Yes?", reply_to=top), return_exceptions=True
        )
        assert all(result is None or isinstance(result, Post | NotFound) for result in results)


async def test_liking_passing_on_voting_and_deleting_at_once_never_breaks(house: House) -> None:
    """Whoever comes too late finds nothing; nobody waits for ever, and nothing is left behind."""
    await gather_cast(house)

    async def react(person: Id, post: Post) -> None:
        async with house.work(actor=person) as work:
            await like(work, post.id)
            await repost(work, post.id)
            await vote(work, post.id, [0])

    for _round in range(5):
        async with house.work(actor=ANA) as work:
            post = await publish(work, Words(text="Which?", poll=TEA))
        results = await asyncio.gather(
            *(react(person, post) for person in (BEN, CLEO, DAN)),
            _edit(house, ANA, post, "Never mind."),
            _delete(house, ANA, post),
            return_exceptions=True,
        )
        strange = [error for error in results if isinstance(error, Exception) and not isinstance(error, NotFound)]
        assert strange == []
        async with house.work() as work:
            await sweep_reposts(work, post.id)
    async with house.reading() as work:
        assert await work.db.value(COUNT) == 0


async def test_whoever_leaves_takes_everything_along(house: House) -> None:
    """Posts, likes, bookmarks, drafts; what others wrote below stays; tallies are right again."""
    await gather_cast(house)
    top = await say(house, BEN, "Good morning.")
    mine = await say(house, ANA, "And to you.", reply_to=top)
    answer = await say(house, BEN, "Thank you.", reply_to=mine)
    async with house.work(actor=ANA) as work:
        await like(work, top.id)
        await bookmark(work, top.id)
        await repost(work, top.id)
        await save_draft(work, Words(text="Later."))
    for _again in range(2):
        async with house.work() as work:
            await sweep_belongings(work, ANA)
    async with house.reading() as work:
        assert not (await posts_of(work.db, PASSER_BY, ANA, Paging(), with_replies=True)).items
        seen = await thread(work.db, PASSER_BY, top)
    assert [post.id for post in seen.below] == [answer.id]
    counted = await tally(house, top)
    assert (counted.likes, counted.reposts, counted.replies) == (0, 0, 0)
    assert "posts.more_belongings" not in await jobs(house)
