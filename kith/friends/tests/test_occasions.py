"""A day that is kept of a shared past, and the same town, as occasions to write; and every reason never to."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from kith.base.core.ids import Id
from kith.base.work import House
from kith.finding import state_past
from kith.finding.model import PastWish, SeenBy
from kith.friends import reminder
from kith.posts.tests.cast import ANA, BEN, follow
from kith.ties.tests.schoolmates import gather_schoolmates
from kith.ties.tests.test_prompting import NEVER
from tests.clock import TestClock

Stated = Callable[..., Awaitable[None]]


@pytest.fixture(autouse=True)
async def _cast(house: House, clock: TestClock) -> None:
    """Ana and Ben were at school together, and so were Ana and Cleo. It is noon, two weeks later."""
    await gather_schoolmates(house, clock)


async def _reminded(house: House, person: Id = ANA) -> Id | None:
    async with house.work(actor=person) as work:
        found = await reminder(work)
        return None if found is None else found.account.id


async def _state(house: House, person: Id, wish: PastWish) -> None:
    async with house.work(actor=person) as work:
        await state_past(work, wish)


async def _school(
    house: House, clock: TestClock, *, off: int = 2, name: str = "School no. 5", seen_by: SeenBy = "everyone"
) -> None:
    """Let both state the school, and Ben keep a day of it that comes round in so many days."""
    day = (clock() + timedelta(days=off)).date().replace(year=1989, day=min((clock() + timedelta(days=off)).day, 28))
    for person, kept, called in ((ANA, None, "School no. 5"), (BEN, day, name)):
        wish = PastWish(kind="school", name=called, from_year=1981, until_year=1991, seen_by=seen_by, day_on=kept)
        await _state(house, person, wish)


async def _town(
    house: House, _clock: TestClock, *, name: str = "Lublin", seen_by: SeenBy = "everyone", there: bool = True
) -> None:
    """Let both say that they live in the same town."""
    for person, called, lives in ((ANA, "Lublin", True), (BEN, name, there)):
        wish = PastWish(kind="place", name=called, from_year=2001, seen_by=seen_by, lives_there=lives)
        await _state(house, person, wish)


async def test_without_any_occasion_nobody_is_reminded(house: House) -> None:
    """They only stand on their page."""
    assert await _reminded(house) is None


@pytest.mark.parametrize("occasion", [_school, _town])
async def test_what_both_declared_is_an_occasion(house: House, clock: TestClock, occasion: Stated) -> None:
    """For the friend who shares it, and no other; once a week for one person."""
    await occasion(house, clock)
    assert await _reminded(house) == BEN
    clock.tick(days=8)
    assert await _reminded(house) is None


@pytest.mark.parametrize(("occasion", "otherwise"), [
    (_school, {"off": 8}),
    (_school, {"name": "School no. 6"}),
    (_school, {"seen_by": "nobody"}),
    (_school, {"seen_by": "ties"}),
    (_town, {"name": "Lviv"}),
    (_town, {"seen_by": "nobody"}),
    (_town, {"seen_by": "ties"}),
    (_town, {"there": False}),
])  # fmt: skip
async def test_what_is_not_shared_is_none(
    house: House, clock: TestClock, occasion: Stated, otherwise: dict[str, object]
) -> None:
    """Another day, another place, one who has moved away, and what either does not show to the other."""
    await occasion(house, clock, **otherwise)
    assert await _reminded(house) is None


async def test_a_school_shown_to_ties_counts_between_them(house: House, clock: TestClock) -> None:
    """A town does not: it must be told to everybody."""
    await follow(house, ANA, BEN)
    await _town(house, clock, seen_by="ties")
    assert await _reminded(house) is None
    await _school(house, clock, seen_by="ties")
    assert await _reminded(house) == BEN


@pytest.mark.parametrize("reason", NEVER)
@pytest.mark.parametrize("occasion", [_school, _town])
async def test_never_with_any_reason_between_them(
    house: House, clock: TestClock, occasion: Stated, reason: Callable[[House], Awaitable[None]]
) -> None:
    """Whatever the occasion."""
    await occasion(house, clock)
    await reason(house)
    assert await _reminded(house) is None
