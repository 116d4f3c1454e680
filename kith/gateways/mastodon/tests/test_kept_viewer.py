"""Who is kept as a viewer is the viewer who stands in the database, whatever was done, here or in another process."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.base.bus.tests.waiting import until
from kith.base.core.errors import KithError
from kith.base.core.ids import Id
from kith.base.work import House, Work
from kith.caps import PaceWish, set_pace
from kith.filters import FilterWish, KeywordWish, delete_filter, filters_of, make_filter
from kith.house import open_house
from kith.lists import add_people, delete_list, lists_of, make_list
from kith.people import (
    accept,
    block,
    block_domain,
    decline,
    follow,
    follow_tag,
    load_viewer,
    mute,
    present_accounts,
    read_in,
    remove_follower,
    unblock,
    unblock_domain,
    unfollow,
    unfollow_tag,
    unmute,
    viewer_of,
)
from kith.people.model import Viewer
from kith.people.tests.cast_of_relations import ANA, CAST, DAN, act, gather
from tests.clock import TestClock

Deed = Callable[[Work, Id], Awaitable[object]]


def _acting(work: Work) -> Id:
    assert work.actor is not None
    return work.actor


async def _filter(work: Work, _other: Id) -> None:
    await make_filter(work, FilterWish(title="words", contexts=("home",)), [KeywordWish(keyword="quinces")])


async def _filter_no_longer(work: Work, _other: Id) -> None:
    for full in await filters_of(work.db, _acting(work)):
        await delete_filter(work, full.filter.id)


async def _without_reposts(work: Work, other: Id) -> None:
    await follow(work, other, reposts=False)


async def _in_one_language(work: Work, other: Id) -> None:
    await read_in(work, other, ["de"])


async def _apart(work: Work, other: Id) -> None:
    made = await make_list(work, "Aside", exclusive=True)
    await add_people(work, made.id, [other])


async def _together(work: Work, _other: Id) -> None:
    for one in await lists_of(work.db, _acting(work)):
        await delete_list(work, one.id)


async def _pace(work: Work, _other: Id) -> None:
    await set_pace(work, PaceWish(minutes_a_day=20))


async def _no_pace(work: Work, _other: Id) -> None:
    await set_pace(work, PaceWish())


async def _mute_for_a_day(work: Work, other: Id) -> None:
    await mute(work, other, until_at=work.now + timedelta(days=1))


async def _read_a_tag(work: Work, _other: Id) -> None:
    await follow_tag(work, "bread")


async def _read_it_no_longer(work: Work, _other: Id) -> None:
    await unfollow_tag(work, "bread")


async def _keep_away(work: Work, _other: Id) -> None:
    await block_domain(work, "far.example")


async def _let_in(work: Work, _other: Id) -> None:
    await unblock_domain(work, "far.example")


DEEDS: dict[str, Deed] = {
    deed.__name__.strip("_"): deed
    for deed in (
        accept,
        block,
        decline,
        follow,
        mute,
        remove_follower,
        unblock,
        unfollow,
        unmute,
        _apart,
        _filter,
        _filter_no_longer,
        _in_one_language,
        _keep_away,
        _let_in,
        _mute_for_a_day,
        _no_pace,
        _pace,
        _read_a_tag,
        _read_it_no_longer,
        _together,
        _without_reposts,
    )
}
ACTS = st.lists(
    st.tuples(st.sampled_from(sorted(DEEDS)), st.sampled_from(sorted(CAST)), st.sampled_from(sorted(CAST))), max_size=12
)


@pytest_asyncio.fixture
async def other(house: House) -> AsyncIterator[House]:
    """A second process: another house on the same engines."""
    async with open_house(house.settings, clock=house.clock) as other:
        await until(lambda: other.cache.is_on)
        yield other


async def _kept(house: House, person: Id) -> Viewer:
    async with house.reading(actor=person) as work:
        return await viewer_of(work)


async def _true(house: House, person: Id) -> Viewer:
    async with house.reading() as work:
        return await load_viewer(work.db, person, work.now)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
async def test_who_is_kept_is_who_stands_there(
    house: House, other: House, clock: TestClock, acts: list[tuple[str, Id, Id]]
) -> None:
    """At once where it was done; in another process as soon as it has heard. A mute that runs out needs no word."""
    if not await _gathered(house):
        await gather(house, locked=(DAN,))
    for deed, person, whom in acts:
        with suppress(KithError):
            await act(house, person, DEEDS[deed], whom)
        await other.live.valkey.publish("kith:nothing", b"")  # what was said before has been heard before
        for one in CAST:
            true = await _true(house, one)
            assert await _kept(house, one) == true
            await _until_heard(other, one, true)
    clock.tick(days=1, seconds=1)
    for one in CAST:
        assert await _kept(house, one) == await _kept(other, one) == await _true(house, one)


async def _until_heard(other: House, person: Id, true: Viewer) -> None:
    for _moment in range(2000):
        if await _kept(other, person) == true:
            return
        await asyncio.sleep(0.001)
    pytest.fail("the other process never heard of it")


async def _gathered(house: House) -> bool:
    async with house.reading() as work:
        return bool(await present_accounts(work.db, CAST))


async def test_a_viewer_costs_one_statement_and_then_none(house: House) -> None:
    """Work that writes reads it anew: it decides by what stands in the database."""
    await gather(house)
    await _kept(house, ANA)
    sent = house.database.statements
    await _kept(house, ANA)
    assert house.database.statements == sent
    async with house.work(actor=ANA) as work:
        await viewer_of(work)
    assert house.database.statements == sent + 1
