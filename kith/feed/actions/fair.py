"""Reading Home by fair share, in the four steps: skeleton, rules, hydrate; the page presents.

The order is decided once a sitting and then stands still; each page of it is hydrated when it is asked for, so that
what was deleted, blocked or muted meanwhile is not shown.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kith.base.core.ids import Id, first_id_at, instant_of
from kith.base.work import Work
from kith.caps import Taking, count_shown, taking_of
from kith.feed import store
from kith.feed.actions.calling import spent_caps, those_who_call
from kith.feed.actions.limits import (
    home_until,
    is_current,
    only_newest,
    rooms_for,
    week_for,
    whom_to_leave,
    with_topics,
)
from kith.feed.actions.pieces import Cursor, FairPiece, FairSeat
from kith.feed.model import (
    CARDS_OF_CLOSEST,
    EARLIER_DAYS,
    HEAD_START_DAYS,
    PAGE_SIZE,
    Author,
    HomeMark,
    Reading,
    Seat,
    Sitting,
)
from kith.feed.rules import fair_share, fold_of, may_show, seat_of, whom_it_knows, without_done
from kith.feed.sittings import current_sitting, find_sitting, keep_sitting
from kith.feed.store.fair import UnreadLane
from kith.feed.store.marks import Followed
from kith.people import present_accounts, remembered, viewer_of
from kith.people.model import Account, Viewer
from kith.posts import hydrate, is_asked_for, posts_by_pairs, sift
from kith.posts.model import Card
from kith.ties import my_ties, ties_of
from kith.ties.model import Tie

WAITING_NAMED = 3  # at the end of a page
NEW_LOOKED_AT = 10  # posts of one person, where what they are about says whether they call
_MILLISECOND = timedelta(milliseconds=1)


async def fair_home(
    work: Work,
    cursor: Cursor | None,
    *,
    zone: str,
    limit: int = PAGE_SIZE,
    with_held: bool = False,
    marks: bool = True,
) -> FairPiece:
    """Read a page of Home. Whoever asks for a page has read the one before it, unless nothing is to be marked.

    A sitting that is lost is made anew: what was read in it is not in it any more, so the reader goes on where they
    were.
    """
    viewer = await viewer_of(work)
    sitting, is_new = await sitting_of(work, viewer, cursor, zone)
    index = cursor.index if cursor is not None and cursor.sitting_id == sitting.id else 0
    if index and marks:
        await mark_passed(work, sitting, index)
    end = index + limit
    done = {} if is_new else await _done_ids(work, viewer, sitting.seats[index:end])
    seats = [without_done(seat, done.get(seat.author_id, Id(0))) for seat in sitting.seats[index:end]]
    shown, held = await _hydrated(work, viewer, seats, index, with_held=with_held)
    return FairPiece(
        sitting=sitting,
        seats=shown,
        people=len({seat.author_id for seat in sitting.seats}) + len(whom_folded(sitting)),
        goes_on=Cursor(sitting_id=sitting.id, index=end) if end < len(sitting.seats) else None,
        waiting=await _waiting(work, viewer, sitting.seats[end:]),
        newer=0 if is_new or index else await _newer(work, viewer, sitting, zone),
        held=held,
        bare=await _bare(work, viewer, seats, shown),
    )


async def current_home(work: Work) -> Sitting | None:
    """Find the sitting that is going on, if one is."""
    viewer = await viewer_of(work)
    found = await current_sitting(work.house.live.valkey, viewer.id)
    return found if found is not None and await is_current(work, found) else None


def whom_folded(sitting: Sitting) -> set[Id]:
    """Tell who stands in the folds of topics, and has no place."""
    return {lane.author_id for fold in sitting.folds for lane in fold.lanes}


async def mark_passed(work: Work, sitting: Sitting, count: int) -> None:
    """Mark the leads of the first `count` cards as read. What came after the order was made stays fresh."""
    passed = [(seat.author_id, seat.post_id) for seat in sitting.seats[:count]]
    if passed:
        oldest_id = first_id_at(work.now - timedelta(days=EARLIER_DAYS))
        await store.keep_shown(work.db, sitting.reader_id, passed, seen_at=sitting.made_at, oldest_id=oldest_id)
    if sitting.week_on is not None:
        took = [(cap_id, seat.post_id) for seat in sitting.seats[:count] for cap_id in seat.took]
        await count_shown(work, took, week_on=sitting.week_on)


async def marks_of(work: Work, viewer: Viewer) -> list[Followed]:
    """Give whom the reader reads, and how far. Read once, then remembered."""
    if Followed not in work.memo:
        work.memo[Followed] = await store.load_marks(work.db, viewer.id)
    marks: list[Followed] = work.memo[Followed]
    return marks


async def sitting_for(work: Work, sitting_id: Id | None, *, zone: str) -> Sitting:
    """Give a sitting of whoever acts by its id; where that is lost, the one that goes on, or a new one."""
    cursor = None if sitting_id is None else Cursor(sitting_id=sitting_id, index=0)
    return (await sitting_of(work, await viewer_of(work), cursor, zone))[0]


async def sitting_of(work: Work, viewer: Viewer, cursor: Cursor | None, zone: str) -> tuple[Sitting, bool]:
    """Find the sitting that is meant, or the one that goes on, or make one anew; and tell whether it is new."""
    valkey = work.house.live.valkey
    found = None if cursor is None else await find_sitting(valkey, viewer.id, cursor.sitting_id)
    if found is None:
        found = await current_home(work)
    if found is not None:
        return found, False
    made = await _sit_down(work, viewer, zone)
    if made.seats or made.folds:  # an empty table is laid anew each time
        await keep_sitting(valkey, made)
    return made, True


async def _sit_down(work: Work, viewer: Viewer, zone: str) -> Sitting:
    """Decide the order now; of a Home that comes once or twice a day, as it was when it came."""
    taking, until = await taking_of(work), await home_until(work)
    week_on = week_for(taking, work.now, zone)
    authors = await _authors(work, viewer, taking, until)
    reading = Reading(
        reader_id=viewer.id,
        now=work.now,
        day=work.now.astimezone(ZoneInfo(zone)).date(),
        rooms=rooms_for(taking, week_on) if week_on else (),
    )
    order = fair_share(authors, reading)
    return Sitting(
        id=work.new_id(),
        reader_id=viewer.id,
        made_at=until,
        knows=whom_it_knows(viewer, taking),
        seats=tuple(seat_of(place) for place in order.places),
        folds=tuple(fold_of(fold) for fold in order.topic_folds),
        week_on=week_on,
    )


async def _authors(work: Work, viewer: Viewer, taking: Taking, until: datetime) -> list[Author]:
    """The skeleton: who has something fresh, and what they are to the reader."""
    cutoff, below = first_id_at(work.now - timedelta(days=EARLIER_DAYS)), first_id_at(until + _MILLISECOND)
    followed = {one.author_id: one for one in await marks_of(work, viewer)}
    above = {one.author_id: _above(one) for one in followed.values()}
    lanes = await store.unread_lanes(work.db, viewer, above, cutoff=cutoff, below=below)
    ties = {tie.person_id: tie for tie in await my_ties(work)} if lanes else {}
    work.memo[Tie] = ties
    newest = only_newest(taking)
    gone = await remembered(work)
    authors = [
        _author(
            lane,
            followed[lane.author_id],
            ties.get(lane.author_id),
            is_newest_only=lane.author_id in newest,
            remembered=lane.author_id in gone,
        )
        for lane in lanes
    ]
    strangers, their_lanes = await _strangers(work, viewer, below)
    return await with_topics(work, viewer, authors + strangers, lanes + their_lanes, taking)


def _author(lane: UnreadLane, mark: Followed, tie: Tie | None, *, is_newest_only: bool, remembered: bool) -> Author:
    tie = tie or Tie(person_id=lane.author_id)
    cards_max = mark.cards or (CARDS_OF_CLOSEST if tie.circle == 5 else 1)
    return Author(
        id=lane.author_id,
        unread=_unread(lane, mark.read_ids),
        seen_at=seen_at(mark),
        tie=tie.strength,
        mutual=tie.mutual,
        depth=tie.depth,
        dormant=tie.dormant and not tie.left_alone and not remembered,  # a card that glows suggests somebody, too
        cards_max=1 if is_newest_only else cards_max,
        closest=tie.circle == 5,
        remembered=remembered,
    )


async def _strangers(work: Work, viewer: Viewer, below: Id) -> tuple[list[Author], list[UnreadLane]]:
    """Those whom a followed hashtag brings: a week back, and no further than was seen of them."""
    if not viewer.tags:
        return [], []
    begins_at = work.now - timedelta(days=HEAD_START_DAYS)
    lanes = await store.tagged_lanes(work.db, viewer, cutoff=first_id_at(begins_at), below=below)
    marks = await store.load_strangers(work.db, viewer.id, [lane.author_id for lane in lanes]) if lanes else {}
    return [_stranger(lane, marks.get(lane.author_id), begins_at) for lane in lanes], lanes


def _stranger(lane: UnreadLane, mark: HomeMark | None, begins_at: datetime) -> Author:
    read_ids, done_id = (mark.read_ids, mark.done_id) if mark else ((), Id(0))
    unread = tuple(post for post in _unread(lane, read_ids) if post > done_id)
    return Author(id=lane.author_id, unread=unread, seen_at=(mark and mark.seen_at) or begins_at, tag=lane.tag)


def seen_at(mark: Followed) -> datetime:
    """Tell when a card of theirs was last shown; of whoever is followed anew the last week is new."""
    return mark.seen_at or instant_of(mark.follow_id) - timedelta(days=HEAD_START_DAYS)


def _above(mark: Followed) -> Id:
    return max(mark.done_id, Id(first_id_at(seen_at(mark) + _MILLISECOND) - 1))


def _unread(lane: UnreadLane, read_ids: Sequence[Id]) -> tuple[Id, ...]:
    posts = lane.ids if lane.oldest_id is None else (*lane.ids, lane.oldest_id)
    return tuple(set(posts).difference(read_ids)) if read_ids else posts


async def _hydrated(
    work: Work, viewer: Viewer, seats: Sequence[Seat], first_number: int, *, with_held: bool
) -> tuple[tuple[FairSeat, ...], int]:
    wanted = {seat.post_id: seat for seat in seats if may_show(seat, viewer)}
    posts = await posts_by_pairs(work.db, viewer, [(seat.author_id, seat.post_id) for seat in wanted.values()])
    posts = [post for post in posts if is_asked_for(post, viewer)]  # it may have become an offer since
    sifted = await sift(work, await hydrate(work.db, viewer, posts), "home", drop=not with_held)
    cards: Mapping[Id, Card] = {card.post.id: card for card in sifted.cards}
    ties = await _ties(work, {seat.author_id for seat in wanted.values()}) if cards else {}
    shown = tuple(
        FairSeat(number=number, seat=seat, card=cards[seat.post_id], tie=ties[seat.author_id])
        for number, seat in enumerate(seats, start=first_number)
        if seat.post_id in cards
    )
    return shown, sifted.held


async def _done_ids(work: Work, viewer: Viewer, seats: Sequence[Seat]) -> Mapping[Id, Id]:
    """Tell up to where the reader is done with those of whom more is here than a card, since the order was made."""
    many = sorted({seat.author_id for seat in seats if seat.more or seat.round > 1})
    marks = await store.load_strangers(work.db, viewer.id, many) if many else {}
    return {author_id: mark.done_id for author_id, mark in marks.items()}


async def _bare(
    work: Work, viewer: Viewer, seats: Sequence[Seat], shown: Sequence[FairSeat]
) -> tuple[tuple[Seat, Account], ...]:
    """Give the places that have lost their lead, and still have a fold: what is in it is not held back."""
    here = {one.seat.post_id for one in shown}
    left = [seat for seat in seats if seat.more and seat.post_id not in here and may_show(seat, viewer)]
    left = [seat for seat in left if seat.author_id not in viewer.hidden]
    accounts = {one.id: one for one in await present_accounts(work.db, [seat.author_id for seat in left])}
    return tuple((seat, accounts[seat.author_id]) for seat in left if seat.author_id in accounts)


async def _ties(work: Work, author_ids: Collection[Id]) -> Mapping[Id, Tie]:
    known: dict[Id, Tie] | None = work.memo.get(Tie)
    if known is None:
        return await ties_of(work, author_ids)
    return {one: known.get(one) or Tie(person_id=one) for one in author_ids}


async def _waiting(work: Work, viewer: Viewer, rest: Sequence[Seat]) -> tuple[tuple[Account, datetime], ...]:
    """Name the friends further down who have waited longest. Whoever comes back has a place of their own making."""
    friends = [one for one in rest if one.friend and one.round == 1 and one.lane in ("close", "waiting")]
    waits = {one.author_id: one.since_at for one in friends if may_show(one, viewer)}
    longest = sorted(waits.items(), key=lambda one: (one[1], one[0]))[:WAITING_NAMED]
    accounts = {one.id: one for one in await present_accounts(work.db, [author for author, _since in longest])}
    return tuple((accounts[author], since) for author, since in longest if author in accounts)


async def _newer(work: Work, viewer: Viewer, sitting: Sitting, zone: str) -> int:
    """Count the people who have written since. Where Home comes once or twice a day, nobody has until it comes."""
    if (await home_until(work)) < work.now:
        return 0
    since = Id(first_id_at(sitting.made_at + _MILLISECOND) - 1)
    people = dict.fromkeys(set(viewer.following) - await whom_to_leave(work, zone), since)
    each_max = NEW_LOOKED_AT if await spent_caps(work, zone) else 1
    lanes = await store.unread_lanes(work.db, viewer, people, cutoff=since, each_max=each_max)
    return len(await those_who_call(work, lanes, zone))
