"""Folds: what is below a card, and what was passed by earlier. Opening one marks what it shows."""

from collections.abc import Collection
from datetime import timedelta

import msgspec

from kith.base.core.errors import NotFound
from kith.base.core.ids import ID_MAX, Id, first_id_at
from kith.base.work import Work
from kith.feed import store
from kith.feed.actions.fair import marks_of
from kith.feed.model import EARLIER_DAYS, Sitting
from kith.feed.store import Fold
from kith.feed.store.marks import Followed
from kith.people import present_accounts, viewer_of
from kith.people.model import Account
from kith.posts import hydrate, sift
from kith.posts.model import Card

FOLD_PAGE = 20
EARLIER_PEOPLE = 50  # a page
_TOP = Id(ID_MAX)


class OpenFold(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a fold, opened. `rest` is what comes below it."""

    author: Account
    cards: tuple[Card, ...]
    rest: Fold | None
    held: int = 0


class EarlierFold(msgspec.Struct, frozen=True, kw_only=True):
    """What of an author is unread, and was passed by."""

    author: Account
    count: int
    newest_id: Id
    oldest_id: Id


class EarlierPart(msgspec.Struct, frozen=True, kw_only=True):
    """A part of what was passed by; it goes on with those who wrote before `older_than`."""

    folds: tuple[EarlierFold, ...]
    older_than: Id | None


async def open_fold(work: Work, fold: Fold, *, with_held: bool = False) -> OpenFold:
    """Open a fold, and mark what it shows. Raises `NotFound` for an author who is not there for the reader."""
    viewer = await viewer_of(work)
    accounts = [] if fold.author_id in viewer.hidden else await present_accounts(work.db, [fold.author_id])
    if not accounts:
        raise NotFound
    posts = await store.fold_posts(work.db, viewer, fold, limit=FOLD_PAGE + 1)
    here = posts[:FOLD_PAGE]
    sifted = await sift(work, await hydrate(work.db, viewer, here), "home", drop=not with_held)
    if here:
        oldest_id = first_id_at(work.now - timedelta(days=EARLIER_DAYS))
        shown = [(card.post.author_id, card.post.id) for card in sifted.cards]
        await store.keep_shown(work.db, viewer.id, shown, seen_at=None, oldest_id=oldest_id)
    rest = msgspec.structs.replace(fold, newest_id=posts[-1].id) if len(posts) > FOLD_PAGE else None
    return OpenFold(author=accounts[0], cards=tuple(sifted.cards), rest=rest, held=sifted.held)


async def earlier_folds(work: Work, sitting: Sitting, *, below: Id = _TOP, limit: int = EARLIER_PEOPLE) -> EarlierPart:
    """List what was passed by in the last 30 days, whoever wrote last first. What stands in the sitting is left out.

    Those are listed whose newest is older than `below`.
    """
    viewer = await viewer_of(work)
    cutoff = first_id_at(work.now - timedelta(days=EARLIER_DAYS))
    marks = {one.author_id: one for one in await marks_of(work, viewer)}
    lanes = await store.unread_lanes(
        work.db, viewer, {one.author_id: one.done_id for one in marks.values()}, cutoff=cutoff
    )
    begins = _begins(sitting)
    unread = {
        lane.author_id: left
        for lane in lanes
        if (left := _left(lane.ids, marks[lane.author_id], begins.get(lane.author_id)))
    }
    older = sorted((author for author in unread if unread[author][0] < below), key=lambda one: -unread[one][0])
    newest = older[:limit]
    accounts = {one.id: one for one in await present_accounts(work.db, newest)}
    folds = [
        EarlierFold(
            author=accounts[author],
            count=len(unread[author]),
            newest_id=unread[author][0],
            oldest_id=unread[author][-1],
        )
        for author in newest
        if author in accounts
    ]
    return EarlierPart(folds=tuple(folds), older_than=unread[newest[-1]][0] if len(older) > limit else None)


def _begins(sitting: Sitting) -> dict[Id, Id]:
    """Give by author the oldest post that stands in a sitting."""
    begins: dict[Id, Id] = {}
    for seat in sitting.seats:
        oldest = min(seat.post_id, seat.oldest_id or seat.post_id)
        begins[seat.author_id] = min(oldest, begins.get(seat.author_id, oldest))
    begins |= {lane.author_id: lane.oldest_id for fold in sitting.folds for lane in fold.lanes}
    return begins


def _left(posts: Collection[Id], mark: Followed, begins: Id | None) -> list[Id]:
    read = set(mark.read_ids)
    return sorted((post for post in posts if post not in read and (begins is None or post < begins)), reverse=True)
