"""The row of small acts on a card: like, pass on, keep, pin, vote, hear no more."""

from collections.abc import Awaitable, Callable

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.web.back import came_from
from kith.base.web.form import read_form
from kith.base.web.page import fragment, is_htmx
from kith.base.web.routing import Handler, Route, path_id
from kith.base.work import Work
from kith.posts.actions import (
    bookmark,
    like,
    mute_thread,
    pin,
    repost,
    revoke_quote,
    unbookmark,
    undo_repost,
    unlike,
    unmute_thread,
    unpin,
    vote,
)
from kith.posts.model import Card
from kith.posts.web.showing import card_of, path_of

Deed = Callable[[Work, Id], Awaitable[object]]


class VoteForm(msgspec.Struct, frozen=True, kw_only=True):
    """The answers that were ticked, by their numbers."""

    choices: tuple[str, ...] = ()


class CardPart(msgspec.Struct, frozen=True, kw_only=True):
    """The part of a card that an act has changed."""

    card: Card
    path: str


def _doing(deed: Deed) -> Handler:
    async def handler(work: Work, request: Request) -> Response:
        post_id = path_id(request)
        await deed(work, post_id)
        return await done(work, request, post_id)

    return handler


async def _vote(work: Work, request: Request) -> Response:
    form = await read_form(request, VoteForm)
    choices = [int(choice) for choice in form.choices if choice.isascii() and choice.isdecimal() and len(choice) < 4]
    post_id = path_id(request)
    await vote(work, post_id, choices)
    return await done(work, request, post_id, "posts/poll_alone.html")


async def done(work: Work, request: Request, post_id: Id, template: str = "posts/deeds_alone.html") -> Response:
    """Answer with the part of the card as it is now; without script, go back to the page one came from.

    A like can be taken back from a post one may no longer see: then there is nothing to show.
    """
    if not is_htmx(request):
        return RedirectResponse(f"{came_from(request)}#post-{post_id}", 303)
    try:
        card = (await card_of(work, post_id)).shown
    except NotFound:
        return Response(status_code=204)
    return await fragment(work, request, template, CardPart(card=card, path=path_of(card)))


_DEEDS: dict[str, Deed] = {
    "like": like,
    "unlike": unlike,
    "repost": repost,
    "unrepost": undo_repost,
    "bookmark": bookmark,
    "unbookmark": unbookmark,
    "pin": pin,
    "unpin": unpin,
    "mute": mute_thread,
    "unmute": unmute_thread,
    "unquote": revoke_quote,
}

ROUTES = (
    *(
        Route(method="POST", path=f"/posts/{{id}}/{name}", handler=_doing(deed), access="member")
        for name, deed in _DEEDS.items()
    ),
    Route(method="POST", path="/posts/{id}/votes", handler=_vote, access="member"),
)
