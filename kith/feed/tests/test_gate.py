"""The gate for every change of the order: on one world, always the same, through the real rules.

Ties are covered, nobody takes more than their places, quiet friends are seen at least twice as well as by time alone.
"""

from datetime import UTC, datetime, timedelta

from kith.base.core.ids import Id, first_id_at
from kith.feed.model import Author, Reading
from kith.feed.rules import fair_share

PLACES = 20
NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)
FRIENDS = 50
PEOPLE = 55


def _world() -> list[Author]:
    """Fifty-five people: a few loud ones, many quiet; the fifty closest have ties, the first the closest.

    Rates fall like 1/n from sixty posts a day; who is loud has nothing to do with who is close.
    """
    authors = []
    for number in range(PEOPLE):
        rank = (number * 37) % PEOPLE  # mixed, always the same
        gap = timedelta(minutes=24 * (rank + 1) ** 1.6)
        first = timedelta(hours=(number * 7) % 60)
        posts = [first + gap * each for each in range(60) if first + gap * each < timedelta(days=4)]
        authors.append(
            Author(
                id=Id(number + 10),
                unread=tuple(Id(first_id_at(NOW - ago) + number) for ago in posts),
                seen_at=NOW - timedelta(days=4),
                tie=max(0.0, 0.9 - 0.018 * number),
                mutual=1.0 if number < FRIENDS else 0.0,
            )
        )
    return authors


def _by_time(authors: list[Author]) -> list[Id]:
    posts = sorted(((post, author.id) for author in authors for post in author.unread), reverse=True)
    return [author for _post, author in posts[:PLACES]]


def _by_fair_share(authors: list[Author]) -> list[Id]:
    order = fair_share(authors, Reading(reader_id=Id(1), now=NOW, day=NOW.date()))
    return [place.author_id for place in order.places[:PLACES]]


def _shown(places: list[Id], wanted: set[Id]) -> float:
    return len(wanted.intersection(places)) / min(PLACES, len(wanted))


def test_the_gate() -> None:
    """As the design asks: 0.95 of ties, one place each, twice the quiet friends."""
    world = _world()
    tied = {author.id for author in world if author.mutual > 0 and author.unread}
    quiet = {author.id for author in world[:FRIENDS] if 0 < len(author.unread) <= 2}
    assert len(tied) > PLACES
    assert len(quiet) >= PLACES // 4
    fair, by_time = _by_fair_share(world), _by_time(world)
    assert _shown(fair, tied) >= 0.95
    assert len(set(fair)) == len(fair) == PLACES
    assert _shown(fair, quiet) >= 2 * _shown(by_time, quiet)
    assert len(set(by_time)) < PLACES
