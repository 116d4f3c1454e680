"""What a reader does from a card: less of this, only the newest, so many a week, a break."""

from dataclasses import dataclass
from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.ids import Id
from kith.base.web.form import read_form
from kith.base.web.page import fragment, is_htmx, page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.caps.actions import cap_post, less_of, take_a_break, topic_words
from kith.caps.model import EVERYONE, Cap
from kith.caps.words import cap_line
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
    whom: str = "author"
    error: str = ""


@dataclass(frozen=True, kw_only=True)
class CappedPage:
    """What is said where the card stood."""

    cap: Cap
    words: str
    post_id: int
    of_everyone: bool


class CapForm(msgspec.Struct, frozen=True, kw_only=True):
    """What one wants less of. `how` is a step down, of its author or of everyone, the newest alone, or a number."""

    how: Literal["less", "everyone", "newest", "number"] = "less"
    whom: Literal["author", "everyone"] = "author"
    topic: str = ""
    posts_a_week: int = 1


async def show_less(work: Work, request: Request) -> Response:
    """`GET /posts/ID/less`."""
    return await _show(work, request, path_id(request))


async def _show(work: Work, request: Request, post_id: Id, error: Invalid | Refused | None = None) -> Response:
    if error is not None:
        work.undo()
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
        error=error.text if error else "",
        whom="everyone" if request.query_params.get("whom") == "everyone" else "author",
    )
    return await page(work, request, "caps/less.html", content, status=422 if error else 200)


async def do_cap(work: Work, request: Request) -> Response:
    """`POST /posts/ID/less`: what is over is folded from the next Home on; the way back stands in the card's place."""
    form, post_id = await read_form(request, CapForm), path_id(request)
    try:
        cap = await _capped(work, post_id, form)
    except (Invalid, Refused) as error:
        return await _show(work, request, post_id, error)
    if not is_htmx(request):
        return RedirectResponse(f"/settings/taking-in#cap-{cap.id}", 303)
    accounts = {one.id: one for one in await present_accounts(work.db, [cap.author_id])}
    topic = (await topic_words(work, [cap.topic]))[cap.topic] if cap.topic else ""
    words = cap_line(cap, accounts.get(cap.author_id), topic)
    content = CappedPage(cap=cap, words=words, post_id=post_id, of_everyone=cap.author_id == EVERYONE)
    return await fragment(work, request, "caps/capped.html", content)


async def _capped(work: Work, post_id: Id, form: CapForm) -> Cap:
    if form.how == "less":
        return await less_of(work, post_id)
    if form.how == "everyone":
        return await less_of(work, post_id, of_everyone=True)
    if form.how == "newest":
        return await cap_post(work, post_id, topic="", posts_a_week=None, of_everyone=False)
    of_everyone = form.whom == "everyone"
    return await cap_post(work, post_id, topic=form.topic, posts_a_week=form.posts_a_week, of_everyone=of_everyone)


async def do_break(work: Work, request: Request) -> Response:
    """`POST /posts/ID/break`: hear nothing from its author until Monday."""
    await take_a_break(work, path_id(request), zone=request.state.zone)
    return RedirectResponse("/settings/taking-in#breaks", 303)


CARD_ROUTES = (
    Route(method="GET", path="/posts/{id}/less", handler=show_less),
    Route(method="POST", path="/posts/{id}/less", handler=do_cap),
    Route(method="POST", path="/posts/{id}/break", handler=do_break),
)
