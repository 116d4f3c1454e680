"""Whom one may know, by the rule alone."""

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.base.core.ids import Id
from kith.ties.model import Reached, TieRecord, UsableTie
from kith.ties.rules.paths import is_open, reached, usable
from tests.clock import BEGINNING

TODAY = date(2026, 1, 5)
PEOPLE = [Id(number) for number in range(1, 9)]
Ends = tuple[bool, bool]


def _tie(owner: int, other: int, strength: float = 0.5, mutual: float = 0.5) -> UsableTie:
    return UsableTie(owner_id=Id(owner), other_id=Id(other), strength=strength, mutual=mutual, copied_on=TODAY)


@pytest.mark.parametrize(
    ("path", "answer", "apart", "open_"),
    [
        (None, None, False, False),
        (None, False, False, False),
        (None, True, False, True),
        (None, True, True, False),
        (True, None, False, True),
        (True, False, True, True),
        (False, True, False, False),
    ],
)
def test_an_end_is_on_by_its_own_word(*, path: bool | None, answer: bool | None, apart: bool, open_: bool) -> None:
    """Else by the answer on all, but for a tie that was put away; before the answer it is off."""
    assert is_open(path=path, answer=answer, apart=apart) is open_


def test_whom_two_people_know_is_reached() -> None:
    """The score is that of the specification; somebody whom one alone knows is not reached."""
    mine = {Id(2): 0.8, Id(3): 0.4}
    beyond = [_tie(2, 1), _tie(2, 4, mutual=0.6), _tie(2, 5), _tie(3, 1), _tie(3, 4, mutual=0.6), _tie(3, 2)]
    assert reached(Id(1), mine, beyond) == [Reached(person_id=Id(4), bridges=2, score=0.6 / 3 + 0.4 / 3)]


def test_one_s_own_people_and_oneself_are_nobody_new() -> None:
    """However many know them."""
    mine = {Id(2): 0.5, Id(3): 0.5, Id(4): 0.5}
    beyond = [_tie(bridge, other) for bridge in (2, 3) for other in (1, 2, 3, 4) if bridge != other]
    assert reached(Id(1), mine, beyond) == []


def test_only_two_who_are_tied_are_copied() -> None:
    """From both sides, with the same number between them; a bond alone is enough."""
    assert usable(TieRecord(owner_id=Id(1), other_id=Id(2)), TODAY) == []
    one_sided = TieRecord(owner_id=Id(1), other_id=Id(2), given_fast=9.0, given_at=BEGINNING)
    assert usable(one_sided, TODAY) == []
    first, second = usable(TieRecord(owner_id=Id(1), other_id=Id(2), bond=0.3), TODAY)
    assert (first.owner_id, first.other_id, second.owner_id, second.other_id) == (1, 2, 2, 1)
    assert first.mutual == second.mutual == pytest.approx(0.3 / 2.3)


pairs = st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)).filter(lambda pair: pair[0] < pair[1])
worlds = st.dictionaries(pairs, st.tuples(st.booleans(), st.booleans(), st.floats(0.1, 3)), max_size=28)


def _seen(world: dict[tuple[Id, Id], tuple[bool, bool, float]], person: Id) -> bytes:
    """Work out what somebody is suggested, the way from the rows of ties to bytes."""
    copies = [
        copied
        for (low, high), (low_on, high_on, bond) in world.items()
        if is_open(path=low_on, answer=None, apart=False) and is_open(path=high_on, answer=None, apart=False)
        for copied in usable(TieRecord(owner_id=low, other_id=high, bond=bond), TODAY)
    ]
    mine = {one.other_id: one.strength for one in copies if one.owner_id == person}
    return msgspec.json.encode(reached(person, mine, [one for one in copies if one.owner_id in mine]))


@given(worlds, st.data())
def test_a_tie_with_an_end_that_is_off_changes_nothing_for_anybody(
    world: dict[tuple[Id, Id], tuple[bool, bool, float]], data: st.DataObject
) -> None:
    """E1, non-interference: without it everybody is suggested the same, to the byte, in the same order."""
    off = [pair for pair, (low_on, high_on, _bond) in world.items() if not (low_on and high_on)]
    if not off:
        return
    gone = data.draw(st.sampled_from(off))
    without = {pair: ends for pair, ends in world.items() if pair != gone}
    for person in PEOPLE:
        assert _seen(world, person) == _seen(without, person)


@given(worlds, st.randoms())
def test_the_order_in_which_ties_are_read_does_not_matter(
    world: dict[tuple[Id, Id], tuple[bool, bool, float]], random: object
) -> None:
    """Sums are made in one order."""
    rows = list(world.items())
    random.shuffle(rows)  # type: ignore[attr-defined]
    for person in PEOPLE:
        assert _seen(world, person) == _seen(dict(rows), person)
