"""`GET /api/v1/timelines/home`: the list every app asks for most.

The answer is kept in this process as bytes, under the token and the query that asked for it, and dropped when anything
it was made of changes: the token, what the person did or whom they follow, a post by anybody they read, a post in it.
"""

from collections.abc import Iterable
from hashlib import blake2b

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.paging import Paging
from kith.base.web.caller import Caller
from kith.base.web.fast import FastAnswer, FastRequest, fast_answer, fast_response
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.feed import HomePiece, home_of
from kith.gateways.mastodon.status import StatusEntity, present_statuses
from kith.people import viewer_of
from kith.people.model import Viewer

LIMIT_DEFAULT, LIMIT_MAX = 20, 40


async def show_home(work: Work, request: Request) -> Response:
    """Give a part of Home, newest first, and keep the answer."""
    cache = work.house.cache
    epoch = cache.epoch()
    caller: Caller = request.state.caller
    paging = Paging.from_query(request.query_params, limit_default=LIMIT_DEFAULT, limit_max=LIMIT_MAX)
    piece = await home_of(work, paging)
    body = msgspec.json.encode(await present_statuses(work, piece.cards))
    answer = fast_answer(caller.person_id, link=_link(work, request, piece, paging), body=body)
    key = _key(request.headers.get("authorization", "").encode(), request.url.query.encode())
    viewer = await viewer_of(work)
    if not viewer.limits:  # what a cap folds, and when Home comes, changes by itself
        depends = _depends(caller, viewer, piece)
        cache.put(key, answer, size_bytes=answer.size_bytes, depends=depends, since=epoch)
    return fast_response(answer)


def kept_home(asked: FastRequest) -> FastAnswer | None:
    """Give the kept answer, if there is one: without the database, without Valkey."""
    authorization = asked.header(b"authorization")
    if not authorization:
        return None
    return asked.house.cache.get_as(FastAnswer, _key(authorization, asked.query))


def _key(authorization: bytes, query: bytes) -> str:
    """Name an answer by who asks for what. The token itself stays out of memory."""
    return "home:" + blake2b(authorization + b"\0" + query, digest_size=16).hexdigest()


def _depends(caller: Caller, viewer: Viewer, piece: HomePiece) -> Iterable[str]:
    yield caller.session.replace(" ", ":")  # token:17
    yield f"viewer:{viewer.id}"
    yield f"author:{viewer.id}"
    for author in viewer.following:
        yield f"author:{author}"
    for tag in viewer.tags:
        yield f"tag:{tag}"
    for card in piece.cards:
        yield f"post:{card.post.id}"
        yield f"post:{card.shown.post.id}"
        yield f"author:{card.shown.author.id}"
        if card.shown.post.link_id is not None:
            yield f"link:{card.shown.post.link_id}"
        if card.shown.quote is not None:
            yield f"post:{card.shown.quote.post.id}"
            yield f"author:{card.shown.quote.author.id}"


def _link(work: Work, request: Request, piece: HomePiece, paging: Paging) -> str:
    """Write the `Link` header (RFC 8288) as Mastodon's clients follow it."""
    if not piece.cards:
        return ""
    base = f"{work.house.settings.url}{request.url.path}?limit={paging.limit}"
    links = [f'<{base}&min_id={piece.cards[0].post.id}>; rel="prev"']
    if piece.older_than is not None:
        links.insert(0, f'<{base}&max_id={piece.older_than}>; rel="next"')
    return ", ".join(links)


ROUTES = (
    Route(
        method="GET",
        path="/api/v1/timelines/home",
        handler=show_home,
        scope="read:statuses",
        fast=kept_home,
        gives=list[StatusEntity],
        paged=True,
    ),
)
