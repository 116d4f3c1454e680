"""Lists of statuses besides Home: everything here, a hashtag, one's bookmarks and likes."""

from collections.abc import Iterable
from operator import attrgetter
from urllib.parse import quote

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.core.paging import Paging, Slice
from kith.base.core.text import normal_hashtag
from kith.base.web.form import read_query
from kith.base.web.routing import Handler, Route
from kith.base.work import Work
from kith.conversations import bookmarks_of, hearts_of
from kith.conversations.model import Heart, MessageBookmark
from kith.gateways.mastodon.answers import json_answer, link_header, listing, posts_paging
from kith.gateways.mastodon.conversations import merged
from kith.gateways.mastodon.said import said_by_ids
from kith.gateways.mastodon.status import StatusEntity, present_statuses
from kith.people import follow_tag, followed_tags, unfollow_tag, viewer_of
from kith.posts import bookmarked, featured_names, hydrate, liked, sift, square, tagged
from kith.posts.model import KeptPost, Post


class StreamQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Which statuses of a list are wanted. This server has no others' posts yet: `remote` leaves nothing."""

    local: bool = False
    remote: bool = False
    only_media: bool = False
    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()


class TagEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A hashtag, with how much it is used: this server counts nobody's use."""

    id: str
    name: str
    url: str
    history: tuple[dict[str, str], ...] = ()
    following: bool = False
    featuring: bool = False


async def present_tags(work: Work, names: Iterable[str]) -> list[TagEntity]:
    """Give the entities of hashtags, with what they are to whoever asks."""
    viewer, url = await viewer_of(work), work.house.settings.url
    chosen = set(await featured_names(work.db, viewer.id)) if viewer.id else set()
    return [
        TagEntity(
            id=name,
            name=name,
            url=f"{url}/tags/{quote(name)}",
            following=name in viewer.tags,
            featuring=name in chosen,
        )
        for name in names
    ]


async def show_public(work: Work, request: Request) -> Response:
    """`GET /api/v1/timelines/public`."""
    viewer, query = await viewer_of(work), read_query(request, StreamQuery)
    part = await square(work.db, viewer, posts_paging(request)) if not query.remote else Slice[Post](items=[])
    return await _posts(work, request, part, query)


async def show_tag(work: Work, request: Request) -> Response:
    """`GET /api/v1/timelines/tag/NAME`."""
    viewer, query = await viewer_of(work), read_query(request, StreamQuery)
    name = _hashtag(request)
    part = await tagged(work.db, viewer, name, posts_paging(request)) if not query.remote else Slice[Post](items=[])
    return await _posts(work, request, part, query)


async def show_one_tag(work: Work, request: Request) -> Response:
    """`GET /api/v1/tags/NAME`."""
    return await _tag(work, _hashtag(request))


async def do_follow_tag(work: Work, request: Request) -> Response:
    """`POST /api/v1/tags/NAME/follow`."""
    return await _tag(work, await follow_tag(work, request.path_params["name"]))


async def do_unfollow_tag(work: Work, request: Request) -> Response:
    """`POST /api/v1/tags/NAME/unfollow`."""
    return await _tag(work, await unfollow_tag(work, request.path_params["name"]))


async def show_followed_tags(work: Work, request: Request) -> Response:
    """`GET /api/v1/followed_tags`."""
    viewer = await viewer_of(work)
    paging = Paging.from_query(request.query_params, limit_default=100, limit_max=200)
    part = await followed_tags(work.db, viewer.id, paging)
    return listing(work, request, await present_tags(work, [one.hashtag for one in part.items]), part)


def _hashtag(request: Request) -> str:
    """Read a hashtag from the path. What none can be names nothing: `NotFound`."""
    name = normal_hashtag(request.path_params["name"])
    if not name or "\0" in name:
        raise NotFound
    return name


async def _tag(work: Work, name: str) -> Response:
    return json_answer((await present_tags(work, [name]))[0])


async def _posts(work: Work, request: Request, part: Slice[Post], query: StreamQuery) -> Response:
    cards = await hydrate(work.db, await viewer_of(work), [post for post in part.items if _wanted(post, query)])
    sifted = await sift(work, cards, "public", drop=True)
    return listing(work, request, await present_statuses(work, sifted.cards), part)


def _wanted(post: Post, query: StreamQuery) -> bool:
    tags = {tag.lower() for tag in post.hashtags}
    if query.only_media and not post.attachments:
        return False
    also, never = ({normal_hashtag(tag) for tag in names} for names in (query.all, query.none))
    return also <= tags and not never & tags


async def show_bookmarks(work: Work, request: Request) -> Response:
    """`GET /api/v1/bookmarks`: posts and messages, what was kept last first."""
    viewer, paging = await viewer_of(work), posts_paging(request)
    return await _both(work, request, await bookmarked(work.db, viewer, paging), await bookmarks_of(work, paging))


async def show_favourites(work: Work, request: Request) -> Response:
    """`GET /api/v1/favourites`: posts one likes, and messages one put a heart on, the last first."""
    viewer, paging = await viewer_of(work), posts_paging(request)
    return await _both(work, request, await liked(work.db, viewer, paging), await hearts_of(work, paging))


async def _both(
    work: Work, request: Request, posts: Slice[KeptPost], messages: Slice[MessageBookmark] | Slice[Heart]
) -> Response:
    """Give posts and messages as one list, each by its place in it."""
    viewer, paging = await viewer_of(work), posts_paging(request)
    part: Slice[KeptPost | MessageBookmark | Heart] = merged(posts, messages, paging, place=attrgetter("id"))
    said = await said_by_ids(work, [one.message_id for one in part.items if not isinstance(one, KeptPost)])
    cards = await hydrate(work.db, viewer, [one.post for one in part.items if isinstance(one, KeptPost)])
    by_id = said | {Id(int(one.id)): one for one in await present_statuses(work, cards)}
    ids = [one.post.id if isinstance(one, KeptPost) else one.message_id for one in part.items]
    newest = part.items[0].id if part.items else None
    link = link_header(work, request, newest=newest, older_than=part.older_than)
    return json_answer([by_id[one] for one in ids if one in by_id], headers=link)


def _tag_deed(name: str, handler: Handler) -> Route:
    return Route(
        method="POST",
        path=f"/api/v1/tags/{{name}}/{name}",
        handler=handler,
        scope="write:follows",
        gives=TagEntity,
        summary=f"{name.capitalize()} a hashtag.",
    )


def _list(
    path: str, handler: Handler, scope: str, query: tuple[type[msgspec.Struct], ...] = (), summary: str = ""
) -> Route:
    return Route(
        method="GET",
        path=f"/api/v1/{path}",
        handler=handler,
        scope=scope,
        access="anyone" if query else "member",
        query=query,
        gives=list[StatusEntity],
        paged=True,
        summary=summary,
    )


ROUTES = (
    _list("timelines/public", show_public, "read:statuses", (StreamQuery,), "List everyone's posts."),
    _list("timelines/tag/{name}", show_tag, "read:statuses", (StreamQuery,), "List the posts with a hashtag."),
    Route(
        method="GET",
        path="/api/v1/tags/{name}",
        handler=show_one_tag,
        scope="read:follows",
        access="anyone",
        gives=TagEntity,
        summary="Show a hashtag.",
    ),
    _tag_deed("follow", do_follow_tag),
    _tag_deed("unfollow", do_unfollow_tag),
    Route(
        method="GET",
        path="/api/v1/followed_tags",
        handler=show_followed_tags,
        scope="read:follows",
        gives=list[TagEntity],
        paged=True,
        summary="List the hashtags that one follows.",
    ),
    _list("bookmarks", show_bookmarks, "read:bookmarks", summary="List one's bookmarks."),
    _list("favourites", show_favourites, "read:favourites", summary="List what one likes."),
)
