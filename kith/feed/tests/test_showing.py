"""Who is told of a new post: its readers here at once, and those beyond the first thousands by the worker."""

import asyncio

from kith.base.bus.tests.following import follow
from kith.base.core.ids import Id
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.feed.jobs import READERS_A_STEP
from kith.posts.tests.cast import ANA, BEN, CLEO, gather_cast, jobs, say
from kith.worker import run_everything_due

LAST = Id(1_000_000 + READERS_A_STEP)
_MANY = Statement("""
    INSERT INTO followers (followee_id, follower_id, id, state, notify, created_at)
    SELECT %(followee_id)s, number, number, 'accepted', FALSE, now()
      FROM generate_series(1000001, %(last)s::bigint) AS number
""")


async def _told(house: House, place: str, person: Id) -> list[str]:
    """Read what came to somebody's stream since then."""
    async with asyncio.timeout(30):
        async for batch in follow(house.live, [str(person)], place, pause_s=0.01):
            return [one.event.kind for one in batch]
    return []


def _ours(names: list[str]) -> list[str]:
    return [name for name in names if name.startswith("feed.")]


async def test_readers_are_told_without_a_worker(house: House) -> None:
    """As soon as the post is committed, and only whoever reads its author; no job is left for it."""
    await gather_cast(house)
    places = {person: await house.live.arrive([str(person)]) for person in (BEN, CLEO)}
    await say(house, ANA, "Bread!")
    assert [await _told(house, place, person) for person, place in places.items()] == [["post.new"], []]
    assert _ours(await jobs(house)) == []


async def test_the_author_does_not_wait_until_thousands_are_told(house: House) -> None:
    """The first are told at once, the others by a job."""
    await gather_cast(house)
    async with house.work() as work:
        await work.db.run(_MANY, followee_id=ANA, last=LAST)
    places = {person: await house.live.arrive([str(person)]) for person in (BEN, LAST)}
    await say(house, ANA, "Bread!")
    assert [await _told(house, place, person) for person, place in places.items()] == [["post.new"], []]
    assert _ours(await jobs(house)) == ["feed.show_to_more"]
    await run_everything_due(house)
    assert [await _told(house, place, person) for person, place in places.items()] == [["post.new"], ["post.new"]]
