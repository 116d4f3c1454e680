"""A post on its own page, with its thread; what it said before; who liked it and passed it on."""

from collections.abc import Sequence
from urllib.parse import urlencode

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id, parse_id
from kith.base.core.words import _
from kith.base.web.page import page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.people import viewer_of
from kith.posts import store
from kith.posts.model import Card, Post, PostVersion, Reactor, Sought, Thread
from kith.posts.rules import branches
from kith.posts.web.showing import ListPage, card_of, cards_of, list_response, more_path, paging_of, path_of
from kith.posts.web.writing import ComposerPart, fresh_composer

DEPTH_SHOWN_MAX = 4  # further in, a phone has no room; the line beside it says that the talk goes deeper


class BranchPart(msgspec.Struct, frozen=True, kw_only=True):
    """An answer in the tree, and how far in it stands."""

    card: Card
    depth: int


class ThreadPage(msgspec.Struct, frozen=True, kw_only=True):
    """What a post answers, the post itself, and the answers below it."""

    card: Card
    above: Sequence[Card]
    below: Sequence[BranchPart]
    more: str | None
    composer: ComposerPart | None
    meta: "MetaPart | None"
    noindex: bool


class MetaPart(msgspec.Struct, frozen=True, kw_only=True):
    """What other sites may show of a post for everyone, when somebody links to it."""

    title: str
    text: str
    url: str
    image: str | None
    oembed: str


class HistoryPage(msgspec.Struct, frozen=True, kw_only=True):
    """What a post said before, newest first, and what it says now."""

    card: Card
    path: str
    versions: Sequence[PostVersion]


class ReactorsPage(msgspec.Struct, frozen=True, kw_only=True):
    """Names, on demand: who liked a post, or who passed it on."""

    title: str
    path: str
    people: Sequence[Reactor]
    more: str | None


async def _show(work: Work, request: Request) -> Response:
    viewer = await viewer_of(work)
    post = await store.find_post(work.db, viewer, path_id(request))
    if post is None:
        return await _elsewhere(work, request)
    after = parse_id(request.query_params.get("after", ""))
    thread = await store.thread(work.db, viewer, post, after=after)
    found = await cards_of(work, [post, *thread.above, *thread.below], "thread")
    cards = {card.post.id: card for card in found}
    card = cards.get(post.id)
    if card is None:
        raise NotFound
    if card.original is not None or request.scope["path"] != path_of(card):
        return RedirectResponse(path_of(card.shown), 303)
    content = ThreadPage(
        card=card,
        above=[cards[above.id] for above in thread.above if above.id in cards] if after is None else (),
        below=_tree(post, thread, cards),
        more=f"{path_of(card)}?after={thread.more_after}" if thread.more_after else None,
        composer=await fresh_composer(work, request, card) if work.actor else None,
        meta=_meta(work, card),
        noindex=post.audience != "everyone" or not card.author.discoverable,
    )
    return await page(work, request, "posts/thread.html", content)


async def _go(work: Work, request: Request) -> Response:
    """Lead from the short address, which knows no handle, to the post's page."""
    try:
        card = await card_of(work, path_id(request))
    except NotFound:
        return await _elsewhere(work, request)
    return RedirectResponse(path_of(card.shown), 303)


async def _elsewhere(work: Work, request: Request) -> Response:
    """Lead to what a post became, whoever may see that. Raises `NotFound`."""
    found = await work.hand_over(Sought(post_id=path_id(request)))
    if found is None:
        raise NotFound
    return RedirectResponse(found.page, 303)


async def _history(work: Work, request: Request) -> Response:
    card = (await card_of(work, path_id(request))).shown
    versions = await store.versions_of(work.db, card.post)
    return await page(
        work, request, "posts/history.html", HistoryPage(card=card, path=path_of(card), versions=versions[::-1])
    )


async def _likers(work: Work, request: Request) -> Response:
    card = (await card_of(work, path_id(request))).shown
    found = await store.likers_of(work.db, await viewer_of(work), card.post, paging_of(request))
    content = ReactorsPage(
        title=_("Who liked this"),
        path=path_of(card),
        people=found.items,
        more=more_path(request, found),
    )
    return await page(work, request, "posts/reactors.html", content)


async def _reposters(work: Work, request: Request) -> Response:
    card = (await card_of(work, path_id(request))).shown
    found = await store.reposters_of(work.db, await viewer_of(work), card.post, paging_of(request))
    content = ReactorsPage(
        title=_("Who passed this on"),
        path=path_of(card),
        people=found.items,
        more=more_path(request, found),
    )
    return await page(work, request, "posts/reactors.html", content)


async def _quotes(work: Work, request: Request) -> Response:
    card = (await card_of(work, path_id(request))).shown
    found = await store.quotes_of(work.db, await viewer_of(work), card.post.id, paging_of(request))
    content = ListPage(
        title=_("Who quotes this"),
        cards=await cards_of(work, found.items, "thread"),
        more=more_path(request, found),
        first="max_id" not in request.query_params,
        icon="quote",
        nothing=_("Nobody quotes it"),
        empty=_("Posts that quote it stand here, as far as you may see them."),
        end=_("That is everyone who quotes it."),
    )
    return await list_response(work, request, content)


def _tree(top: Post, thread: Thread, cards: dict[Id, Card]) -> list[BranchPart]:
    return [
        BranchPart(card=cards[branch.post.id], depth=min(branch.depth, DEPTH_SHOWN_MAX))
        for branch in branches(thread, top.id)
        if branch.post.id in cards
    ]


def _meta(work: Work, card: Card) -> MetaPart | None:
    """Only what is for everyone leaves the page; what stands behind a warning stays there."""
    if card.post.audience not in ("everyone", "unlisted"):
        return None
    hidden = card.post.sensitive
    # A video's own picture, for what plays can be shown by few; of the first that has one.
    keys = (one.key if one.kind in ("image", "moving") else one.small_key for one in card.post.attachments)
    picture = None if hidden else next(filter(None, keys), None)
    base = work.house.settings.url
    return MetaPart(
        title=card.author.name or card.author.handle,
        text=(card.post.warning or _("Behind a warning.")) if hidden else card.post.text[:200],
        url=base + path_of(card),
        image=f"{base}/media/{picture}" if picture else None,
        oembed=f"{base}/api/oembed?{urlencode({'url': base + path_of(card)})}",
    )


ROUTES = (
    Route(method="GET", path="/@{handle}/{id}", handler=_show, access="anyone"),
    Route(method="GET", path="/posts/{id}", handler=_go, access="anyone"),
    Route(method="GET", path="/@{handle}/{id}/history", handler=_history, access="anyone"),
    Route(method="GET", path="/@{handle}/{id}/quotes", handler=_quotes, access="anyone"),
    Route(method="GET", path="/@{handle}/{id}/likes", handler=_likers, access="anyone"),
    Route(method="GET", path="/@{handle}/{id}/reposts", handler=_reposters, access="anyone"),
)
