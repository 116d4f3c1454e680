"""When somebody is reminded: each test starts where a prompt is allowed and changes one thing."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.base.core.ids import Id
from kith.ties.model import Between, Caps, Occasion, TiePrompt
from kith.ties.rules.prompts import (
    has_occasion,
    is_minor_and_adult,
    is_open,
    is_put_off,
    may_prompt,
    may_suggest,
    prompted,
    put_off,
)
from tests.clock import BEGINNING

NOW = BEGINNING
FREE = Between()
RETURNED = Occasion(returned_at=NOW - timedelta(days=1))
CAPS = Caps(joined_at=NOW - timedelta(days=100), local_time=time(12))
FRESH = TiePrompt(owner_id=Id(1), other_id=Id(2), prompted_at=NOW, prompts=1, unanswered=1)


def _prompt(days_ago: float, *, prompts: int = 1, unanswered: int = 1) -> TiePrompt:
    at = NOW - timedelta(days=days_ago)
    return TiePrompt(owner_id=Id(1), other_id=Id(2), prompted_at=at, prompts=prompts, unanswered=unanswered)


def _allowed(dormancy: float = 0.5, between: Between = FREE, occasion: Occasion = RETURNED, caps: Caps = CAPS) -> bool:
    return may_prompt(dormancy, between, occasion, caps, NOW)


def test_an_old_friend_with_an_occasion_is_prompted() -> None:
    """The allowed case."""
    assert _allowed()
    assert _allowed(dormancy=0.25)


@pytest.mark.parametrize(
    "reason",
    ["blocked", "muted", "ended", "parted", "unsuggested", "never", "refused", "minor_and_adult", "remembered"],
)
def test_never_with_any_of_these_between_them(reason: str) -> None:
    """Each by itself, on the page and as a prompt."""
    between = Between(**{reason: True})
    assert not may_suggest(between)
    assert not _allowed(between=between)


def test_every_reason_is_among_those_above() -> None:
    """A new one needs a test of its own."""
    assert set(Between.__struct_fields__) == {
        "blocked", "muted", "ended", "parted", "unsuggested", "never", "refused", "minor_and_adult", "family",
        "remembered",
    }  # fmt: skip


def test_in_a_family_age_does_not_matter() -> None:
    """A niece may be reminded of her aunt."""
    assert _allowed(between=Between(minor_and_adult=True, family=True))
    assert not _allowed(between=Between(minor_and_adult=True, family=True, blocked=True))


@pytest.mark.parametrize(
    "caps",
    [
        Caps(joined_at=NOW - timedelta(days=13.9), local_time=time(12)),
        Caps(joined_at=CAPS.joined_at, local_time=time(21)),
        Caps(joined_at=CAPS.joined_at, local_time=time(2)),
        Caps(joined_at=CAPS.joined_at, local_time=time(8, 59)),
        Caps(joined_at=CAPS.joined_at, local_time=time(12), prompted_at=NOW - timedelta(days=6.9)),
    ],
)
def test_not_in_the_first_days_nor_at_night_nor_twice_a_week(caps: Caps) -> None:
    """Whoever it is about."""
    assert not _allowed(caps=caps)


@pytest.mark.parametrize("at", [time(9), time(20, 59)])
def test_the_day_is_from_nine_to_nine(at: time) -> None:
    """By the owner's own clock."""
    assert _allowed(caps=Caps(joined_at=CAPS.joined_at, local_time=at, prompted_at=NOW - timedelta(days=7)))


@pytest.mark.parametrize(
    ("prompt", "wrote_days_ago", "allowed"),
    [
        (_prompt(179), None, False),
        (_prompt(180), None, True),
        (_prompt(91), 90.5, True),
        (_prompt(91), 91.5, False),
        (_prompt(89), 88, False),
        (_prompt(359, prompts=2, unanswered=2), None, False),
        (_prompt(360, prompts=2, unanswered=2), None, True),
        (_prompt(5000, prompts=3, unanswered=3), None, False),
        (_prompt(5000, prompts=3, unanswered=1), 10, False),
    ],
)
def test_one_pair_waits_longer_each_time_and_three_times_is_all(
    prompt: TiePrompt,
    wrote_days_ago: float | None,
    allowed: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """90 days, twice as long for each that was not answered."""
    wrote_at = None if wrote_days_ago is None else NOW - timedelta(days=wrote_days_ago)
    assert _allowed(caps=msgspec.structs.replace(CAPS, prompt=prompt, wrote_at=wrote_at)) is allowed


@pytest.mark.parametrize("dormancy", [0.0, 0.249])
def test_what_hardly_sleeps_is_let_be(dormancy: float) -> None:
    """Below a quarter."""
    assert not _allowed(dormancy=dormancy)


@pytest.mark.parametrize(
    ("occasion", "is_one"),
    [
        (Occasion(), False),
        (Occasion(returned_at=NOW - timedelta(days=7)), True),
        (Occasion(returned_at=NOW - timedelta(days=7.1)), False),
        (Occasion(birthday=date(1970, 3, 5)), True),
        (Occasion(birthday=date(1970, 2, 27)), True),
        (Occasion(birthday=date(1970, 3, 6)), False),
        (Occasion(birthday=date(1972, 2, 29)), True),
        (Occasion(shared_days=(date(1980, 7, 1), date(1991, 3, 1))), True),
        (Occasion(same_town=True), True),
        (Occasion(both_hope=True), True),
    ],
)
def test_only_an_occasion_makes_a_prompt(occasion: Occasion, is_one: bool) -> None:  # noqa: FBT001
    """Within three days of a day, a week of a return."""
    assert has_occasion(occasion, NOW) is is_one
    assert _allowed(occasion=occasion) is is_one


def test_days_are_near_over_new_year_too() -> None:
    """31 December and 2 January."""
    assert has_occasion(Occasion(birthday=date(1970, 1, 2)), datetime(2026, 12, 31, tzinfo=NOW.tzinfo))


@pytest.mark.parametrize(
    ("first", "second", "apart"),
    [
        (date(2010, 3, 2), date(1980, 1, 1), True),
        (date(2008, 3, 2), date(1980, 1, 1), False),
        (date(2008, 3, 3), date(1980, 1, 1), True),
        (date(2010, 1, 1), date(2011, 1, 1), False),
        (date(2010, 1, 1), None, True),
        (None, None, False),
    ],
)
def test_a_minor_and_an_adult_are_told_apart(first: date | None, second: date | None, apart: bool) -> None:  # noqa: FBT001
    """On the eighteenth birthday one is an adult; somebody of unknown age counts as one beside a minor."""
    assert is_minor_and_adult(first, second, NOW.date()) is apart
    assert is_minor_and_adult(second, first, NOW.date()) is apart


def test_not_now_answers_an_open_prompt_and_counts_once() -> None:
    """A second time changes nothing; without a prompt it counts itself."""
    fresh = msgspec.structs.replace(FRESH, prompts=0, put_off_at=NOW)
    answered = put_off(_prompt(1), fresh=fresh, wrote_at=None, now=NOW)
    assert (answered.prompts, answered.unanswered) == (1, 1)
    assert not is_open(answered, None, NOW)
    assert is_put_off(answered, None, NOW + timedelta(days=178))
    assert not is_put_off(answered, None, NOW + timedelta(days=180))
    assert put_off(answered, fresh=fresh, wrote_at=None, now=NOW + timedelta(days=1)) == answered
    later = put_off(_prompt(30), fresh=fresh, wrote_at=None, now=NOW)
    assert (later.prompts, later.unanswered, later.prompted_at) == (1, 2, NOW)
    assert put_off(None, fresh=fresh, wrote_at=None, now=NOW) == fresh


def test_a_prompt_is_there_for_a_week_or_until_they_write() -> None:
    """Then it is gone by itself."""
    assert is_open(_prompt(6.9), None, NOW)
    assert not is_open(_prompt(7), None, NOW)
    assert not is_open(_prompt(3), NOW - timedelta(days=2), NOW)
    assert is_open(_prompt(3), NOW - timedelta(days=4), NOW)


never = st.sampled_from((None, None, None, *Between.__struct_fields__[:-1]))
visits = st.lists(st.tuples(st.integers(1, 60), st.integers(1, 4), st.booleans(), st.booleans(), never), max_size=80)


@settings(max_examples=80)
@given(visits)
def test_t11_prompts_are_few(story: list[tuple[int, int, bool, bool, str | None]]) -> None:
    """One in any 7 days, three a pair and no more, none under any reason: whoever comes when, whether they write or say
    "not now" or do neither.
    """
    now, last, pairs = NOW, None, dict[int, TiePrompt]()
    wrote = dict[int, datetime]()
    times: list[datetime] = []
    for days, other, writes, puts_off, reason in story:
        now += timedelta(days=days)
        between = Between(**({reason: True} if reason else {}))
        caps = Caps(
            joined_at=CAPS.joined_at,
            local_time=time(12),
            prompted_at=last,
            prompt=pairs.get(other),
            wrote_at=wrote.get(other),
        )
        fresh = TiePrompt(owner_id=Id(1), other_id=Id(other), prompted_at=now, prompts=1, unanswered=1)
        if may_prompt(0.9, between, Occasion(both_hope=True), caps, now):
            assert reason is None
            pairs[other] = prompted(pairs.get(other), fresh=fresh, wrote_at=wrote.get(other))
            last = now
            times.append(now)
        if puts_off:
            none = msgspec.structs.replace(fresh, prompts=0, put_off_at=now)
            pairs[other] = put_off(pairs.get(other), fresh=none, wrote_at=wrote.get(other), now=now)
        if writes:
            wrote[other] = now + timedelta(hours=1)
    assert all(after - before >= timedelta(days=7) for before, after in pairwise(times))
    assert all(one.prompts <= 3 for one in pairs.values())
