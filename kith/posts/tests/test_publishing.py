"""Publishing, on a real database."""

import asyncio
from dataclasses import replace

import pytest

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.work import Gate, House, Plugs, Work
from kith.people.model import PASSER_BY, Viewer
from kith.posts import find_post, tagged, thread
from kith.posts.actions import publish
from kith.posts.model import PollWish, Publish, Words
from kith.posts.tests.cast import ANA, BEN, CLEO, COUNT, block, card_for, gather_cast, jobs, say, tally


async def _count(house: House) -> int:
    async with house.reading() as work:
        return int(await work.db.value(COUNT))


async def test_a_post_is_there_as_it_was_written(house: House) -> None:
    """Names, hashtags and links are found; the text itself is kept."""
    await gather_cast(house)
    post = await say(house, ANA, "Good morning @ben and @nobody!\n\n#Quinces at https://kith.test/x <b>now</b>")
    async with house.reading() as work:
        found = await find_post(work.db, PASSER_BY, post.id)
    assert found == post
    assert [mention.handle for mention in post.mentions] == ["ben"]
    assert post.mentioned_ids == (BEN,)
    assert post.hashtags == ("quinces",)
    assert 'href="http://kith.test/@ben"' in post.html
    assert "<b>" not in post.html
    assert "@nobody" in post.html


async def test_the_same_key_twice_makes_one_post(house: House) -> None:
    """A double click, or an app that retries; at once and one after the other."""
    await gather_cast(house)

    async def send() -> Id:
        async with house.work(actor=ANA) as work:
            return (await publish(work, Words(text="Once."), idempotency_key="k")).id

    made = await asyncio.gather(*(send() for _ in range(8)))
    assert set(made) == {await send()}
    assert await _count(house) == 1


async def test_a_key_is_free_again_when_nothing_was_made(house: House) -> None:
    """What was too long is sent again, shorter, from the same form."""
    await gather_cast(house)
    with pytest.raises(Invalid):
        async with house.work(actor=ANA) as work:
            await publish(work, Words(text="x" * 5001), idempotency_key="k")
    async with house.work(actor=ANA) as work:
        post = await publish(work, Words(text="x" * 5000), idempotency_key="k")
    assert len(post.text) == 5000


async def test_two_people_may_use_the_same_key(house: House) -> None:
    """A key is its sender's own."""
    await gather_cast(house)
    for person in (ANA, BEN):
        async with house.work(actor=person) as work:
            assert (await publish(work, Words(text="Hello."), idempotency_key="k")).author_id == person


async def test_an_answer_stands_in_the_thread_and_is_counted(house: House) -> None:
    """Under the root, below what it answers; whom it answers may see it, named or not."""
    await gather_cast(house)
    top = await say(house, ANA, "Who brings the big pot?")
    first = await say(house, BEN, "I do.", reply_to=top)
    second = await say(house, ANA, "Thank you.", reply_to=first, audience="mentioned")
    assert (second.root_id, second.root_author_id) == (top.id, ANA)
    assert first.mentioned_ids == (ANA,)
    assert second.mentioned_ids == (BEN,)
    assert (await tally(house, top)).replies == 1
    async with house.reading() as work:
        seen = await thread(work.db, Viewer(id=BEN), top)
        passing = await thread(work.db, PASSER_BY, top)
    assert [post.id for post in seen.below] == [first.id, second.id]
    assert [post.id for post in passing.below] == [first.id]


async def test_an_answer_to_what_one_may_not_see_finds_nothing(house: House) -> None:
    """The same words whether it is hidden or was never there."""
    await gather_cast(house)
    private = await say(house, ANA, "Just us.", audience="followers")
    await say(house, BEN, "Yes.", reply_to=private)
    with pytest.raises(NotFound) as hidden:
        await say(house, CLEO, "Who?", reply_to=private)
    async with house.work(actor=CLEO) as work:
        with pytest.raises(NotFound) as absent:
            await publish(work, Words(text="Who?", reply_to_id=Id(999)))
    assert hidden.value.text == absent.value.text


async def test_an_answer_to_few_is_not_heard_by_all(house: House) -> None:
    """Ben's own followers are not those Ana spoke to, but at least it does not go to everyone."""
    await gather_cast(house)
    private = await say(house, ANA, "Just us.", audience="followers")
    assert (await say(house, BEN, "Yes.", reply_to=private)).audience == "followers"


async def test_somebody_blocked_can_neither_be_answered_nor_named(house: House) -> None:
    """In both directions, and without being told."""
    await gather_cast(house)
    post = await say(house, ANA, "Good evening.")
    await block(house, ANA, BEN)
    with pytest.raises(NotFound):
        await say(house, BEN, "And to you.", reply_to=post)
    assert (await say(house, BEN, "Dear @ana")).mentions == ()
    assert (await say(house, ANA, "Dear @ben")).mentions == ()


async def test_a_gate_may_say_no_and_nothing_is_left(house: House) -> None:
    """The first gate that refuses decides; the key is free again, the tally untouched."""
    await gather_cast(house)
    top = await say(house, ANA, "Hello.")

    async def no(_work: Work, _intent: Publish) -> None:
        raise Refused("Not today.")

    strict = replace(house, plugs=Plugs.of([Gate(Publish, no)], []))
    with pytest.raises(Refused, match="Not today"):
        await say(strict, BEN, "Hello.", reply_to=top)
    assert (await tally(house, top)).replies == 0


async def test_only_what_is_for_everyone_stands_under_its_hashtag(house: House) -> None:
    """Unlisted means: kept out of lists."""
    await gather_cast(house)
    post = await say(house, ANA, "#Choir tonight")
    await say(house, ANA, "#choir, but quietly", audience="unlisted")
    await say(house, ANA, "#choir, among us", audience="followers")
    async with house.reading() as work:
        found = await tagged(work.db, Viewer(id=BEN, following=(ANA,)), "choir", Paging())
    assert [one.id for one in found.items] == [post.id]


async def test_a_poll_comes_with_its_alarm(house: House) -> None:
    """Its end is told now, for later."""
    await gather_cast(house)
    async with house.work(actor=ANA) as work:
        wish = PollWish(options=("Tea", " Coffee "), lasts_s=3600)
        post = await publish(work, Words(text="Which?", poll=wish))
    card = await card_for(house, PASSER_BY, post)
    assert card.poll is not None
    assert card.poll.options == ("Tea", "Coffee")
    assert (card.poll.ends_at - post.published_at).total_seconds() == 3600
    assert "posts.end_poll" in await jobs(house)


HOSTILE = [
    "\u202egnp.exe\u202c",
    "a" + "\u0301" * 5000,
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "{{ 7*7 }}{% include '/etc/passwd' %}${7*7}",
    "'; DROP TABLE posts; --",
    "%s %(id)s {0} {name}",
    "@" * 4000,
    "#" * 4000,
    "http://" * 500,
    "\u200b\u200b\u200b\u200bx",
    "a\x00b",
    "\ud800x",
]


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_is_kept_harmless(house: House, text: str) -> None:
    """It is published or refused in words; it never acts, and never breaks."""
    await gather_cast(house)
    try:
        post = await say(house, ANA, text)
    except Invalid:
        return
    assert "<script" not in post.html
    assert "onerror=" not in post.html.replace("onerror=alert(1)&gt;", "")
    assert "\0" not in post.text


async def test_a_megabyte_is_refused_quickly(house: House) -> None:
    """Before any work is done on it."""
    await gather_cast(house)
    with pytest.raises(Invalid):
        await say(house, ANA, "x" * 1_000_000)
    with pytest.raises(Invalid):
        await say(house, ANA, "a" + "\u0301" * 1_000_000)
    assert await _count(house) == 0
