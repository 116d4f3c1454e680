"""Promises among the notices: a witness is asked, and asks; nobody else hears of it."""

from datetime import timedelta

import httpx

from kith.base.core.ids import Id
from kith.base.work import House
from kith.notices.actions.promised import hear_doubt, hear_witness_asked
from kith.pledges import ask_witness, let_witness_go, make_pledge
from kith.pledges.model import DoubtRaised, Pledge, PledgeWish, WitnessAsked
from kith.posts.tests.cast import ANA, BEN, gather_cast, sign_in
from tests.clock import TestClock


async def _asked(house: House, clock: TestClock) -> Pledge:
    await gather_cast(house)
    wish = PledgeWish(topic="partisan", starts_now=True, until_on=(clock() + timedelta(days=30)).date())
    async with house.work(actor=ANA) as work:
        pledge = await make_pledge(work, wish)
        await ask_witness(work, pledge.id, BEN)
    async with house.work() as work:
        await hear_witness_asked(work, WitnessAsked(author_id=ANA, pledge_id=pledge.id, witness_id=BEN))
    return pledge


async def test_who_is_asked_is_told_as_long_as_they_are_asked(
    house: House, client: httpx.AsyncClient, clock: TestClock
) -> None:
    """With a way to answer; who is let go finds nothing any more."""
    pledge = await _asked(house, clock)
    await sign_in(house, client, BEN)
    shown = (await client.get("/notices")).text
    assert "asks you to be a witness of a promise about partisan politics" in shown
    assert f'href="/pledges/{pledge.id}"' in shown
    async with house.work(actor=ANA) as work:
        await let_witness_go(work, pledge.id, BEN)
    assert "asks you to be a witness" not in (await client.get("/notices")).text


async def test_a_doubt_is_told_to_the_author_alone(house: House, client: httpx.AsyncClient, clock: TestClock) -> None:
    """Once, however often they ask before it is read."""
    pledge = await _asked(house, clock)
    fact = DoubtRaised(author_id=ANA, pledge_id=pledge.id, post_id=Id(5), witness_id=BEN)
    for _time in range(2):
        async with house.work() as work:
            await hear_doubt(work, fact)
    await sign_in(house, client, ANA)
    assert (await client.get("/notices")).text.count("for your ears alone") == 1
