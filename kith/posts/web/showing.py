"""Cards on their way to a page: read, hydrated, and put with what the page says about each."""

from collections.abc import Sequence
from typing import Any

import msgspec
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.core.paging import Paging, Slice
from kith.base.core.text import normal_hashtag
from kith.base.web.page import page
from kith.base.web.shown import address
from kith.base.work import Work
from kith.filters import Context
from kith.people import viewer_of
from kith.people.model import HASHTAG_COLUMN_MAX
from kith.posts import store
from kith.posts.actions.sifting import Sifted, sift
from kith.posts.model import Card, Post

PAGE_SIZE = 20


class ListPage(msgspec.Struct, frozen=True, kw_only=True):
    """A list of posts: what it is, the cards, and where it goes on.

    `icon`, `nothing` and `empty` are shown where it holds nothing at all, `end` where it ends.
    """

    title: str
    lead: str = ""
    cards: Sequence[Card]
    more: str | None
    first: bool
    icon: str
    nothing: str
    empty: str
    end: str
    discoverable: bool = False
    hashtag: str = ""  # under which word this is, and whether the viewer follows it
    follows: bool = False
    held: int = 0  # how many a filter of the viewer left out
    ways: Sequence[Markup] = ()  # to what belongs beside it


def paging_of(request: Request) -> Paging:
    """Read where in a list a page wants to go on."""
    return Paging.from_query(request.query_params, limit_default=PAGE_SIZE)


def more_path(request: Request, slice_: Slice[Any]) -> str | None:
    """Give the address of the next piece of this list, where it goes on."""
    return None if slice_.older_than is None else f"{request.url.path}?max_id={slice_.older_than}"


def hashtag_in(request: Request) -> str:
    """Read a hashtag from the path. What none can be names nothing: `NotFound`."""
    given: str = request.path_params["tag"]
    if "\0" in given or len(given) > HASHTAG_COLUMN_MAX:
        raise NotFound
    return normal_hashtag(given)


async def cards_of(work: Work, posts: Sequence[Post], context: Context | None = None) -> Sequence[Card]:
    """Hydrate posts for whoever looks; those that their filters meet in this context are folded."""
    cards = await store.hydrate(work.db, await viewer_of(work), posts)
    return (await sift(work, cards, context)).cards


async def sifted_cards(work: Work, request: Request, posts: Sequence[Post]) -> Sifted:
    """Hydrate posts for a public list; what filters hide is left out, unless the address asks for it."""
    cards = await store.hydrate(work.db, await viewer_of(work), posts)
    return await sift(work, cards, "public", drop="held" not in request.query_params)


async def list_response(work: Work, request: Request, content: ListPage) -> Response:
    """Answer with the page; htmx takes the next piece of a list out of it."""
    return await page(work, request, "posts/list.html", content)


async def card_of(work: Work, post_id: Id) -> Card:
    """Get the card of a post that whoever looks may see, or raise `NotFound`."""
    viewer = await viewer_of(work)
    card = await store.hydrate_one(work.db, viewer, await store.get_post(work.db, viewer, post_id))
    if card is None:
        raise NotFound
    return card


def path_of(card: Card) -> str:
    """Give the address of a card's page: `/@ana/1234`."""
    return f"/{address(card.author)}/{card.post.id}"
