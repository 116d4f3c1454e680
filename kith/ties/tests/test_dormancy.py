"""Ties that sleep, and the words for a tie: by rule."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.base.core.ids import Id
from kith.ties import sentence
from kith.ties.model import Pair, Tie
from kith.ties.rules import depth_of, dormancy_of, gap_days, happened, is_dormant
from kith.ties.tests.telling import on, told
from tests.clock import BEGINNING


@pytest.mark.parametrize(
    ("exchanges", "years", "depth"),
    [
        (0, 0, 0.0),
        (1, 0, 0.167),
        (7, 0, 0.5),
        (63, 0, 1.0),
        (500, 0, 1.0),
        (0, 4, 0.681),
        (0, 10, 0.893),
        (0, 60, 0.893),
    ],
)
def test_depth_is_what_was_worked_out(exchanges: int, years: int, depth: float) -> None:
    """Exchanges, and four for each shared year, forty at most."""
    assert depth_of(exchanges, years) == pytest.approx(depth, abs=5e-4)


@pytest.mark.parametrize(("gap", "share"), [(90, 1 / 6), (365, 0.503), (8 * 365.25, 1.0), (20 * 365.25, 1.0)])
def test_a_gap_of_years_weighs_more(gap: float, share: float) -> None:
    """Up to eight years."""
    assert dormancy_of(depth=1.0, gap=gap, close=0.0, peak=0.0) == pytest.approx(share, abs=3e-3)


def test_a_school_friend_of_long_ago_is_found_without_any_act() -> None:
    """Ten shared years, fourteen years of silence: 0.89."""
    now = datetime(2026, 3, 2, tzinfo=BEGINNING.tzinfo)
    gap = gap_days(None, date(2012, 3, 2), now)
    assert gap == pytest.approx(14 * 365.25, abs=2)
    assert dormancy_of(depth=depth_of(0, 10), gap=gap, close=0.0, peak=0.0) == pytest.approx(0.893, abs=1e-3)


DORMANT = {"depth": 0.5, "gap": 90.0, "close": 0.1, "peak": 0.9}


def test_the_allowed_case_is_dormant() -> None:
    """From here each test below changes one thing."""
    assert is_dormant(**DORMANT)
    assert dormancy_of(**DORMANT) > 0


@pytest.mark.parametrize("change", [{"depth": 0.32}, {"gap": 89.9}, {"gap": None}, {"close": 0.226}])
def test_a_tie_that_is_shallow_fresh_unknown_or_close_is_awake(change: dict[str, float | None]) -> None:
    """Then nothing of it sleeps."""
    assert not is_dormant(**DORMANT | change)  # type: ignore[arg-type]
    assert dormancy_of(**DORMANT | change) == 0  # type: ignore[arg-type]


def test_the_silence_is_since_the_last_of_both() -> None:
    """The last talk, or the end of the past."""
    now = on(1000)
    assert gap_days(on(900), None, now) == 100
    assert gap_days(on(100), on(990).date(), now) == 10
    assert gap_days(None, None, now) is None


@pytest.mark.parametrize(
    ("acts", "exchanges"),
    [
        ([(0, "u"), (1, "v")], 1),
        ([(0, "u"), (1, "u"), (2, "u")], 0),
        ([(0, "u"), (1, "v"), (2, "v"), (3, "v")], 1),
        ([(0, "u"), (14, "v")], 1),
        ([(0, "u"), (14.1, "v")], 0),
        ([(0, "u"), (0.1, "v"), (0.2, "u"), (0.3, "v")], 1),
        ([(0, "u"), (0.1, "v"), (1, "u"), (2, "v")], 3),
    ],
)
def test_an_exchange_is_an_answer_once_a_day_at_most(acts: list[tuple[float, str]], exchanges: int) -> None:
    """Composed, and within fourteen days."""
    assert told([(day, who, "letter") for day, who in acts]).exchanges == exchanges
    assert told([(day, who, "reaction") for day, who in acts]).exchanges == 0


def test_a_call_is_an_exchange_by_itself() -> None:
    """Both get it at once."""
    pair = happened(happened(Pair(), "call", on(1)), "call", on(1), from_other=True)
    assert pair.exchanges == 1


@given(st.integers(0, 2000), st.integers(0, 70), st.floats(0, 40_000), st.floats(0, 60), st.floats(0, 60))
def test_dormancy_lies_between_0_and_1(exchanges: int, years: int, gap: float, close: float, peak: float) -> None:
    """Whatever is put in."""
    depth = depth_of(exchanges, years)
    assert 0 <= depth <= 1
    assert 0 <= dormancy_of(depth=depth, gap=gap, close=close, peak=peak) <= 1


@pytest.mark.parametrize(
    ("days", "ago", "said"),
    [
        (
            (2, 3),
            timedelta(days=1, hours=2),
            "In the last 30 days you wrote to Ana on 2 days and Ana to you on 3; last talk 1 day ago.",
        ),
        (
            (1, 0),
            timedelta(hours=3),
            "In the last 30 days you wrote to Ana on 1 day and Ana did not write to you; "
            "last talk less than a day ago.",
        ),
        (
            (0, 0),
            timedelta(days=657),
            "In the last 30 days you and Ana have not written to each other; last talk 21 months ago.",
        ),
        (
            (0, 0),
            timedelta(days=365 * 14 + 4),
            "In the last 30 days you and Ana have not written to each other; last talk 14 years ago.",
        ),
    ],
)
def test_a_tie_in_words_is_days_and_the_last_talk(days: tuple[int, int], ago: timedelta, said: str) -> None:
    """No score."""
    tie = Tie(person_id=Id(1), wrote_days=days[0], heard_days=days[1], last_talk_at=BEGINNING - ago)
    assert sentence(tie, "Ana", BEGINNING) == said


def test_two_who_never_wrote_are_told_so() -> None:
    """Likes are no talk."""
    assert sentence(Tie(person_id=Id(1)), "Ana", BEGINNING) == "You and Ana have not written to each other yet."


def test_of_who_has_died_no_days_are_counted() -> None:
    tie = Tie(person_id=Id(1))
    assert sentence(tie, "Ana", BEGINNING, has_died=True) == "Ana is remembered here."
    talked = Tie(person_id=Id(1), last_talk_at=BEGINNING - timedelta(days=300))
    assert sentence(talked, "Ana", BEGINNING, has_died=True) == (
        "You and Ana wrote to each other; last talk 9 months ago."
    )
