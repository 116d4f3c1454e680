"""Reading lists: what the people on one write, and the list that holds the newest from each person.

Each can also be asked about one post: streams tell of a post where its list shows it, and ask that of the same SQL.
"""

from collections.abc import Sequence

from kith.base.core.ids import Id, instant_of
from kith.base.core.paging import Paging, Slice
from kith.base.work import Work
from kith.feed.actions.capped import fold_over_caps
from kith.feed.actions.limits import home_until
from kith.feed.rules import newest_first, stands_at_home
from kith.feed.store import Lane, lane_posts, newest_posts
from kith.lists import PersonList, members_of
from kith.people import viewer_of
from kith.posts import hydrate, new_card, sift
from kith.posts.model import Card, Post


async def list_piece(work: Work, one: PersonList, paging: Paging) -> Slice[Card]:
    """Read a part of what the people on a list write, newest first. Whom one follows no longer is not read."""
    viewer = await viewer_of(work)
    known = (viewer.id, *viewer.following)
    members = [member for member in await members_of(work.db, viewer.id, one.id) if member in set(known)]
    heard = {"followed": known, "list": members, "none": ()}[one.replies_policy]
    posts = await lane_posts(work.db, viewer, Lane(authors=members, heard=heard), paging, now=work.now)
    return await _cards(work, posts)


async def find_on_list(work: Work, one: PersonList, post_id: Id) -> Card | None:
    """Find the card of a post where the list shows it."""
    return only_card((await list_piece(work, one, _just(post_id))).items)


async def find_at_home(work: Work, author_id: Id, post_id: Id) -> Card | None:
    """Find the card of a post where Home shows it."""
    viewer = await viewer_of(work)
    known = (viewer.id, *viewer.following)
    authors = {author_id}.intersection(known).difference(viewer.apart)
    tags = () if author_id in known else viewer.tags  # strangers' words come by the hashtags that are followed
    if not authors and not tags:
        return None
    if instant_of(post_id) > await home_until(work):
        return None  # Home comes once or twice a day, and this is for the next time
    new = await new_card(work, author_id, post_id)
    if new is not None and stands_at_home(new.post, viewer):
        cards = (await sift(work, [new], "home", drop=True)).cards
    else:
        lane = Lane(authors=authors, heard=known, tags=tags)
        cards = (await _cards(work, await lane_posts(work.db, viewer, lane, _just(post_id), now=work.now))).items
    return only_card(await fold_over_caps(work, cards))


async def newest_of_each(work: Work, paging: Paging) -> Slice[Card]:
    """Read a part of the newest that each person whom one follows said, the newest first: each person once.

    What they said themselves, to more than a few: nothing passed on, and no answers to others.
    """
    viewer = await viewer_of(work)
    return await _cards(work, await newest_posts(work.db, viewer, paging, authors=viewer.following))


async def find_newest(work: Work, author_id: Id, post_id: Id) -> Card | None:
    """Find the card of a post where it is the newest of its author."""
    viewer = await viewer_of(work)
    if author_id not in viewer.following:
        return None
    posts = await newest_posts(work.db, viewer, _just(post_id), authors=[author_id])
    return only_card((await _cards(work, posts)).items)


async def lane_piece(work: Work, lane: Lane, paging: Paging) -> Slice[Card]:
    """Read a part of what some people write, newest first."""
    return await _cards(work, await lane_posts(work.db, await viewer_of(work), lane, paging, now=work.now))


async def _cards(work: Work, posts: Slice[Post]) -> Slice[Card]:
    cards = await hydrate(work.db, await viewer_of(work), posts.items)
    sifted = await sift(work, newest_first(cards), "home", drop=True)
    return Slice(items=sifted.cards, older_than=posts.older_than)


def _just(post_id: Id) -> Paging:
    """Ask for the part of a list that has room for one post alone."""
    return Paging(max_id=Id(post_id + 1), since_id=Id(post_id - 1), limit=1)


def only_card(cards: Sequence[Card]) -> Card | None:
    """Give the one card that was asked for, where it is there."""
    return cards[0] if cards else None
