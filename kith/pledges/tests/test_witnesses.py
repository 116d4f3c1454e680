"""What a "no", a block, a secret and another device change about being a witness."""

import asyncio

import pytest
import pytest_asyncio

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.work import House
from kith.people.model import Blocked
from kith.pledges import answer_as_witness, ask_witness, change_pledge, let_witness_go, load_pledge, raise_doubt
from kith.pledges.jobs import LISTENERS
from kith.pledges.model import Pledge, PledgeEdit
from kith.pledges.tests.cast import POLITICS, gather, own, posts, promises
from kith.posts.tests.cast import ANA, BEN, CLEO
from tests.clock import TestClock


@pytest_asyncio.fixture(autouse=True)
async def _cast(house: House, clock: TestClock) -> None:
    await gather(house, clock)


async def _ask(house: House, pledge: Pledge, person: Id) -> None:
    async with house.work(actor=pledge.author_id) as work:
        await ask_witness(work, pledge.id, person)


async def _answer(house: House, pledge: Pledge, person: Id, *, yes: bool) -> bool:
    """Answer; False where there is nothing to answer."""
    try:
        async with house.work(actor=person) as work:
            await answer_as_witness(work, pledge.id, yes=yes)
    except NotFound:
        return False
    return True


async def _states(house: House, pledge: Pledge) -> dict[Id, str]:
    return {one.witness_id: one.state for one, _person in (await own(house, pledge)).witnesses}


async def _are_apart(house: House, blocker: Id, blocked: Id) -> None:
    [listener] = [one for one in LISTENERS if one.name == "pledges.blocked"]
    async with house.work() as work:
        await listener.run(work, Blocked(blocker_id=blocker, blocked_id=blocked))


@pytest.mark.parametrize("was_one", [False, True])
async def test_who_said_no_does_not_come_back_unasked(house: House, clock: TestClock, *, was_one: bool) -> None:
    """Neither after a "rather not" nor after "no more": its author counts on it, and has asked others since."""
    pledge = await promises(house, clock, ANA)
    await _ask(house, pledge, BEN)
    if was_one:
        assert await _answer(house, pledge, BEN, yes=True)
    assert await _answer(house, pledge, BEN, yes=False)
    assert not await _answer(house, pledge, BEN, yes=True)
    assert await _states(house, pledge) == {BEN: "declined"}


async def test_what_became_its_authors_alone_is_not_there_to_answer(house: House, clock: TestClock) -> None:
    """An answer tells nobody that there is still a promise; whoever is asked again sees it again."""
    pledge = await promises(house, clock, ANA)
    await _ask(house, pledge, BEN)
    async with house.work(actor=ANA) as work:
        await change_pledge(work, pledge.id, PledgeEdit(visibility="me"))
    assert not await _answer(house, pledge, BEN, yes=True)
    assert not await _answer(house, pledge, BEN, yes=False)
    await _ask(house, pledge, BEN)
    assert await _answer(house, pledge, BEN, yes=True)
    async with house.reading(actor=BEN) as work:
        assert (await load_pledge(work, pledge.id)).mine == "accepted"


@pytest.mark.parametrize(("blocker", "blocked"), [(ANA, BEN), (BEN, ANA)])
async def test_a_block_ends_it_for_good(house: House, clock: TestClock, blocker: Id, blocked: Id) -> None:
    """Whoever of the two it was: they are none when it is taken back, and what was asked is gone. A "no" stays."""
    pledge = await promises(house, clock, ANA)
    post = await posts(house, ANA, POLITICS, pledge, "no")
    assert post is not None
    for person, yes in ((BEN, True), (CLEO, False)):
        await _ask(house, pledge, person)
        await _answer(house, pledge, person, yes=yes)
    async with house.work(actor=BEN) as work:
        await raise_doubt(work, pledge.id, post.id)
    await _are_apart(house, blocker, blocked)
    await _are_apart(house, CLEO, ANA)
    assert await _states(house, pledge) == {CLEO: "declined"}
    assert (await own(house, pledge)).doubts == {}


async def test_two_devices_at_once_leave_one_answer(house: House, clock: TestClock) -> None:
    """A "no" and a "yes" of the same moment: the "no" stays. Who is let go meanwhile is none."""
    pledge = await promises(house, clock, ANA)
    await _ask(house, pledge, BEN)
    await asyncio.gather(*(_answer(house, pledge, BEN, yes=yes) for yes in (True, False, True)))
    assert await _states(house, pledge) == {BEN: "declined"}

    async def let_go() -> None:
        async with house.work(actor=ANA) as work:
            await let_witness_go(work, pledge.id, CLEO)

    await _ask(house, pledge, CLEO)
    await asyncio.gather(_answer(house, pledge, CLEO, yes=True), let_go())
    assert CLEO not in await _states(house, pledge)
