"""What a reader does from a card: less of this, only the newest, so many a week, a break."""

from dataclasses import dataclass
from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import NotFound
from kith.base.web.form import read_form
from kith.base.web.page import fragment, is_htmx, page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.caps.actions import cap_post, less_of, take_a_break, topic_words
from kith.caps.model import POSTS_A_WEEK_MAX, Cap
from kith.caps.web.words import cap_line
from kith.people import present_accounts, viewer_of
from kith.people.model import Account
from kith.posts import get_post
from kith.topics import topics_for, topics_of
from kith.topics.model import Topic


@dataclass(frozen=True, kw_only=True)
class LessPage:
    """What one can take less of, seen from a post: its author, what it is about, and any other topic."""

    post_id: int
    author: Account
    about: tuple[Topic, ...]
    others: tuple[Topic, ...]
    posts_a_week_max: int = POSTS_A_WEEK_MAX


@dataclass(frozen=True, kw_only=True)
class CappedPage:
    """What is said where the card stood."""

    cap: Cap
    words: str
    post_id: int


class CapForm(msgspec.Struct, frozen=True, kw_only=True):
    """What one wants less of. `how` is a step down, the newest alone, or a number."""

    how: Literal["less", "newest", "number"] = "less"
    whom: Literal["author", "everyone"] = "author"
    topic: str = ""
    posts_a_week: int = 1


async def show_less(work: Work, request: Request) -> Response:
    """`GET /posts/ID/less`."""
    post_id = path_id(request)
    viewer = await viewer_of(work)
    post = await get_post(work.db, viewer, post_id)
    accounts = await present_accounts(work.db, [post.author_id])
    if not accounts or post.author_id == viewer.id:
        raise NotFound
    found = [one.topic for one in (await topics_of(work.db, viewer, [post]))[post.id]]
    topics = await topics_for(work.db, viewer.id)
    content = LessPage(
        post_id=post_id,
        author=accounts[0],
        about=tuple(topic for topic in topics if topic.key in found),
        others=tuple(topic for topic in topics if topic.key not in found),
    )
    return await page(work, request, "caps/less.html", content)


async def do_cap(work: Work, request: Request) -> Response:
    """`POST /posts/ID/less`: what is over is folded from the next Home on; the way back stands in the card's place."""
    form, post_id = await read_form(request, CapForm), path_id(request)
    if form.how == "less":
        cap = await less_of(work, post_id)
    else:
        cap = await cap_post(
            work,
            post_id,
            topic=form.topic if form.how == "number" else "",
            posts_a_week=form.posts_a_week if form.how == "number" else None,
            of_everyone=form.how == "number" and form.whom == "everyone",
        )
    if not is_htmx(request):
        return RedirectResponse(f"/settings/taking-in#cap-{cap.id}", 303)
    accounts = {one.id: one for one in await present_accounts(work.db, [cap.author_id])}
    topic = (await topic_words(work, [cap.topic]))[cap.topic] if cap.topic else ""
    words = cap_line(cap, accounts.get(cap.author_id), topic)
    return await fragment(work, request, "caps/capped.html", CappedPage(cap=cap, words=words, post_id=post_id))


async def do_break(work: Work, request: Request) -> Response:
    """`POST /posts/ID/break`: hear nothing from its author until Monday."""
    await take_a_break(work, path_id(request), zone=request.state.zone)
    return RedirectResponse("/settings/taking-in#breaks", 303)


CARD_ROUTES = (
    Route(method="GET", path="/posts/{id}/less", handler=show_less),
    Route(method="POST", path="/posts/{id}/less", handler=do_cap),
    Route(method="POST", path="/posts/{id}/break", handler=do_break),
)
