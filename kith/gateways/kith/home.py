"""Home with what the reader's filters hold back: Mastodon's list leaves it out without a word."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.web.form import read_query
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.feed import home_of
from kith.gateways.mastodon.answers import json_answer, link_header, posts_paging
from kith.gateways.mastodon.status import StatusEntity, present_statuses


class HomeQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Whether what a filter hides shall be shown, too; then it carries the filter that meets it."""

    with_held_back: bool = False


class HomeEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A part of Home, and how many statuses of this part the reader's filters left out."""

    statuses: list[StatusEntity]
    held_back: int


async def show_home(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/timelines/home`: list Home, and tell how much of it one's filters hold back."""
    query = read_query(request, HomeQuery)
    piece = await home_of(work, posts_paging(request), with_held=query.with_held_back)
    newest = piece.cards[0].post.id if piece.cards else None
    link = link_header(work, request, newest=newest, older_than=piece.older_than)
    home = HomeEntity(statuses=await present_statuses(work, piece.cards), held_back=piece.held)
    return json_answer(home, headers=link)


ROUTES = (
    Route(
        method="GET",
        path="/api/kith/v1/timelines/home",
        handler=show_home,
        scope="read:statuses",
        query=(HomeQuery,),
        gives=HomeEntity,
        paged=True,
    ),
)
