"""Reading Home newest first."""

import msgspec

from kith.base.core.ids import Id, first_id_at
from kith.base.core.paging import Paging
from kith.base.work import Work
from kith.feed.actions.capped import fold_over_caps
from kith.feed.actions.limits import home_until
from kith.feed.rules import newest_first
from kith.feed.store import home_posts
from kith.people import viewer_of
from kith.posts import hydrate, sift
from kith.posts.model import Card


class HomePiece(msgspec.Struct, frozen=True, kw_only=True):
    """A part of Home. `older_than` is where it goes on, `None` at its end."""

    cards: tuple[Card, ...]
    older_than: Id | None
    held: int = 0  # how many a filter of the reader left out


async def home_of(work: Work, paging: Paging, *, with_held: bool = False, zone: str | None = None) -> HomePiece:
    """Read a part of the Home of whoever acts, in the four steps; `with_held` leaves in what filters hide.

    What is over a cap is folded in its place, by the week of `zone`: without one, by their own clock. A Home that comes
    once or twice a day ends where it came last.
    """
    viewer, until = await viewer_of(work), await home_until(work)
    if until < work.now:
        paging = msgspec.structs.replace(paging, max_id=min(paging.below, first_id_at(until)))
    skeleton = await home_posts(work.db, viewer, paging, now=work.now)
    cards = await hydrate(work.db, viewer, skeleton.items)
    sifted = await sift(work, newest_first(cards), "home", drop=not with_held)
    folded = await fold_over_caps(work, sifted.cards, zone=zone)
    return HomePiece(cards=tuple(folded), older_than=skeleton.older_than, held=sifted.held)
