"""The formula: the examples of its design with their exact numbers, and what must hold for everybody."""

import random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.mirror.model import Counts, MirrorWeek
from kith.mirror.rules.index import POSTS_FULL, counts_of, index, largest, terms, word_of

CASES = 20_000
LOUD = Counts(posts=120, talks=10, received=60, answered=4, topic_posts=28, topic_pace=3, less=9 / 150)
TALKING = Counts(posts=20, talks=60, received=25, answered=22, topic_posts=5, less=0.0)
QUIET = Counts(posts=3, talks=0, received=0, answered=0)
# Eight of the 28 posts were about one thing in one week; of 5,000 replies nobody is asked to answer more than 280.
BELOVED = Counts(posts=28, talks=200, received=5_000, answered=280, topic_posts=8, less=0.0)


@pytest.mark.parametrize(
    ("counts", "shown", "word"),
    [
        (LOUD, 84, "horn"),
        (TALKING, 3, "conversation"),
        (QUIET, 10, "conversation"),
        (BELOVED, 1, "conversation"),
        (msgspec.structs.replace(BELOVED, topic_posts=7), 0, "conversation"),
    ],
)
def test_the_examples_come_out_to_the_number(counts: Counts, shown: int, word: str) -> None:
    """As they were checked when the formula was made."""
    assert (round(index(counts)), word_of(counts)) == (shown, word)


def test_the_terms_of_the_loud_one_are_these() -> None:
    """Each by itself, before it is weighed; those that say nothing are absent, not nought."""
    assert {term: round(value, 3) for term, value in terms(LOUD).items()} == {
        "telling": 0.833, "waiting": 0.918, "topic": 1.0, "less": 0.6,
    }  # fmt: skip
    assert set(terms(QUIET)) == {"telling", "topic"}
    assert largest(LOUD) == "telling"
    assert largest(BELOVED) == "topic"
    assert largest(Counts(posts=1, talks=9, received=0, answered=0)) is None


@pytest.mark.parametrize(
    ("posts", "pace", "term"),
    [(7, 7, 0.0), (14, 7, 1 / 3), (56, 7, 1.0), (500, 7, 1.0), (1, 0, 1.0), (0, 0, 0.0), (1, 0.5, 1 / 3)],
)
def test_a_topic_weighs_by_how_often_the_pace_doubles(posts: int, pace: float, term: float) -> None:
    """Eight times the pace is all of it; where somebody promised none, one is."""
    counts = msgspec.structs.replace(QUIET, topic_posts=posts, topic_pace=pace)
    assert terms(counts)["topic"] == pytest.approx(term)


@pytest.mark.parametrize(
    ("shown", "word"),
    [(24, "conversation"), (25, "telling"), (49, "telling"), (50, "broadcasting"), (74, "broadcasting"), (75, "horn")],
)
def test_each_word_begins_where_it_should(shown: int, word: str) -> None:
    """On both sides of each border."""
    many = [
        Counts(posts=400, talks=talks, received=0, answered=0, topic_posts=topic)
        for talks in range(400)
        for topic in range(7, 57)
    ]
    assert {word_of(one) for one in many if round(index(one)) == shown} == {word}


def _any(chance: random.Random) -> Counts:
    received = chance.choice((0, 1, 3, 30, 279, 280, 281, 9_000))
    return Counts(
        posts=chance.choice((0, 1, 11, 12, 13, chance.randrange(2_000))),
        talks=chance.randrange(2_000),
        received=received,
        answered=chance.randint(0, received),
        waiting=chance.choice((0, 0, 1, 2, 3, 40)),
        topic_posts=chance.randrange(200),
        topic_pace=chance.choice((0, 0.5, 1, 7, 7.5)),
        less=chance.choice((None, 0.0, 0.05, 0.5, 1.0)),
    )


def test_it_is_between_nought_and_a_hundred_and_talking_never_raises_it() -> None:
    """H1 and H2: one talk more, or one answer more, to what has waited long or came lately, in 20,000 cases."""
    chance = random.Random(271)
    for _case in range(CASES):
        one = _any(chance)
        now = index(one)
        assert 0 <= now <= 100
        assert index(msgspec.structs.replace(one, talks=one.talks + 1)) <= now
        if one.answered < one.received:
            assert index(msgspec.structs.replace(one, answered=one.answered + 1)) <= now
        if one.waiting:
            soon = msgspec.structs.replace(
                one, waiting=one.waiting - 1, received=one.received + 1, answered=one.answered + 1
            )
            assert index(soon) <= now


@given(st.integers(0, POSTS_FULL - 1), st.integers(3, 300), st.integers(0, 200))
def test_below_twelve_posts_it_fades_in_a_straight_line(posts: int, received: int, topic_posts: int) -> None:
    """H3. So many talks as posts leave the term that itself depends on the posts at nought."""
    few = Counts(posts=posts, talks=posts, received=received, answered=0, topic_posts=topic_posts)
    full = msgspec.structs.replace(few, posts=POSTS_FULL, talks=POSTS_FULL)
    assert index(few) == pytest.approx(index(full) * posts / POSTS_FULL)


def test_a_week_gives_what_it_was_counted_from() -> None:
    """Also a share that is absent."""
    week = MirrorWeek(owner_id=1, week_on="2026-03-02", posts=120, talks=10, received=60, answered=4)  # type: ignore[arg-type]
    assert counts_of(week) == Counts(posts=120, talks=10, received=60, answered=4)
    assert counts_of(msgspec.structs.replace(week, less_percent=5)).less == 0.05
