"""What became of each period, and the record in short."""

from datetime import date, timedelta

import msgspec
import pytest

from kith.pledges.model import Outage, PledgePeriod
from kith.pledges.rules.clocks import coming_periods, is_partial
from kith.pledges.rules.record import Judged, judged, summary
from kith.pledges.tests.scene import MONDAY, Book, a_pledge

WEEK = timedelta(days=7)


def _first(book: Book) -> PledgePeriod:
    return next(coming_periods(book.pledge, None))


def _judged(book: Book, period: PledgePeriod, *outages: Outage, after: timedelta = timedelta()) -> Judged:
    return judged(book.pledge, period, book.entries, outages, period.ends_at + after)


def test_a_week_with_no_more_than_was_promised_is_kept() -> None:
    """With none at all, too; while it runs, nobody says anything yet."""
    book = Book(a_pledge(posts_max=1))
    assert _judged(book, _first(book)).verdict == "kept"
    book.post(MONDAY)
    assert _judged(book, _first(book)).verdict == "kept"
    assert _judged(book, _first(book), after=-WEEK / 2).verdict == "running"


def test_a_week_with_more_is_over_by_so_many() -> None:
    """It says by how many; what gave its place back does not count."""
    book = Book(a_pledge(posts_max=1))
    for hours in range(3):
        book.post(MONDAY + timedelta(hours=hours), over_too=True)
    found = _judged(book, _first(book))
    assert (found.verdict, found.over, found.out) == ("over", 2, 3)
    book.entries[1:] = [msgspec.structs.replace(one, returned_at=MONDAY) for one in book.entries[1:]]
    assert _judged(book, _first(book)).verdict == "kept"


def test_a_week_with_something_unsorted_is_not_kept_yet() -> None:
    """Until its author says what it is about; a deleted post stays in the ledger."""
    book = Book(a_pledge(posts_max=1))
    book.post(MONDAY)
    book.entries[0] = msgspec.structs.replace(book.entries[0], source="unsorted", deleted_at=MONDAY)
    found = _judged(book, _first(book))
    assert (found.verdict, found.unsorted) == ("unsorted", 1)


def test_a_week_that_went_over_is_over_also_where_something_is_unsorted() -> None:
    """What its author may still say of that changes nothing about it."""
    book = Book(a_pledge(posts_max=1))
    for hours in range(3):
        book.post(MONDAY + timedelta(hours=hours), over_too=True)
    book.entries[0] = msgspec.structs.replace(book.entries[0], source="unsorted")
    found = _judged(book, _first(book))
    assert (found.verdict, found.unsorted) == ("over", 1)


def test_what_was_passed_on_stands_beside_the_record() -> None:
    """By number, without what its author took back or said no to; where it counts, it is among the posts."""
    book = Book(a_pledge(posts_max=1))
    for hours in range(3):
        book.post(MONDAY + timedelta(hours=hours), over_too=True)
    beside = {"kind": "repost", "slot": None, "over": False}
    one, other, third = (msgspec.structs.replace(entry, **beside) for entry in book.entries)
    book.entries[:] = [one, msgspec.structs.replace(other, returned_at=MONDAY), third]
    found = _judged(book, _first(book))
    assert (found.reposts, found.out, found.verdict) == (2, 0, "kept")


def test_a_rest_is_neither_kept_nor_broken() -> None:
    """Whatever went out in it."""
    book = Book(a_pledge(posts_max=0))
    book.post(MONDAY, over_too=True)
    assert _judged(book, msgspec.structs.replace(_first(book), paused=True)).verdict == "paused"


@pytest.mark.parametrize(("hours", "verdict"), [(12, "kept"), (13, "void")])
def test_a_week_in_which_the_server_was_away_too_long_is_void(hours: int, verdict: str) -> None:
    """More than half a day inside of it."""
    book = Book(a_pledge())
    away = Outage(began_at=MONDAY + timedelta(days=1), ended_at=MONDAY + timedelta(days=1, hours=hours))
    assert _judged(book, _first(book), away).verdict == verdict


@pytest.mark.parametrize(("days", "verdict"), [(3, "partial"), (4, "kept")])
def test_a_short_first_or_last_week_is_shown_and_not_counted(days: int, verdict: str) -> None:
    """Shorter than half of one."""
    book = Book(a_pledge(until_on=date(2026, 3, 1 + days)))
    assert _judged(book, _first(book)).verdict == verdict


def test_half_a_week_counts() -> None:
    """Only what is shorter is shown alone."""
    pledge = a_pledge()
    half = msgspec.structs.replace(next(coming_periods(pledge, None)), ends_at=MONDAY + WEEK / 2)
    assert not is_partial(pledge, half)
    assert is_partial(pledge, msgspec.structs.replace(half, ends_at=half.ends_at - timedelta(seconds=1)))


def test_the_record_leads_with_what_was_kept_of_what_counted() -> None:
    """Twelve dots at the most; the run is that of the last kept ones, and a rest does not end it."""
    book = Book(a_pledge())
    periods = [one for one, _week in zip(coming_periods(book.pledge, None), range(14), strict=False)]
    found = [_judged(book, one) for one in periods]
    found[3] = msgspec.structs.replace(found[3], verdict="over")
    found[8] = msgspec.structs.replace(found[8], verdict="paused")
    found[13] = msgspec.structs.replace(found[13], verdict="running")
    short = summary(found)
    assert (short.kept, short.counted, short.run) == (11, 12, 8)
    assert short.dots == tuple(found[2:])
