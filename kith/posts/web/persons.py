"""Somebody's page: who they are, what they keep at the top, and what they say."""

from collections.abc import Sequence
from typing import Literal

import msgspec
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import NotFound
from kith.base.core.paging import Paging
from kith.base.web.page import Pages, page
from kith.base.web.routing import Handler, Route
from kith.base.web.shown import address
from kith.base.work import Work
from kith.collections import CollectionView, collections_of
from kith.people import RECOMMENDED, load_profile, people_in, viewer_of
from kith.people.model import Account, ProfileView
from kith.posts import store
from kith.posts.model import Card, FeaturedView
from kith.posts.web.showing import cards_of, hashtag_in, more_path, paging_of

RECOMMENDED_SHOWN_MAX = 8

Tab = Literal["posts", "replies", "pictures", "tagged"]


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody chose for their page."""

    featured: Sequence[FeaturedView] = ()
    recommended: Sequence[Account] = ()
    recommends_more: bool = False


class PersonPage(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody, and a piece of what they say. `path` is their page, `tab` the one of its tabs that is open."""

    profile: ProfileView
    path: str
    tab: str
    hashtag: str
    chosen: Chosen
    pinned: Sequence[Card]
    cards: Sequence[Card]
    more: str | None
    collections: Sequence[CollectionView] = ()
    parts: Sequence[Markup] = ()  # what features above put below the head


def _showing(tab: Tab) -> Handler:
    async def handler(work: Work, request: Request) -> Response:
        return await _show(work, request, tab)

    return handler


async def _show(work: Work, request: Request, tab: Tab) -> Response:
    profile = await load_profile(work, request.path_params["handle"])
    person = profile.account
    path, hashtag = f"/{address(person)}", hashtag_in(request) if tab == "tagged" else None
    if tab == "pictures" and not person.shows_media and not profile.is_me:
        raise NotFound
    here = path if tab == "posts" else f"{path}/{tab}" + (f"/{hashtag}" if hashtag else "")
    if request.scope["path"] != here:
        return RedirectResponse(here, 303)
    viewer, paging = await viewer_of(work), paging_of(request)
    found = await store.posts_of(
        work.db,
        viewer,
        person.id,
        paging,
        with_replies=tab in ("replies", "tagged") or (tab == "pictures" and person.shows_media_replies),
        with_reposts=tab == "posts",
        only_media=tab == "pictures",
        hashtag=hashtag,
    )
    first = tab == "posts" and paging.max_id is None
    pinned = await store.pinned(work.db, viewer, person.id) if first else []
    on_top = {post.id for post in pinned}
    cards = await cards_of(work, [*pinned, *(post for post in found.items if post.id not in on_top)], "account")
    work.memo[ProfileView] = profile
    content = PersonPage(
        profile=profile,
        path=path,
        tab=here,
        hashtag=hashtag or "",
        chosen=await _chosen(work, person) if paging.max_id is None else Chosen(),
        pinned=[card for card in cards if card.post.id in on_top],
        cards=[card for card in cards if card.post.id not in on_top],
        more=more_path(request, found),
        collections=await collections_of(work, person.id) if first and (person.shows_featured or profile.is_me) else (),
        parts=await _parts(work, request) if first else (),
    )
    return await page(work, request, "posts/person.html", content)


async def _parts(work: Work, request: Request) -> list[Markup]:
    pages: Pages = request.app.pages
    return [part for part in (await pages.fill(work, request, "person.")).values() if part]


async def _chosen(work: Work, person: Account) -> Chosen:
    """Read what stands on somebody's page by their choice; nothing, where they would rather show none of it."""
    if not person.shows_featured:
        return Chosen()
    paging = Paging(limit=RECOMMENDED_SHOWN_MAX)
    recommended = await people_in(work.db, await viewer_of(work), RECOMMENDED, person.id, paging)
    return Chosen(
        featured=await store.featured_of(work.db, person.id),
        recommended=[one.account for one in recommended.items],
        recommends_more=recommended.older_than is not None,
    )


ROUTES = (
    Route(method="GET", path="/@{handle}", handler=_showing("posts"), access="anyone"),
    Route(method="GET", path="/@{handle}/replies", handler=_showing("replies"), access="anyone"),
    Route(method="GET", path="/@{handle}/pictures", handler=_showing("pictures"), access="anyone"),
    Route(method="GET", path="/@{handle}/tagged/{tag}", handler=_showing("tagged"), access="anyone"),
)
