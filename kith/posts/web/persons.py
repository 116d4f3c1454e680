"""Somebody's page: who they are, what they keep at the top, and what they say."""

from collections.abc import Sequence
from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.web.page import page
from kith.base.web.routing import Handler, Route
from kith.base.web.shown import address
from kith.base.work import Work
from kith.people import load_profile, viewer_of
from kith.people.model import ProfileView
from kith.posts import store
from kith.posts.model import Card
from kith.posts.web.showing import cards_of, more_path, paging_of

Tab = Literal["posts", "replies", "pictures"]


class PersonPage(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody, and a piece of what they say. `path` is their page, `tab` the one of its tabs that is open."""

    profile: ProfileView
    path: str
    tab: str
    pinned: Sequence[Card]
    cards: Sequence[Card]
    more: str | None


def _showing(tab: Tab) -> Handler:
    async def handler(work: Work, request: Request) -> Response:
        return await _show(work, request, tab)

    return handler


async def _show(work: Work, request: Request, tab: Tab) -> Response:
    profile = await load_profile(work, request.path_params["handle"])
    path = f"/{address(profile.account)}"
    here = path if tab == "posts" else f"{path}/{tab}"
    if request.scope["path"] != here:
        return RedirectResponse(here, 303)
    viewer, paging = await viewer_of(work), paging_of(request)
    found = await store.posts_of(
        work.db,
        viewer,
        profile.account.id,
        paging,
        with_replies=tab == "replies",
        with_reposts=tab == "posts",
        only_media=tab == "pictures",
    )
    first = tab == "posts" and paging.max_id is None
    pinned = await store.pinned(work.db, viewer, profile.account.id) if first else []
    on_top = {post.id for post in pinned}
    cards = await cards_of(work, [*pinned, *(post for post in found.items if post.id not in on_top)], "account")
    content = PersonPage(
        profile=profile,
        path=path,
        tab=here,
        pinned=[card for card in cards if card.post.id in on_top],
        cards=[card for card in cards if card.post.id not in on_top],
        more=more_path(request, found),
    )
    return await page(work, request, "posts/person.html", content)


ROUTES = (
    Route(method="GET", path="/@{handle}", handler=_showing("posts"), access="anyone"),
    Route(method="GET", path="/@{handle}/replies", handler=_showing("replies"), access="anyone"),
    Route(method="GET", path="/@{handle}/pictures", handler=_showing("pictures"), access="anyone"),
)
