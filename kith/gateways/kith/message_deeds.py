"""What is done with one message: edited, taken back, hidden, reacted to, passed on, pinned, called bright."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import Invalid
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.web.form import read_form
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.conversations import (
    brighten_message,
    delete_for_all,
    delete_for_me,
    edit,
    find_conversation,
    find_message,
    forward,
    pin_message,
    pinned_messages,
    react,
    unpin_message,
)
from kith.gateways.kith.talk import MessageEntity, present_message, present_messages
from kith.gateways.mastodon.answers import Nothing, json_answer, some_ids


class MessageTextForm(msgspec.Struct, frozen=True, kw_only=True):
    """What it shall say instead."""

    text: str


class EmojiForm(msgspec.Struct, frozen=True, kw_only=True):
    """One emoji."""

    emoji: str


class ForwardForm(msgspec.Struct, frozen=True, kw_only=True):
    """Into which conversations."""

    conversation_ids: tuple[str, ...]


async def do_edit(work: Work, request: Request) -> Response:
    """`PUT /api/kith/v1/messages/ID`: let one's own message say something else."""
    form = await read_form(request, MessageTextForm)
    await edit(work, path_id(request), form.text)
    return await _message(work, path_id(request))


async def do_delete(work: Work, request: Request) -> Response:
    """`DELETE /api/kith/v1/messages/ID`: take one's own message back from everybody, within an hour."""
    await delete_for_all(work, path_id(request))
    return json_answer({})


async def do_hide(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/messages/ID/hide`: delete a message for oneself."""
    await delete_for_me(work, path_id(request))
    return json_answer({})


async def do_react(work: Work, request: Request) -> Response:
    """`PUT /api/kith/v1/messages/ID/reaction`: put an emoji on a message."""
    form = await read_form(request, EmojiForm)
    if not form.emoji:
        raise Invalid(_("This is no emoji that can be used here."), field="emoji")
    await react(work, path_id(request), form.emoji)
    return await _message(work, path_id(request))


async def do_unreact(work: Work, request: Request) -> Response:
    """`DELETE /api/kith/v1/messages/ID/reaction`: take one's emoji off a message."""
    await react(work, path_id(request), "")
    return await _message(work, path_id(request))


async def do_forward(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/messages/ID/forward`: pass a message on, where its author lets one."""
    form = await read_form(request, ForwardForm)
    key = request.headers.get("idempotency-key") or None
    sent = await forward(work, path_id(request), some_ids(form.conversation_ids), key=key)
    views = [await find_message(work, one.id) for one in sent]
    return json_answer(await present_messages(work, views))


async def do_brighten(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/messages/ID/bright`: say that it brightened one's day."""
    await brighten_message(work, path_id(request), bright=True)
    return await _message(work, path_id(request))


async def do_dim(work: Work, request: Request) -> Response:
    """`DELETE /api/kith/v1/messages/ID/bright`: take that back."""
    await brighten_message(work, path_id(request), bright=False)
    return await _message(work, path_id(request))


async def show_pinned(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/conversations/ID/pinned`: list what is pinned in it, the newest pin first."""
    return await _pinned(work, path_id(request))


async def do_pin(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/messages/ID/pin`: let it stand above its conversation; of four the first makes room."""
    await pin_message(work, path_id(request))
    return await _pinned_beside(work, path_id(request))


async def do_unpin(work: Work, request: Request) -> Response:
    """`DELETE /api/kith/v1/messages/ID/pin`: let it stand there no longer."""
    await unpin_message(work, path_id(request))
    return await _pinned_beside(work, path_id(request))


async def _pinned_beside(work: Work, message_id: Id) -> Response:
    return await _pinned(work, (await find_message(work, message_id)).message.conversation_id)


async def _pinned(work: Work, conversation_id: Id) -> Response:
    found = await pinned_messages(work, await find_conversation(work, conversation_id))
    return json_answer(await present_messages(work, found))


async def _message(work: Work, message_id: Id) -> Response:
    return json_answer(await present_message(work, await find_message(work, message_id)))


_ONE = "/api/kith/v1/messages/{id}"
ROUTES = (
    Route(method="PUT", path=_ONE, handler=do_edit, scope="write", asks=(MessageTextForm,), gives=MessageEntity),
    Route(method="DELETE", path=_ONE, handler=do_delete, scope="write", gives=Nothing),
    Route(method="POST", path=f"{_ONE}/hide", handler=do_hide, scope="write", gives=Nothing),
    Route(
        method="PUT", path=f"{_ONE}/reaction", handler=do_react, scope="write", asks=(EmojiForm,), gives=MessageEntity
    ),
    Route(method="DELETE", path=f"{_ONE}/reaction", handler=do_unreact, scope="write", gives=MessageEntity),
    Route(
        method="POST",
        path=f"{_ONE}/forward",
        handler=do_forward,
        scope="write",
        limit="message",
        asks=(ForwardForm,),
        gives=list[MessageEntity],
    ),
    Route(method="POST", path=f"{_ONE}/bright", handler=do_brighten, scope="write", gives=MessageEntity),
    Route(method="DELETE", path=f"{_ONE}/bright", handler=do_dim, scope="write", gives=MessageEntity),
    Route(
        method="GET",
        path="/api/kith/v1/conversations/{id}/pinned",
        handler=show_pinned,
        scope="read",
        gives=list[MessageEntity],
    ),
    Route(method="POST", path=f"{_ONE}/pin", handler=do_pin, scope="write", limit="message", gives=list[MessageEntity]),
    Route(method="DELETE", path=f"{_ONE}/pin", handler=do_unpin, scope="write", gives=list[MessageEntity]),
)
