"""What two people declare, on the real database: it counts when both say so, and everything goes quietly."""

import asyncio

import pytest

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.ids import Id
from kith.base.work import House
from kith.people.model import Account
from kith.posts.tests.cast import ANA, BEN, CLEO, DAN, block, gather_cast
from kith.ties import confirm, decline, end, my_relations, propose
from kith.ties.model import RELATION_KINDS, Past, RelationKind
from kith.ties.model.relation import ASKED_MAX
from kith.ties.store import ended_with, relations_between
from kith.ties.tests.reading import row, tie
from tests.clock import BEGINNING

SCHOOL = Past(from_year=1987, until_year=1991, place="School no. 5")


@pytest.fixture(autouse=True)
async def _cast(house: House) -> None:
    await gather_cast(house)


async def _propose(house: House, one: Id, other: Id, kind: RelationKind = "friend", past: Past = Past()) -> None:  # noqa: B008
    async with house.work(actor=one) as work:
        await propose(work, other, kind, past)


async def _confirm(house: House, one: Id, other: Id, kind: RelationKind = "friend") -> None:
    async with house.work(actor=one) as work:
        await confirm(work, other, kind)


async def _end(house: House, one: Id, other: Id, kind: RelationKind = "friend") -> None:
    async with house.work(actor=one) as work:
        await end(work, other, kind)


async def _decline(house: House, one: Id, other: Id, kind: RelationKind = "friend") -> None:
    async with house.work(actor=one) as work:
        await decline(work, other, kind)


async def _states(house: House, one: Id, other: Id) -> dict[str, str]:
    async with house.reading(actor=one) as work:
        return {relation.kind: relation.state for relation in await my_relations(work, other)}


@pytest.mark.parametrize(
    ("kind", "points"), [("family", 0.6), ("partner", 0.6), ("friend", 0.3), ("schoolmate", 0.15), ("colleague", 0.15)]
)
async def test_it_counts_when_both_say_so(house: House, kind: RelationKind, points: float) -> None:
    """One alone says nothing."""
    await _propose(house, ANA, BEN, kind)
    assert (await tie(house, ANA, BEN)).closeness == 0
    await _confirm(house, BEN, ANA, kind)
    for one, other in ((ANA, BEN), (BEN, ANA)):
        read = await tie(house, one, other)
        assert (read.closeness, read.mutual) == (points, points)
        assert await _states(house, one, other) == {kind: "confirmed"}


async def test_the_largest_counts_and_the_rest_comes_back_when_it_ends(house: House) -> None:
    """Friends who were at school together."""
    for kind in ("friend", "schoolmate"):
        await _propose(house, ANA, BEN, kind, SCHOOL if kind == "schoolmate" else Past())
        await _confirm(house, BEN, ANA, kind)
    assert (await tie(house, ANA, BEN)).closeness == 0.3
    await _end(house, BEN, ANA)
    assert (await tie(house, ANA, BEN)).closeness == 0.15
    assert await _states(house, ANA, BEN) == {"schoolmate": "confirmed"}


async def test_a_shared_past_makes_a_dormant_tie_without_any_act(house: House) -> None:
    """Four years at school, and 35 since."""
    await _propose(house, ANA, BEN, "schoolmate", SCHOOL)
    await _confirm(house, BEN, ANA, "schoolmate")
    read = await tie(house, BEN, ANA)
    assert read.dormant
    assert read.depth == pytest.approx(0.681, abs=1e-3)
    assert read.dormancy == pytest.approx(0.681 * (1 - 0.15 / 0.9), abs=1e-3)


async def test_asking_back_confirms(house: House) -> None:
    """From both at once too: never do two wait for each other."""
    await asyncio.gather(_propose(house, ANA, BEN), _propose(house, BEN, ANA))
    assert await _states(house, ANA, BEN) == await _states(house, BEN, ANA) == {"friend": "confirmed"}
    assert (await tie(house, ANA, BEN)).closeness == 0.3


async def test_a_no_is_not_given_away(house: House) -> None:
    """Whoever asked goes on waiting, and asking again reaches nobody; whoever declined may change their mind."""
    await _propose(house, ANA, BEN)
    await _decline(house, BEN, ANA)
    for _each in range(2):
        assert await _states(house, ANA, BEN) == {"friend": "waiting"}
        assert await _states(house, BEN, ANA) == {}
        await _propose(house, ANA, BEN)
    await _end(house, ANA, BEN)
    await _propose(house, ANA, BEN)
    assert await _states(house, BEN, ANA) == {}
    await _propose(house, BEN, ANA)
    assert await _states(house, ANA, BEN) == {"friend": "confirmed"}


async def test_what_is_taken_back_is_gone(house: House) -> None:
    """And cannot be confirmed any more."""
    await _propose(house, ANA, BEN)
    await _end(house, ANA, BEN)
    assert await _states(house, BEN, ANA) == {}
    with pytest.raises(NotFound):
        await _confirm(house, BEN, ANA)


async def test_an_end_is_remembered_until_both_begin_anew(house: House) -> None:
    """Asking again does not undo it: nobody is suggested to whom one has parted from."""
    await _propose(house, ANA, BEN)
    await _confirm(house, BEN, ANA)
    await _end(house, BEN, ANA)
    await _propose(house, ANA, BEN)
    async with house.reading() as work:
        assert await ended_with(work.db, BEN) == {ANA}
        assert await ended_with(work.db, ANA) == {BEN}
    await _end(house, ANA, BEN)
    async with house.reading() as work:
        assert await ended_with(work.db, BEN) == {ANA}
    await _propose(house, ANA, BEN)
    await _confirm(house, BEN, ANA)
    async with house.reading() as work:
        assert await ended_with(work.db, BEN) == set()


async def test_yes_and_taking_back_at_once_end_in_one_of_both(house: House) -> None:
    """Never half of each."""
    await _propose(house, ANA, BEN)
    await asyncio.gather(_confirm(house, BEN, ANA), _end(house, ANA, BEN), return_exceptions=True)
    here, there = await _states(house, ANA, BEN), await _states(house, BEN, ANA)
    assert here == there
    assert (await tie(house, ANA, BEN)).closeness == (0.3 if here else 0)


@pytest.mark.parametrize("act", [_confirm, _decline, _end])
async def test_what_was_never_asked_is_not_there(house: House, act: object) -> None:
    """Nor can one's own asking be confirmed or declined by oneself."""
    with pytest.raises(NotFound):
        await act(house, BEN, ANA)  # type: ignore[operator]
    await _propose(house, BEN, ANA)
    if act is not _end:
        with pytest.raises(NotFound):
            await act(house, BEN, ANA)  # type: ignore[operator]


async def test_a_third_person_sees_nothing_of_it(house: House) -> None:
    """Neither in what they read nor by acting on it."""
    await _propose(house, ANA, BEN)
    await _confirm(house, BEN, ANA)
    async with house.reading(actor=CLEO) as work:
        assert await my_relations(work) == []
    with pytest.raises(NotFound):
        await _end(house, CLEO, BEN)


@pytest.mark.parametrize("other", [Id(9999), BEN])
async def test_nobody_asks_somebody_behind_a_block(house: House, other: Id) -> None:
    """They are as if they were not."""
    await block(house, BEN, ANA)
    with pytest.raises(NotFound):
        await _propose(house, ANA, other)


async def test_a_block_hides_what_was_asked(house: House) -> None:
    """On both sides, and it cannot be confirmed."""
    await _propose(house, ANA, BEN)
    await block(house, BEN, ANA)
    assert await _states(house, ANA, BEN) == await _states(house, BEN, ANA) == {}
    with pytest.raises(NotFound):
        await _confirm(house, BEN, ANA)


@pytest.mark.parametrize(
    "past",
    [
        Past(from_year=1800),
        Past(until_year=2999),
        Past(from_year=1991, until_year=1987),
        Past(place="x" * 121),
    ],
)
async def test_years_that_cannot_be_are_refused(house: House, past: Past) -> None:
    """And a place that is a story."""
    with pytest.raises(Invalid):
        await _propose(house, ANA, BEN, "schoolmate", past)


async def test_one_can_wait_for_so_many_answers(house: House) -> None:
    """From many windows at once too; the same question again is no further one."""
    others = [Id(1000 + number) for number in range(ASKED_MAX // len(RELATION_KINDS))]
    async with house.work() as work:
        for other in others:
            await work.db.insert(Account(id=other, handle=f"p{other}", name="P", created_at=BEGINNING))
    async with house.work(actor=ANA) as work:
        for other in others:
            for kind in RELATION_KINDS[:-1] if other == others[0] else RELATION_KINDS:
                await propose(work, other, kind, Past())
    asked = await asyncio.gather(*(_propose(house, ANA, one) for one in (BEN, CLEO, DAN)), return_exceptions=True)
    assert [type(one) for one in asked if one is not None] == [Refused, Refused]
    await _propose(house, ANA, others[0])


async def test_the_twins_say_the_same(house: House) -> None:
    """Years and place too."""
    await _propose(house, ANA, BEN, "schoolmate", SCHOOL)
    await _confirm(house, BEN, ANA, "schoolmate")
    async with house.reading() as work:
        [here] = await relations_between(work.db, ANA, BEN)
        [there] = await relations_between(work.db, BEN, ANA)
    assert (here.state, here.from_year, here.until_year, here.place) == (
        there.state,
        there.from_year,
        there.until_year,
        there.place,
    )
    assert here.place == "School no. 5"
    rows = await row(house, ANA, BEN), await row(house, BEN, ANA)
    assert [(one.bond, one.shared_years, one.reached) for one in rows if one] == [(0.15, 4, True)] * 2
