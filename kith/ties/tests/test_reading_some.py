"""Reading only the ties that are asked about gives what reading all of them gives."""

import random
from datetime import date, timedelta

from kith.base.core.ids import Id
from kith.base.work import House
from kith.posts.tests.cast import ANA, BEN, gather_cast
from kith.ties import dormant_ties, keep_close, my_ties, near_ties
from kith.ties.model import TieRecord

SEED, TIES = 271, 300


async def _tie(house: House) -> None:
    """Give Ana ties of every kind: deep and shallow, still and awake, from school alone, of no silence at all."""
    chance = random.Random(SEED)
    async with house.work() as work:
        for number in range(TIES):
            given, got = (
                chance.choice((None, work.now - timedelta(days=chance.choice((1, 89, 90, 91, 400, 3000)))))
                for _side in range(2)
            )
            years = chance.choice((0, 0, 1, 5))
            made = TieRecord(
                owner_id=ANA,
                other_id=BEN if number == 0 else Id(1000 + number),
                given_fast=chance.choice((0.0, 5.0)),
                given_at=given,
                given_composed_at=given,
                got_at=got,
                got_composed_at=got,
                peak=chance.choice((0.0, 3.0)),
                exchanges=chance.choice((0, 2, 3, 40)),
                reached=chance.random() < 0.9,
                shared_years=years,
                shared_until=chance.choice((date(1991, 6, 1), work.now.date())) if years else None,
            )
            await work.db.insert(made)


async def test_those_that_sleep_are_those_that_sleep_among_all(house: House) -> None:
    await gather_cast(house)
    await _tie(house)
    async with house.reading(actor=ANA) as work:
        every = [tie for tie in await my_ties(work) if tie.dormant]
        assert await dormant_ties(work) == sorted(every, key=lambda tie: (-tie.dormancy, tie.person_id))
    assert len(every) > TIES / 20


async def test_those_in_a_circle_are_those_in_it_among_all(house: House) -> None:
    """Before and after the first look of a day; and for somebody without any tie."""
    await gather_cast(house)
    async with house.reading(actor=ANA) as work:
        assert await near_ties(work, (5, 15)) == []
    await _tie(house)
    for _look in range(2):
        async with house.reading(actor=ANA) as work:
            near = await near_ties(work, (5, 15))
        async with house.reading(actor=ANA) as work:
            every = [tie for tie in await my_ties(work) if tie.circle in (5, 15)]
        assert sorted(near, key=lambda tie: tie.person_id) == sorted(every, key=lambda tie: tie.person_id)
    async with house.work(actor=ANA) as work:
        await keep_close(work, BEN, 5)
    async with house.reading(actor=ANA) as work:
        assert BEN in {tie.person_id for tie in await near_ties(work, (5, 15))}
