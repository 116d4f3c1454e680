"""What people are told, on a real database, with the jobs run as the worker runs them."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.work import House
from kith.notices import clear, dismiss, load_notices, mark_read
from kith.notices.actions.listening import hear_liked, hear_published, settle_follow
from kith.notices.tests.scene import run_jobs, say, told, unread
from kith.people import accept, block, block_domain, decline, follow, mute, unblock, unblock_domain, unfollow, unmute
from kith.people.model import Account, SignedUp
from kith.people.tests.cast_of_relations import ANA, BEN, CLEO, DAN, act, gather
from kith.posts import delete, edit, like, mute_thread, repost, undo_repost, unlike, vote
from kith.posts.actions import publish, save_draft
from kith.posts.model import Liked, PollWish, Published, Words
from tests.clock import TestClock

Deed = Callable[..., Awaitable[object]]


async def test_an_answer_and_a_name_are_told(house: House) -> None:
    """Each once: an answer that also names is an answer."""
    await gather(house)
    first = await say(house, ANA, "Who has a ladder?")
    await say(house, BEN, "@ana I do, ask @cleo too", reply_to=first)
    await run_jobs(house)
    assert await told(house, ANA) == [("reply", "ben")]
    assert await told(house, CLEO) == [("mention", "ben")]
    assert await told(house, BEN) == []


async def test_a_like_is_told_once_and_taken_back(house: House) -> None:
    """At once, without a job, and however often it is told."""
    await gather(house)
    post = await say(house, ANA, "The quinces are ready.")
    await run_jobs(house)
    liked = Liked(person_id=BEN, author_id=ANA, post_id=post.id)
    await act(house, BEN, like, post.id)
    assert await told(house, ANA) == [("like", "ben")]
    assert await run_jobs(house) == 0
    async with house.work() as work:
        await hear_liked(work, liked)
    assert await told(house, ANA) == [("like", "ben")]

    await act(house, BEN, unlike, post.id)
    await run_jobs(house)
    async with house.work() as work:
        await hear_liked(work, liked)  # told late: it is there no longer
    assert await told(house, ANA) == []


@pytest.mark.parametrize(("deed", "undo"), [(mute, unmute), (block, unblock)])
async def test_a_like_of_somebody_kept_away_is_not_told(house: House, deed: Deed, undo: Deed) -> None:
    """Nor when that ends; and a thread that is muted says nothing either."""
    await gather(house)
    post = await say(house, ANA, "The quinces are ready.")
    await act(house, BEN, like, post.id)
    await act(house, ANA, deed, BEN)
    await act(house, ANA, clear)
    async with house.work() as work:
        await hear_liked(work, Liked(person_id=BEN, author_id=ANA, post_id=post.id))
    await run_jobs(house)
    await act(house, ANA, undo, BEN)
    assert await told(house, ANA) == []
    await act(house, ANA, mute_thread, post.id)
    await act(house, CLEO, like, post.id)
    assert await told(house, ANA) == []


async def test_passing_on_is_told_and_taken_back(house: House) -> None:
    """To whose post it is."""
    await gather(house)
    post = await say(house, ANA, "A chair is free.")
    await act(house, BEN, repost, post.id)
    await run_jobs(house)
    assert await told(house, ANA) == [("repost", "ben")]
    await act(house, BEN, undo_repost, post.id)
    await act(house, BEN, repost, post.id)
    await run_jobs(house)
    assert await told(house, ANA) == [("repost", "ben")]
    await act(house, BEN, undo_repost, post.id)
    await run_jobs(house)
    assert await told(house, ANA) == []


async def test_what_is_deleted_was_never_told(house: House) -> None:
    """Neither the notices of it, nor one whose job comes late."""
    await gather(house)
    post = await say(house, ANA, "Hello @ben")
    await act(house, CLEO, like, post.id)
    await run_jobs(house)
    assert (await told(house, BEN), await told(house, ANA)) == ([("mention", "ana")], [("like", "cleo")])
    await act(house, ANA, delete, post.id)
    await run_jobs(house)
    assert (await told(house, BEN), await told(house, ANA)) == ([], [])
    async with house.work() as work:
        late = Published(author_id=ANA, post_id=post.id, root_id=post.id, audience="everyone", mentioned_ids=(BEN,))
        await hear_published(work, late)
    assert await unread(house, BEN) == 0


async def test_an_edit_tells_whom_it_names_anew(house: House) -> None:
    """And not again whom it named before."""
    await gather(house)
    post = await say(house, ANA, "Hello @ben")
    await run_jobs(house)
    await act(house, ANA, edit, post.id, Words(text="Hello @ben and @cleo"))
    await run_jobs(house)
    assert await told(house, BEN) == [("mention", "ana")]
    assert await told(house, CLEO) == [("mention", "ana")]


async def test_a_follow_is_told_and_ends_silently(house: House) -> None:
    """Nobody is told that somebody left."""
    await gather(house)
    await act(house, BEN, follow, ANA)
    await run_jobs(house)
    assert await told(house, ANA) == [("follow", "ben")]
    await act(house, BEN, unfollow, ANA)
    await run_jobs(house)
    assert await told(house, ANA) == []
    async with house.work() as work:
        await settle_follow(work, BEN, ANA, told="follow")  # late
    assert await told(house, ANA) == []


async def test_a_request_is_told_and_its_answer_too(house: House) -> None:
    """A yes is told to whoever asked; a no to nobody."""
    await gather(house, locked=(ANA,))
    for person in (BEN, CLEO):
        await act(house, person, follow, ANA)
    await run_jobs(house)
    assert sorted(await told(house, ANA)) == [("request", "ben"), ("request", "cleo")]
    await act(house, ANA, accept, BEN)
    await act(house, ANA, decline, CLEO)
    await run_jobs(house)
    async with house.work() as work:
        await settle_follow(work, BEN, ANA, told="request")  # late
    assert await told(house, ANA) == []
    assert await told(house, BEN) == [("accepted", "ana")]
    assert await told(house, CLEO) == []


@pytest.mark.parametrize("one_blocks", [ANA, BEN])
async def test_a_block_takes_back_all_that_two_told_each_other(house: House, one_blocks: Id) -> None:
    """On both sides, at once, and nothing new comes; unblocking does not bring it back."""
    await gather(house)
    post = await say(house, ANA, "Hello @ben")
    await act(house, BEN, like, post.id)
    await act(house, CLEO, like, post.id)
    await run_jobs(house)
    other = BEN if one_blocks == ANA else ANA
    await act(house, one_blocks, block, other)
    assert (await told(house, ANA), await told(house, BEN)) == ([("like", "cleo")], [])
    assert (await unread(house, ANA), await unread(house, BEN)) == (1, 0)
    await run_jobs(house)
    await act(house, one_blocks, unblock, other)
    await say(house, ANA, "Hello again @dan")
    await run_jobs(house)
    assert (await told(house, ANA), await told(house, BEN)) == ([("like", "cleo")], [])


async def test_of_a_server_that_is_kept_away_nothing_is_told(house: House) -> None:
    """Neither what was told before, as long as it is kept away, nor what is done meanwhile."""
    await gather(house)
    far = Account(id=Id(21), handle="far", domain="hav.social", name="Far", created_at=house.clock())
    async with house.work() as work:
        await work.db.insert(far)
    first, second = await say(house, ANA, "The quinces are ready."), await say(house, ANA, "So are the pears.")
    await act(house, far.id, like, first.id)
    await run_jobs(house)
    assert await unread(house, ANA) == 1
    await act(house, ANA, block_domain, "hav.social")
    async with house.reading(actor=ANA) as work:
        assert (await load_notices(work, Paging())).items == []
    assert await unread(house, ANA) == 0
    await act(house, ANA, unblock_domain, "hav.social")
    await act(house, far.id, like, second.id)
    await run_jobs(house)
    assert await unread(house, ANA) == 2


async def test_a_mute_keeps_notices_back_while_it_lasts(house: House, clock: TestClock) -> None:
    """Those that came before return; those that came meanwhile were never written."""
    await gather(house)
    post = await say(house, ANA, "Hello")
    await act(house, BEN, like, post.id)
    await run_jobs(house)
    await act(house, ANA, mute, BEN, until_at=clock() + timedelta(days=1))
    assert (await told(house, ANA), await unread(house, ANA)) == ([], 0)
    await say(house, BEN, "@ana are you there?")
    await run_jobs(house)
    clock.tick(days=2)
    assert await told(house, ANA) == [("like", "ben")]

    await act(house, ANA, mute, BEN, notices=False)
    assert await told(house, ANA) == [("like", "ben")]
    await act(house, ANA, unmute, BEN)


async def test_a_muted_thread_is_silent(house: House) -> None:
    """Answers, likes, all of it."""
    await gather(house)
    post = await say(house, ANA, "Politics, then.")
    await act(house, ANA, mute_thread, post.id)
    answer = await say(house, BEN, "@ana well", reply_to=post)
    await say(house, CLEO, "@ana well, well", reply_to=answer)
    await act(house, DAN, like, post.id)
    await run_jobs(house)
    assert await told(house, ANA) == []
    assert await told(house, BEN) == [("reply", "cleo")]


async def test_oneself_is_not_told(house: House) -> None:
    """Of one's own answers and likes."""
    await gather(house)
    post = await say(house, ANA, "A list, @ana:")
    await say(house, ANA, "flour", reply_to=post)
    await act(house, ANA, like, post.id)
    await act(house, ANA, repost, post.id)
    await run_jobs(house)
    assert await told(house, ANA) == []


async def test_what_one_may_not_see_any_more_is_not_shown(house: House, clock: TestClock) -> None:
    """A poll for followers ends after one of its voters stopped following."""
    await gather(house)
    for person in (BEN, CLEO):
        await act(house, person, follow, ANA)
    await run_jobs(house)
    wish = PollWish(options=("tea", "coffee"), lasts_s=3600)
    poll = await act(house, ANA, publish, Words(text="Which?", audience="followers", poll=wish))
    for person in (BEN, CLEO):
        await act(house, person, vote, poll.id, [0])  # type: ignore[attr-defined]
    await act(house, CLEO, unfollow, ANA)
    clock.tick(hours=2)
    await run_jobs(house)
    assert ("poll", "ana") in await told(house, ANA)
    assert await told(house, BEN) == [("poll", "ana")]
    assert await told(house, CLEO) == []
    await act(house, BEN, unfollow, ANA)
    assert await told(house, BEN) == []


async def test_each_post_is_told_to_who_wished_it(house: House) -> None:
    """Not answers to others, not twice whom it names, and nobody who did not wish it."""
    await gather(house)
    await act(house, BEN, follow, ANA, notify=True)
    await act(house, CLEO, follow, ANA)
    await run_jobs(house)
    post = await say(house, ANA, "The bakery opens again.", audience="followers")
    await say(house, ANA, "@ben come by")
    await say(house, ANA, "@dan and you", reply_to=await say(house, DAN, "When?"))
    await run_jobs(house)
    assert sorted(await told(house, BEN)) == [("mention", "ana"), ("post", "ana")]
    assert await told(house, CLEO) == []
    async with house.reading(actor=BEN) as work:
        found = await load_notices(work, Paging(), kinds=("post",))
    assert [view.card.post.id for view in found.items if view.card] == [post.id]


async def test_whoever_invited_somebody_hears_that_they_came(house: House) -> None:
    """Once they are in."""
    await gather(house)
    async with house.work() as work:
        connection = await work.db.connection()
        await connection.execute("UPDATE members SET invited_by = $1 WHERE account_id = $2", ANA, BEN)
        work.tell(SignedUp(account_id=BEN, approved=True))
    await run_jobs(house)
    assert await told(house, ANA) == [("joined", "ben")]


async def test_the_mark_only_goes_forward(house: House) -> None:
    """Read is read."""
    await gather(house)
    for person in (BEN, CLEO):
        await act(house, person, follow, ANA)
        await run_jobs(house)
    async with house.reading(actor=ANA) as work:
        newest, oldest = (view.notice.id for view in (await load_notices(work, Paging())).items)
    assert await unread(house, ANA) == 2
    await act(house, ANA, mark_read, oldest)
    assert await unread(house, ANA) == 1
    await act(house, ANA, mark_read, newest)
    await act(house, ANA, mark_read, oldest)
    assert await unread(house, ANA) == 0
    await act(house, BEN, dismiss, newest)
    assert len(await told(house, ANA)) == 2
    await act(house, ANA, dismiss, newest)
    assert len(await told(house, ANA)) == 1
    await act(house, ANA, clear)
    assert await told(house, ANA) == []


async def test_a_post_that_could_not_go_out_is_told(house: House, clock: TestClock) -> None:
    """To whoever wrote it, once for all of them; and its page leads to the drafts."""
    await gather(house)
    parent = await say(house, BEN, "Who comes along?")
    for text in ("I do", "And I bring cake"):
        words = Words(text=text, reply_to_id=parent.id)
        await act(house, ANA, save_draft, words, publish_at=clock() + timedelta(hours=1))
    await act(house, BEN, delete, parent.id)
    clock.tick(hours=2)
    await run_jobs(house)
    assert await told(house, ANA) == [("held", "ana")]
    assert await unread(house, ANA) == 1


async def test_apps_in_javascript_can_name_each_notice(house: House) -> None:
    """Ids are told as numbers where notices are pushed and grouped: of many at one instant, none becomes another."""
    await gather(house)
    posts = [await say(house, ANA, f"Quince number {number}") for number in range(4)]
    await run_jobs(house)
    for post in posts:
        for person in (BEN, CLEO):
            await act(house, person, like, post.id)
    async with house.reading(actor=ANA) as work:
        ids = [view.notice.id for view in (await load_notices(work, Paging())).items]
    assert len(ids) == 8
    assert [int(float(one)) for one in ids] == ids
