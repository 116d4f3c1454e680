"""Posts in open pages: new, changed, gone. Each is rendered for the one who looks, when it is delivered."""

from types import SimpleNamespace

import msgspec
from starlette.requests import Request

from kith.base.bus.live import LiveEvent
from kith.base.web.live import LiveView, Rendered
from kith.base.web.page import Pages
from kith.base.work import Work
from kith.people import viewer_of
from kith.posts import store
from kith.posts.actions.fresh import new_card
from kith.posts.actions.sifting import sift
from kith.posts.model import Card, Post
from kith.posts.rules import is_asked_for


class LiveCard(msgspec.Struct, frozen=True, kw_only=True):
    """One card that comes by itself."""

    card: Card


async def render_new(work: Work, request: Request, event: LiveEvent) -> Rendered | None:
    """Give the card of a new post, for one who may see it. Who shows it decides whether it calls: see the feed."""
    return await _rendered(work, request, event, action="new")


async def _changed(work: Work, request: Request, event: LiveEvent) -> Rendered | None:
    """Whoever may not see it any more, by an edit that no longer names them, sees it go."""
    rendered = await _rendered(work, request, event, action="changed")
    return rendered or Rendered(action="removed", id=element_id(event))


async def _removed(_work: Work, _request: Request, event: LiveEvent) -> Rendered | None:
    return Rendered(action="removed", id=element_id(event))


def _is_about(request: Request, post: Post) -> bool:
    """Tell whether the open page is of its author or its thread: there an offer stands for everybody."""
    topics = request.query_params.getlist("topic")
    return f"thread:{post.root_id}" in topics or (post.repost_of_id is None and f"author:{post.author_id}" in topics)


async def _rendered(work: Work, request: Request, event: LiveEvent, *, action: str) -> Rendered | None:
    viewer = await viewer_of(work)
    new = await new_card(work, event.author_id, event.subject_id)
    found = [new] if new is not None else await _read(work, request, event)
    cards = (await sift(work, found, "home", drop=action == "new")).cards
    if not cards or (action == "new" and cards[0].shown.author.id in viewer.muted):
        return None
    pages: Pages = request.app.pages
    shell: SimpleNamespace = await pages.shell(work, request)
    html = pages.render("posts/card_alone.html", page=LiveCard(card=cards[0]), shell=shell)
    return Rendered(action=action, id=element_id(event), html=str(html))


async def _read(work: Work, request: Request, event: LiveEvent) -> list[Card]:
    viewer = await viewer_of(work)
    posts = await store.posts_by_pairs(work.db, viewer, [(event.author_id, event.subject_id)])
    posts = [post for post in posts if is_asked_for(post, viewer) or _is_about(request, post)]
    return await store.hydrate(work.db, viewer, posts)


def element_id(event: LiveEvent) -> str:
    """Give the id that the card of this post has on a page."""
    return f"post-{event.subject_id}"


LIVE = (
    LiveView(kind="post.changed", render=_changed),
    LiveView(kind="post.linked", render=_changed),
    LiveView(kind="post.removed", render=_removed),
)
