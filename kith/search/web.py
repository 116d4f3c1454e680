"""`GET /search`."""

from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import NotFound
from kith.base.core.ids import ID_MAX, Id
from kith.base.core.paging import Paging
from kith.base.core.text import clean_line, normal_hashtag
from kith.base.web.page import page
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.collections import CollectionView, collections_saying
from kith.people import find_present, people_to_find, viewer_of
from kith.people.model import Account
from kith.posts import hashtags_like, hydrate, posts_saying, sift
from kith.posts.model import Card

WORDS_MAX = 100
PEOPLE_MAX = 8
HASHTAGS_MAX = 8
COLLECTIONS_MAX = 4
PAGE_SIZE = 20


@dataclass(frozen=True)
class SearchPage:
    """What was sought, and what was found. People and hashtags stand on the first piece alone."""

    words: str
    people: tuple[Account, ...] = ()
    hashtags: tuple[str, ...] = ()
    collections: tuple[CollectionView, ...] = ()
    cards: tuple[Card, ...] = ()
    older_url: str = ""
    first: bool = True


async def show_search(work: Work, request: Request) -> Response:
    """Find people, hashtags, collections and posts."""
    words = clean_line(request.query_params.get("q", ""), length_max=WORDS_MAX, field="q")
    if not words:
        return await page(work, request, "search/search.html", SearchPage(words=""))
    paging = Paging.from_query(request.query_params, limit_default=PAGE_SIZE)
    viewer = await viewer_of(work)
    first = paging.max_id is None
    found = await posts_saying(work.db, viewer, words, paging)
    content = SearchPage(
        words=words,
        people=await _people(work, words) if first else (),
        hashtags=tuple(await hashtags_like(work.db, viewer, normal_hashtag(words), limit=HASHTAGS_MAX))
        if first
        else (),
        collections=tuple(await collections_saying(work, words, limit=COLLECTIONS_MAX)) if first else (),
        cards=tuple((await sift(work, await hydrate(work.db, viewer, found.items), "public")).cards),
        older_url=f"/search?{urlencode({'q': words, 'max_id': found.older_than})}" if found.older_than else "",
        first=first,
    )
    return await page(work, request, "search/search.html", content)


async def _people(work: Work, words: str) -> tuple[Account, ...]:
    """Find people by a part of their name; by their whole handle also those who do not stand in lists."""
    viewer = await viewer_of(work)
    name = words.removeprefix("@")
    listed = await people_to_find(work.db, viewer, Paging(max_id=Id(ID_MAX), limit=PEOPLE_MAX), words=name)
    found = {one.account.id: one.account for one in listed.items}
    with suppress(NotFound):
        account = await find_present(work, name)
        found = {account.id: account} | found
    return tuple(found.values())[:PEOPLE_MAX]


async def _hashtags(work: Work, words: str) -> tuple[str, ...]:
    viewer = await viewer_of(work)
    return tuple(await hashtags_like(work.db, viewer, normal_hashtag(words), limit=HASHTAGS_MAX))


ROUTES = (Route(method="GET", path="/search", handler=show_search),)
