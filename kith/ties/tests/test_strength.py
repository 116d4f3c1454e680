"""How close two people are: by numbers that were worked out before the code, and by what must hold for all of them."""

import math
from datetime import timedelta
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.ties.model import ACT_KINDS, ActKind, Direction, Pair
from kith.ties.rules import acted, closeness, days_composed, given_now, happened, mutual, strength, weight
from kith.ties.tests.telling import Told, on, seen_by_v, told

# The first day's letters lie within an hour.
STORY: list[Told] = [
    (0, "u", "letter"),
    (0.02, "v", "letter"),
    (1 / 24, "u", "letter"),
    (2, "v", "reply"),
    (5, "u", "comment"),
    (5.02, "u", "reaction"),
    (9, "v", "letter"),
]

days = st.floats(0, 800, allow_nan=False)
kinds = st.sampled_from(ACT_KINDS)
acts = st.lists(st.tuples(days, st.sampled_from("uv"), kinds), max_size=40).map(sorted)
bonds = st.sampled_from((0.0, 0.15, 0.3, 0.6))


def _close(pair: Pair, day: float, bond: float = 0.0) -> float:
    return closeness(pair.given, pair.got, bond, on(day))


@pytest.mark.parametrize(
    ("day", "given_", "got", "close", "strong"),
    [
        (9, 1.7968, 2.1866, 1.9726, 0.4966),
        (30, 1.1212, 1.3635, 1.2305, 0.3809),
        (90, 0.3085, 0.3734, 0.3379, 0.1445),
        (365, 0.0300, 0.0347, 0.0322, 0.0158),
    ],
)
def test_a_short_story_fades_as_worked_out(day: int, given_: float, got: float, close: float, strong: float) -> None:
    """Seven acts in nine days, read later."""
    pair = told(STORY)
    assert given_now(pair.given, on(day)) == pytest.approx(given_, abs=5e-5)
    assert given_now(pair.got, on(day)) == pytest.approx(got, abs=5e-5)
    assert _close(pair, day) == pytest.approx(close, abs=5e-5)
    assert strength(_close(pair, day)) == pytest.approx(strong, abs=5e-5)


def test_the_story_in_words_is_exact() -> None:
    """Days with something composed; a like is none."""
    pair = told(STORY)
    assert (days_composed(pair.given, on(10)), days_composed(pair.got, on(10))) == (2, 3)
    assert (days_composed(pair.given, on(34.5)), days_composed(pair.got, on(34.5))) == (1, 1)
    assert (days_composed(pair.given, on(60)), days_composed(pair.got, on(60))) == (0, 0)
    assert pair.exchanges == 4


def _steady(gap_days: float) -> tuple[float, float, float]:
    """A letter each way in every gap, for thirty years: the lowest, the highest and the mean closeness of a gap."""
    pair, day = Pair(), 0.0
    while day < 30 * 365:
        pair = happened(happened(pair, "letter", on(day)), "letter", on(day), from_other=True)
        day += gap_days
    read = [_close(pair, day - gap_days + gap_days * step / 1000) for step in range(1000)]
    return min(read), max(read), fmean(read)


@pytest.mark.parametrize(
    ("gap_days", "lowest", "highest", "within"),
    [(7, 7.3, 8.2, 0.1), (30, 1.4, 2.3, 0.05), (182.5, 0.10, 0.97, 0.005), (365, 0.04, 0.91, 0.005)],
)
def test_steady_contact_is_as_close_as_worked_out(
    gap_days: float, lowest: float, highest: float, within: float
) -> None:
    """Weekly, monthly, half-yearly, yearly; 54.7 over the gap in days on average."""
    low, high, mean = _steady(gap_days)
    assert low == pytest.approx(lowest, abs=within)
    assert high == pytest.approx(highest, abs=within)
    assert mean == pytest.approx(54.7 / gap_days, rel=0.01)


def test_daily_contact_is_as_close_as_worked_out() -> None:
    """The mean is 54.7, and the strength 0.96."""
    mean = _steady(1)[2]
    assert mean == pytest.approx(54.7, abs=0.1)
    assert strength(mean) == pytest.approx(0.96, abs=0.005)


def test_days_with_contact_tell_more_than_messages() -> None:
    """Thirty letters each way on one day are worth six times less than one on each of thirty days."""
    at_once = told([(0, who, "letter") for _each in range(30) for who in "uv"])
    assert _close(at_once, 0) == pytest.approx(3.06, abs=0.04)
    daily = told([(day, who, "letter") for day in range(30) for who in "uv"])
    assert _close(daily, 29) == pytest.approx(18.9, abs=0.6)


def test_writing_alone_reaches_a_ceiling() -> None:
    """Twice a day for a year: a fifth in one's own eyes, nothing in the other's."""
    pair = told([(half / 2, "u", "letter") for half in range(730)])
    assert strength(_close(pair, 365)) == pytest.approx(0.2, abs=5e-5)
    assert _close(seen_by_v(pair), 365) == 0


@pytest.mark.parametrize(
    ("kind", "among", "points"),
    [
        ("call", 1, 2.0),
        ("letter", 1, 1.0),
        ("letter", 4, 0.25),
        ("letter", 5, 0.0),
        ("reply", 1, 0.8),
        ("comment", 1, 0.6),
        ("mention", 1, 0.3),
        ("mention", 5, 0.06),
        ("mention", 6, 0.0),
        ("together", 1, 0.2),
        ("together", 11, 0.2 / 11),
        ("together", 12, 0.0),
        ("reaction", 1, 0.1),
    ],
)
def test_an_act_weighs_what_the_table_says(kind: ActKind, among: int, points: float) -> None:
    """Shared among those it is for; beyond a number it is for none of them."""
    assert weight(kind, among) == pytest.approx(points)


@given(acts, days, bonds)
def test_t1_strength_lies_between_0_and_1(story: list[Told], later: float, bond: float) -> None:
    """Never below, never at one."""
    assert 0 <= strength(_close(told(story), 800 + later, bond)) < 1


@given(acts, days, bonds)
def test_t2_nobody_rises_in_my_eyes_beyond_what_i_give(story: list[Told], later: float, bond: float) -> None:
    """R ≤ 2·A + φ + b."""
    pair, day = told(story), 800 + later
    assert _close(pair, day, bond) <= 2 * given_now(pair.given, on(day)) + 0.5 + bond + 1e-12


@given(acts, days, bonds)
def test_t3_what_only_comes_in_changes_nothing(story: list[Told], later: float, bond: float) -> None:
    """Whoever I never gave anything stays where they are, whatever they do."""
    incoming = told([one for one in story if one[1] == "v"])
    assert _close(incoming, 800 + later, bond) == bond


@given(acts, days)
def test_t4_what_weighs_nothing_leaves_no_trace(story: list[Told], later: float) -> None:
    """An act shared among too many is as if it had not been."""
    pair = told(story)
    assert happened(pair, "letter", on(800 + later), 5) == pair
    assert happened(pair, "mention", on(800 + later), 6, from_other=True) == pair
    assert acted(pair.given, "together", on(800 + later), 12) == pair.given


@given(acts, days, days, bonds)
def test_t5_without_acts_nobody_comes_closer(story: list[Told], first: float, second: float, bond: float) -> None:
    """Silence never lifts."""
    pair, sooner, later = told(story), 800 + min(first, second), 800 + max(first, second)
    assert _close(pair, later, bond) <= _close(pair, sooner, bond) + 1e-12


@given(acts, days, days)
def test_t6_reading_on_the_way_changes_nothing(story: list[Told], first: float, second: float) -> None:
    """Faded in two steps is faded in one."""
    pair, sooner, later = told(story), 800 + min(first, second), 800 + max(first, second)
    given_ = pair.given
    if given_.at is None:
        return
    step = (on(sooner) - given_.at) / timedelta(days=1)
    on_the_way = Direction(fast=given_.fast * 2 ** (-step / 30), slow=given_.slow * 2 ** (-step / 730), at=on(sooner))
    assert given_now(on_the_way, on(later)) == pytest.approx(given_now(given_, on(later)), abs=1e-9)


@given(st.lists(kinds, min_size=1, max_size=30), st.randoms(use_true_random=False))
def test_t7_the_order_within_an_instant_does_not_matter(day: list[ActKind], chance: object) -> None:
    """The same acts at one time, in another order."""
    shuffled = list(day)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = (told([(3.25, "u", kind) for kind in some]).given for some in (day, shuffled))
    assert abs(one.fast - other.fast) < 1e-9 * 3
    assert abs(one.slow - other.slow) < 1e-9 * 3


@given(st.lists(st.tuples(st.floats(0, 0.999), kinds), max_size=200).map(sorted))
def test_t8_a_day_gives_three_points_at_most(day: list[tuple[float, ActKind]]) -> None:
    """However much is done on it."""
    after = told([(hour, "u", kind) for hour, kind in day]).given
    assert after.fast <= 3
    assert after.slow <= 3


@given(acts, days, bonds)
def test_t9_what_is_mutual_is_the_same_from_both_sides(story: list[Told], later: float, bond: float) -> None:
    """To the bit."""
    pair = told(story)
    assert mutual(pair.given, pair.got, bond, on(later)) == mutual(pair.got, pair.given, bond, on(later))


@given(acts, kinds, days)
def test_what_arrives_late_makes_nothing_younger(story: list[Told], kind: ActKind, late: float) -> None:
    """It counts as of the last act, and the clock of the direction does not go back."""
    before = told(story).given
    after = acted(before, kind, on(late))
    assert after.at is not None
    assert before.at is None or after.at >= before.at
    assert math.isfinite(after.fast)
