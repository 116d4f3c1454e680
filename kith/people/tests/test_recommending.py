"""Recommending people, and being suggested some."""

import asyncio

import httpx
import pytest

from kith.base.core.errors import NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.people.actions.blocks import block
from kith.people.actions.follows import follow, remove_follower, unfollow
from kith.people.actions.mutes import mute
from kith.people.actions.parting import part_from_everybody
from kith.people.actions.recommending import newcomers, pass_over, recommend, recommend_no_longer
from kith.people.model import PASSED_DAYS, RECOMMENDED_MAX, Follow
from kith.people.rules.recommending import check_may_recommend
from kith.people.store import RECOMMENDED, people_in, relation, viewer_of
from kith.people.tests.cast_of_relations import ANA, BEN, CLEO, DAN, act, gather, sign_in
from kith.people.tests.test_relation_pages import _send
from tests.clock import BEGINNING, TestClock

_NOT_DISCOVERABLE = Statement("UPDATE accounts SET discoverable = FALSE WHERE id = %(id)s")


async def _recommended(house: House, owner: Id, viewer: Id) -> list[Id]:
    async with house.reading(actor=viewer) as work:
        found = await people_in(work.db, await viewer_of(work), RECOMMENDED, owner, Paging())
        return [one.account.id for one in found.items]


async def _new_to(house: House, person: Id) -> list[Id]:
    async with house.reading(actor=person) as work:
        return [one.id for one in await newcomers(work, limit=10)]


async def test_whom_one_follows_can_be_recommended(house: House) -> None:
    """Twice is once, the latest stands first, and everybody sees it but those whom a block keeps apart."""
    await gather(house)
    for other in (BEN, CLEO):
        await act(house, ANA, follow, other)
        await act(house, ANA, recommend, other)
    await act(house, ANA, recommend, BEN)
    assert await _recommended(house, ANA, DAN) == [CLEO, BEN]
    await act(house, DAN, block, CLEO)
    assert await _recommended(house, ANA, DAN) == [BEN]
    async with house.reading() as work:
        assert (await relation(work.db, ANA, BEN, work.now)).recommended
        assert not (await relation(work.db, BEN, ANA, work.now)).recommended
    await act(house, ANA, recommend_no_longer, BEN)
    assert await _recommended(house, ANA, ANA) == [CLEO]


async def test_nobody_else_can_be_recommended(house: House) -> None:
    """Whom one only asked neither; nor oneself, nor whom a block keeps away."""
    await gather(house, locked=(CLEO,))
    await act(house, ANA, follow, CLEO)
    for other in (BEN, CLEO, ANA):
        with pytest.raises(Refused):
            await act(house, ANA, recommend, other)
    await act(house, BEN, block, ANA)
    with pytest.raises(NotFound):
        await act(house, ANA, recommend, BEN)


def test_a_page_recommends_so_many_and_no_more() -> None:
    """The one before the limit still goes through."""
    followed = Follow(follower_id=ANA, followee_id=BEN, id=Id(1), state="accepted", created_at=BEGINNING)
    check_may_recommend(followed, recommended=RECOMMENDED_MAX - 1)
    with pytest.raises(Refused, match="Take one of them off"):
        check_may_recommend(followed, recommended=RECOMMENDED_MAX)


@pytest.mark.parametrize(
    ("who", "deed", "other"), [(ANA, unfollow, BEN), (BEN, remove_follower, ANA), (BEN, block, ANA)]
)
async def test_it_ends_with_the_follow(house: House, who: Id, deed: object, other: Id) -> None:
    """Whoever of the two ends it; and it does not come back with a new one."""
    await gather(house)
    await act(house, ANA, follow, BEN)
    await act(house, ANA, recommend, BEN)
    await act(house, who, deed, other)  # type: ignore[arg-type]
    assert await _recommended(house, ANA, ANA) == []


async def test_recommending_while_the_follow_ends(house: House) -> None:
    """Nobody is left recommended who is not followed."""
    await gather(house)
    for _round in range(8):
        await act(house, ANA, follow, BEN)
        await asyncio.gather(
            act(house, ANA, recommend, BEN), act(house, BEN, remove_follower, ANA), return_exceptions=True
        )
        assert await _recommended(house, ANA, ANA) == []


async def test_who_came_last_is_named_first(house: House) -> None:
    """Nobody whom one follows, and nobody who would rather not be found."""
    await gather(house)
    assert await _new_to(house, DAN) == [CLEO, BEN, ANA]
    await act(house, DAN, follow, CLEO)
    async with house.work() as work:
        await work.db.run(_NOT_DISCOVERABLE, id=BEN)
    assert await _new_to(house, DAN) == [ANA]


@pytest.mark.parametrize("deed", [follow, block, mute, pass_over])
async def test_one_answer_is_enough(house: House, deed: object) -> None:
    """Followed, asked, blocked, muted or passed over: not named again."""
    await gather(house, locked=(DAN,))
    await act(house, ANA, deed, DAN)  # type: ignore[arg-type]
    assert DAN not in await _new_to(house, ANA)


async def test_whoever_was_passed_over_rests_for_half_a_year(house: House, clock: TestClock) -> None:
    """From the last time on."""
    await gather(house)
    await act(house, ANA, pass_over, DAN)
    clock.tick(days=100)
    await act(house, ANA, pass_over, DAN)
    clock.tick(days=PASSED_DAYS - 1)
    assert DAN not in await _new_to(house, ANA)
    clock.tick(days=2)
    assert DAN in await _new_to(house, ANA)


async def test_whom_one_recommends_stands_on_one_s_page(house: House, client: httpx.AsyncClient) -> None:
    """By a button without script, until it is taken back by another."""
    await gather(house)
    await act(house, ANA, follow, BEN)
    await sign_in(house, client, ANA)
    await _send(client, "/@ben", "/@ben/recommend")
    for path in ("/@ana", "/@ana/recommended"):
        assert "@ben" in (await client.get(path)).text
    await _send(client, "/@ben", "/@ben/unrecommend")
    assert await _recommended(house, ANA, ANA) == []


async def test_who_leaves_is_recommended_and_passed_over_no_more(house: House) -> None:
    """On both sides."""
    await gather(house)
    for one, other in ((ANA, BEN), (BEN, ANA)):
        await act(house, one, follow, other)
        await act(house, one, recommend, other)
        await act(house, one, pass_over, CLEO)
    await act(house, CLEO, pass_over, ANA)
    async with house.work() as work:
        await part_from_everybody(work, ANA)
        left = Statement("SELECT count(*) FROM recommendations")
        over = Statement("SELECT count(*) FROM passed_over")
        assert (await work.db.value(left), await work.db.value(over)) == (0, 1)
