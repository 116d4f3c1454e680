"""An appeal waits for the owners of the server, and what a team does about offers stands in its record in words."""

import re

import httpx
import pytest

from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.work import House
from kith.offers import answer, appeal, decide, take_back
from kith.offers.actions.answering import load_appeals
from kith.offers.tests.scene import Bakery, a_bakery, call, cross, readers, say, told
from kith.organisations import end_seat, offer_seat, take_seat
from kith.organisations.model import SeatRole
from kith.organisations.tests.scene import person
from kith.organisations.tests.test_acting import sign_in
from kith.organisations.web.words import deed_sentence
from kith.people import block, set_role
from kith.posts import delete
from kith.worker import run_everything_due
from tests.clock import TestClock

FAIR = "They mean the school fair."


async def _appealed(house: House, clock: TestClock) -> Bakery:
    bakery = await a_bakery(house)
    await cross(house, bakery, await readers(house, bakery, clock), clock)
    async with house.work(actor=bakery.owner) as work:
        await appeal(work, bakery.id, FAIR)
    await run_everything_due(house)
    return bakery


async def test_owners_are_told_once_with_the_way_to_it(
    house: House, client: httpx.AsyncClient, clock: TestClock
) -> None:
    """In a sentence; what is told of an answer is nothing."""
    bakery = await _appealed(house, clock)
    async with house.work(actor=bakery.owner) as work:
        await answer(work, bakery.id, "Less horn.")
    await run_everything_due(house)
    assert (await told(house, bakery.keeper)).count("appeal") == 1
    await sign_in(client, "keeper")
    page = (await client.get("/notices")).text
    assert "appeals to you: what it says counts as offers." in page
    assert 'href="/owner/offers"' in page


async def test_who_can_answer_on_its_team_is_told_as_a_person(
    house: House, client: httpx.AsyncClient, clock: TestClock
) -> None:
    """Owners and managers, with the way to it, whether they act for it in these days or not; as long as they can."""
    bakery = await a_bakery(house)
    mina, max_ = await person(house, "mina"), await person(house, "max")
    seats: dict[Id, SeatRole] = {mina: "manager", max_: "member"}
    for who, role in seats.items():
        async with house.work(actor=bakery.owner) as work:
            await offer_seat(work, bakery.id, who, role=role)
        async with house.work(actor=who) as work:
            await take_seat(work, bakery.id, shown=False)
    await cross(house, bakery, await readers(house, bakery, clock), clock)
    for who, times in ((bakery.owner, 1), (mina, 1), (max_, 0), (bakery.keeper, 0)):
        assert (await told(house, who)).count("line") == times
    async with house.work(actor=bakery.owner) as work:
        await appeal(work, bakery.id, FAIR)
    async with house.work(actor=bakery.keeper) as work:
        [waiting] = (await load_appeals(work, Paging(), undecided=True)).items
        await decide(work, bakery.id, waiting.crossing.id, "lifted", "A fair it is.")
    await run_everything_due(house)
    await sign_in(client, "mina")
    page = (await client.get("/notices")).text
    assert re.search(r"Readers call many posts of .*Morning Bakery.* offers\. All it says counts as offers", page)
    assert re.search(r"The appeal of .*Morning Bakery.* was decided\.", page)
    assert f'href="/organisations/{bakery.id}/line"' in page
    async with house.work(actor=bakery.owner) as work:
        await end_seat(work, bakery.id, mina)
    assert not {"line", "line_decided"} & set(await told(house, mina))


async def test_an_owner_on_the_team_is_told_of_none(house: House, clock: TestClock) -> None:
    """They could not decide it; the other owner is told."""
    bakery = await a_bakery(house)
    async with house.work() as work:
        await set_role(work.db, bakery.owner, "owner")
    await cross(house, bakery, await readers(house, bakery, clock), clock)
    async with house.work(actor=bakery.owner) as work:
        await appeal(work, bakery.id, FAIR)
    await run_everything_due(house)
    assert (await told(house, bakery.keeper)).count("appeal") == 1
    assert "appeal" not in await told(house, bakery.owner)


async def test_an_owner_reads_what_it_is_about_and_never_who_said_so(
    house: House, client: httpx.AsyncClient, clock: TestClock
) -> None:
    """The posts that at least three called offers, by links; not one that two did, nor what is gone, or for others."""
    bakery = await a_bakery(house)
    people = await readers(house, bakery, clock)
    few = await say(house, bakery, "Rye bread on Monday")
    for one in people[:2]:
        await call(house, one, few)
    posts = await cross(house, bakery, people, clock)
    async with house.work(actor=bakery.owner) as work:
        await appeal(work, bakery.id, FAIR)
    await sign_in(client, "keeper")
    page = (await client.get("/owner/offers")).text
    for post in posts:
        assert page.count(f'href="/@bakery/{post.id}"') == 1
        assert (await client.get(f"/@bakery/{post.id}")).status_code == 200
    assert f"/@bakery/{few.id}" not in page
    assert "reader0" not in page
    async with house.work(actor=bakery.id, hand=bakery.owner) as work:
        await delete(work, posts[0].id)
    async with house.work(actor=people[7]) as work:
        await take_back(work, posts[2].id)  # no voice of theirs counted
    async with house.work(actor=people[0]) as work:
        await take_back(work, posts[2].id)
    page = (await client.get("/owner/offers")).text
    assert [f"/@bakery/{post.id}" in page for post in posts] == [False, True, False]
    async with house.work(actor=bakery.keeper) as work:
        await block(work, bakery.id)
    page = (await client.get("/owner/offers")).text
    assert FAIR in page
    assert f"/@bakery/{posts[1].id}" not in page


@pytest.mark.parametrize("deed", ["post.kind", "offers.answered", "offers.appealed"])
def test_the_record_says_it_in_words(deed: str) -> None:
    assert deed_sentence(deed) != deed
