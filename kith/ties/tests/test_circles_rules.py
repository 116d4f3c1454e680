"""Who stands in which circle, day after day."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.base.core.ids import Id
from kith.ties.model import CIRCLES, Place
from kith.ties.rules import evaluate, shown_circle

DAY = date(2026, 3, 2)
ANA, BEN = Id(11), Id(12)


def _days(
    number: int,
    close: Mapping[Id, float],
    places: Mapping[Id, Place] | None = None,
    *,
    first: int = 0,
    kept: Mapping[Id, int] | None = None,
    apart: tuple[Id, ...] = (),
) -> dict[Id, Place]:
    now = dict(places or {})
    for day in range(first, first + number):
        now = evaluate(now, close, DAY + timedelta(days=day), kept=kept or {}, apart=apart)
    return now


def _circles(places: Mapping[Id, Place]) -> dict[Id, int]:
    return {one: place.circle for one, place in places.items() if place.circle}


@pytest.mark.parametrize(
    ("r", "circle"),
    [(3.9, 5), (3.89, 15), (0.9, 15), (0.89, 50), (0.2, 50), (0.19, 150), (0.1, 150), (0.09, 0)],
)
def test_three_evaluations_above_let_in(r: float, circle: int) -> None:
    """Not two."""
    assert _circles(_days(2, {ANA: r})) == {}
    assert _circles(_days(3, {ANA: r})) == ({ANA: circle} if circle else {})


@pytest.mark.parametrize(
    ("r", "after", "days"),
    [(2.5, 5, 30), (2.49, 15, 14), (0.44, 50, 14), (0.079, 150, 14), (0.0, 0, 14), (2.49, 5, 13)],
)
def test_fourteen_evaluations_below_let_out(r: float, after: int, days: int) -> None:
    """Not thirteen, and only as far out as it is."""
    places = _days(10, {ANA: 5.0})
    later = _days(days, {ANA: r}, places, first=10)
    assert _circles(later) == ({ANA: after} if after else {})


def test_one_good_day_among_thirteen_begins_the_count_anew() -> None:
    """Hysteresis: a bad fortnight with one letter in it moves nobody."""
    places = _days(10, {ANA: 5.0})
    places = _days(13, {ANA: 1.0}, places, first=10)
    places = _days(1, {ANA: 3.0}, places, first=23)
    places = _days(13, {ANA: 1.0}, places, first=24)
    assert _circles(places) == {ANA: 5}


FIVE = {Id(one): 5.0 + one / 100 for one in range(1, 6)}


def test_a_full_circle_lets_in_whoever_was_stronger_for_a_week() -> None:
    """By 15 per cent, for seven days in a row; for the weakest, who stays in the next circle."""
    places = _days(10, FIVE)
    close = FIVE | {ANA: 5.01 * 1.15}
    waiting = _days(3 + 5, close, places, first=10)
    assert _circles(waiting)[ANA] == 15
    assert _circles(waiting)[Id(1)] == 5
    after = _days(1 + 7, close, waiting, first=18)
    assert _circles(after)[ANA] == 5
    assert _circles(after)[Id(1)] == 15


def test_a_little_stronger_is_not_enough() -> None:
    """The one who was there first stays, at equal closeness too."""
    places = _days(10, FIVE)
    for stronger in (5.01, 5.01 * 1.14):
        assert _circles(_days(60, FIVE | {ANA: stronger}, places, first=10))[ANA] == 15


def test_a_challenge_that_is_broken_off_begins_anew() -> None:
    """Seven days in a row."""
    places = _days(10, FIVE | {ANA: 1.0})
    strong, weak = FIVE | {ANA: 8.0}, FIVE | {ANA: 4.0}
    places = _days(2 + 6, strong, places, first=10)
    places = _days(1, weak, places, first=18)
    places = _days(6, strong, places, first=19)
    assert _circles(places)[ANA] == 15
    assert _circles(_days(1, strong, places, first=25))[ANA] == 5


def test_of_equals_the_lower_id_comes_in() -> None:
    """Where there is room for five of six."""
    assert _circles(_days(3, {Id(one): 4.0 for one in range(1, 7)})) == {Id(n): 5 for n in range(1, 6)} | {Id(6): 15}


def test_whoever_is_kept_takes_nobodys_place() -> None:
    """Three beside the five."""
    kept = {Id(one): 5 for one in (1, 2, 3)}
    places = _days(3, {Id(one): 4.0 for one in range(1, 9)}, kept=kept)
    assert sum(place.circle == 5 for place in places.values()) == 8


def test_whoever_is_not_close_stands_nowhere() -> None:
    """At once, and for good."""
    places = _days(10, {ANA: 5.0, BEN: 5.0})
    assert _circles(_days(1, {ANA: 5.0, BEN: 5.0}, places, first=10, apart=(ANA,))) == {BEN: 5}


@pytest.mark.parametrize(
    ("circle", "kept_in", "word", "shown"),
    [(0, 0, "", 0), (50, 0, "", 50), (50, 5, "", 5), (5, 50, "", 5), (0, 15, "", 15), (5, 5, "not close", 0)],
)
def test_the_persons_word_wins(circle: int, kept_in: int, word: str, shown: int) -> None:
    """Over what was counted."""
    assert shown_circle(circle, kept_in, not_close=word == "not close") == shown


people = st.integers(1, 14).map(Id)
levels = st.sampled_from((0.0, 0.03, 0.05, 0.12, 0.3, 0.6, 1.2, 3.0, 4.0, 5.0, 6.0, 9.0))
weeks = st.lists(st.tuples(st.integers(1, 9), st.dictionaries(people, levels, max_size=14)), min_size=1, max_size=14)
pins = st.dictionaries(people, st.sampled_from((5, 15, 50, 150)), max_size=3)


@settings(max_examples=60, deadline=None)
@given(weeks, pins)
def test_t10_circles_are_calm_and_have_their_size(
    story: list[tuple[int, dict[Id, float]]], kept: dict[Id, int]
) -> None:
    """Nobody's circle changes twice within a week; none holds more than its number and those kept; each lies in the
    next; looking twice a day, or in another order, makes no difference.
    """
    places: dict[Id, Place] = {}
    changed: dict[Id, int] = {}
    day = 0
    for length, close in story:
        for _each in range(length):
            today = DAY + timedelta(days=day)
            after = evaluate(places, close, today, kept=kept, apart=())
            turned = dict(reversed(list(close.items())))
            assert after == evaluate(dict(reversed(list(places.items()))), turned, today, kept=kept, apart=())
            before = _circles(places)
            for one in set(before) | set(_circles(after)):
                if before.get(one, 0) != _circles(after).get(one, 0):
                    assert day - changed.get(one, -7) >= 7
                    changed[one] = day
            for circle in CIRCLES:
                inside = [one for one, c in _circles(after).items() if c <= circle]
                assert len(inside) <= circle + sum(kept.get(one, 0) > 0 for one in inside)
            places, day = after, day + 1
