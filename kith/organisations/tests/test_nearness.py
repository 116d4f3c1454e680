"""On Home, under caps and in the mirror an organisation is read and counted, and is close to nobody."""

from kith.base.core.ids import Id
from kith.base.work import House
from kith.caps import CapWish, set_cap
from kith.caps.model import EVERYONE
from kith.feed import fair_home
from kith.feed.model import Seat
from kith.mirror.tests.scene import looks, wait_for_monday, weeks
from kith.organisations.tests.scene import Clinic, a_clinic, person
from kith.organisations.tests.test_apart import talked
from kith.people import follow
from kith.posts import publish
from kith.posts.model import Words
from kith.topics import declare
from kith.worker import run_everything_due
from tests.clock import TestClock


async def seats(house: House, reader: Id) -> list[Seat]:
    """Give the places on somebody's Home."""
    async with house.work(actor=reader) as work:
        return [one.seat for one in (await fair_home(work, None, zone="UTC", limit=20)).seats]


async def test_its_card_is_never_that_of_somebody_close(house: House) -> None:
    """However much was said on either side: it stands with those whom one only follows."""
    clinic, ben, cleo = await a_clinic(house), await person(house, "ben"), await person(house, "cleo")
    await talked(house, clinic.id, clinic.owner, ben)
    await talked(house, cleo, cleo, ben)
    found = {one.author_id: one for one in await seats(house, ben)}
    assert (found[clinic.id].lane, found[clinic.id].friend) == ("follow", False)
    assert found[cleo].friend


async def _sport(house: House, clinic: Clinic, count: int) -> None:
    for number in range(count):
        async with house.work(actor=clinic.id, hand=clinic.owner) as work:
            post = await publish(work, Words(text=f"Our team won {number}"))
            await declare(work, post.id, "sport", about=True)
    await run_everything_due(house)


async def test_a_cap_holds_for_it_as_for_anybody(house: House) -> None:
    """One on it alone; and one on everyone, which leaves only the closest five alone, of whom it never is one."""
    clinic, ben, cleo = await a_clinic(house), await person(house, "ben"), await person(house, "cleo")
    for reader in (ben, cleo):
        async with house.work(actor=reader) as work:
            await follow(work, clinic.id)
    await talked(house, clinic.id, clinic.owner, ben)
    await _sport(house, clinic, 3)
    async with house.work(actor=cleo) as work:
        await set_cap(work, CapWish(author_id=clinic.id, posts_a_week=0))
    assert await seats(house, cleo) == []
    async with house.work(actor=ben) as work:
        await set_cap(work, CapWish(author_id=EVERYONE, topic="sport", posts_a_week=0))
    async with house.reading(actor=ben) as work:
        piece = await fair_home(work, None, zone="UTC", limit=20)
    assert [one.card.post.text for one in piece.seats if "won" in one.card.post.text] == []


async def test_the_mirror_counts_no_talk_with_it_as_one_with_the_close(house: House, clock: TestClock) -> None:
    """On either side; its own answers to who spoke to it are counted."""
    await wait_for_monday(house, clock)
    clinic, ben = await a_clinic(house), await person(house, "ben")
    for one in (ben, clinic.id):
        await looks(house, one)
    await talked(house, clinic.id, clinic.owner, ben)
    await wait_for_monday(house, clock)
    assert {week.owner_id: week.talks for week in await weeks(house)} == {ben: 0, clinic.id: 0}
    async with house.work(actor=ben) as work:
        asked = await publish(work, Words(text="@clinic are you open?"))
    async with house.work(actor=clinic.id, hand=clinic.owner) as work:
        await publish(work, Words(text="Until six", reply_to_id=asked.id))
    await wait_for_monday(house, clock)
    newest = {week.owner_id: week.talks for week in await weeks(house)}
    assert newest == {ben: 0, clinic.id: 1}
