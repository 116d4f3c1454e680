"""The public line, by table and by property."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.base.core.ids import Id
from kith.offers.model import Said, Standing
from kith.offers.rules import AGAIN_DAYS, counted, ends_at, is_beyond, may_count, standing_of

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)

STANDINGS = [
    # posts, corrected, people: beyond?
    (12, 3, 8, True),
    (12, 2, 8, False),  # too few posts
    (12, 3, 7, False),  # too few people
    (13, 3, 8, False),  # not one in four
    (40, 10, 8, True),
    (4000, 10, 8, True),  # ten are ten, however much stands around them
    (4000, 9, 80, False),
    (3, 3, 8, True),
    (0, 0, 0, False),
]


@pytest.mark.parametrize(("posts", "corrected", "people", "beyond"), STANDINGS)
def test_the_line_is_where_the_page_says(posts: int, corrected: int, people: int, *, beyond: bool) -> None:
    assert is_beyond(Standing(posts=posts, corrected=corrected, people=people)) is beyond


COUNTS: dict[str, Any] = {
    "is_person": True,
    "on_team": False,
    "joined_at": MONDAY - 40 * DAY,
    "met_at": MONDAY - 10 * DAY,
    "published_at": MONDAY - DAY,
    "now": MONDAY,
}
COUNTS_NOT = [
    {"is_person": False},
    {"on_team": True},
    {"joined_at": MONDAY - 29 * DAY},
    {"met_at": None},
    {"met_at": MONDAY - DAY},  # who came by this very post
]


def test_who_knows_an_organisation_counts() -> None:
    assert may_count(**COUNTS)


@pytest.mark.parametrize("changed", COUNTS_NOT, ids=lambda changed: next(iter(changed)))
def test_nobody_else_counts(changed: dict[str, Any]) -> None:
    assert not may_count(**COUNTS | changed)


def said(reader: int, post: int, days: float = 0) -> Said:
    return Said(reader_id=Id(reader), post_id=Id(post), at=MONDAY + days * DAY)


def test_of_each_person_the_first_word_of_each_week_counts() -> None:
    week = [said(1, 10), said(1, 11, 3), said(1, 12, 6), said(1, 13, 7), said(2, 10, 2)]

    assert [(one.reader_id, one.post_id) for one in counted(week)] == [(1, 10), (2, 10), (1, 13)]


def test_two_people_correct_no_post_and_three_do() -> None:
    two = [said(1, 10), said(2, 10)]

    assert standing_of([Id(10), Id(11)], two) == Standing(posts=2, corrected=0, people=0)
    assert standing_of([Id(10), Id(11)], [*two, said(3, 10)]) == Standing(posts=2, corrected=1, people=3)


def test_what_is_said_of_other_posts_takes_nobodys_voice() -> None:
    """A word about an old post, or one that answers, is let be before a week's first word is sought."""
    found = standing_of([Id(10)], [said(1, 99), said(1, 10, 1), said(2, 10), said(3, 10)])

    assert found.corrected == 1


POSTS = st.lists(st.integers(1, 12), unique=True, max_size=12)
WORDS = st.lists(
    st.builds(said, reader=st.integers(1, 12), post=st.integers(1, 12), days=st.floats(0, 27)), max_size=120
)


@given(posts=POSTS, words=WORDS, chance=st.randoms())
def test_the_order_of_words_says_nothing(posts: list[int], words: list[Said], chance: Any) -> None:
    shuffled = list(words)
    chance.shuffle(shuffled)

    assert standing_of(posts, words) == standing_of(posts, shuffled)  # type: ignore[arg-type]


@given(posts=POSTS, words=WORDS, one=st.integers(1, 12))
def test_one_person_alone_moves_nothing(posts: list[int], words: list[Said], one: int) -> None:
    """However much they say: without two others a post is not corrected."""
    alone = [word for word in words if word.reader_id == one]

    assert standing_of(posts, alone).corrected == 0  # type: ignore[arg-type]


@given(posts=POSTS, words=WORDS)
def test_seven_people_together_never_cross_the_line(posts: list[int], words: list[Said]) -> None:
    few = [word for word in words if word.reader_id <= 7]

    assert not is_beyond(standing_of(posts, few))  # type: ignore[arg-type]


@given(posts=st.integers(0, 500), corrected=st.integers(0, 60), people=st.integers(0, 60), more=st.integers(0, 500))
def test_more_posts_never_cross_the_line(posts: int, corrected: int, people: int, more: int) -> None:
    if is_beyond(Standing(posts=posts + more, corrected=corrected, people=people)):
        assert is_beyond(Standing(posts=posts, corrected=corrected, people=people))


@given(posts=POSTS, words=WORDS)
def test_nobody_has_more_than_a_voice_a_week(posts: list[int], words: list[Said]) -> None:
    voices = counted(words)

    assert len({(one.reader_id, one.at.isocalendar()[:2]) for one in voices}) == len(voices)


def test_an_answer_ends_it_at_once_the_first_time_in_half_a_year() -> None:
    answered = MONDAY + DAY
    long_ago = MONDAY - 200 * DAY

    assert ends_at(crossed_at=MONDAY, answered_at=answered, earlier=[]) == answered
    assert ends_at(crossed_at=MONDAY, answered_at=answered, earlier=[long_ago]) == answered


def test_the_next_time_it_lasts_two_weeks_at_the_least() -> None:
    before = [MONDAY - 90 * DAY]

    assert ends_at(crossed_at=MONDAY, answered_at=MONDAY + DAY, earlier=before) == MONDAY + AGAIN_DAYS * DAY
    assert ends_at(crossed_at=MONDAY, answered_at=MONDAY + 20 * DAY, earlier=before) == MONDAY + 20 * DAY
