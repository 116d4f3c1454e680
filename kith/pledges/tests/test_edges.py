"""The edges of places, weeks, records and chains: the instant itself, the period beside, and what counts not."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from kith.base.core.ids import Id
from kith.pledges.model import Entry, Pending, Reservation
from kith.pledges.rules.clocks import (
    coming_periods,
    local_midnight,
    moved,
    next_period,
    prolonged,
    terms_at,
    week_begins_at_or_after,
)
from kith.pledges.rules.record import judged
from kith.pledges.rules.slots import Ledger, free_slot, next_free, used
from kith.pledges.rules.sorting import chain_around, said_of
from kith.pledges.tests.scene import MONDAY, Book, a_pledge, begun, next_monday, rolling

WEEK, DAY, MOMENT = timedelta(days=7), timedelta(days=1), timedelta(microseconds=1)


def _held(at: datetime) -> Reservation:
    return Reservation(author_id=Id(11), pledge_id=Id(100), draft_id=Id(5), at=at)


def _with(ledger: Ledger, *held: Reservation) -> Ledger:
    return msgspec.structs.replace(ledger, reservations=held)


def test_what_is_used_is_of_the_running_week_and_kept_its_place() -> None:
    """What is over is in it; last week, and what gave its place back, are not; before the first week there is none."""
    book, now = Book(a_pledge(posts_max=2)), MONDAY + WEEK + DAY
    for hours in range(3):
        book.post(MONDAY + timedelta(hours=hours), over_too=True)
    for hours in range(4):
        book.post(MONDAY + WEEK + timedelta(hours=hours), over_too=True)
    book.entries[4] = msgspec.structs.replace(book.entries[4], returned_at=now)
    assert used(book.ledger(now), now) == 3
    assert used(Ledger(pledge=book.pledge, period=None, entries=book.entries), now) == 0


def test_what_is_used_of_rolling_days_is_what_the_window_holds() -> None:
    """Whatever the period was called in which it went out; a post leaves it to the moment."""
    book = Book(rolling(7, posts_max=1))
    book.post(MONDAY)
    book.post(MONDAY + 5 * DAY, over_too=True)
    assert used(book.ledger(MONDAY + 6 * DAY), MONDAY + 6 * DAY) == 2
    assert used(book.ledger(MONDAY + 7 * DAY - MOMENT), MONDAY + 7 * DAY - MOMENT) == 2
    assert used(book.ledger(MONDAY + 7 * DAY), MONDAY + 7 * DAY) == 1


@pytest.mark.parametrize("pledge", [a_pledge(), rolling(7)])
def test_before_it_begins_there_is_no_place_and_the_first_comes_with_it(pledge: object) -> None:
    """Not a moment earlier."""
    assert isinstance(pledge, type(a_pledge()))
    ledger, now = Ledger(pledge=pledge, period=None), pledge.starts_at - DAY
    assert free_slot(ledger, now) is None
    assert next_free(ledger, now) == pledge.starts_at


def test_a_reservation_at_the_beginning_of_a_week_is_of_that_week_alone() -> None:
    """The week before ends where it begins."""
    book = Book(a_pledge(posts_max=1))
    book.post(MONDAY)
    second, third = MONDAY + WEEK, MONDAY + 2 * WEEK
    assert next_free(_with(book.ledger(MONDAY), _held(third)), MONDAY) == second
    assert next_free(_with(book.ledger(MONDAY), _held(second)), MONDAY) == third
    assert free_slot(_with(Book(a_pledge(posts_max=1)).ledger(MONDAY), _held(second)), MONDAY) == 1


@pytest.mark.parametrize(("later", "slot"), [(7 * DAY - MOMENT, None), (7 * DAY, 1)])
def test_a_reservation_so_many_days_later_is_in_no_window_with_it(later: timedelta, slot: int | None) -> None:
    """The window that ends then begins just after the post."""
    ledger = Book(rolling(7, posts_max=1)).ledger(MONDAY)
    assert free_slot(_with(ledger, _held(MONDAY + later)), MONDAY) == slot


@pytest.mark.parametrize(
    "looser", [Pending(at=MONDAY + 3 * DAY, posts_max=2), Pending(at=MONDAY + 3 * DAY, paused_periods=1)]
)
def test_rolling_days_open_when_something_looser_begins(looser: Pending) -> None:
    """Before a post is old enough: with a higher number, or with a rest."""
    book = Book(rolling(3, posts_max=1, pending=looser))
    book.post(MONDAY + 2 * DAY)
    now = MONDAY + 2 * DAY + timedelta(hours=1)
    assert next_free(book.ledger(now), now) == looser.at


def test_a_rest_of_rolling_days_has_room_until_its_last_moment() -> None:
    """Then the number holds again."""
    rest = Pending(at=MONDAY + 3 * DAY, paused_periods=1)
    book = Book(rolling(3, posts_max=0, pending=rest))
    assert next_free(book.ledger(MONDAY), MONDAY) == rest.at
    last = rest.at + 3 * DAY - MOMENT
    assert next_free(book.ledger(last), last) == last
    assert next_free(book.ledger(last + MOMENT), last + MOMENT) is None


@pytest.mark.parametrize("name", ["posts_max", "until_on", "counts_reposts"])
def test_what_is_pending_changes_what_it_names_and_nothing_else(name: str) -> None:
    """From its instant on, and not before."""
    news = {"posts_max": 5, "until_on": date(2026, 6, 1), "counts_reposts": False}
    pledge = a_pledge(posts_max=1, counts_reposts=True, pending=Pending(at=MONDAY + WEEK, **{name: news[name]}))  # type: ignore[arg-type]
    assert terms_at(pledge, MONDAY + WEEK - MOMENT) == pledge
    assert terms_at(pledge, MONDAY + WEEK) == msgspec.structs.replace(pledge, **{name: news[name]})


def test_rolling_days_end_where_they_did_after_a_move() -> None:
    """They know no Monday."""
    pledge = rolling(5)
    current = begun(pledge, MONDAY + DAY)
    there, after = moved(pledge, current, "Pacific/Auckland")
    assert (there.timezone, after) == ("Pacific/Auckland", current)
    _weekly, longer = moved(a_pledge(), next_period(a_pledge(), None), "America/New_York")
    assert longer is not None
    assert longer.ends_at == MONDAY + WEEK + timedelta(hours=4)  # summer time began there on the Sunday between


def test_a_week_begins_at_its_first_moment() -> None:
    """A microsecond later the next one is meant."""
    assert week_begins_at_or_after(MONDAY, "UTC", 0) == MONDAY
    assert week_begins_at_or_after(MONDAY + MOMENT, "UTC", 0) == MONDAY + WEEK == next_monday(MONDAY)


def _entry(number: int, **otherwise: object) -> Entry:
    usual = Entry(
        author_id=Id(11), pledge_id=Id(100), post_id=Id(number), root_id=Id(number), at=MONDAY, period=1, slot=None,
        over=False, source="author",
    )  # fmt: skip
    return msgspec.structs.replace(usual, **otherwise)


def test_a_period_is_judged_by_its_own_entries() -> None:
    """Though those of the whole pledge are there."""
    book = Book(a_pledge(posts_max=1))
    for hours in (0, 1, 7 * 24, 7 * 24 + 1, 7 * 24 + 2):
        book.post(MONDAY + timedelta(hours=hours), over_too=True)
    periods = coming_periods(book.pledge, None)
    found = [judged(book.pledge, next(periods), book.entries, (), MONDAY + 3 * WEEK) for _week in range(3)]
    assert [(one.verdict, one.out, one.over) for one in found] == [("over", 2, 1), ("over", 3, 2), ("kept", 0, 0)]


def test_what_stands_beside_is_passed_on_and_what_is_unsorted_is_posted() -> None:
    """A post without a place is nothing that was passed on, and what was passed on is never to be sorted."""
    period = next(coming_periods(a_pledge(), None))
    entries = [
        _entry(1, period=period.number, source="unsorted"),
        _entry(2, period=period.number, source="unsorted", kind="repost"),
        _entry(3, period=period.number, kind="repost"),
    ]
    found = judged(a_pledge(), period, entries, (), period.ends_at)
    assert (found.unsorted, found.reposts, found.out) == (1, 2, 0)


def test_a_chain_reaches_half_an_hour_to_both_sides() -> None:
    """Before its beginning, and after what counts of it."""
    at, half = datetime(2026, 3, 4, 12, tzinfo=UTC), timedelta(minutes=30)
    assert chain_around(MONDAY, at) == (MONDAY - half, at + half)


def test_what_was_passed_on_and_counts_is_judged_like_a_post() -> None:
    """In its place, or over; what was said not to be about it is not to be sorted any more."""
    period = next(coming_periods(a_pledge(), None))
    entries = [
        _entry(1, period=period.number, kind="repost", slot=1),
        _entry(2, period=period.number, kind="repost", over=True),
        _entry(3, period=period.number, source="unsorted", returned_at=MONDAY),
    ]
    found = judged(a_pledge(), period, entries, (), period.ends_at)
    assert (found.verdict, found.out, found.over, found.reposts, found.unsorted) == ("over", 2, 1, 0, 0)


def test_a_later_last_day_prolongs_only_what_it_had_cut() -> None:
    """A whole week stays as long as it is; an earlier day shortens nothing that runs."""
    short, long = a_pledge(until_on=date(2026, 3, 15)), a_pledge(until_on=date(2026, 4, 30))
    whole = next_period(short, None)
    assert whole is not None
    assert prolonged(short, long, whole) == whole
    cut = next_period(a_pledge(until_on=date(2026, 3, 4)), None)
    assert cut is not None
    assert prolonged(a_pledge(until_on=date(2026, 3, 4)), a_pledge(until_on=date(2026, 3, 3)), cut) == cut
    moved_on = msgspec.structs.replace(whole, ends_at=whole.ends_at + timedelta(hours=9))  # by a move to another clock
    assert prolonged(short, long, moved_on) == moved_on


@pytest.mark.parametrize(
    ("monday", "hours"), [(date(2026, 3, 23), 167), (date(2026, 10, 19), 169), (date(2026, 6, 1), 168)]
)
def test_a_week_is_as_long_as_the_clock_makes_it(monday: date, hours: int) -> None:
    """Where summer time begins or ends in it, an hour less or more."""
    pledge = a_pledge(timezone="Europe/Warsaw", starts_at=local_midnight(monday, "Europe/Warsaw"))
    week = next_period(pledge, None)
    assert week is not None
    assert week.ends_at - week.starts_at == timedelta(hours=hours)
    following = next_period(pledge, week)
    assert following is not None
    assert following.starts_at == week.ends_at


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"pledge-7": "yes"}, "yes"),
        ({"pledge-7": "later"}, "later"),
        ({"pledge-7": "maybe"}, None),
        ({"pledge-8": "no"}, None),
    ],
)
def test_an_answer_is_one_of_three(answers: dict[str, str], said: str | None) -> None:
    """For its own pledge; whatever else stands there is none."""
    assert said_of(answers, Id(7)) == said
