"""Two who both hope to hear of each other are told, unless something keeps them apart: then it looks as before."""

from datetime import timedelta

import pytest

from kith.base.core.ids import Id
from kith.base.work import House
from kith.people import mute
from kith.posts.tests.cast import ANA, DAN, gather_cast
from kith.ties import both_hope, confirm, end, hope_to_hear, mark_parted, my_wishes, propose
from kith.ties.model import Past


@pytest.fixture(autouse=True)
async def _cast(house: House) -> None:
    await gather_cast(house)


async def _hope(house: House, person: Id, other: Id) -> bool:
    async with house.work(actor=person) as work:
        return await hope_to_hear(work, other)


async def _told(house: House, person: Id, other: Id) -> tuple[bool, bool]:
    """Whether somebody learns of the other's hope: in the list, and in what they read of the other."""
    async with house.reading(actor=person) as work:
        wish = (await my_wishes(work, [other]))[other]
        return other in await both_hope(work), wish.both_hope_at is not None


async def test_both_are_told(house: House) -> None:
    """The allowed case."""
    assert not await _hope(house, ANA, DAN)
    assert await _hope(house, DAN, ANA)
    assert await _told(house, ANA, DAN) == await _told(house, DAN, ANA) == (True, True)


async def _keep_apart(house: House, reason: str) -> None:
    async with house.work(actor=DAN) as work:
        if reason == "parted":
            await mark_parted(work, ANA)
        elif reason == "muted":
            await mute(work, ANA)
        elif reason == "ended":
            await propose(work, ANA, "partner", Past())
        else:
            today = work.now.date()  # other tests may have moved the clock on by years
            for person, years in ((ANA, 50), (DAN, 11)):
                await (await work.db.connection()).execute(
                    "UPDATE accounts SET born_on = $2 WHERE id = $1", person, today - timedelta(days=years * 366)
                )
    if reason == "ended":
        async with house.work(actor=ANA) as work:
            await confirm(work, DAN, "partner")
        async with house.work(actor=DAN) as work:
            await end(work, ANA, "partner")


@pytest.mark.parametrize("reason", ["parted", "muted", "ended", "minor"])
async def test_nobody_is_told_where_something_keeps_them_apart(house: House, reason: str) -> None:
    """Neither by what saying so gives back, nor on any page: a no looks like silence."""
    await _keep_apart(house, reason)
    assert not await _hope(house, DAN, ANA)
    assert not await _hope(house, ANA, DAN)
    assert await _told(house, ANA, DAN) == (False, False)
    assert await _told(house, DAN, ANA) == (False, False)


@pytest.mark.parametrize("reason", ["parted", "minor"])
async def test_what_was_told_goes_with_the_reason(house: House, reason: str) -> None:
    """It was there before."""
    await _hope(house, ANA, DAN)
    await _hope(house, DAN, ANA)
    await _keep_apart(house, reason)
    assert await _told(house, ANA, DAN) == (False, False)
