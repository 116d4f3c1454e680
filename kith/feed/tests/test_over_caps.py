"""What a cap folds where everything stands newest first: by a few cases, and for every reader."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kith.base.core.ids import Id
from kith.caps.model import Cap
from kith.feed.rules import over_caps

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
AUTHORS = [Id(2), Id(3), Id(4)]


def _week(post: Id) -> date:
    return date(2026, 3, 2) + timedelta(days=7 * (post // 100))


def _cap(number: int, author: int, topic: str, many: int | None) -> Cap:
    return Cap(reader_id=Id(1), id=Id(number), author_id=Id(author), topic=topic, posts_a_week=many, created_at=NOW)


_LAST = 390  # what comes later comes in the same week
_said = st.dictionaries(st.sampled_from(AUTHORS), st.sets(st.integers(1, _LAST).map(Id), max_size=12), max_size=3)
_topics = st.dictionaries(st.integers(1, 399).map(Id), st.sets(st.sampled_from("ab")))
_wishes = st.lists(
    st.tuples(st.sampled_from([0, 2, 3]), st.sampled_from(["", "a", "b"]), st.integers(0, 3)).filter(
        lambda wish: bool(wish[0] or wish[1])
    ),
    max_size=4,
)


@given(_said, _topics, _wishes)
def test_each_week_has_so_many_open_and_the_rest_says_which_cap(
    said: dict[Id, set[Id]], topics: dict[Id, set[str]], wishes: list[tuple[int, str, int]]
) -> None:
    """Never more than the cap lets through; nothing is folded that no cap is about."""
    caps = [_cap(number, *wish) for number, wish in enumerate(wishes, start=1)]
    over = over_caps(said, topics, caps, closest=(), week_of=_week)
    for cap in caps:
        about = [
            post
            for author, posts in said.items()
            for post in posts
            if cap.author_id in (0, author) and (not cap.topic or cap.topic in topics.get(post, ()))
        ]
        still_open = Counter(_week(post) for post in about if post not in over)
        assert all(count <= (cap.posts_a_week or 0) for count in still_open.values())
        assert all(post in about for post, by in over.items() if by is cap)


@given(_said, _topics, _wishes)
def test_what_was_open_stays_open(
    said: dict[Id, set[Id]], topics: dict[Id, set[str]], wishes: list[tuple[int, str, int]]
) -> None:
    """Whatever is written later folds nothing that was there before."""
    caps = [_cap(number, *wish) for number, wish in enumerate(wishes, start=1)]
    later = {author: posts | {Id(_LAST + author)} for author, posts in said.items()}
    before = over_caps(said, topics, caps, closest=(), week_of=_week)
    after = over_caps(later, topics, caps, closest=(), week_of=_week)
    assert {post: cap.id for post, cap in before.items()} == {
        post: cap.id for post, cap in after.items() if post <= _LAST
    }


def test_only_the_newest_is_open() -> None:
    """Of one person, in all weeks; and the closest are left alone by caps on everyone."""
    said = {Id(2): {Id(1), Id(150), Id(390)}, Id(3): {Id(5)}}
    newest = _cap(1, 2, "", None)
    assert set(over_caps(said, {}, [newest], closest=(), week_of=_week)) == {1, 150}
    everyone = _cap(2, 0, "a", 0)
    about = {post: {"a"} for posts in said.values() for post in posts}
    assert set(over_caps(said, about, [everyone], closest={Id(2)}, week_of=_week)) == {5}


def test_of_a_week_those_that_came_first_are_open() -> None:
    """So that nobody finds folded what they have read open."""
    said = {Id(2): {Id(301), Id(302), Id(303)}, Id(3): {Id(101), Id(304)}}
    assert set(over_caps(said, {}, [_cap(1, 2, "", 2)], closest=(), week_of=_week)) == {303}
    about = {post: {"a"} for posts in said.values() for post in posts}
    assert set(over_caps(said, about, [_cap(1, 0, "a", 1)], closest=(), week_of=_week)) == {302, 303, 304}
