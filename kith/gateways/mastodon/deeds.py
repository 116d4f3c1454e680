"""What people do with a status, and who did it."""

from collections.abc import Awaitable, Callable
from typing import Protocol

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import Invalid, NotFound
from kith.base.core.ids import Id
from kith.base.core.paging import Paging, Slice
from kith.base.core.words import _
from kith.base.storage.database import Db
from kith.base.web.form import read_form
from kith.base.web.routing import Handler, Route, path_id
from kith.base.work import Taken, Work
from kith.gateways.mastodon.account import AccountEntity
from kith.gateways.mastodon.answers import json_answer, listing, people_paging
from kith.gateways.mastodon.asking import told_once
from kith.gateways.mastodon.people import present_accounts_of
from kith.gateways.mastodon.said import keep as keep_said
from kith.gateways.mastodon.said import mute as mute_said
from kith.gateways.mastodon.said import or_said, said_by_ids, set_heart
from kith.gateways.mastodon.status import PollEntity, StatusEntity, present_new, present_statuses
from kith.people import viewer_of
from kith.people.model import Viewer
from kith.pledges import PassOnAnyway
from kith.posts import (
    bookmark,
    card_of_new,
    get_post,
    hydrate_one,
    like,
    likers_of,
    mute_thread,
    pin,
    repost,
    reposters_of,
    unbookmark,
    undo_repost,
    unlike,
    unmute_thread,
    unpin,
    vote,
)
from kith.posts.model import Post, Reactor

Reactors = Callable[[Db, Viewer, Post, Paging], Awaitable[Slice[Reactor]]]


class SaidDeed(Protocol):
    """What is done with a message, or taken back."""

    async def __call__(self, work: Work, message_id: Id, /, *, there: bool) -> StatusEntity:
        """Do it."""
        ...


class VoteForm(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers of the chosen options, from 0."""

    choices: tuple[int, ...]


async def status_of(work: Work, post_id: Id) -> StatusEntity:
    """Present one post that whoever asks may see. Raises `NotFound`."""
    return await present_post(work, await get_post(work.db, await viewer_of(work), post_id))


async def present_post(work: Work, post: Post) -> StatusEntity:
    """Present a post that was read, or made, in this very work. Raises `NotFound` where its author is gone."""
    new = card_of_new(work, post)
    if new is not None:
        return await present_new(work, new)
    card = await hydrate_one(work.db, await viewer_of(work), post)
    if card is None:
        raise NotFound
    return (await present_statuses(work, [card]))[0]


async def present_sent(work: Work, sent: Post | Taken) -> StatusEntity:
    """Present what was posted, or said in a conversation instead."""
    if isinstance(sent, Post):
        return await present_post(work, sent)
    said = await said_by_ids(work, [sent.id])
    return said[sent.id] if sent.id in said else await status_of(work, sent.id)


async def do_repost(work: Work, request: Request) -> Response:
    """`POST /api/v1/statuses/ID/reblog`: answers with the new status, which holds the one that is passed on."""
    post_id = path_id(request)

    async def pass_on(work: Work, *, over: bool) -> Post:
        if over:
            work.memo[PassOnAnyway] = PassOnAnyway()
        return await repost(work, post_id)

    return json_answer(await status_of(work, (await told_once(work, post_id, pass_on)).id))


async def show_poll(work: Work, request: Request) -> Response:
    """`GET /api/v1/polls/ID`. A poll has the id of its status."""
    return json_answer(await _poll(work, path_id(request)))


async def do_vote(work: Work, request: Request) -> Response:
    """`POST /api/v1/polls/ID/votes`."""
    form, post_id = await read_form(request, VoteForm), path_id(request)
    await _poll(work, post_id)
    await vote(work, post_id, list(form.choices))
    return json_answer(await _poll(work, post_id))


async def _poll(work: Work, post_id: Id) -> PollEntity:
    poll = (await status_of(work, post_id)).poll
    if poll is None:
        raise NotFound
    return poll


def _doing(deed: Callable[[Work, Id], Awaitable[object]]) -> Handler:
    async def handler(work: Work, request: Request) -> Response:
        post_id = path_id(request)
        done = await deed(work, post_id)
        if isinstance(done, Post) and done.id == post_id:
            return json_answer(await present_post(work, done))
        return json_answer(await status_of(work, post_id))  # it was done to what that post passes on

    return handler


def _people_of(read: Reactors) -> Handler:
    async def handler(work: Work, request: Request) -> Response:
        viewer = await viewer_of(work)
        post = await get_post(work.db, viewer, path_id(request))
        if post.repost_of_id is not None:
            post = await get_post(work.db, viewer, post.repost_of_id)
        part = await read(work.db, viewer, post, people_paging(request))
        accounts = [one.account for one in part.items]
        return listing(work, request, await present_accounts_of(work, accounts), part)

    return handler


async def no_translation(work: Work, request: Request) -> Response:
    """`POST /api/v1/statuses/ID/translate`: this server does not translate, and sends nobody's words elsewhere."""
    await get_post(work.db, await viewer_of(work), path_id(request))
    raise Invalid(_("This server does not translate."))


def _to_said(deed: SaidDeed, *, there: bool) -> Handler:
    async def handler(work: Work, request: Request) -> Response:
        return json_answer(await deed(work, path_id(request), there=there))

    return handler


def _deed(name: str, handler: Handler, scope: str) -> Route:
    return Route(
        method="POST",
        path=f"/api/v1/statuses/{{id}}/{name}",
        handler=handler,
        scope=scope,
        gives=StatusEntity,
        summary=f"{name.capitalize()} a status.",
    )


def _people(name: str, read: Reactors) -> Route:
    path = f"/api/v1/statuses/{{id}}/{name}"
    return Route(
        method="GET",
        path=path,
        handler=_people_of(read),
        access="anyone",
        scope="read:accounts",
        gives=list[AccountEntity],
        paged=True,
        summary=f"List by whom it was {name.removesuffix('_by')}.",
    )


ROUTES = (
    _deed("favourite", or_said(_doing(like), _to_said(set_heart, there=True)), "write:favourites"),
    _deed("unfavourite", or_said(_doing(unlike), _to_said(set_heart, there=False)), "write:favourites"),
    _deed("reblog", do_repost, "write:statuses"),
    _deed("unreblog", _doing(undo_repost), "write:statuses"),
    _deed("bookmark", or_said(_doing(bookmark), _to_said(keep_said, there=True)), "write:bookmarks"),
    _deed("unbookmark", or_said(_doing(unbookmark), _to_said(keep_said, there=False)), "write:bookmarks"),
    _deed("pin", _doing(pin), "write:accounts"),
    _deed("unpin", _doing(unpin), "write:accounts"),
    _deed("mute", or_said(_doing(mute_thread), _to_said(mute_said, there=True)), "write:mutes"),
    _deed("unmute", or_said(_doing(unmute_thread), _to_said(mute_said, there=False)), "write:mutes"),
    _deed("translate", no_translation, "read:statuses"),
    _people("favourited_by", likers_of),
    _people("reblogged_by", reposters_of),
    Route(
        method="GET",
        path="/api/v1/polls/{id}",
        handler=show_poll,
        access="anyone",
        scope="read:statuses",
        gives=PollEntity,
    ),
    Route(
        method="POST",
        path="/api/v1/polls/{id}/votes",
        handler=do_vote,
        scope="write:statuses",
        asks=(VoteForm,),
        gives=PollEntity,
    ),
)
