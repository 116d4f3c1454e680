"""Saying something: the field below a conversation, what it sends, and a draft of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, NotFound
from kith.base.core.ids import Id, parse_id
from kith.base.core.words import _
from kith.base.web.form import Upload, read_form
from kith.base.web.page import is_htmx
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.conversations.actions.changing import edit
from kith.conversations.actions.keeping import save_draft
from kith.conversations.actions.presence import end_typing
from kith.conversations.actions.reading import find_conversation, find_message, read, receive
from kith.conversations.actions.room import acting
from kith.conversations.actions.sending import send
from kith.conversations.model import KEY_MAX, TEXT_MAX, ConversationView, MessageView, MessageWish
from kith.conversations.web.asking import SEQ_MAX
from kith.conversations.web.drawing import changed_items, told
from kith.conversations.web.showing import Eyes, plain_words
from kith.media import take_in_all
from kith.posts.model import ATTACHMENTS_MAX


@dataclass(frozen=True, kw_only=True)
class SayPart:
    """The field in which one writes. `about_words` are those of the message that is answered or edited."""

    conversation_id: Id | None
    action: str
    once: str
    text: str
    text_max: int
    reply_to_id: Id | None = None
    edit_id: Id | None = None
    about_name: str = ""
    about_words: str = ""
    error: str = ""


class SayForm(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody sends: words, ids of files that are here already, files, and what it answers."""

    text: str = ""
    key: Annotated[str, msgspec.Meta(max_length=KEY_MAX)] = ""
    reply_to_id: str = ""
    edit_id: str = ""
    media_ids: tuple[str, ...] = ()
    files: tuple[Upload | None, ...] = ()  # a field left alone sends none


class DraftForm(msgspec.Struct, frozen=True, kw_only=True):
    """Words that were begun."""

    text: str = ""


class UpToForm(msgspec.Struct, frozen=True, kw_only=True):
    """Up to which message."""

    seq: int | None = None


async def say_part(
    work: Work, request: Request, view: ConversationView, *, tried: SayForm | None = None, error: str = ""
) -> SayPart:
    """Prepare the field of a conversation: with its draft, or for an answer or a change, as the address says; or with
    what was `tried` in vain, for whoever has no script.
    """
    query = request.query_params
    reply, change = (tried.reply_to_id, tried.edit_id) if tried else (query.get("reply"), query.get("edit"))
    answered, edited = await _named(work, view, reply), await _named(work, view, change)
    about = edited or answered
    eyes = Eyes.of(work, request, view)
    return SayPart(
        conversation_id=view.conversation.id,
        action=f"/talk/{view.conversation.id}/messages",
        once=str(work.new_id()),
        text=tried.text if tried else edited.message.text if edited else view.seat.draft,
        text_max=TEXT_MAX,
        reply_to_id=answered.message.id if answered and not edited else None,
        edit_id=edited.message.id if edited and edited.mine else None,
        about_name=eyes.name(about.message.author_id, about.author) if about else "",
        about_words=plain_words(about.message.opening, has_media=bool(about.message.attachments)) if about else "",
        error=error,
    )


async def _named(work: Work, view: ConversationView, given: str | None) -> MessageView | None:
    message_id = parse_id(given or "")
    if message_id is None:
        return None
    try:
        found = await find_message(work, message_id)
    except NotFound:
        return None
    return found if found.message.conversation_id == view.conversation.id and not found.gone else None


async def say(work: Work, conversation_id: Id, form: SayForm) -> Id:
    """Send what a form holds, or let a message say it; give the message's id."""
    edited = parse_id(form.edit_id)
    if edited is not None:
        return (await edit(work, edited, form.text)).id
    wish = MessageWish(
        text=form.text,
        media_ids=(*_ids(form.media_ids), *await _taken_in(work, [file for file in form.files if file is not None])),
        reply_to_id=parse_id(form.reply_to_id),
    )
    said_id = (await send(work, conversation_id, wish, key=form.key or None)).id
    await end_typing(work, conversation_id)
    return said_id


def by_script(request: Request) -> bool:
    """Answer whether a script of the page asks, which takes data."""
    return request.headers.get("accept", "").startswith("application/json")


async def said(work: Work, request: Request, conversation_id: Id, message_id: Id) -> Response:
    """Answer who said something: a script with the message as it stands there now, a form with the page at its end."""
    if not by_script(request):
        return RedirectResponse(f"/talk/{conversation_id}#write", 303)
    view = await find_conversation(work, conversation_id)
    [item] = changed_items(work, request, view, [await find_message(work, message_id)])
    return told(item)


async def _taken_in(work: Work, files: Sequence[Upload]) -> list[Id]:
    """Keep files that came with the form itself, without script."""
    if len(files) > ATTACHMENTS_MAX:
        raise Invalid(_("Up to {count} files go into a message.").format(count=ATTACHMENTS_MAX), field="files")
    return await take_in_all(work, acting(work), files, or_as_file=True)


async def do_draft(work: Work, request: Request) -> Response:
    """`POST /talk/ID/draft`: keep what was begun, for all of one's devices."""
    form = await read_form(request, DraftForm)
    await save_draft(work, path_id(request), form.text)
    return Response(status_code=204)


async def do_read(work: Work, request: Request) -> Response:
    """`POST /talk/ID/seen`: by its page, which was read, and by a button."""
    form = await read_form(request, UpToForm)
    conversation_id = path_id(request)
    await read(work, conversation_id, up_to_seq=form.seq)
    return Response(status_code=204) if is_htmx(request) else RedirectResponse("/talk", 303)


async def do_receive(work: Work, request: Request) -> Response:
    """`POST /talk/ID/received`: a page of one's own has it."""
    form = await read_form(request, UpToForm)
    await receive(work, path_id(request), SEQ_MAX if form.seq is None else form.seq)
    return Response(status_code=204)


def _ids(given: Sequence[str]) -> list[Id]:
    found = [parse_id(one) for one in given if one]
    if None in found:
        raise Invalid(_("One of the files is gone. Add it once more."), field="media_ids")
    return [one for one in found if one is not None]


ROUTES = (
    Route(method="POST", path="/talk/{id}/draft", handler=do_draft),
    Route(method="POST", path="/talk/{id}/seen", handler=do_read, limit="mark"),
    Route(method="POST", path="/talk/{id}/received", handler=do_receive, limit="mark"),
)
