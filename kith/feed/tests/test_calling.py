"""What falls under a cap does not call; and by whose clock apps count the week."""

import pytest

from kith.base.core.ids import Id
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.caps import EVERYONE
from kith.feed.actions import calls
from kith.feed.tests.test_caps import _cap, _home, _newest, _sport
from kith.posts.tests.cast import ANA, BEN, CLEO, follow, gather_cast, say
from tests.clock import TestClock

_SET_ZONE = Statement("UPDATE members SET timezone = %(zone)s WHERE account_id = %(account_id)s")


@pytest.fixture(autouse=True)
async def _cast(house: House) -> None:
    await gather_cast(house)
    await follow(house, BEN, CLEO)


@pytest.mark.parametrize("author_id", [EVERYONE, ANA])
async def test_what_falls_under_a_cap_does_not_call(house: House, clock: TestClock, author_id: Id) -> None:
    """Neither on an open page nor on the next look; anything else by the same person does, and so does what is left."""
    await say(house, CLEO, "Bread")
    await _cap(house, posts_a_week=0, author_id=author_id, topic="sport")
    await _home(house)
    clock.tick(minutes=1)
    over = await _sport(house, ANA, "Goal")
    assert (await _home(house)).newer == 0
    guessed = await say(house, ANA, "What a match, three goals in ten minutes, our striker scored twice #football")
    other = await say(house, ANA, "Soup")
    async with house.reading(actor=BEN) as work:
        called = [await calls(work, ANA, post.id, zone="UTC") for post in (over, guessed, other)]
    assert called == [False, False, True]
    assert (await _home(house)).newer == 1
    await _cap(house, posts_a_week=1, author_id=author_id, topic="sport")
    async with house.reading(actor=BEN) as work:
        assert await calls(work, ANA, over.id, zone="UTC")


async def test_apps_count_the_week_by_the_clock_of_whoever_reads(house: House, clock: TestClock) -> None:
    """When it is Sunday noon in London, it is Monday in Auckland: what came before belongs to the week that is over."""
    now = clock()
    clock.tick(days=14 - now.weekday(), hours=-now.hour - 14, minutes=-now.minute)  # ten on a Sunday morning
    await _sport(house, ANA, "Goal 0")
    clock.tick(hours=3)
    await _sport(house, ANA, "Goal 1")
    await _cap(house, topic="sport", posts_a_week=1)
    assert [bool(veil) for _text, veil in await _newest(house)] == [False, True]
    async with house.work() as work:
        await work.db.run(_SET_ZONE, account_id=BEN, zone="Pacific/Auckland")
    assert [bool(veil) for _text, veil in await _newest(house)] == [False, False]
