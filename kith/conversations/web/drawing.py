"""Messages as an open page takes them in: drawn one by one, by the same template as the page."""

from collections.abc import Sequence

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.web.page import Pages, csrf_token
from kith.base.work import Work
from kith.conversations.model import ConversationView, Message, MessageView
from kith.conversations.web.showing import Eyes, MessageRow, plain_words, rows_of, speaking


class ChangedItem(msgspec.Struct, frozen=True, kw_only=True):
    """A message as it is now; without `html` it is there no longer for whoever looks. `says` is for who hears it."""

    id: str
    seq: int
    key: str
    html: str
    says: str


def changed_items(
    work: Work, request: Request, view: ConversationView, messages: Sequence[MessageView]
) -> list[ChangedItem]:
    """Draw messages, each for itself. What somebody deleted for themselves is gone without a trace."""
    eyes = Eyes.of(work, request, view)
    items = []
    for one in sorted(messages, key=lambda one: one.message.seq):
        [row] = rows_of([one], eyes)
        there = not one.gone or one.message.deleted_at is not None
        items.append(
            ChangedItem(
                id=str(one.message.id),
                seq=one.message.seq,
                key=one.message.once_key if one.mine else "",
                html=items_html(work, request, view, [row]) if there else "",
                says="" if one.mine or one.gone else row.happened or f"{row.name}: {_read_out(one.message)}",
            )
        )
    return items


def _read_out(message: Message) -> str:
    return message.opening or plain_words("", has_media=bool(message.attachments))


def items_html(work: Work, request: Request, view: ConversationView, rows: Sequence[MessageRow]) -> str:
    """Draw messages that stand below each other."""
    pages: Pages = request.app.pages
    shell = speaking(work, request)
    shell.csrf = csrf_token(work, request)
    return str(pages.render("conversations/messages.html", rows=rows, view=view, shell=shell))


def told(answer: msgspec.Struct) -> Response:
    """Answer a script of the page."""
    headers = {"cache-control": "no-store"}
    return Response(msgspec.json.encode(answer), headers=headers, media_type="application/json")
