"""Lists of posts: the square, one's bookmarks and likes."""

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.words import _
from kith.base.web.page import Pages
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.people import viewer_of
from kith.posts import store
from kith.posts.web.showing import ListPage, cards_of, list_response, more_path, paging_of, sifted_cards


async def _square(work: Work, request: Request) -> Response:
    paging = paging_of(request)
    found = await store.square(work.db, await viewer_of(work), paging)
    sifted = await sifted_cards(work, request, found.items)
    content = ListPage(
        title=_("The village square"),
        lead=_("What people here say to everyone, newest first."),
        cards=sifted.cards,
        held=sifted.held,
        more=more_path(request, found),
        first=paging.max_id is None,
        icon="coffee",
        nothing=_("It is quiet here still"),
        empty=_("Somebody has to say good morning first."),
        end=_("That is where it all began."),
        discoverable=True,
    )
    return await list_response(work, request, content)


async def _bookmarks(work: Work, request: Request) -> Response:
    paging = paging_of(request)
    found = await store.bookmarked(work.db, await viewer_of(work), paging)
    content = ListPage(
        title=_("Bookmarks"),
        lead=_("Only you see what you keep."),
        cards=await cards_of(work, [kept.post for kept in found.items]),
        more=more_path(request, found),
        first=paging.max_id is None,
        icon="bookmark",
        nothing=_("Nothing kept yet"),
        empty=_("What you keep from a post’s card waits for you here."),
        end=_("That is everything you keep."),
        ways=await _ways(work, request),
    )
    return await list_response(work, request, content)


async def _ways(work: Work, request: Request) -> list[Markup]:
    """Give the ways to what else one keeps."""
    pages: Pages = request.app.pages
    return [one for one in (await pages.fill(work, request, "bookmarks.")).values() if one]


async def _likes(work: Work, request: Request) -> Response:
    paging = paging_of(request)
    found = await store.liked(work.db, await viewer_of(work), paging)
    content = ListPage(
        title=_("What you liked"),
        cards=await cards_of(work, [kept.post for kept in found.items]),
        more=more_path(request, found),
        first=paging.max_id is None,
        icon="heart",
        nothing=_("Nothing liked yet"),
        empty=_("When you like something, you find it here again."),
        end=_("That is everything you liked."),
    )
    return await list_response(work, request, content)


ROUTES = (
    Route(method="GET", path="/public", handler=_square, access="anyone"),
    Route(method="GET", path="/bookmarks", handler=_bookmarks),
    Route(method="GET", path="/likes", handler=_likes),
)
