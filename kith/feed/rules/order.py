"""The fair share: every author with something new has one place before anyone has a second. Pure.

For each author `a` of whom something is *fresh*, that is unread and newer than `seen`, the last card of theirs that the
reader saw::

    p    = max(tie, 0.9 · re)       re   = depth, if the tie is dormant and nothing was seen for 30 days; else 0
    wait = now − max(seen, oldest)  oldest is the time of the oldest fresh post
    lot  = SHA-256(reader|author|the reader's day)

    close = authors by (−p, −wait, lot)
    quiet = authors by (−wait, −p, lot)    strangers, whom a hashtag brings, after all others in both
    round 1: places 1, 2, 3 from close, 4 from quiet, 5, 6, 7 from close, 8 from quiet … each author once
    round r: the same order, those again who may have r cards

The newest fresh post leads a card, and the rest is the fold below an author's first: there one sees how much there is,
and can be done with all of it. Posting more moves nobody: times are those at which this
server received a post, waiting counts from the *oldest* fresh post, and no order asks for the newest. Nor does a
crowd: whoever writes under a hashtag, today or six days ago, comes after those whom the reader follows.

A reader may cap what they take in: so many cards a week of somebody, about a topic, or both. The lead is then the
newest post for which all caps have room; whoever has none is named in the fold of the topic that kept them out. Caps on
everyone leave the closest five alone, unless the reader says otherwise. A week's room never grows again further down
the page, so that coming nearer to the reader still costs nobody their place (docs/decisions/0022).
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

import msgspec

from kith.base.core.ids import ID_MAX, Id, first_id_at, instant_of
from kith.feed.model import BACK_DAYS, Author, Lane, Order, Place, Reading, Room, TopicFold

BACK_WEIGHT = 0.9  # so that somebody who comes back stands below those one talks with every day
_MILLISECOND = timedelta(milliseconds=1)


def fair_share(authors: Iterable[Author], reading: Reading) -> Order:
    """Decide Home. The order of `authors`, and of the posts in them, says nothing."""
    chairs = [_Chair(author, reading) for author in authors]
    fresh = [chair for chair in chairs if chair.fresh]
    table = _Table(reading)
    table.seat_all(fresh)
    table.go_round_again()
    earlier = sorted((chair.author.id, chair.passed) for chair in chairs if chair.passed)
    return Order(places=table.places(), topic_folds=table.topic_folds(), earlier=tuple(earlier))


def lot(reader_id: Id, author_id: Id, day: date) -> bytes:
    """Draw the lot between equals: another one each day, and nobody can choose it."""
    return hashlib.sha256(f"{reader_id}|{author_id}|{day.isoformat()}".encode()).digest()


class _Chair:
    """One author at the table: what is fresh of theirs, and how near and how long they wait."""

    def __init__(self, author: Author, reading: Reading) -> None:
        now = reading.now
        self.author = author
        unread = sorted(author.unread, reverse=True)
        first_fresh = first_id_at(author.seen_at + _MILLISECOND)
        self.fresh = [post for post in unread if post >= first_fresh]
        self.passed = tuple(unread[len(self.fresh) :])
        self.leads: list[Id] = []
        if not self.fresh:
            return
        oldest_at = instant_of(self.fresh[-1])
        self.waits_from = max(author.seen_at, oldest_at)
        self.wait_s = max(0.0, (now - self.waits_from).total_seconds())
        is_back = author.dormant and now - author.seen_at >= timedelta(days=BACK_DAYS)
        self.back = BACK_WEIGHT * author.depth if is_back else 0.0
        self.nearness = max(author.tie, self.back)
        self.lot = lot(reading.reader_id, author.id, reading.day)
        self.is_stranger = bool(author.tag)
        self.is_friend = author.mutual > 0

    def lane(self, *, waited: bool) -> tuple[Lane, datetime]:
        """Say why they are here, and from when that counts."""
        if self.author.tag:
            return "tag", self.waits_from
        if self.back > self.author.tie:
            return "back", self.author.seen_at
        if waited and not self.author.remembered:
            return "waiting", self.waits_from
        return ("close" if self.is_friend else "follow"), self.waits_from


class _Table:
    """Places are given out one after the other; what they take of the caps' room is counted."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._given: list[tuple[_Chair, Place]] = []
        self._round_one: list[_Chair] = []
        self._taken: Counter[Id] = Counter()
        self._folded: defaultdict[str, list[_Chair]] = defaultdict(list)

    def seat_all(self, chairs: Sequence[_Chair]) -> None:
        """Give everybody one place, or name them in a topic's fold."""
        close = iter(sorted(chairs, key=lambda one: (one.is_stranger, -one.nearness, -one.wait_s, one.lot)))
        quiet = iter(sorted(chairs, key=lambda one: (one.is_stranger, -one.wait_s, -one.nearness, one.lot)))
        seen: set[Id] = set()
        while len(seen) < len(chairs):
            waited = (len(self._given) + 1) % self._reading.waiting_every == 0
            chair = next(one for one in (quiet if waited else close) if one.author.id not in seen)
            seen.add(chair.author.id)
            if self._give(chair, round_=1, waited=waited):
                self._round_one.append(chair)
            else:
                full = self._full_room(chair.fresh[0], chair)
                assert full is not None, "only caps keep somebody from a place"
                self._folded[full.topic].append(chair)

    def go_round_again(self) -> None:
        """Give those another place who may have more."""
        round_, again = 2, self._round_one
        while again := [one for one in again if one.author.cards_max >= round_]:
            again = [one for one in again if self._give(one, round_=round_, waited=False)]
            round_ += 1

    def places(self) -> tuple[Place, ...]:
        """Give the cards in their order; what is left of an author is folded below their first."""
        return tuple(self._with_fold(chair, place) for chair, place in self._given)

    def topic_folds(self) -> tuple[TopicFold, ...]:
        """Give the topics without room, by name."""
        return tuple(
            TopicFold(topic=topic, posts_by=tuple((one.author.id, tuple(one.fresh)) for one in chairs))
            for topic, chairs in sorted(self._folded.items())
        )

    def _with_fold(self, chair: _Chair, place: Place) -> Place:
        if place.round > 1 or len(chair.fresh) == len(chair.leads):
            return place
        count = len(chair.leads)
        if chair.fresh[:count] == chair.leads:  # nearly always: only a cap without room puts an older post in front
            fold = tuple(chair.fresh[count:])
        else:
            fold = tuple(post for post in chair.fresh if post not in chair.leads)
        return msgspec.structs.replace(place, fold=fold, over=self._over(chair, fold))

    def _over(self, chair: _Chair, fold: Sequence[Id]) -> tuple[tuple[str, int], ...]:
        if not chair.author.topics:
            return ()
        capped = {room.topic for room in self._reading.rooms if _concerns(room, chair.author)}
        counts = Counter(topic for post in fold for topic in chair.author.topics.get(post, ()) if topic in capped)
        return tuple(sorted(counts.items()))

    def _give(self, chair: _Chair, *, round_: int, waited: bool) -> bool:
        below = chair.leads[-1] if chair.leads else ID_MAX  # an author's cards go on downwards, newest first
        lead = next((p for p in chair.fresh if p < below and self._full_room(p, chair) is None), None)
        if lead is None:
            return False
        chair.leads.append(lead)
        took = tuple(room.cap_id for room in self._rooms(lead, chair))
        self._taken.update(took)
        lane, since_at = chair.lane(waited=waited)
        author = chair.author
        place = Place(
            author_id=author.id,
            post_id=lead,
            lane=lane,
            since_at=since_at,
            round=round_,
            tag=author.tag,
            friend=chair.is_friend,
            took=took,
        )
        self._given.append((chair, place))
        return True

    def _full_room(self, post: Id, chair: _Chair) -> Room | None:
        """Give the first cap on a post that has no room left; none where all have."""
        return next((room for room in self._rooms(post, chair) if self._taken[room.cap_id] >= room.left), None)

    def _rooms(self, post: Id, chair: _Chair) -> Iterator[Room]:
        topics = chair.author.topics.get(post, ())
        return (
            room
            for room in self._reading.rooms
            if _concerns(room, chair.author) and (not room.topic or room.topic in topics)
        )


def _concerns(room: Room, author: Author) -> bool:
    """Tell whether a cap is about an author: by name, or as one of everyone."""
    if room.author_id:
        return room.author_id == author.id
    return room.for_closest or not author.closest
