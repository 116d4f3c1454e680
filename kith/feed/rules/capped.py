"""What is over a cap where everything stands, newest first: folded in its place. Pure."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date

from kith.base.core.ids import Id
from kith.caps import is_about
from kith.caps.model import Cap


def over_caps(
    said: Mapping[Id, Collection[Id]],
    topics: Mapping[Id, Collection[str]],
    caps: Iterable[Cap],
    *,
    closest: Collection[Id],
    week_of: Callable[[Id], date],
) -> dict[Id, Cap]:
    """Give the posts that are over a cap, each with the first cap that says so. `said` are posts by author.

    Of a week those that came first are open, so that what was open stays open; of somebody's newest, the newest.
    """
    over: dict[Id, Cap] = {}
    for cap in caps:
        about = [
            post
            for author, posts in said.items()
            for post in posts
            if is_about(cap, author, topics.get(post, ()), is_closest=author in closest)
        ]
        for post in _over(sorted(about), cap, week_of):
            over.setdefault(post, cap)
    return over


def _over(posts: Sequence[Id], cap: Cap, week_of: Callable[[Id], date]) -> list[Id]:
    if cap.posts_a_week is None:
        return list(posts[:-1])
    weeks: defaultdict[date, list[Id]] = defaultdict(list)
    for post in posts:
        weeks[week_of(post)].append(post)
    return [post for week in weeks.values() for post in week[cap.posts_a_week :]]
