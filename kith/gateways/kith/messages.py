"""Messages: said, read, found, changed, taken back, and what others do with them."""

from datetime import datetime

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
    changes_after,
    earlier_words,
    find_message,
    first_message_since,
    first_words,
    give_export,
    messages_of,
    messages_saying,
    note_typing,
    read,
    receive,
    send,
    who_is_typing,
)
from kith.conversations.model import MESSAGES_READ_MAX, MessageView, MessageWish
from kith.gateways.kith.talk import MessageEntity, present_message, present_messages, present_new
from kith.gateways.mastodon.answers import Nothing, json_answer, one_id, some_ids
from kith.gateways.mastodon.dates import date_text

SEQ_MAX = 2**31 - 1


class MessagesQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Which part: the newest, or what lies before or after the message with a number."""

    before: int | None = None
    after: int | None = None
    limit: int = 50


class ChangesQuery(msgspec.Struct, frozen=True, kw_only=True):
    """After which change: the number that an earlier answer gave, 0 for everything."""

    after: int = 0
    limit: int = MESSAGES_READ_MAX


class MessageSearchQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Which words, and before the message with which number."""

    q: str
    before: int | None = None
    limit: int = 20


class SinceQuery(msgspec.Struct, frozen=True, kw_only=True):
    """From which instant on."""

    at: datetime


class MessageForm(msgspec.Struct, frozen=True, kw_only=True):
    """What to say: words, or media that were uploaded before; what stands before them; and what it answers."""

    text: str = ""
    warning: str = ""
    sensitive: bool = False
    media_ids: tuple[str, ...] = ()
    reply_to_id: str = ""
    language: str | None = None


class UpToForm(msgspec.Struct, frozen=True, kw_only=True):
    """Up to the message with which number; without it all of them."""

    up_to: int | None = None


class ChangesEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Messages that became new or different, in the order in which they did; `after` asks for what comes then."""

    messages: tuple[MessageEntity, ...]
    after: int


class FoundMessageEntity(msgspec.Struct, frozen=True, kw_only=True):
    """One message, where there is one."""

    message: MessageEntity | None


class EarlierWordsEntity(msgspec.Struct, frozen=True, kw_only=True):
    """What a message said before an edit, and since when it did."""

    text: str
    content: str
    warning: str
    sensitive: bool
    written_at: str


class TypingEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Who is writing at this moment."""

    account_ids: tuple[str, ...]


async def show_messages(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/conversations/ID/messages`: read a part of it, the oldest first."""
    query = read_query(request, MessagesQuery)
    found = await messages_of(
        work,
        path_id(request),
        before_seq=_number(query.before),
        after_seq=_number(query.after),
        limit=_limit(query.limit),
    )
    return json_answer(await present_messages(work, found))


async def show_changes(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/conversations/ID/changes`: read what became new or different, for whoever was away."""
    query = read_query(request, ChangesQuery)
    found, after = await changes_after(work, path_id(request), _number(query.after) or 0, limit=_limit(query.limit))
    return json_answer(ChangesEntity(messages=tuple(await present_messages(work, found)), after=after))


async def show_found(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/conversations/ID/search`: search it for words, the newest first."""
    query = read_query(request, MessageSearchQuery)
    found = await messages_saying(
        work, path_id(request), query.q, before_seq=_number(query.before), limit=_limit(query.limit)
    )
    return json_answer(await present_messages(work, found))


async def send_export(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/conversations/ID/export`: take it along, as a zip that is written while it is sent."""
    return await give_export(work, request)


async def show_since(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/conversations/ID/since`: find its first message from an instant on."""
    query = read_query(request, SinceQuery)
    if query.at.tzinfo is None or not 1970 < query.at.year < 3000:
        raise Invalid(_("Say in which time zone, or end it with “Z”."), field="at")
    return await _found(work, await first_message_since(work, path_id(request), query.at))


async def show_first(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/conversations/ID/first_words`: show how a talk of two began, where both like to remember."""
    memory = await first_words(work, path_id(request))
    return await _found(work, memory.message if memory else None)


async def do_send(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/conversations/ID/messages`: say something, once for each `Idempotency-Key`."""
    form = await read_form(request, MessageForm)
    wish = MessageWish(
        text=form.text,
        warning=form.warning,
        sensitive=form.sensitive,
        media_ids=tuple(some_ids(form.media_ids)),
        reply_to_id=one_id(form.reply_to_id, "reply_to_id"),
        language=(form.language or "")[:35] or None,
    )
    sent = await send(work, path_id(request), wish, key=request.headers.get("idempotency-key") or None)
    if sent.sent_at == work.now and sent.reply_seq is None:
        return json_answer(present_new(work, sent))  # whoever listens waits for the commit, not for what is known
    return await _message(work, sent.id)


async def do_read(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/conversations/ID/read`: note up to which message one has read."""
    form = await read_form(request, UpToForm)
    await read(work, path_id(request), up_to_seq=_number(form.up_to))
    return json_answer({})


async def do_receive(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/conversations/ID/received`: note up to which message a device has received."""
    form = await read_form(request, UpToForm)
    await receive(work, path_id(request), SEQ_MAX if form.up_to is None else _number(form.up_to) or 0)
    return json_answer({})


async def do_type(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/conversations/ID/typing`: let the others see, for a few seconds, that one is writing."""
    await note_typing(work, path_id(request))
    return json_answer({})


async def show_typing(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/conversations/ID/typing`: tell who is writing at this moment."""
    found = await who_is_typing(work, path_id(request))
    return json_answer(TypingEntity(account_ids=tuple(str(one) for one in found)))


async def show_one(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/messages/ID`: show a message."""
    return await _message(work, path_id(request))


async def show_earlier(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/messages/ID/earlier`: read what it said before its edits, the first words first."""
    view = await find_message(work, path_id(request))
    found = (await earlier_words(work, [view])).get(view.message.id, [])
    return json_answer(
        [
            EarlierWordsEntity(
                text=one.text,
                content=one.html,
                warning=one.warning,
                sensitive=one.sensitive,
                written_at=date_text(one.written_at),
            )
            for one in found
        ]
    )


async def _message(work: Work, message_id: Id) -> Response:
    return json_answer(await present_message(work, await find_message(work, message_id)))


async def _found(work: Work, view: MessageView | None) -> Response:
    return json_answer(FoundMessageEntity(message=await present_message(work, view) if view else None))


def _number(number: int | None) -> int | None:
    """Bring a number of a message or a change into what a column holds."""
    return None if number is None else max(0, min(number, SEQ_MAX))


def _limit(limit: int) -> int:
    return max(1, min(limit, MESSAGES_READ_MAX))


_IN, _ONE = "/api/kith/v1/conversations/{id}", "/api/kith/v1/messages/{id}"


def _reading(path: str, handler: Handler, gives: object, query: tuple[type[msgspec.Struct], ...] = ()) -> Route:
    return Route(method="GET", path=path, handler=handler, scope="read", query=query, gives=gives)


def _writing(
    path: str, handler: Handler, gives: object, asks: tuple[type[msgspec.Struct], ...] = (), limit: str | None = None
) -> Route:
    return Route(method="POST", path=path, handler=handler, scope="write", asks=asks, gives=gives, limit=limit)


ROUTES = (
    _reading(f"{_IN}/messages", show_messages, list[MessageEntity], (MessagesQuery,)),
    _writing(f"{_IN}/messages", do_send, MessageEntity, (MessageForm,), "message"),
    _reading(f"{_IN}/changes", show_changes, ChangesEntity, (ChangesQuery,)),
    _reading(f"{_IN}/search", show_found, list[MessageEntity], (MessageSearchQuery,)),
    Route(
        method="GET",
        path=f"{_IN}/export",
        handler=send_export,
        scope="read",
        gives="application/zip",
        limit="export",
    ),
    _reading(f"{_IN}/since", show_since, FoundMessageEntity, (SinceQuery,)),
    _reading(f"{_IN}/first_words", show_first, FoundMessageEntity),
    _writing(f"{_IN}/read", do_read, Nothing, (UpToForm,), "message"),
    _writing(f"{_IN}/received", do_receive, Nothing, (UpToForm,), "message"),
    _writing(f"{_IN}/typing", do_type, Nothing, limit="typing"),
    _reading(f"{_IN}/typing", show_typing, TypingEntity),
    _reading(_ONE, show_one, MessageEntity),
    _reading(f"{_ONE}/earlier", show_earlier, list[EarlierWordsEntity]),
)
