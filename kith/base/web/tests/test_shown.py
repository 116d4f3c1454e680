"""Times, addresses and pictures as a page shows them."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.base.web.shown import (
    address,
    blur,
    exact_time,
    first_name,
    focus_step,
    languages,
    said,
    share,
    size_words,
    time_ago,
    time_until,
    wave,
)

MONDAY_EVENING = datetime(2026, 11, 23, 18, 40, tzinfo=UTC)


def _shell(now: datetime = MONDAY_EVENING, *, zone: str = "UTC", language: str = "en") -> SimpleNamespace:
    return SimpleNamespace(now=now, timezone=zone, language=language)


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=5), "5 minutes ago"),
        (timedelta(hours=2), "2 hours ago"),
        (timedelta(hours=9), "this morning"),
        (timedelta(hours=5), "this afternoon"),
        (timedelta(hours=17), "in the night"),
        (timedelta(hours=20), "last night"),
        (timedelta(hours=30), "yesterday"),
        (timedelta(days=5), "5 days ago"),
        (timedelta(days=8), "1 week ago"),
        (timedelta(days=30), "4 weeks ago"),
        (timedelta(days=100), "August 15"),
        (timedelta(days=400), "October 19, 2025"),
    ],
)
def test_a_time_is_said_as_people_say_it(before: timedelta, words: str) -> None:
    """In the reader's own day, not in hours counted back."""
    assert time_ago(MONDAY_EVENING - before, _shell()) == words


def test_a_day_begins_where_the_reader_lives() -> None:
    """The same instant is this morning in Lisbon and last night in Auckland's yesterday."""
    at = MONDAY_EVENING - timedelta(hours=9)
    assert time_ago(at, _shell(zone="Pacific/Auckland")) == "last night"
    assert time_ago(at, _shell(zone="No/Where")) == "this morning"


def test_the_exact_time_is_in_the_readers_language() -> None:
    """To the minute, with the day."""
    assert exact_time(MONDAY_EVENING, _shell()).startswith("Monday, November 23, 2026, 6:40")
    assert exact_time(MONDAY_EVENING, _shell(language="de")).startswith("Montag, 23. November 2026, 18:40")


def test_a_time_that_is_nobodys_own_says_whose_it_is() -> None:
    """UTC is named; the reader's own zone goes without saying."""
    assert exact_time(MONDAY_EVENING, _shell(language="de")).endswith("18:40 UTC")
    there = _shell(language="de", zone="Europe/Berlin")
    assert exact_time(MONDAY_EVENING, there).endswith("19:40")
    assert time_until(MONDAY_EVENING + timedelta(days=2), there) == "Mittwoch, 19:40"
    assert time_until(MONDAY_EVENING + timedelta(days=20), there) == "13. Dezember, 19:40"


@pytest.mark.parametrize(
    ("name", "kind", "called"),
    [
        ("Mara Holm", "person", "Mara"),
        ("Dr. Samira Rahmani", "person", "Samira"),
        ("ليلى منصور", "person", "ليلى"),
        ("J. R.", "person", "J. R."),
        ("", "person", "mara"),
        ("Morning Bakery", "organisation", "Morning Bakery"),
    ],
)
def test_people_are_called_by_their_first_name(name: str, kind: str, called: str) -> None:
    """A title is no name, and a bakery has one name only."""
    assert first_name(SimpleNamespace(name=name, kind=kind, handle="mara")) == called


@given(st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_any_time_can_be_said(at: datetime) -> None:
    """Other servers send us times of every kind, also from the future."""
    assert time_ago(at, _shell(language="ar"))


def test_a_custom_emoji_becomes_a_picture_and_nothing_else_does() -> None:
    """The address and the name come from other servers."""
    emoji = SimpleNamespace(shortcode="bread", url='/emoji/1"><script>')
    html = said(SimpleNamespace(html="<p>Fresh :bread: and :butter:</p>", emojis=(emoji,)))
    assert html.count("<img") == 1
    assert ":butter:" in html
    assert "<script>" not in html


def test_a_blurhash_becomes_a_tiny_picture_or_nothing() -> None:
    """What is no blurhash is left out; it must not break a page."""
    assert blur("LKN]Rv%2Tw=w]~RBVZRi};RPxuwH").startswith("data:image/png;base64,")
    assert blur("") == ""
    assert blur("nonsense, and too long for one") == ""


def test_small_things_are_said_right() -> None:
    """Addresses, focal points, shares, languages."""
    assert address(SimpleNamespace(handle="jo", domain="hav.social")) == "@jo@hav.social"
    assert (focus_step(-1.0), focus_step(0.0), focus_step(7.0), focus_step(1.0, down=True)) == (0, 5, 10, 0)
    assert (share(1, 3), share(0, 0)) == (33, 0)
    assert ("de", "German") in languages("en")


@pytest.mark.parametrize(
    ("size_bytes", "said"), [(1, "1 kB"), (999_400, "999 kB"), (1_000_000, "1 MB"), (2_345_678, "2.3 MB")]
)
def test_a_size_is_said_as_people_compare_it(size_bytes: int, said: str) -> None:
    """A file of a few bytes is no kilobyte, and nobody minds."""
    assert size_words(size_bytes) == said


def test_a_waveform_has_a_stroke_for_each_peak() -> None:
    """Around the middle, as high as it is loud, and never nothing."""
    assert wave("0z") == "M1.5 15.0v2.0M4.5 1.0v30.0"
