"""Acts on the real database: they count when they happen, once, for both sides, and from many at once."""

import asyncio
from random import Random

import msgspec
import pytest

from kith.base.core.ids import Id
from kith.base.work import House
from kith.people import block as block_person
from kith.people import unblock
from kith.people.model import Account
from kith.posts import edit, like, publish, repost, unlike
from kith.posts.model import Audience, Post, Words
from kith.posts.tests.cast import ANA, BEN, CLEO, DAN, block, gather_cast, say
from kith.ties import my_ties, record
from kith.ties.model import ACT_KINDS, Act, Direction, Tie
from kith.ties.rules.reading import given_of, got_of
from kith.ties.tests.reading import history, row, tie
from tests.clock import BEGINNING


@pytest.fixture(autouse=True)
async def _cast(house: House) -> None:
    await gather_cast(house)


async def _kinds(house: House, low: Id, high: Id) -> list[tuple[str, int, str]]:
    acts = await history(house, low, high)
    return [(act.kind, act.among, "up" if act.from_low else "down") for act in acts]


async def _like(house: House, person: Id, post: Post) -> None:
    async with house.work(actor=person) as work:
        await like(work, post.id)


async def test_a_letter_and_its_answer_make_a_tie_for_both(house: House) -> None:
    """Each reads days and the last talk from their own side."""
    letter = await say(house, ANA, "Dear @ben!", audience="mentioned")
    one_sided = await tie(house, ANA, BEN)
    assert 0 < one_sided.strength <= 0.2
    assert (await tie(house, BEN, ANA)).strength == 0
    await say(house, BEN, "@ana Dear you!", audience="mentioned", reply_to=letter)
    here, there = await tie(house, ANA, BEN), await tie(house, BEN, ANA)
    assert here.strength > one_sided.strength
    assert here.mutual == pytest.approx(there.mutual, abs=1e-6)  # read a millisecond apart
    assert (here.wrote_days, here.heard_days) == (1, 1)
    assert here.last_talk_at == there.last_talk_at is not None
    assert await _kinds(house, ANA, BEN) == [("letter", 1, "up"), ("letter", 1, "down")]


async def test_both_rows_hold_the_same_turned_round(house: House) -> None:
    """The twin is written in the same transaction."""
    post = await say(house, ANA, "Good morning")
    await say(house, BEN, "Good morning!", reply_to=post)
    await _like(house, BEN, post)
    here, there = await row(house, ANA, BEN), await row(house, BEN, ANA)
    assert here is not None
    assert there is not None
    assert given_of(here) == got_of(there)
    assert got_of(here) == given_of(there)
    assert got_of(here) != Direction()
    assert (here.acts, here.exchanges, here.begun_at) == (there.acts, there.exchanges, there.begun_at)
    assert (here.reached, there.reached) == (False, True)


@pytest.mark.parametrize("audience", ["everyone", "unlisted", "followers"])
async def test_a_broadcast_makes_no_tie(house: House, audience: Audience) -> None:
    """To nobody, however many follow; nor does passing on, nor reading."""
    post = await say(house, ANA, "A walk", audience=audience)
    assert await row(house, ANA, BEN) is None
    if audience != "followers":
        async with house.work(actor=BEN) as work:
            await repost(work, post.id)
        assert await row(house, BEN, ANA) is None


async def test_a_quote_with_words_is_a_comment(house: House) -> None:
    """It says something about what somebody said."""
    post = await say(house, ANA, "A walk")
    async with house.work(actor=BEN) as work:
        await publish(work, Words(text="I was there.", quote_of_id=post.id))
    assert await _kinds(house, ANA, BEN) == [("comment", 1, "down")]


async def test_a_like_counts_once_a_post(house: House) -> None:
    """Taking it back takes nothing away, and liking again adds nothing."""
    post = await say(house, ANA, "A walk")
    await _like(house, BEN, post)
    first = await row(house, BEN, ANA)
    for _each in range(3):
        async with house.work(actor=BEN) as work:
            await unlike(work, post.id)
        await _like(house, BEN, post)
    assert await row(house, BEN, ANA) == first
    await _like(house, BEN, await say(house, ANA, "Another"))
    assert await row(house, BEN, ANA) != first


async def test_an_edit_counts_for_whoever_is_named_newly(house: House) -> None:
    """And once for those who were named before."""
    post = await say(house, ANA, "Hello @ben")
    for text in ("Hello @ben and @cleo", "Hello @cleo", "Hello @ben and @cleo!"):
        async with house.work(actor=ANA) as work:
            await edit(work, post.id, Words(text=text))
    assert await _kinds(house, ANA, BEN) == [("mention", 1, "up")]
    assert await _kinds(house, ANA, CLEO) == [("mention", 2, "up")]


@pytest.mark.parametrize(("before", "after"), [("@ana Yes", "Yes"), ("Yes", "@ana Yes")])
async def test_an_edited_private_answer_counts_once(house: House, before: str, after: str) -> None:
    """As what it was first, whichever of a letter and a reply it is now."""
    post = await say(house, ANA, "Are you there?")
    answer = await say(house, BEN, before, audience="mentioned", reply_to=post)
    counted = await _kinds(house, ANA, BEN)
    assert len(counted) == 1
    async with house.work(actor=BEN) as work:
        await edit(work, answer.id, Words(text=after, audience="mentioned", reply_to_id=post.id))
    assert await _kinds(house, ANA, BEN) == counted


async def test_those_who_write_in_one_thread_are_together_once(house: House) -> None:
    """Each gives to those who are there when they write; whoever only comes in lifts nobody."""
    post = await say(house, ANA, "Who comes along?")
    answer = await say(house, BEN, "I do", reply_to=post)
    await say(house, CLEO, "I too", reply_to=post)
    assert await _kinds(house, BEN, CLEO) == [("together", 2, "down")]
    assert (await tie(house, BEN, CLEO)).strength == 0
    await say(house, BEN, "Wonderful", reply_to=answer)
    await say(house, BEN, "Really", reply_to=answer)
    assert await _kinds(house, BEN, CLEO) == [("together", 2, "down"), ("together", 2, "up")]
    assert (await tie(house, BEN, CLEO)).strength > 0


async def test_a_block_keeps_acts_from_counting(house: House) -> None:
    """Who is in the same thread behind a block is not together with one."""
    post = await say(house, ANA, "Who comes along?")
    await say(house, BEN, "I do", reply_to=post)
    await block(house, BEN, CLEO)
    await say(house, CLEO, "I too", reply_to=post)
    assert await row(house, CLEO, BEN) is None
    assert await row(house, CLEO, ANA) is not None


@pytest.mark.parametrize("blocker", [ANA, BEN])
async def test_behind_a_block_there_is_no_tie(house: House, blocker: Id) -> None:
    """For both, in every reading; and it is there again afterwards."""
    letter = await say(house, ANA, "Dear @ben!", audience="mentioned")
    await say(house, BEN, "Dear you!", audience="mentioned", reply_to=letter)
    other = BEN if blocker == ANA else ANA
    async with house.work(actor=blocker) as work:
        await block_person(work, other)
    for one, another in ((ANA, BEN), (BEN, ANA)):
        assert await tie(house, one, another) == Tie(person_id=another)
        async with house.reading(actor=one) as work:
            assert await my_ties(work) == []
    async with house.work(actor=blocker) as work:
        await unblock(work, other)
    assert (await tie(house, ANA, BEN)).strength > 0


@pytest.mark.parametrize("writer", [0, 1])
async def test_an_organisation_has_no_ties(house: House, writer: int) -> None:
    """Neither from it nor towards it."""
    shop = Id(50)
    async with house.work() as work:
        await work.db.insert(Account(id=shop, handle="shop", name="Shop", kind="organisation", created_at=BEGINNING))
    pair = (ANA, shop) if writer else (shop, ANA)
    async with house.work() as work:
        await record(work, [Act(giver_id=pair[0], getter_id=pair[1], kind="reply", subject_id=Id(1))])
    assert await row(house, ANA, shop) is None
    assert await history(house, ANA, shop) == []


async def test_nobody_has_a_tie_with_themselves_or_with_nobody(house: House) -> None:
    """Answering oneself counts nothing, nor does what is done towards somebody who is no more."""
    post = await say(house, ANA, "One")
    await say(house, ANA, "Two", reply_to=post)
    async with house.work() as work:
        await record(work, [Act(giver_id=ANA, getter_id=Id(9999), kind="reply", subject_id=Id(1))])
    async with house.reading(actor=ANA) as work:
        assert await row(house, ANA, Id(9999)) is None


async def test_acts_of_many_at_once_all_count(house: House) -> None:
    """In every direction, several pairs a transaction: none is lost, none waits in a circle, the twins agree."""
    chance, people = Random(7), (ANA, BEN, CLEO, DAN)

    async def act(number: int) -> None:
        giver = chance.choice(people)
        acts = [
            Act(giver_id=giver, getter_id=getter, kind=chance.choice(ACT_KINDS), subject_id=Id(1000 + number))
            for getter in chance.sample(people, 4)
        ]
        async with house.work(actor=giver) as work:
            await record(work, acts)

    await asyncio.gather(*(act(number) for number in range(40)))
    total = 0
    for low in people:
        for high in people:
            if low >= high:
                continue
            acts = await history(house, low, high)
            here, there = await row(house, low, high), await row(house, high, low)
            assert here is not None
            assert there is not None
            assert [one.number for one in acts] == list(range(1, here.acts + 1))
            assert given_of(here) == got_of(there)
            assert here.begun_at == there.begun_at == acts[0].at
            total += len(acts)
    assert total == 40 * 3


async def test_the_same_act_at_once_counts_once(house: House) -> None:
    """A double click, on several devices."""
    post = await say(house, ANA, "A walk")
    await asyncio.gather(*(_like(house, BEN, post) for _each in range(8)))
    assert await _kinds(house, ANA, BEN) == [("reaction", 1, "down")]


async def test_an_act_that_arrives_late_makes_nothing_younger(house: House) -> None:
    """The tie's clock goes forward alone."""
    async with house.work() as work:
        await record(work, [Act(giver_id=ANA, getter_id=BEN, kind="letter", subject_id=Id(1))])
        at = work.now
    async with house.work() as work:
        work.now = BEGINNING
        await record(work, [Act(giver_id=ANA, getter_id=BEN, kind="letter", subject_id=Id(2))])
    here = await row(house, ANA, BEN)
    assert here is not None
    assert here.given_at == at
    assert msgspec.structs.asdict(here)["given_raw"] == 2.0


async def test_posts_of_many_at_once_all_count(house: House) -> None:
    """Answers, quotes and likes in one thread, of everybody, at once: none fails, and each is there once."""
    post = await say(house, ANA, "Who comes along?")

    async def act(person: Id, number: int) -> None:
        if number % 3 == 0:
            await _like(house, person, post)
        else:
            await say(house, person, f"I do @ana @ben @cleo @dan {number}", reply_to=post)

    await asyncio.gather(*(act(person, number) for number in range(6) for person in (ANA, BEN, CLEO, DAN)))
    for person in (BEN, CLEO, DAN):
        kinds = [kind for kind, _among, way in await _kinds(house, ANA, person) if way == "down"]
        assert (kinds.count("reply"), kinds.count("reaction")) == (4, 1)
