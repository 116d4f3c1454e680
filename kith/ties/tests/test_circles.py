"""Circles on the real database: looked at when somebody reads, once a day, and their owner's alone."""

import asyncio
from functools import partial

import pytest

from kith.base.core.errors import NotFound, Refused
from kith.base.core.ids import Id
from kith.base.work import House
from kith.people.model import Account
from kith.posts.tests.cast import ANA, BEN, CLEO, block, gather_cast, say
from kith.ties import keep_close, let_be, my_ties, set_not_close
from kith.ties.store import places_of
from kith.ties.tests.reading import tie
from tests.clock import BEGINNING, TestClock


@pytest.fixture(autouse=True)
async def _cast(house: House) -> None:
    await gather_cast(house)


async def _talk(house: House, one: Id = ANA, other: Id = BEN) -> None:
    names = {ANA: "ana", BEN: "ben", CLEO: "cleo"}
    await say(house, one, f"@{names[other]} hello", audience="mentioned")
    await say(house, other, f"@{names[one]} hello", audience="mentioned")


async def _read_days(house: House, clock: TestClock, number: int, owner: Id = ANA) -> None:
    for _each in range(number):
        clock.tick(days=1)
        async with house.reading(actor=owner) as work:
            await my_ties(work)


async def test_whoever_talks_comes_into_a_circle_after_three_days_of_reading(house: House, clock: TestClock) -> None:
    """And stands in it for both ways of reading; the other's circles are theirs."""
    await _talk(house)
    await _read_days(house, clock, 2)
    assert (await tie(house, ANA, BEN)).circle == 0
    await _read_days(house, clock, 1)
    assert (await tie(house, ANA, BEN)).circle == 50
    assert (await tie(house, BEN, ANA)).circle == 0


async def test_circles_are_looked_at_once_a_day(house: House, clock: TestClock) -> None:
    """However often, and from however many places at once, somebody reads."""
    await _talk(house)
    clock.tick(days=1)

    async def read() -> None:
        async with house.reading(actor=ANA) as work:
            await my_ties(work)

    await asyncio.gather(*(read() for _each in range(6)))
    await read()
    async with house.reading() as work:
        [place] = await places_of(work.db, ANA)
    assert max(place.above) == 1


async def test_reading_writes_nothing_else_and_is_one_statement(house: House, clock: TestClock) -> None:
    """One for some people, one for all."""
    await _talk(house)
    await _read_days(house, clock, 1)
    async with house.reading(actor=ANA) as work:
        await my_ties(work)
        assert work.db.statements == 1


async def test_keeping_somebody_close_works_without_any_act(house: House, clock: TestClock) -> None:
    """For friendships that live elsewhere; and it ends when it is taken back."""
    async with house.work(actor=ANA) as work:
        await keep_close(work, CLEO, 5)
    async with house.reading(actor=ANA) as work:
        [kept] = await my_ties(work)
    assert (kept.person_id, kept.circle, kept.kept, kept.strength) == (CLEO, 5, True, 0)
    assert (await tie(house, CLEO, ANA)).circle == 0
    async with house.work(actor=ANA) as work:
        await let_be(work, CLEO)
    assert (await tie(house, ANA, CLEO)).circle == 0


async def test_not_close_is_for_good(house: House, clock: TestClock) -> None:
    """Whatever is said later; until it is taken back."""
    await _talk(house)
    async with house.work(actor=ANA) as work:
        await set_not_close(work, BEN)
    await _read_days(house, clock, 5)
    assert (await tie(house, ANA, BEN)).circle == 0
    async with house.work(actor=ANA) as work:
        await let_be(work, BEN)
    await _read_days(house, clock, 3)
    assert (await tie(house, ANA, BEN)).circle > 0


async def test_a_circle_keeps_three_people_and_refuses_the_fourth(house: House) -> None:
    """From many windows at once too; the same one again is no fourth."""
    others = [Id(100 + number) for number in range(6)]
    async with house.work() as work:
        for other in others:
            await work.db.insert(Account(id=other, handle=f"p{other}", name="P", created_at=BEGINNING))

    async def keep(other: Id) -> bool:
        try:
            async with house.work(actor=ANA) as work:
                await keep_close(work, other, 5)
        except Refused:
            return False
        return True

    kept = await asyncio.gather(*(keep(other) for other in others))
    assert sum(kept) == 3
    assert await keep(others[kept.index(True)])
    async with house.work(actor=ANA) as work:
        await keep_close(work, others[kept.index(False)], 15)


@pytest.mark.parametrize("other", [Id(9999), BEN])
async def test_somebody_behind_a_block_is_as_if_they_were_not(house: House, other: Id) -> None:
    """The same answer."""
    await block(house, BEN, ANA)
    for act in (partial(keep_close, circle=5), set_not_close, let_be):
        with pytest.raises(NotFound) as refused:
            async with house.work(actor=ANA) as work:
                await act(work, other)
        assert refused.value.text == NotFound().text


async def test_only_people_are_kept_close(house: House) -> None:
    """An organisation holds no ties, and oneself is none."""
    shop = Id(50)
    async with house.work() as work:
        await work.db.insert(Account(id=shop, handle="shop", name="S", kind="organisation", created_at=BEGINNING))
    for other in (shop, ANA):
        with pytest.raises(Refused):
            async with house.work(actor=ANA) as work:
                await keep_close(work, other, 5)
    with pytest.raises(NotFound):
        async with house.work(actor=ANA) as work:
            await keep_close(work, BEN, 7)
