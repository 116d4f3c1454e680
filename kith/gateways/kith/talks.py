"""Conversations: one's list, each of them, who is in it, and one's own place in it.

They ask for the whole of `read` and `write`: what is said between people is no part to be given away by the way.
"""

from collections.abc import Awaitable, Callable
from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import Invalid
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.web.form import read_form, read_query
from kith.base.web.routing import Handler, Route, path_id
from kith.base.work import Work
from kith.conversations import (
    accept,
    add,
    clear,
    conversations_of,
    count_requests,
    count_unread,
    decline,
    find_conversation,
    found_group,
    leave,
    leave_out,
    my_settings,
    open_pair,
    pin,
    pinned_conversations,
    refuse_keeping,
    remove,
    set_settings,
)
from kith.conversations import find_pair as find_pair_with
from kith.conversations.model import TalkSettings, WhoMayWrite, WhoSeesPresence
from kith.gateways.kith.talk import TalkEntity, present_conversation, present_conversations
from kith.gateways.mastodon.answers import Nothing, json_answer, listing, one_id, posts_paging, some_ids

Deed = Callable[[Work, Id], Awaitable[object]]


class TalksQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Which list: of what is open, or of the requests to one."""

    state: Literal["open", "request"] = "open"


class TalkForm(msgspec.Struct, frozen=True, kw_only=True):
    """With whom: one person, or a group with a name."""

    account_id: str = ""
    account_ids: tuple[str, ...] = ()
    name: str = ""
    shows_history: bool = True


class MembersForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to let in."""

    account_ids: tuple[str, ...]


class TalkCountsEntity(msgspec.Struct, frozen=True, kw_only=True):
    """In how many conversations there is something new, and how many requests wait; counted up to 100."""

    unread: int
    requests: int


class TalkSettingsForm(msgspec.Struct, frozen=True, kw_only=True):
    """What one wants of all one's conversations; all of it is sent.

    `who_may_write`: whose first words come into the list and do not wait among the requests.
    """

    who_may_write: WhoMayWrite
    presence: WhoSeesPresence
    shows_marks: bool
    may_forward: bool
    memories: bool


class TalkSettingsEntity(TalkSettingsForm, frozen=True, kw_only=True):
    """The same."""


async def show_all(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/conversations`: list one's conversations, by the newest message of each."""
    query = read_query(request, TalksQuery)
    part = await conversations_of(work, posts_paging(request), state=query.state)
    return listing(work, request, await present_conversations(work, part.items), part)


async def show_pinned(work: Work, _request: Request) -> Response:
    """`GET /api/kith/v1/conversations/pinned`: list those that stay on top."""
    return json_answer(await present_conversations(work, await pinned_conversations(work)))


async def show_counts(work: Work, _request: Request) -> Response:
    """`GET /api/kith/v1/conversations/unread`: count what is new, the same on all devices."""
    return json_answer(TalkCountsEntity(unread=await count_unread(work), requests=await count_requests(work)))


async def do_open(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/conversations`: open the one with somebody, or found a group."""
    form = await read_form(request, TalkForm)
    other_id = one_id(form.account_id, "account_id")
    if (other_id is None) == (not form.name):
        raise Invalid(_("Send “account_id”, or “name” and “account_ids” for a group."), field="account_id")
    if other_id is not None:
        return await _answer(work, (await open_pair(work, other_id)).id)
    others = some_ids(form.account_ids)
    return await _answer(work, (await found_group(work, form.name, others, shows_history=form.shows_history)).id)


async def show_with(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/conversations/with/ID`: show the one with somebody, where there is one."""
    found = await find_pair_with(work, path_id(request))
    return await _answer(work, Id(0) if found is None else found)


async def show_one(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/conversations/ID`: show a conversation."""
    return await _answer(work, path_id(request))


async def do_add(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/conversations/ID/members`: let people into a group."""
    form = await read_form(request, MembersForm)
    await add(work, path_id(request), some_ids(form.account_ids))
    return await _answer(work, path_id(request))


async def do_remove(work: Work, request: Request) -> Response:
    """`DELETE /api/kith/v1/conversations/ID/members/ACCOUNT`: send somebody out of a group that one founded."""
    await remove(work, path_id(request), path_id(request, "account"))
    return await _answer(work, path_id(request))


async def show_settings(work: Work, _request: Request) -> Response:
    """`GET /api/kith/v1/conversations/settings`: show what one wants of all one's conversations."""
    return await _settings(work)


async def do_set(work: Work, request: Request) -> Response:
    """`PUT /api/kith/v1/conversations/settings`: say what one wants of them; all of it is sent."""
    form = await read_form(request, TalkSettingsForm)
    assert work.actor is not None
    await set_settings(work, TalkSettings(owner_id=work.actor, **msgspec.structs.asdict(form)))
    return await _settings(work)


async def _settings(work: Work) -> Response:
    found = msgspec.structs.asdict(await my_settings(work))
    return json_answer(TalkSettingsEntity(**{name: found[name] for name in TalkSettingsForm.__struct_fields__}))


async def _answer(work: Work, conversation_id: Id) -> Response:
    return json_answer(await present_conversation(work, await find_conversation(work, conversation_id)))


async def _pin(work: Work, conversation_id: Id) -> None:
    await pin(work, conversation_id, pinned=True)


async def _unpin(work: Work, conversation_id: Id) -> None:
    await pin(work, conversation_id, pinned=False)


def _doing(deed: Deed, *, shows: bool) -> Handler:
    async def handler(work: Work, request: Request) -> Response:
        await deed(work, path_id(request))
        return await _answer(work, path_id(request)) if shows else json_answer({})

    return handler


_ALL, _ONE = "/api/kith/v1/conversations", "/api/kith/v1/conversations/{id}"
_DEEDS: tuple[tuple[Literal["POST", "DELETE"], str, Deed, bool, str], ...] = (
    ("POST", "accept", accept, True, "Take a request among one's conversations."),
    ("POST", "decline", decline, False, "Say no to a request; nobody is told."),
    ("POST", "leave", leave, False, "Leave a group."),
    ("POST", "leave_out", leave_out, False, "Keep it out of one's list until something new is said."),
    ("POST", "clear", clear, False, "Delete for oneself all that was said so far."),
    ("POST", "pin", _pin, True, "Let it stay on top of one's list."),
    ("DELETE", "pin", _unpin, True, "Let it stand where its newest message puts it."),
    ("DELETE", "keeping", refuse_keeping, True, "Say no to what the other asked for."),
)


def _reading(path: str, handler: Handler, gives: object) -> Route:
    return Route(method="GET", path=path, handler=handler, scope="read", gives=gives)


ROUTES = (
    Route(
        method="GET", path=_ALL, handler=show_all, scope="read", query=(TalksQuery,), gives=list[TalkEntity], paged=True
    ),
    Route(method="POST", path=_ALL, handler=do_open, scope="write", asks=(TalkForm,), gives=TalkEntity),
    _reading(f"{_ALL}/pinned", show_pinned, list[TalkEntity]),
    _reading(f"{_ALL}/unread", show_counts, TalkCountsEntity),
    _reading(f"{_ALL}/settings", show_settings, TalkSettingsEntity),
    Route(
        method="PUT",
        path=f"{_ALL}/settings",
        handler=do_set,
        scope="write",
        asks=(TalkSettingsForm,),
        gives=TalkSettingsEntity,
    ),
    _reading(f"{_ALL}/with/{{id}}", show_with, TalkEntity),
    _reading(_ONE, show_one, TalkEntity),
    Route(method="POST", path=f"{_ONE}/members", handler=do_add, scope="write", asks=(MembersForm,), gives=TalkEntity),
    Route(method="DELETE", path=f"{_ONE}/members/{{account}}", handler=do_remove, scope="write", gives=TalkEntity),
    *(
        Route(
            method=method,
            path=f"{_ONE}/{name}",
            handler=_doing(deed, shows=shows),
            scope="write",
            gives=TalkEntity if shows else Nothing,
            summary=summary,
        )
        for method, name, deed, shows, summary in _DEEDS
    ),
)
