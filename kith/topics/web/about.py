"""`/posts/ID/about`: what a post is about, said by its author."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import NotFound, Refused, Undecided
from kith.base.core.ids import Id
from kith.base.web.form import read_form
from kith.base.web.page import page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.people import viewer_of
from kith.posts import get_post
from kith.posts.model import Post
from kith.topics import store
from kith.topics.actions import declare, take_declaration_back, topics_for, topics_of
from kith.topics.model import Topic
from kith.topics.rules import may_take_back


@dataclass(frozen=True, kw_only=True)
class AboutRow:
    """A topic, with what the author said of the post, and whether the machine thinks that it is about it."""

    topic: Topic
    about: bool | None
    is_thought: bool
    may_take_back: bool


@dataclass(frozen=True, kw_only=True)
class AboutPage:
    """The topics, what was said or thought first. `asked` is the topic of which there is something to choose first."""

    post: Post
    rows: tuple[AboutRow, ...]
    error: str = ""
    asked: str = ""
    choices: Mapping[str, str]


class AboutForm(msgspec.Struct, frozen=True, kw_only=True):
    """What the author says of a topic; `choice` where they were told that they had promised themselves less."""

    topic: str
    about: Literal["yes", "no", "back"]
    choice: Literal["over", ""] = ""


async def show_about(work: Work, request: Request) -> Response:
    """`GET /posts/ID/about`."""
    return await _show(work, request)


async def do_say(work: Work, request: Request) -> Response:
    """`POST /posts/ID/about`."""
    form, post_id = await read_form(request, AboutForm), path_id(request)
    try:
        if form.about == "back":
            await take_declaration_back(work, post_id, form.topic)
        else:
            anyway = form.choice == "over"
            await declare(work, post_id, form.topic, about=form.about == "yes", anyway=anyway)
    except (Refused, Undecided) as error:
        work.undo()
        return await _show(work, request, error, form.topic)
    return RedirectResponse(f"/posts/{post_id}/about", 303)


async def _show(work: Work, request: Request, error: Refused | Undecided | None = None, topic: str = "") -> Response:
    viewer = await viewer_of(work)
    post = await get_post(work.db, viewer, path_id(request))
    if post.author_id != viewer.id or post.repost_of_id is not None:
        raise NotFound
    found = (await topics_of(work.db, viewer, [post]))[post.id]
    thought = {one.topic for one in found if one.evidence == "machine"}
    asked = isinstance(error, Undecided)
    content = AboutPage(
        post=post,
        rows=await _rows(work, viewer.id or Id(0), post, thought),
        error=error.text if error else "",
        asked=topic if asked else "",
        choices=error.choices if isinstance(error, Undecided) else {},
    )
    status = 409 if asked else 200 if error is None else 422
    return await page(work, request, "topics/about.html", content, status=status)


async def _rows(work: Work, author_id: Id, post: Post, thought: set[str]) -> tuple[AboutRow, ...]:
    said = {one.topic: one for one in await store.declarations_of(work.db, author_id, [post.id])}
    rows = []
    for topic in await topics_for(work.db, author_id):
        known = said.get(topic.key)
        about = known.about if known else None
        may = known is not None and about is not None and may_take_back(known, work.now)
        rows.append(AboutRow(topic=topic, about=about, is_thought=topic.key in thought, may_take_back=may))
    return tuple(sorted(rows, key=lambda one: (one.about is None, not one.is_thought)))


_PATH = "/posts/{id}/about"
ABOUT_ROUTES = (
    Route(method="GET", path=_PATH, handler=show_about),
    Route(method="POST", path=_PATH, handler=do_say),
)
