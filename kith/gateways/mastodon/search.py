"""`GET /api/v2/search`: people, hashtags, posts and collections, as far as whoever asks may see them."""

from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id, parse_id
from kith.base.core.text import clean_line, normal_hashtag
from kith.base.web.form import read_query
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.collections import CollectionView, collections_by_ids, collections_saying
from kith.gateways.mastodon.account import AccountEntity
from kith.gateways.mastodon.answers import json_answer, one_id, posts_paging
from kith.gateways.mastodon.collection import CollectionEntity, present_collection
from kith.gateways.mastodon.finding import found_people
from kith.gateways.mastodon.people import present_accounts_of
from kith.gateways.mastodon.status import StatusEntity, present_statuses
from kith.gateways.mastodon.streams import TagEntity, present_tags
from kith.people import find_present, viewer_of
from kith.people.model import Account
from kith.posts import get_post, hashtags_like, hydrate, posts_saying
from kith.posts.model import Post

WORDS_MAX = 200
OFFSET_MAX = 10_000


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """What is sought. `type` leaves out the others."""

    q: str = ""
    type: Literal["accounts", "hashtags", "statuses", "collections"] | None = None
    offset: int = 0
    account_id: str | None = None
    following: bool = False


class SearchEntity(msgspec.Struct, frozen=True, kw_only=True):
    """What was found."""

    accounts: tuple[AccountEntity, ...] = ()
    statuses: tuple[StatusEntity, ...] = ()
    hashtags: tuple[TagEntity, ...] = ()
    collections: tuple[CollectionEntity, ...] = ()


async def search(work: Work, request: Request) -> Response:
    """Find by words; by an address of this server the one thing that stands there."""
    query, limit = read_query(request, Query), posts_paging(request).limit
    words = clean_line(query.q, length_max=WORDS_MAX, field="q")
    if not words:
        return json_answer(SearchEntity())
    if words.startswith(f"{work.house.settings.url}/"):
        return json_answer(await _at_address(work, words.removeprefix(f"{work.house.settings.url}/")))
    accounts = await _people(work, query, words, limit) if query.type in (None, "accounts") else []
    posts = await _posts(work, request, query, words) if query.type in (None, "statuses") else []
    tags: list[str] = []
    if query.type in (None, "hashtags") and not query.offset:
        tags = await hashtags_like(work.db, await viewer_of(work), normal_hashtag(words), limit=limit)
    found: list[CollectionView] = []
    if query.type in (None, "collections"):
        found = await collections_saying(work, words, limit=limit, offset=min(query.offset, OFFSET_MAX))
    viewer = await viewer_of(work)
    cards = await hydrate(work.db, viewer, posts)
    return json_answer(
        SearchEntity(
            accounts=tuple(await present_accounts_of(work, accounts)),
            statuses=tuple(await present_statuses(work, cards)),
            hashtags=tuple(await present_tags(work, tags)),
            collections=tuple(present_collection(one, work.house.settings.url) for one in found),
        )
    )


async def _people(work: Work, query: Query, words: str, limit: int) -> list[Account]:
    return await found_people(work, words, limit=limit, offset=query.offset, following=query.following)


async def _posts(work: Work, request: Request, query: Query, words: str) -> list[Post]:
    if query.offset:  # posts are walked by `max_id`; a client that counts on has had them all
        return []
    found = await posts_saying(work.db, await viewer_of(work), words, posts_paging(request))
    only = one_id(query.account_id, "account_id")
    return [post for post in found.items if only is None or post.author_id == only]


async def _at_address(work: Work, path: str) -> SearchEntity:
    """Find what stands at an address of ours: `@ana`, `@ana/17`, or `collections/17`."""
    if path.startswith("collections/"):
        ids = [parse_id(path.removeprefix("collections/"))]
        views = await collections_by_ids(work, [one for one in ids if one is not None])
        return SearchEntity(collections=tuple(present_collection(one, work.house.settings.url) for one in views))
    handle, _slash, rest = path.removeprefix("@").partition("/")
    post_id: Id | None = parse_id(rest) if rest else None
    try:
        if post_id is None:
            account = await find_present(work, handle)
            return SearchEntity(accounts=tuple(await present_accounts_of(work, [account])))
        viewer = await viewer_of(work)
        cards = await hydrate(work.db, viewer, [await get_post(work.db, viewer, post_id)])
        return SearchEntity(statuses=tuple(await present_statuses(work, cards)))
    except NotFound:
        return SearchEntity()


ROUTES = (
    Route(
        method="GET",
        path="/api/v2/search",
        handler=search,
        scope="read:search",
        query=(Query,),
        gives=SearchEntity,
        paged=True,
    ),
)
