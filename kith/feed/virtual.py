"""The lists that the feed fills for apps: Home by fair share, the closest people, the newest from each."""

from collections.abc import Callable

from kith.base.core.ids import Id
from kith.base.core.paging import Paging, Slice
from kith.base.core.words import _
from kith.base.work import VirtualList, Work
from kith.feed.actions import Cursor, current_home, fair_home
from kith.feed.actions.limits import zone_of
from kith.feed.lists import find_newest, lane_piece, newest_of_each, only_card
from kith.feed.store import Lane
from kith.people import viewer_of
from kith.posts.model import Card
from kith.ties import my_ties


async def read_fair_share(work: Work, paging: Paging) -> Slice[Card]:
    """Read a part of Home as its page shows it: in its order, which stands still for a sitting.

    What comes after a post is asked for with its id, as in every list. Upwards there is nothing: what is new comes
    with the next sitting.
    """
    if paging.upwards or paging.since_id:
        return Slice(items=(), older_than=None)
    cursor = None if paging.max_id is None else await _after(work, paging.max_id)
    piece = await fair_home(work, cursor, zone=await zone_of(work), limit=paging.limit)
    last = piece.sitting.seats[piece.goes_on.index - 1].post_id if piece.goes_on else None
    return Slice(items=tuple(one.card for one in piece.seats), older_than=last)


async def find_in_fair_share(work: Work, _author_id: Id, post_id: Id) -> Card | None:
    """Find the card of a post where it has a place in the sitting now. A new one has none: the order stands still."""
    number = await _number(work, post_id)
    if number is None:
        return None
    sitting = await current_home(work)
    assert sitting is not None
    cursor = Cursor(sitting_id=sitting.id, index=number)
    seats = (await fair_home(work, cursor, zone=await zone_of(work), limit=1, marks=False)).seats
    return seats[0].card if seats else None


async def _after(work: Work, post_id: Id) -> Cursor | None:
    sitting, number = await current_home(work), await _number(work, post_id)
    return None if sitting is None or number is None else Cursor(sitting_id=sitting.id, index=number + 1)


async def _number(work: Work, post_id: Id) -> int | None:
    sitting = await current_home(work)
    seats = sitting.seats if sitting else ()
    return next((number for number, seat in enumerate(seats) if seat.post_id == post_id), None)


async def _closest(work: Work, circle: int) -> set[Id]:
    viewer = await viewer_of(work)
    return {tie.person_id for tie in await my_ties(work) if 0 < tie.circle <= circle}.intersection(viewer.following)


def _circle(circle: int, title: Callable[[], str]) -> VirtualList:
    """Make the list of what the closest so many write, newest first. Whom one does not follow is not read."""

    async def read(work: Work, paging: Paging) -> Slice[Card]:
        viewer = await viewer_of(work)
        lane = Lane(authors=await _closest(work, circle), heard=(viewer.id, *viewer.following))
        return await lane_piece(work, lane, paging)

    async def find(work: Work, author_id: Id, post_id: Id) -> Card | None:
        if author_id not in await _closest(work, circle):
            return None
        just = Paging(max_id=Id(post_id + 1), since_id=Id(post_id - 1), limit=1)
        return only_card((await read(work, just)).items)

    return VirtualList(key=f"feed.circle_{circle}", title=title, read=read, find=find)


LISTS = (
    VirtualList(
        key="feed.newest_of_each",
        title=lambda: _("Newest from each person"),
        read=newest_of_each,
        find=find_newest,
    ),
    VirtualList(key="feed.fair_share", title=lambda: _("Fair share"), read=read_fair_share, find=find_in_fair_share),
    _circle(5, lambda: _("Your closest five")),
    _circle(15, lambda: _("Your closest fifteen")),
)
