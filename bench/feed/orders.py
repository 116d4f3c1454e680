"""The orders that are compared: what of all unread posts stands in the first places.

*Engagement* uses the weights that X has published for its ranking (a reply 13.5, a reply that its author engages with
75, a like 0.5, a repost 1; and a further post of the same author counts 0.75·0.5^n + 0.25) on probabilities that are
assumed here: they rise with the tie, with how many follow the author, with freshness, and with how loud the author is.
It is not a measurement of X.
"""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kith.base.core.ids import Id, instant_of
from kith.feed.model import WAITING_EVERY, Author, Reading
from kith.feed.rules import fair_share

REPLY, ENGAGED, LIKE, REPOST = 13.5, 75.0, 0.5, 1.0
DISCOUNT, FLOOR = 0.5, 0.25


@dataclass(frozen=True, kw_only=True)
class Table:
    """What a reader sits down to."""

    reader: Id
    now: datetime
    places: int
    authors: Sequence[Author]
    popularity: Mapping[Id, int]
    rates: Mapping[Id, float]
    provocation: float = 1.0  # how much more the loud provoke


Shown = list[tuple[Id, Id]]  # author and post, in the order of the places
Order = Callable[[Table], Shown]


def chronological(table: Table) -> Shown:
    """Newest first."""
    return _by(table, lambda _author, post: float(post))


def newest_per_author(table: Table) -> Shown:
    """The newest of each author, newest first."""
    newest = [(author.id, max(author.unread)) for author in table.authors if author.unread]
    return sorted(newest, key=lambda one: -one[1])[: table.places]


def tie_only(table: Table) -> Shown:
    """Whoever is closest first, with all they wrote."""
    return _by(table, lambda author, post: author.tie + post / 2**70)


def engagement(table: Table) -> Shown:
    """By the expected engagement, without a discount for more of the same author."""
    return _by(table, lambda author, post: _expected(table, author, post))


def engagement_discounted(table: Table) -> Shown:
    """The same, and a further post of the same author counts less."""
    scored = sorted(
        ((_expected(table, author, post), author.id, post) for author in table.authors for post in author.unread),
        reverse=True,
    )
    seen: Counter[Id] = Counter()
    weighed = []
    for score, author_id, post in scored:
        weighed.append((score * ((1 - FLOOR) * DISCOUNT ** seen[author_id] + FLOOR), author_id, post))
        seen[author_id] += 1
    return [(author_id, post) for _score, author_id, post in sorted(weighed, reverse=True)[: table.places]]


def fair(table: Table, *, waiting_every: int = WAITING_EVERY) -> Shown:
    """The rules of Home themselves."""
    reading = Reading(
        reader_id=table.reader,
        now=table.now,
        day=table.now.date(),
        page_size=table.places,
        waiting_every=waiting_every,
    )
    return [(place.author_id, place.post_id) for place in fair_share(table.authors, reading).places][: table.places]


def fair_without_waiting(table: Table) -> Shown:
    """The same, and no place is for those who wait."""
    return fair(table, waiting_every=table.places + 1)


def _by(table: Table, value: Callable[[Author, Id], float]) -> Shown:
    valued = ((value(author, post), author.id, post) for author in table.authors for post in author.unread)
    return [(author_id, post) for _value, author_id, post in sorted(valued, reverse=True)[: table.places]]


def _expected(table: Table, author: Author, post: Id) -> float:
    age_days = (table.now - instant_of(post)).total_seconds() / 86400
    fame = math.log10(1 + table.popularity.get(author.id, 0))
    loud = table.provocation * math.log10(1 + table.rates.get(author.id, 0.0))
    pull = 3 * author.tie + 0.5 * fame + 0.8 * loud - 0.7 * age_days
    likely = [_logistic(base + pull) for base in (-5.0, -6.5, -3.0, -4.5)]
    return sum(weight * each for weight, each in zip((REPLY, ENGAGED, LIKE, REPOST), likely, strict=True))


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value))


ORDERS: dict[str, Order] = {
    "chronological": chronological,
    "engagement (public weights)": engagement,
    "engagement, authors discounted": engagement_discounted,
    "newest per author": newest_per_author,
    "tie only, no fold": tie_only,
    "fair share without waiting slots": fair_without_waiting,
    "fair share": fair,
}
