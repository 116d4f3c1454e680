"""`/talk/messages/ID`: what one can do with one message."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import KithError, Refused
from kith.base.core.ids import Id, parse_id
from kith.base.core.paging import Paging
from kith.base.web.form import read_form
from kith.base.web.page import page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.conversations.actions.bookmarking import kept_among
from kith.conversations.actions.brightening import brightened
from kith.conversations.actions.changing import check_may_forward, delete_for_all, delete_for_me, forward, react
from kith.conversations.actions.earlier import earlier_words
from kith.conversations.actions.pinning import may_pin
from kith.conversations.actions.reading import conversations_of, find_conversation, find_message
from kith.conversations.model import FORWARDED_TO_MAX, ConversationView, MessageVersion, MessageView
from kith.conversations.rules import check_time_to_delete
from kith.conversations.web.showing import Eyes, MessageRow, TalkRow, row_of, rows_of
from kith.conversations.web.writing import by_script, said

QUICK = ("👍", "❤️", "😂", "😮", "😢", "🙏")
OFFERED_MAX = 40  # conversations to forward to


@dataclass(frozen=True, kw_only=True)
class MessagePage:
    """One message, and what can be done with it. `readers` are those who have read it, as far as they show it;
    `earlier` is what it said before, the newest first.
    """

    row: MessageRow
    view: ConversationView
    quick: Sequence[str]
    mine: str  # the emoji that one put there
    readers: Sequence[str]
    may_delete_for_all: bool
    may_forward: bool
    bright: bool
    kept: bool
    pinned: bool
    may_pin: bool
    earlier: Sequence[MessageVersion]


@dataclass(frozen=True, kw_only=True)
class ForwardPage:
    """Where a message can be passed on to."""

    row: MessageRow
    view: ConversationView
    places: Sequence[TalkRow]
    key: str
    count_max: int


class ReactForm(msgspec.Struct, frozen=True, kw_only=True):
    """An emoji; none takes it off."""

    emoji: str = ""


class ForwardForm(msgspec.Struct, frozen=True, kw_only=True):
    """Which conversations a message goes to."""

    to: tuple[str, ...] = ()
    key: str = ""


async def show_message(work: Work, request: Request) -> Response:
    """`GET /talk/messages/ID`."""
    message, view, row = await _found(work, request)
    content = MessagePage(
        row=row,
        view=view,
        quick=QUICK,
        mine=next((one.emoji for one in row.reactions if one.mine), ""),
        readers=_readers(work, request, view, message),
        bright=message.message.id in await brightened(work, [message.message.id]),
        kept=message.message.id in await kept_among(work, [message.message.id]),
        pinned=message.message.id in view.conversation.pinned_ids,
        may_pin=not message.gone and await may_pin(work, view.conversation.id),
        may_forward=not message.gone and await _may_forward(work, message),
        may_delete_for_all=message.mine and _is_fresh(work, message),
        earlier=(await earlier_words(work, [message])).get(message.message.id, [])[::-1],
    )
    return await page(work, request, "conversations/message_page.html", content)


async def _found(work: Work, request: Request) -> tuple[MessageView, ConversationView, MessageRow]:
    message = await find_message(work, path_id(request))
    view = await find_conversation(work, message.message.conversation_id)
    [row] = rows_of([message], Eyes.of(work, request, view))
    return message, view, row


def _readers(work: Work, request: Request, view: ConversationView, message: MessageView) -> list[str]:
    if not message.mine or view.conversation.kind == "pair":
        return []
    eyes = Eyes.of(work, request, view)
    return [eyes.name(mark.account_id) for mark in view.marks if mark.read_seq >= message.message.seq]


async def _may_forward(work: Work, message: MessageView) -> bool:
    try:
        await check_may_forward(work, message.message.id)
    except KithError:
        return False
    return True


def _is_fresh(work: Work, message: MessageView) -> bool:
    try:
        check_time_to_delete(message.message, work.now)
    except Refused:
        return False
    return True


async def do_react(work: Work, request: Request) -> Response:
    """`POST /talk/messages/ID/react`."""
    form = await read_form(request, ReactForm)
    await react(work, path_id(request), form.emoji)
    return await _done(work, request, path_id(request))


async def do_delete(work: Work, request: Request) -> Response:
    """`POST /talk/messages/ID/delete`: for oneself."""
    message = await find_message(work, path_id(request))
    await delete_for_me(work, path_id(request))
    return _back(message.message.conversation_id)


async def do_delete_for_all(work: Work, request: Request) -> Response:
    """`POST /talk/messages/ID/delete-for-all`."""
    message = await find_message(work, path_id(request))
    await delete_for_all(work, path_id(request))
    return _back(message.message.conversation_id)


def _back(conversation_id: Id) -> Response:
    return RedirectResponse(f"/talk/{conversation_id}", 303)


async def _done(work: Work, request: Request, message_id: Id) -> Response:
    message = await find_message(work, message_id)
    if by_script(request):
        return await said(work, request, message.message.conversation_id, message_id)
    return RedirectResponse(
        f"/talk/{message.message.conversation_id}?at={message.message.seq}#m-{message.message.seq}", 303
    )


async def show_forward(work: Work, request: Request) -> Response:
    """`GET /talk/messages/ID/forward`: where to."""
    await check_may_forward(work, path_id(request))
    _message, view, row = await _found(work, request)
    found = await conversations_of(work, Paging(limit=OFFERED_MAX))
    places = [one for one in found.items if one.conversation.id != view.conversation.id]
    content = ForwardPage(
        row=row,
        view=view,
        places=[row_of(one, Eyes.of(work, request, one)) for one in places],
        key=str(work.new_id()),
        count_max=FORWARDED_TO_MAX,
    )
    return await page(work, request, "conversations/forward.html", content)


async def do_forward(work: Work, request: Request) -> Response:
    """`POST /talk/messages/ID/forward`."""
    form = await read_form(request, ForwardForm)
    wanted = [found for found in map(parse_id, form.to) if found is not None]
    made = await forward(work, path_id(request), wanted, key=form.key or None)
    return _back(made[0].conversation_id)


ROUTES = (
    Route(method="GET", path="/talk/messages/{id}", handler=show_message),
    Route(method="POST", path="/talk/messages/{id}/react", handler=do_react, limit="message"),
    Route(method="POST", path="/talk/messages/{id}/delete", handler=do_delete),
    Route(method="POST", path="/talk/messages/{id}/delete-for-all", handler=do_delete_for_all),
    Route(method="GET", path="/talk/messages/{id}/forward", handler=show_forward),
    Route(method="POST", path="/talk/messages/{id}/forward", handler=do_forward, limit="message"),
)
