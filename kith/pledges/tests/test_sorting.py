"""Is it about it: what is asked, what is a correction, what was said in one go, what gives its place back."""

from datetime import timedelta

import pytest

from kith.pledges.rules.deciding import Weighed, decide
from kith.pledges.rules.sorting import belongs_to_chain, is_asked, is_minor, may_return, preset
from kith.pledges.tests.scene import MONDAY, Book, a_pledge
from kith.posts.model import SentBy


@pytest.mark.parametrize(
    ("likelihood", "asked", "stands_there"),
    [(0.0, False, ""), (0.15, False, ""), (0.16, True, ""), (0.84, True, ""), (0.85, True, "yes"), (1.0, True, "yes")],
)
def test_what_is_unlikely_is_not_asked_and_what_is_likely_is_preset(
    likelihood: float, *, asked: bool, stands_there: str
) -> None:
    """On both sides of each border."""
    assert (is_asked(likelihood), preset(likelihood)) == (asked, stands_there)


@pytest.mark.parametrize(
    ("before", "after", "minor"),
    [
        ("", "", True),
        ("0123456789", "0123456789", True),
        ("0123456789", "012345678x", True),
        ("0123456789", "01234567xx", False),
        ("0123456789", "0123456789abc", False),
        ("0123456789", "", False),
    ],
)
def test_less_than_a_fifth_is_a_correction(before: str, after: str, *, minor: bool) -> None:
    """Of the longer of the two."""
    assert is_minor(before, after) == minor


@pytest.mark.parametrize(
    ("seconds", "one"), [(0, True), (1_800, True), (1_801, False), (-1_800, True), (-1_801, False)]
)
def test_half_an_hour_is_one_go(seconds: int, *, one: bool) -> None:
    """To the second, before and after."""
    assert belongs_to_chain(MONDAY, MONDAY + timedelta(seconds=seconds)) == one


@pytest.mark.parametrize(
    ("seconds", "delivered", "goes_on", "free"),
    [(300, False, False, True), (301, False, False, False), (1, True, False, False), (1, False, True, False)],
)
def test_what_is_taken_away_at_once_gives_its_place_back(
    seconds: int, *, delivered: bool, goes_on: bool, free: bool
) -> None:
    """Five minutes, nobody who was given it, and nothing of it left."""
    assert may_return(MONDAY, MONDAY + timedelta(seconds=seconds), delivered=delivered, goes_on=goes_on) == free


@pytest.mark.parametrize(
    ("sent_by", "said", "likelihood", "over", "fate"),
    [
        ("hand", "yes", 0.9, False, None),
        ("hand", "yes", 0.9, True, "over"),
        ("hand", "no", 0.9, False, "not"),
        ("hand", "later", 0.9, False, "unsorted"),
        ("hand", None, 0.5, False, None),
        ("app", None, 0.85, False, None),
        ("app", None, 0.85, True, "over"),
        ("app", None, 0.84, False, "unsorted"),
        ("clock", "yes", 0.9, False, None),
        ("clock", "yes", 0.9, True, None),
        ("clock", None, 0.9, True, None),
    ],
)
def test_without_a_place_its_author_decides_and_the_clock_never_does(
    sent_by: SentBy, said: str | None, likelihood: float, *, over: bool, fate: str | None
) -> None:
    """What goes out by itself is asked about again, whatever came along with it."""
    book = Book(a_pledge(posts_max=0))
    weighed = Weighed(ledger=book.ledger(MONDAY), likelihood=likelihood, said=said, slot=None)
    decided, open_ = decide([weighed], sent_by=sent_by, over=over)
    assert [one.fate for one in decided] == ([] if fate is None else [fate])
    assert open_ == ([weighed] if fate is None else [])
