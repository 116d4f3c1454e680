"""The machine reads ahead what caps on topics ask for, and nothing else."""

from kith.base.core.ids import Id
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.caps import CapWish, set_cap
from kith.caps.actions.ahead import read_ahead, read_back
from kith.posts import repost
from kith.posts.tests.cast import ANA, BEN, CLEO, DAN, follow, gather_cast, say
from kith.topics import make_topic
from kith.topics.model import TopicWish
from kith.worker import run_everything_due
from tests.clock import TestClock

_SCORED = Statement("SELECT post_id FROM topic_scores ORDER BY post_id")


async def _scored(house: House) -> list[Id]:
    async with house.reading() as work:
        return [Id(one) for one in await work.db.values(_SCORED)]


async def _cap(house: House, **wish: object) -> None:
    async with house.work(actor=BEN) as work:
        await set_cap(work, CapWish(**wish))  # type: ignore[arg-type]


async def _look(house: House) -> None:
    async with house.work() as work:
        await read_ahead(work)


async def test_it_reads_what_a_cap_on_a_topic_may_concern(house: House) -> None:
    """Of those whom its reader follows; not what is said to few, nor what others say."""
    await gather_cast(house)
    await follow(house, BEN, CLEO)
    said = [await say(house, ANA, "Vote for them"), await say(house, CLEO, "Goal!")]
    await say(house, DAN, "Nobody follows me")
    await say(house, ANA, "For you, @ben", audience="mentioned")
    async with house.work(actor=CLEO) as work:
        await repost(work, said[0].id)
    await _look(house)
    assert await _scored(house) == []
    await _cap(house, topic="sport", posts_a_week=0)
    await _look(house)
    assert await _scored(house) == [post.id for post in said]


async def test_a_cap_on_one_person_asks_for_theirs_alone(house: House) -> None:
    """And a cap without a topic, or on one's own, asks for nothing."""
    await gather_cast(house)
    await follow(house, BEN, CLEO)
    said = [await say(house, ANA, "Vote for them"), await say(house, CLEO, "Goal!")]
    await _cap(house, author_id=ANA, posts_a_week=1)
    async with house.work(actor=BEN) as work:
        own = await make_topic(work, TopicWish(label="Tomatoes"))
    await _cap(house, topic=own.key, posts_a_week=0)
    await _look(house)
    assert await _scored(house) == []
    await _cap(house, author_id=CLEO, topic="sport", posts_a_week=0)
    await _look(house)
    assert await _scored(house) == [said[1].id]


async def test_a_new_cap_and_the_night_look_further_back(house: House, clock: TestClock) -> None:
    """What was said before the last looks; not for ever."""
    await gather_cast(house)
    await say(house, ANA, "Long ago")
    clock.tick(days=31)
    old = await say(house, ANA, "A day ago")
    clock.tick(days=1)
    await _cap(house, topic="sport", posts_a_week=0)
    await _look(house)
    assert await _scored(house) == []
    await run_everything_due(house)
    assert await _scored(house) == [old.id]
    missed = await say(house, ANA, "While nobody looked")
    clock.tick(days=1)
    async with house.work() as work:
        await read_back(work)
    assert await _scored(house) == [old.id, missed.id]
