"""Reading Home, and lists."""

import msgspec

from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.work import Work
from kith.feed.rules import newest_first
from kith.feed.store import Lane, home_posts, lane_posts
from kith.lists import PersonList, members_of
from kith.people import viewer_of
from kith.posts import hydrate
from kith.posts.model import Card


class HomePiece(msgspec.Struct, frozen=True, kw_only=True):
    """A part of Home. `older_than` is where it goes on, `None` at its end."""

    cards: tuple[Card, ...]
    older_than: Id | None


async def home_of(work: Work, paging: Paging) -> HomePiece:
    """Read a part of the Home of whoever acts, in the four steps."""
    viewer = await viewer_of(work)
    skeleton = await home_posts(work.db, viewer, paging, now=work.now)
    cards = await hydrate(work.db, viewer, skeleton.items)
    return HomePiece(cards=tuple(newest_first(cards)), older_than=skeleton.older_than)


async def list_piece(work: Work, one: PersonList, paging: Paging) -> HomePiece:
    """Read a part of what the people on a list write, newest first. Whom one follows no longer is not read."""
    viewer = await viewer_of(work)
    known = (viewer.id, *viewer.following)
    members = [member for member in await members_of(work.db, viewer.id, one.id) if member in set(known)]
    heard = {"followed": known, "list": members, "none": ()}[one.replies_policy]
    skeleton = await lane_posts(work.db, viewer, Lane(authors=members, heard=heard), paging, now=work.now)
    cards = await hydrate(work.db, viewer, skeleton.items)
    return HomePiece(cards=tuple(newest_first(cards)), older_than=skeleton.older_than)
