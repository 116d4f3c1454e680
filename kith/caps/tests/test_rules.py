"""How much room a cap leaves, and when Home comes: by table and for every reader."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.base.core.ids import Id
from kith.caps.model import Cap, Pace
from kith.caps.rules import is_about, last_arrival, left_of, less_than, next_arrival, week_of

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)  # a Wednesday
MONDAY = date(2026, 3, 2)
CAP = Cap(reader_id=Id(1), id=Id(2), author_id=Id(3), posts_a_week=3, created_at=NOW)
PACE = Pace(reader_id=Id(1), comes_at=8 * 60, comes_again_at=18 * 60, zone="Europe/Warsaw")


@pytest.mark.parametrize(
    ("week_on", "shown", "left"),
    [
        (None, 0, 3),
        (MONDAY, 1, 2),
        (MONDAY, 5, 0),
        (MONDAY - timedelta(days=7), 3, 3),
        (MONDAY + timedelta(days=7), 3, 0),
    ],
)
def test_a_week_has_its_room(week_on: date | None, shown: int, left: int) -> None:
    """What was shown in another week does not count, unless that week is still to come by this clock."""
    shown_ids = tuple(Id(number) for number in range(shown))
    assert left_of(msgspec.structs.replace(CAP, week_on=week_on, shown_ids=shown_ids), MONDAY) == left


@pytest.mark.parametrize(
    ("at", "zone", "monday"),
    [
        ("2026-11-23T04:59+00:00", "America/New_York", "2026-11-16"),
        ("2026-11-23T05:00+00:00", "America/New_York", "2026-11-23"),
        ("2026-03-29T21:59+00:00", "Europe/Warsaw", "2026-03-23"),
        ("2026-03-29T22:00+00:00", "Europe/Warsaw", "2026-03-30"),
    ],
)
def test_a_week_begins_on_monday_by_the_readers_clock(at: str, zone: str, monday: str) -> None:
    """Also where the clock changes in it."""
    assert week_of(datetime.fromisoformat(at), zone).isoformat() == monday


@pytest.mark.parametrize(
    ("posts_a_week", "had", "step"),
    [(None, False, 3), (None, True, 3), (50, True, 3), (3, True, 1), (2, True, 1), (1, True, 0), (0, True, 0)],
)
def test_less_is_less(*, posts_a_week: int | None, had: bool, step: int) -> None:
    """And at the end all of it is folded."""
    assert less_than(posts_a_week, had=had) == step


@pytest.mark.parametrize(
    ("change", "closest", "about"),
    [
        ({}, True, True),
        ({"author_id": Id(4)}, False, False),
        ({"topic": "sport"}, False, True),
        ({"topic": "food"}, False, False),
        ({"author_id": Id(0), "topic": "sport"}, False, True),
        ({"author_id": Id(0), "topic": "sport"}, True, False),
        ({"author_id": Id(0), "topic": "sport", "for_closest": True}, True, True),
    ],
)
def test_what_a_cap_is_about(*, change: dict[str, object], closest: bool, about: bool) -> None:
    """Somebody by name, or everyone but the closest."""
    cap = msgspec.structs.replace(CAP, **change)
    assert is_about(cap, Id(3), ("sport",), is_closest=closest) is about


@pytest.mark.parametrize(
    ("at", "last", "next_"),
    [
        ("2026-03-04T06:59", "2026-03-03T17:00", "2026-03-04T07:00"),
        ("2026-03-04T07:00", "2026-03-04T07:00", "2026-03-04T17:00"),
        ("2026-03-04T18:00", "2026-03-04T17:00", "2026-03-05T07:00"),
        ("2026-03-29T12:00", "2026-03-29T06:00", "2026-03-29T16:00"),
    ],
)
def test_home_comes_by_the_readers_clock(at: str, last: str, next_: str) -> None:
    """Twice a day, in summer and in winter."""
    now = datetime.fromisoformat(f"{at}+00:00")
    assert last_arrival(PACE, now) == datetime.fromisoformat(f"{last}+00:00")
    assert next_arrival(PACE, now) == datetime.fromisoformat(f"{next_}+00:00")


def test_without_times_home_comes_all_the_time() -> None:
    """Whether there is a pace for something else, or none."""
    for pace in (None, Pace(reader_id=Id(1), minutes_a_day=30)):
        assert (last_arrival(pace, NOW), next_arrival(pace, NOW)) == (None, None)


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)),
    st.integers(0, 1439),
    st.none() | st.integers(0, 1439),
    st.sampled_from(["UTC", "Europe/Warsaw", "America/New_York", "Pacific/Apia", "Asia/Kathmandu"]),
)
def test_home_always_came_and_always_comes(at: datetime, first: int, second: int | None, zone: str) -> None:
    """Within a day and an hour, whatever the clock does; and never at once in the past and to come."""
    now = at.replace(tzinfo=UTC)
    pace = Pace(reader_id=Id(1), comes_at=first, comes_again_at=second, zone=zone)
    last, next_ = last_arrival(pace, now), next_arrival(pace, now)
    assert last is not None
    assert next_ is not None
    assert now - timedelta(hours=26) < last <= now < next_ < now + timedelta(hours=26)
