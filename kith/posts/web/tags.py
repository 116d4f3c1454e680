"""A hashtag's page, following it, and the hashtags that one follows."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.words import _
from kith.base.web.page import page
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.people import follow_tag, followed_tags, unfollow_tag, viewer_of
from kith.people.model import TagFollow
from kith.posts import store
from kith.posts.web.showing import ListPage, hashtag_in, list_response, more_path, paging_of, sifted_cards


@dataclass(frozen=True, kw_only=True)
class TagsPage:
    """The hashtags that one follows."""

    tags: tuple[TagFollow, ...]
    more: str | None
    first: bool


async def show_tag(work: Work, request: Request) -> Response:
    """`GET /tags/WORD`."""
    hashtag, viewer, paging = hashtag_in(request), await viewer_of(work), paging_of(request)
    found = await store.tagged(work.db, viewer, hashtag, paging)
    sifted = await sifted_cards(work, request, found.items)
    content = ListPage(
        title=f"#{hashtag}",
        cards=sifted.cards,
        held=sifted.held,
        more=more_path(request, found),
        first=paging.max_id is None,
        icon="hash",
        nothing=_("Nothing under this word"),
        empty=_("Nobody has written about it yet, or not for everyone."),
        end=_("That is everything under this word."),
        hashtag=hashtag,
        follows=hashtag in viewer.tags,
    )
    return await list_response(work, request, content)


async def show_tags(work: Work, request: Request) -> Response:
    """`GET /tags`."""
    assert work.actor is not None
    paging = paging_of(request)
    found = await followed_tags(work.db, work.actor, paging)
    content = TagsPage(tags=tuple(found.items), more=more_path(request, found), first=paging.max_id is None)
    return await page(work, request, "posts/tags.html", content)


async def do_follow_tag(work: Work, request: Request) -> Response:
    """`POST /tags/WORD/follow`."""
    return RedirectResponse(f"/tags/{await follow_tag(work, hashtag_in(request))}", 303)


async def do_unfollow_tag(work: Work, request: Request) -> Response:
    """`POST /tags/WORD/unfollow`."""
    return RedirectResponse(f"/tags/{await unfollow_tag(work, hashtag_in(request))}", 303)


ROUTES = (
    Route(method="GET", path="/tags", handler=show_tags),
    Route(method="GET", path="/tags/{tag}", handler=show_tag, access="anyone"),
    Route(method="POST", path="/tags/{tag}/follow", handler=do_follow_tag),
    Route(method="POST", path="/tags/{tag}/unfollow", handler=do_unfollow_tag),
)
