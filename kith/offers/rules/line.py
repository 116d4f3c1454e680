"""The public line: from where on an organisation's conversation counts as offers. The same for all, and pure.

Of the last 28 days, since the last time it was over::

    posts      what the organisation sent out as conversation, beginning something (answers to people are none of it)
    voices     of each reader, of each week (Monday to Sunday, UTC), the first "this is an offer"; only of people whose
               account was 30 days old, who read or talked with the organisation before the post, and not of its team
    corrected  posts with voices of at least 3 people
    people     those who have a voice on a corrected post

    beyond  =  corrected >= 3  and  people >= 8  and  (4 * corrected >= posts  or  corrected >= 10)

One person has four voices at the most, each on another post or week; three who conspire correct four posts, and are
three people. Posting more to thin it out stops helping at ten. `/offers` says all this in words, with these numbers.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from kith.base.core.ids import Id
from kith.offers.model import Said, Standing

WINDOW_DAYS = 28
READERS_A_POST = 3  # fewer could be known by who they are
CORRECTED_MIN = 3
PEOPLE_MIN = 8  # more than a family, or a competitor and their friends
ONE_IN = 4
CORRECTED_MANY = 10
KNOWN_DAYS = 30  # an account is new for so long, as for notices
HALF_YEAR_DAYS = 182
AGAIN_DAYS = 14


def may_count(
    *,
    is_person: bool,
    on_team: bool,
    joined_at: datetime,
    met_at: datetime | None,
    published_at: datetime,
    now: datetime,
) -> bool:
    """Tell whether a reader's word counts. `met_at` is since when they follow the organisation, or talked with it."""
    if not is_person or on_team or met_at is None:
        return False
    return now - joined_at >= timedelta(days=KNOWN_DAYS) and met_at < published_at


def counted(said: Iterable[Said]) -> list[Said]:
    """Give the voices: of each reader the first of each week."""
    first: dict[tuple[Id, tuple[int, int]], Said] = {}
    for one in sorted(said, key=lambda one: (one.at, one.post_id)):
        year, week, _weekday = one.at.isocalendar()
        first.setdefault((one.reader_id, (year, week)), one)
    return list(first.values())


def corrected_posts(said: Iterable[Said]) -> dict[Id, set[Id]]:
    """Give the posts with voices of so many people that nobody can be known by it, and whose they are."""
    readers: defaultdict[Id, set[Id]] = defaultdict(set)
    for one in counted(said):
        readers[one.post_id].add(one.reader_id)
    return {post_id: people for post_id, people in readers.items() if len(people) >= READERS_A_POST}


def standing_of(posts: Collection[Id], said: Iterable[Said]) -> Standing:
    """Tell how an organisation stands that sent out these posts as conversation; what is said of others is let be."""
    known = set(posts)
    corrected = corrected_posts(one for one in said if one.post_id in known)
    return Standing(posts=len(known), corrected=len(corrected), people=len(set().union(*corrected.values())))


def is_beyond(standing: Standing) -> bool:
    """Tell whether that is beyond the line."""
    if standing.corrected < CORRECTED_MIN or standing.people < PEOPLE_MIN:
        return False
    return ONE_IN * standing.corrected >= standing.posts or standing.corrected >= CORRECTED_MANY


def ends_at(*, crossed_at: datetime, answered_at: datetime, earlier: Sequence[datetime]) -> datetime:
    """Tell when it is over for an organisation that has answered: at once, the first time in half a year.

    Each time after that no sooner than two weeks after it began. `earlier` are the times it crossed the line before.
    """
    again = any(crossed_at - one < timedelta(days=HALF_YEAR_DAYS) for one in earlier)
    return max(answered_at, crossed_at + timedelta(days=AGAIN_DAYS)) if again else answered_at
