"""Places: never more than were promised, and the next one is found to the second."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.base.core.ids import Id
from kith.pledges.model import Pending, Pledge, Reservation
from kith.pledges.rules.slots import free_slot, next_free, used
from kith.pledges.tests.scene import MONDAY, Book, a_pledge, next_monday, rolling

ZONES = ("UTC", "Europe/Warsaw", "America/New_York", "Asia/Kathmandu")
STEPS = st.lists(st.tuples(st.integers(1, 300_000), st.booleans()), min_size=1, max_size=40)  # seconds on, over too


def pledges() -> st.SearchStrategy[Pledge]:
    """Weekly and rolling ones, by several clocks."""
    weekly = st.builds(lambda n, zone: a_pledge(posts_max=n, timezone=zone), st.integers(0, 4), st.sampled_from(ZONES))
    by_days = st.builds(lambda n, days: rolling(days, posts_max=n), st.integers(0, 4), st.integers(1, 31))
    return st.one_of(weekly, by_days)


@settings(max_examples=200)
@given(pledges(), STEPS)
def test_no_period_holds_more_than_was_promised(pledge: Pledge, steps: list[tuple[int, bool]]) -> None:
    """P1: whatever the order in which posts come, what took a place is never more than fits; slots are apart."""
    book, now = Book(pledge), MONDAY
    for seconds, over_too in steps:
        now += timedelta(seconds=seconds)
        book.post(now, over_too=over_too)
    placed = [one for one in book.entries if not one.over]
    assert len({(one.period, one.slot) for one in placed}) == len(placed)
    assert all(one.slot is not None and 1 <= one.slot <= pledge.posts_max for one in placed)
    if pledge.period == "rolling":
        days = timedelta(days=pledge.days)
        for end in placed:
            assert sum(end.at - days < one.at <= end.at for one in placed) <= pledge.posts_max


@settings(max_examples=200)
@given(pledges(), STEPS)
def test_the_next_free_instant_is_the_earliest(pledge: Pledge, steps: list[tuple[int, bool]]) -> None:
    """P4: there is room then, and a second before there is none."""
    book, now = Book(pledge), MONDAY
    for seconds, over_too in steps:
        now += timedelta(seconds=seconds)
        book.post(now, over_too=over_too)
    free = next_free(book.ledger(now), now)
    if free is None:
        return
    assert free_slot(book.ledger(free), free) is not None
    before = free - timedelta(seconds=1)
    if free > now and before > now:
        assert free_slot(book.ledger(before), before) is None


def test_rolling_days_give_back_the_oldest_first() -> None:
    """Three in seven days, at 0, 10 and 20 hours: the next is free seven days after the first."""
    book = Book(rolling(7, posts_max=3))
    for hours in (0, 10, 20):
        assert book.post(MONDAY + timedelta(hours=hours))
    now = MONDAY + timedelta(hours=21)
    assert next_free(book.ledger(now), now) == MONDAY + timedelta(days=7)
    book.post(now, over_too=True)
    assert used(book.ledger(now), now) == 4
    assert next_free(book.ledger(now), now) == MONDAY + timedelta(days=7, hours=10)


def test_a_full_week_is_free_again_on_monday() -> None:
    """What is over takes no place of the next week."""
    book = Book(a_pledge(posts_max=1))
    assert book.post(MONDAY)
    assert not book.post(MONDAY + timedelta(hours=1), over_too=True)
    now = MONDAY + timedelta(hours=2)
    assert next_free(book.ledger(now), now) == next_monday(now)


def test_a_place_that_is_given_back_is_free_whatever_went_over() -> None:
    """What its author chose to post without a place stands beside the places, and takes none."""
    book = Book(a_pledge(posts_max=1))
    assert book.post(MONDAY)
    assert not book.post(MONDAY + timedelta(hours=1), over_too=True)
    now = MONDAY + timedelta(hours=2)
    book.entries[0] = msgspec.structs.replace(book.entries[0], returned_at=now)
    assert free_slot(book.ledger(now), now) == 1


@pytest.mark.parametrize("days", [1, 3, 6])
def test_rolling_days_look_ahead_to_what_is_there_later(days: int) -> None:
    """A place is reserved, or was sorted late: every window that holds both would hold one too many."""
    book, now = Book(rolling(7, posts_max=1)), MONDAY + timedelta(days=2)
    later = now + timedelta(days=days)
    held = Reservation(author_id=Id(11), pledge_id=Id(100), draft_id=Id(5), at=later)
    ledger = msgspec.structs.replace(book.ledger(now), reservations=(held,))
    assert free_slot(ledger, now) is None
    assert next_free(ledger, now) == later + timedelta(days=7)
    assert book.post(later)
    assert free_slot(book.ledger(now), now) is None


@pytest.mark.parametrize("pledge", [a_pledge(posts_max=0), rolling(7, posts_max=0)])
def test_none_at_all_has_no_next_place(pledge: Pledge) -> None:
    """N = 0: there is nothing to wait for."""
    assert next_free(Book(pledge).ledger(MONDAY), MONDAY) is None


def test_the_last_week_has_no_next_place() -> None:
    """After the last day there is no pledge that could count."""
    book = Book(a_pledge(until_on=date(2026, 3, 8)))
    book.post(MONDAY)
    assert next_free(book.ledger(MONDAY), MONDAY) is None


def test_what_is_reserved_is_taken_where_it_goes_out() -> None:
    """The second that is scheduled takes the week after, if there is one place a week."""
    book, now = Book(a_pledge(posts_max=1)), MONDAY + timedelta(hours=1)
    book.post(MONDAY)
    held = Reservation(author_id=Id(11), pledge_id=Id(100), draft_id=Id(5), at=next_monday(now))
    ledger = msgspec.structs.replace(book.ledger(now), reservations=(held,))
    assert next_free(ledger, now) == next_monday(next_monday(now))
    assert used(ledger, now) == 1
    monday = next_monday(now)
    due = msgspec.structs.replace(book.ledger(monday), reservations=(held,))
    assert free_slot(due, monday) is None


def test_a_rest_has_room_for_all() -> None:
    """From the next week on, for as many as were asked for; then it holds again."""
    rest = Pending(at=next_monday(MONDAY), paused_periods=2)
    book = Book(a_pledge(posts_max=0, pending=rest))
    assert next_free(book.ledger(MONDAY), MONDAY) == rest.at
    inside = rest.at + timedelta(days=3)
    assert next_free(book.ledger(inside), inside) == inside
    after = rest.at + timedelta(days=14)
    assert next_free(book.ledger(after), after) is None


def test_looser_terms_make_room_when_they_begin() -> None:
    """Not before: the running week stays as it is (P8)."""
    looser = Pending(at=next_monday(MONDAY), posts_max=2)
    book = Book(a_pledge(posts_max=0, pending=looser))
    now = datetime(2026, 3, 4, tzinfo=UTC)
    assert free_slot(book.ledger(now), now) is None
    assert next_free(book.ledger(now), now) == looser.at
