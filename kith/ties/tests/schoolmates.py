"""Two old friends of Ana's, by a school alone, at noon two weeks later: nothing keeps anybody from being reminded."""

from datetime import timedelta

from kith.base.work import House
from kith.posts.tests.cast import ANA, BEN, CLEO, gather_cast
from kith.ties import confirm, propose
from kith.ties.model import Past
from tests.clock import TestClock

SCHOOL = Past(from_year=1981, until_year=1991, place="School no. 5")


async def gather_schoolmates(house: House, clock: TestClock) -> None:
    """Let Ana and Ben have been at school together, and Ana and Cleo, too."""
    await gather_cast(house)
    for other in (BEN, CLEO):
        async with house.work(actor=ANA) as work:
            await propose(work, other, "schoolmate", SCHOOL)
        async with house.work(actor=other) as work:
            await confirm(work, ANA, "schoolmate")
    now = clock()
    clock.tick(seconds=((now.replace(hour=12, minute=0) + timedelta(days=15)) - now).total_seconds())
