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
from kith.people.actions.recommending import pass_over, recommend, recommend_no_longer, suggestions
from kith.people.model import RECOMMENDED_MAX, Follow
from kith.people.rules.recommending import check_may_recommend
from kith.people.store import RECOMMENDED, people_in, relation, viewer_of
from kith.people.tests.cast_of_relations import ANA, BEN, CLEO, DAN, act, gather, sign_in
from kith.people.tests.test_relation_pages import _send
from tests.clock import BEGINNING

_HIDE_TIES = Statement("UPDATE accounts SET hides_ties = TRUE WHERE id = %(id)s")
_NOT_DISCOVERABLE = Statement("UPDATE accounts SET discoverable = FALSE WHERE id = %(id)s")


async def _recommended(house: House, owner: Id, viewer: Id) -> list[Id]:
    async with house.reading(actor=viewer) as work:
        found = await people_in(work.db, await viewer_of(work), RECOMMENDED, owner, Paging())
        return [one.account.id for one in found.items]


async def _suggested(house: House, person: Id) -> list[tuple[Id, int]]:
    async with house.reading(actor=person) as work:
        return [(one.account.id, one.people) for one in await suggestions(work, limit=10)]


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


async def test_whom_several_of_my_people_follow_comes_first(house: House) -> None:
    """One alone is not enough; then those who are new here."""
    await gather(house)
    for one, other in ((ANA, BEN), (ANA, CLEO), (BEN, DAN)):
        await act(house, one, follow, other)
    assert await _suggested(house, ANA) == [(DAN, 0)]
    await act(house, CLEO, follow, DAN)
    assert await _suggested(house, ANA) == [(DAN, 2)]
    assert [one for one, _people in await _suggested(house, DAN)] == [CLEO, BEN, ANA]


async def test_whoever_was_passed_over_stays_so(house: House) -> None:
    """However many of one's people follow them."""
    await gather(house)
    for one, other in ((ANA, BEN), (ANA, CLEO), (BEN, DAN), (CLEO, DAN)):
        await act(house, one, follow, other)
    assert await _suggested(house, ANA) == [(DAN, 2)]
    await act(house, ANA, pass_over, DAN)
    await act(house, ANA, pass_over, DAN)
    assert await _suggested(house, ANA) == []


@pytest.mark.parametrize("deed", [follow, block, mute, pass_over])
async def test_one_answer_is_enough(house: House, deed: object) -> None:
    """Followed, asked, blocked, muted or passed over: never suggested again."""
    await gather(house, locked=(DAN,))
    await act(house, ANA, deed, DAN)  # type: ignore[arg-type]
    assert DAN not in [one for one, _people in await _suggested(house, ANA)]


async def test_who_shows_their_ties_to_nobody_suggests_nobody(house: House) -> None:
    """And who does not wish to be found is not found by this way either."""
    await gather(house)
    for one, other in ((ANA, BEN), (ANA, CLEO), (BEN, DAN), (CLEO, DAN)):
        await act(house, one, follow, other)
    async with house.work() as work:
        await work.db.run(_HIDE_TIES, id=CLEO)
    assert await _suggested(house, ANA) == [(DAN, 0)]
    async with house.work() as work:
        await work.db.run(_NOT_DISCOVERABLE, id=DAN)
    assert await _suggested(house, ANA) == []


async def test_the_page_says_why_and_takes_a_no(house: House, client: httpx.AsyncClient) -> None:
    """Without script."""
    await gather(house)
    for one, other in ((ANA, BEN), (ANA, CLEO), (BEN, DAN), (CLEO, DAN)):
        await act(house, one, follow, other)
    await sign_in(house, client, ANA)
    assert "Cleo and Ben, whom you follow, follow them." in (await client.get("/people/find")).text
    done = await _send(client, "/people/find", "/@dan/pass-over")
    assert (done.status_code, done.headers["location"]) == (303, "/people/find")
    assert "Perhaps you know them" not in (await client.get("/people/find")).text
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
