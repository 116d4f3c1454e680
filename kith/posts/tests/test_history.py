"""A server whose posts and likes are older than its ties gets its ties all the same, once."""

from datetime import timedelta

import msgspec
import pytest

from kith.base.core.ids import Id
from kith.base.work import House
from kith.people import block as block_person
from kith.posts import delete, edit, like, note_history, publish, repost, unlike
from kith.posts.model import Post, Words
from kith.posts.tests.cast import ANA, BEN, CLEO, DAN, gather_cast, say
from kith.ties import rebuild
from kith.ties.model import ActRecord, TieRecord
from kith.ties.store import BEFORE_ALL, acts_between
from kith.ties.tests.reading import row
from tests.clock import TestClock

PEOPLE = (ANA, BEN, CLEO, DAN)


@pytest.fixture(autouse=True)
async def _cast(house: House) -> None:
    await gather_cast(house)


async def _like(house: House, person: Id, post: Post) -> None:
    async with house.work(actor=person) as work:
        await like(work, post.id)


async def _live(house: House, clock: TestClock) -> list[Post]:
    """Two years with everything in them that gives somebody something, and what gives nothing."""
    first = await say(house, ANA, "Who comes along, @ben?")
    clock.tick(days=1)
    answer = await say(house, BEN, "I do", reply_to=first)
    clock.tick(days=30)
    await say(house, CLEO, "I too", reply_to=first)
    await say(house, BEN, "Wonderful", reply_to=answer)
    await say(house, DAN, "@ben between us", audience="mentioned", reply_to=answer)
    clock.tick(days=300)
    async with house.work(actor=CLEO) as work:
        await publish(work, Words(text="I was there.", quote_of_id=first.id))
    async with house.work(actor=DAN) as work:
        await repost(work, first.id)
    letter = await say(house, ANA, "@ben @cleo dear you two", audience="mentioned")
    await _like(house, BEN, letter)
    await _like(house, DAN, first)
    clock.tick(days=300)
    return [first, answer, letter]


async def _acts(house: House, low: Id, high: Id) -> list[ActRecord]:
    async with house.reading() as work:
        return await acts_between(work.db, low, high, after=BEFORE_ALL, limit=1000)


async def _all_acts(house: House) -> set[tuple[object, ...]]:
    """Everything that is noted, without its numbers."""
    found: set[tuple[object, ...]] = set()
    for low in PEOPLE:
        for high in PEOPLE:
            for act in await _acts(house, low, high) if low < high else ():
                found.add((low, high, act.from_low, act.kind, act.among, act.subject_id))
    return found


async def _rows(house: House) -> dict[tuple[Id, Id], TieRecord]:
    found = {(one, other): await row(house, one, other) for one in PEOPLE for other in PEOPLE if one != other}
    return {pair: tie for pair, tie in found.items() if tie is not None}


async def _forget(house: House) -> None:
    """As a server was before it knew of ties."""
    async with house.work() as work:
        connection = await work.db.connection()
        await connection.execute("DELETE FROM ties")
        await connection.execute("DELETE FROM tie_acts")


async def _rebuild(house: House) -> None:
    await note_history(house, lambda _what, _done: None)
    await rebuild(house, lambda _done: None)


async def test_ties_come_out_of_posts_and_likes(house: House, clock: TestClock) -> None:
    """As they would have been, had every act been counted when it happened."""
    await _live(house, clock)
    acts, ties = await _all_acts(house), await _rows(house)
    assert {kind for _low, _high, _way, kind, _among, _what in acts} == {
        "letter", "reply", "comment", "mention", "together", "reaction",
    }  # fmt: skip
    await _forget(house)
    await _rebuild(house)
    assert await _all_acts(house) == acts
    again = await _rows(house)
    assert set(again) == set(ties)
    for pair, tie in ties.items():
        now = again[pair]
        assert now.given_fast == pytest.approx(tie.given_fast, abs=1e-6)  # an id holds the millisecond
        assert now.got_slow == pytest.approx(tie.got_slow, abs=1e-6)
        assert (now.exchanges, now.given_bits, now.reached) == (tie.exchanges, tie.given_bits, tie.reached)
        assert now.begun_at is not None
        assert tie.begun_at is not None
        assert abs(now.begun_at - tie.begun_at) < timedelta(seconds=1)


async def test_what_is_older_makes_what_came_since_no_younger(house: House, clock: TestClock) -> None:
    """An old letter lies before what was counted meanwhile, and fades from its own day."""
    await say(house, ANA, "@ben dear", audience="mentioned")
    clock.tick(days=400)
    await say(house, BEN, "@ana dear", audience="mentioned")
    await say(house, ANA, "@ben dear again", audience="mentioned")
    whole = (await _rows(house))[ANA, BEN]
    async with house.work() as work:
        connection = await work.db.connection()
        await connection.execute("DELETE FROM tie_acts WHERE number = 1 AND low_id = $1", ANA)
    await rebuild(house, lambda _done: None)
    assert (await _rows(house))[ANA, BEN] != whole
    await _rebuild(house)
    now = (await _rows(house))[ANA, BEN]
    assert now.given_fast == pytest.approx(whole.given_fast, abs=1e-6)
    assert (now.exchanges, now.acts, now.given_bits) == (whole.exchanges, whole.acts, whole.given_bits)
    await say(house, ANA, "@ben and once more", audience="mentioned")
    assert [act.number for act in await _acts(house, ANA, BEN)] == [-1, 2, 3, 4]


async def test_nothing_is_counted_twice(house: House, clock: TestClock) -> None:
    """However often it is repeated, and whatever was counted already, by another kind or not."""
    posts = await _live(house, clock)
    async with house.work(actor=BEN) as work:
        await edit(work, posts[1].id, Words(text="I do @cleo @dan"))
    before = await _all_acts(house)
    ties = await _rows(house)
    for _each in range(2):
        await _rebuild(house)
        assert await _all_acts(house) == before
        assert {pair: msgspec.structs.replace(tie) for pair, tie in (await _rows(house)).items()} == ties
    await _forget(house)
    await _rebuild(house)
    first = {(low, high): await _acts(house, low, high) for low in PEOPLE for high in PEOPLE if low < high}
    await _rebuild(house)
    assert {(low, high): await _acts(house, low, high) for low in PEOPLE for high in PEOPLE if low < high} == first


async def test_nothing_comes_from_behind_a_block_or_from_what_is_gone(house: House, clock: TestClock) -> None:
    """What was deleted or taken back is not known; and two whom a block keeps apart get no tie by it."""
    first = await say(house, ANA, "A walk")
    await say(house, BEN, "Yes", reply_to=first)
    gone = await say(house, CLEO, "Yes", reply_to=first)
    await _like(house, DAN, first)
    async with house.work(actor=DAN) as work:
        await unlike(work, first.id)
    async with house.work(actor=CLEO) as work:
        await delete(work, gone.id)
    async with house.work(actor=ANA) as work:
        await block_person(work, BEN)
    await _forget(house)
    await _rebuild(house)
    assert await _all_acts(house) == set()


async def test_whoever_whispers_into_a_thread_is_not_in_it(house: House, clock: TestClock) -> None:
    """Nobody gives something to those whose words they cannot see: else one could come close unnoticed."""
    first = await say(house, ANA, "Who comes along?")
    await say(house, DAN, "@dan nobody hears me", audience="mentioned", reply_to=first)
    await say(house, CLEO, "For mine alone", audience="followers", reply_to=first)
    await say(house, BEN, "I do", reply_to=first)
    assert {act.kind for act in await _acts(house, BEN, DAN)} == set()
    assert {act.from_low for act in await _acts(house, BEN, CLEO)} == set()
    await _forget(house)
    await _rebuild(house)
    assert await _acts(house, BEN, DAN) == []
