"""From an order to what is kept of it while somebody reads. Pure."""

import hashlib

import msgspec

from kith.base.core.ids import Id
from kith.caps.model import Taking
from kith.feed.model import KeptFold, KeptLane, Place, Seat, TopicFold
from kith.people.model import Viewer


def seat_of(place: Place) -> Seat:
    """Keep of a fold what is needed to open it: twenty thousand unread posts then take a few bytes an author."""
    return Seat(
        author_id=place.author_id,
        post_id=place.post_id,
        lane=place.lane,
        since_at=place.since_at,
        round=place.round,
        tag=place.tag,
        friend=place.friend,
        more=len(place.fold),
        newest_id=place.fold[0] if place.fold else Id(0),
        oldest_id=place.fold[-1] if place.fold else Id(0),
        took=place.took,
        over=place.over,
    )


def fold_of(fold: TopicFold) -> KeptFold:
    """Keep of a topic's fold where each author's part begins and ends."""
    lanes = (
        KeptLane(author_id=author_id, count=len(posts), newest_id=posts[0], oldest_id=posts[-1])
        for author_id, posts in fold.posts_by
    )
    return KeptFold(topic=fold.topic, lanes=tuple(lanes))


def whom_it_knows(viewer: Viewer, taking: Taking) -> str:
    """Name whom a Home is made of, and by which caps; another name, and it has to be made anew."""
    caps = tuple((cap.id, cap.posts_a_week, cap.for_closest) for cap in taking.caps)
    pace = (taking.pace.comes_at, taking.pace.comes_again_at, taking.pace.zone) if taking.pace else ()
    who = (viewer.following, viewer.hidden, viewer.muted, viewer.without_reposts, viewer.apart, viewer.tags, caps, pace)
    return hashlib.sha256(msgspec.msgpack.encode(who)).hexdigest()


def may_show(seat: Seat, viewer: Viewer) -> bool:
    """Tell whether a place is still one: nobody who was muted or let go meanwhile comes up."""
    if seat.over_with or seat.author_id in viewer.muted or seat.author_id in viewer.apart:
        return False
    return seat.tag in viewer.tags if seat.tag else seat.author_id in viewer.following


def without_done(seat: Seat, done_id: Id) -> Seat:
    """Give a place as it is for a reader who is done with its author up to that post.

    Their first card stays where it was read; its fold, and the cards that come again, do not.
    """
    if seat.round > 1 and seat.post_id <= done_id:
        return msgspec.structs.replace(seat, over_with=True)
    return msgspec.structs.replace(seat, more=0) if seat.more and seat.newest_id <= done_id else seat
