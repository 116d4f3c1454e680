"""What the reader's caps and pace mean for the Home that is made now."""

from collections.abc import Sequence
from datetime import date, datetime

import msgspec

from kith.base.core.ids import Id
from kith.base.web.zone import UNCHOSEN
from kith.base.work import Work
from kith.caps import EVERYONE, Taking, last_arrival, left_of, taking_of, week_of
from kith.feed.model import Author, Room, Sitting
from kith.feed.rules import whom_it_knows
from kith.feed.store.fair import UnreadLane
from kith.people import habits_of, viewer_of
from kith.people.model import Viewer
from kith.topics import topics_of_pairs


async def zone_of(work: Work) -> str:
    """Give by whose clock weeks are counted where nobody says it, as apps do not: that of whoever acts.

    It is the zone they chose for themselves, else the one by which they let Home come.
    """
    chosen, pace = (await habits_of(work)).timezone, (await taking_of(work)).pace
    return chosen if chosen != UNCHOSEN or pace is None else pace.zone


def rooms_for(taking: Taking, week_on: date) -> tuple[Room, ...]:
    """Give what each cap leaves for this week. Only the newest of somebody is a matter of cards, not of room."""
    return tuple(
        Room(
            cap_id=cap.id,
            author_id=cap.author_id,
            topic=cap.topic,
            left=left_of(cap, week_on),
            for_closest=cap.for_closest,
        )
        for cap in taking.caps
        if cap.posts_a_week is not None
    )


def only_newest(taking: Taking) -> set[Id]:
    """Tell of whom the reader wants the newest alone."""
    return {cap.author_id for cap in taking.caps if cap.posts_a_week is None}


async def whom_to_leave(work: Work, zone: str) -> set[Id]:
    """Tell of whom the reader wants no more this week, whatever they write: nothing calls when they do."""
    taking, week_on = await taking_of(work), week_of(work.now, zone)
    return {cap.author_id for cap in taking.caps if not cap.topic and left_of(cap, week_on) == 0}


async def with_topics(
    work: Work, viewer: Viewer, authors: Sequence[Author], lanes: Sequence[UnreadLane], taking: Taking
) -> list[Author]:
    """Add what posts are about, in one query, to those authors whom a cap on a topic may concern."""
    capped = {cap.author_id for cap in taking.caps if cap.topic}
    if not capped:
        return list(authors)
    passed_on = {post: subject for lane in lanes for post, subject in subjects_of(lane)}
    asked = {
        (author.id, post): passed_on.get(post, (author.id, post))
        for author in authors
        if EVERYONE in capped or author.id in capped
        for post in author.unread
    }
    found = await topics_of_pairs(work.db, viewer, list(asked.values()))
    topics = {post: tuple(one.topic for one in found[subject[1]]) for (_author, post), subject in asked.items()}
    return [
        msgspec.structs.replace(author, topics={post: topics[post] for post in author.unread if topics.get(post)})
        for author in authors
    ]


def subjects_of(lane: UnreadLane) -> list[tuple[Id, tuple[Id, Id]]]:
    """Tell of what somebody passed on whose post it is: each with (author id, id)."""
    rows = ([Id(int(part)) for part in row.split(" ")] for row in lane.passed_on or ())
    return [(post, (author, subject)) for post, author, subject in rows]


async def home_until(work: Work) -> datetime:
    """Tell up to when what was written stands on Home: now, or when Home came last."""
    return last_arrival((await taking_of(work)).pace, work.now) or work.now


async def is_current(work: Work, sitting: Sitting) -> bool:
    """Tell whether a sitting is still the one to go on with: of the same people and caps, and none came since."""
    taking = await taking_of(work)
    arrived_at = last_arrival(taking.pace, work.now)
    knows = whom_it_knows(await viewer_of(work), taking)
    return sitting.knows == knows and (arrived_at is None or sitting.made_at >= arrived_at)


def week_for(taking: Taking, now: datetime, zone: str) -> date | None:
    """Give the week in which caps count now; none where there are no caps."""
    return week_of(now, zone) if taking.caps else None
