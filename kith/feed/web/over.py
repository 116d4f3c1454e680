"""The folds that caps made, and what one says of a post in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Literal
from urllib.parse import urlencode

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.ids import ID_MAX, Id, parse_id
from kith.base.web.back import came_from
from kith.base.web.form import read_form, read_query
from kith.base.web.page import fragment, is_htmx, page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.feed.actions import AskedOver, OverFold, done_with_over, look_anew, open_over
from kith.feed.web.pacing import home_path
from kith.feed.web.sentences import may_say_no, over_line, thought_of
from kith.posts.model import Card
from kith.topics import correct


@dataclass(frozen=True, kw_only=True)
class OverStrip:
    """Such a fold, closed."""

    words: str
    url: str
    topic: str
    sitting_id: Id


@dataclass(frozen=True, kw_only=True)
class OverCard:
    """A card in such a fold: by what it stands there, and whether its reader may say that it is not about it."""

    card: Card
    thought: str
    may_say_no: bool


@dataclass(frozen=True, kw_only=True)
class OverPage:
    """Such a fold, opened; `rest_url` is where it goes on."""

    topic: str
    words: str
    cards: Sequence[OverCard]
    rest_url: str | None
    held: int
    held_url: str


@dataclass(frozen=True, kw_only=True)
class CorrectedPage:
    """What is said after a correction."""

    about: bool
    words: str


class OverQuery(msgspec.Struct, frozen=True, kw_only=True):
    """The fold of which topic, in which sitting, below which post."""

    topic: str = ""
    sitting: str = ""
    below: str = ""


class OverForm(msgspec.Struct, frozen=True, kw_only=True):
    """The fold of which topic, in which sitting."""

    topic: str = ""
    sitting: str = ""


class CorrectForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a post is about a topic, for its reader."""

    topic: str
    about: Literal["yes", "no"] = "no"


async def show_over(work: Work, request: Request) -> Response:
    """`GET /home/over`."""
    query = read_query(request, OverQuery)
    asked = AskedOver(topic=query.topic, sitting_id=parse_id(query.sitting))
    below = parse_id(query.below) or Id(ID_MAX)
    opened = await open_over(
        work, asked, below=below, zone=request.state.zone, with_held="held" in request.query_params
    )
    here = over_url(query.topic, query.sitting)
    content = OverPage(
        topic=opened.topic,
        words=opened.words,
        cards=[
            OverCard(
                card=card,
                thought=thought_of(opened.topics[card.post.id], opened.topic, opened.words),
                may_say_no=may_say_no(opened.topics[card.post.id], opened.topic),
            )
            for card in opened.cards
        ],
        rest_url=over_url(query.topic, query.sitting, opened.older_than) if opened.older_than else None,
        held=opened.held,
        held_url=f"{here}&held=show",
    )
    return await page(work, request, "feed/over.html", content)


async def do_done(work: Work, request: Request) -> Response:
    """`POST /home/over/done`."""
    form = await read_form(request, OverForm)
    asked = AskedOver(topic=form.topic, sitting_id=parse_id(form.sitting))
    await done_with_over(work, asked, zone=request.state.zone)
    return Response("") if is_htmx(request) else RedirectResponse(home_path(work), 303)


async def do_correct(work: Work, request: Request) -> Response:
    """`POST /home/about/{id}`: say for oneself whether a post is about a topic. It holds from the next Home on."""
    form, post_id = await read_form(request, CorrectForm), path_id(request)
    await correct(work, post_id, form.topic, about=form.about == "yes")
    await look_anew(work)
    if not is_htmx(request):
        return RedirectResponse(came_from(request), 303)
    return await fragment(work, request, "feed/corrected.html", CorrectedPage(about=form.about == "yes", words=""))


def strip_over(fold: OverFold, sitting_id: Id, speaking: SimpleNamespace) -> OverStrip:
    """Give the strip of a fold that a cap made."""
    url = over_url(fold.topic, str(sitting_id))
    return OverStrip(words=over_line(fold, speaking), url=url, topic=fold.topic, sitting_id=sitting_id)


def over_url(topic: str, sitting: str, below: Id | None = None) -> str:
    """Give the address of such a fold. Where its sitting is lost, what was not read of it is found all the same."""
    query = {"topic": topic, "sitting": sitting} | ({"below": str(below)} if below else {})
    return f"/home/over?{urlencode(query)}"


OVER_ROUTES = (
    Route(method="GET", path="/home/over", handler=show_over),
    Route(method="POST", path="/home/over/done", handler=do_done),
    Route(method="POST", path="/home/about/{id}", handler=do_correct),
)
