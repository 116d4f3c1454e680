"""`/talk/ID/export`: a conversation to take along: a page to read, the same as data, and its pictures and files."""

import asyncio
import os
import tempfile
import zipfile
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import msgspec
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from kith.base.storage.blobs import parse_key
from kith.base.web.page import Pages
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.conversations.actions.reading import find_conversation, messages_of
from kith.conversations.model import MESSAGES_READ_MAX, ConversationView, MessageView
from kith.conversations.web.saying import title_of
from kith.conversations.web.showing import Eyes, MessageRow, rows_of
from kith.posts.model import Attachment

PIECE_BYTES = 1 << 18


@dataclass(frozen=True, kw_only=True)
class ExportPage:
    """A conversation as it is taken along. `files` names each attachment within the archive."""

    title: str
    rows: Sequence[MessageRow]
    files: dict[str, str]


async def give_export(work: Work, request: Request) -> Response:
    """`GET /talk/ID/export`: all that whoever asks may see of it, as one ZIP file that says how large it is."""
    view = await find_conversation(work, path_id(request))
    views = await _all_of(work, view)
    eyes = Eyes.of(work, request, view)
    files = {one.key: f"files/{one.id}-{one.name or one.key}" for row in views for one in row.message.attachments}
    content = ExportPage(title=title_of(view), rows=rows_of(views, eyes), files=files)
    pages: Pages = request.app.pages
    read = pages.render("conversations/export.html", page=content, language=request.state.language)
    told = msgspec.json.encode(_told(view, views, eyes, files))
    media = {name: work.house.blobs.path(parse_key(key)) for key, name in files.items()}
    archive = await asyncio.to_thread(_packed, work.house.blobs.incoming(), str(read), told, media)
    name = quote(f"{title_of(view)}.zip")
    headers = {
        "content-length": str(os.fstat(archive.fileno()).st_size),
        "content-disposition": f"attachment; filename*=UTF-8''{name}",
        "cache-control": "no-store",
    }
    return StreamingResponse(_pieces(archive), media_type="application/zip", headers=headers)


async def _all_of(work: Work, view: ConversationView) -> list[MessageView]:
    """Read a conversation from its beginning."""
    views: list[MessageView] = []
    while True:
        after = views[-1].message.seq if views else 0
        part = await messages_of(work, view.conversation.id, after_seq=after, limit=MESSAGES_READ_MAX)
        views += part
        if len(part) < MESSAGES_READ_MAX:
            return views


def _told(view: ConversationView, views: Sequence[MessageView], eyes: Eyes, files: dict[str, str]) -> dict[str, Any]:
    """Give what a machine reads: who, when, what, and where in the archive its files lie."""

    def attached(one: Attachment) -> dict[str, Any]:
        return {"file": files[one.key], "kind": one.kind, "name": one.name, "description": one.alt}

    return {
        "title": title_of(view),
        "kind": view.conversation.kind,
        "people": [{"id": str(one.id), "handle": one.handle, "name": one.name} for one in view.people],
        "messages": [
            {
                "number": one.message.seq,
                "kind": one.message.kind,
                "author_id": str(one.message.author_id),
                "author": eyes.name(one.message.author_id, one.author),
                "sent_at": one.message.sent_at,
                "edited_at": one.message.edited_at,
                "deleted": one.gone,
                "answers": one.message.reply_seq,
                "text": one.message.text,
                "files": [attached(file) for file in one.message.attachments],
                "reactions": {emoji: [str(person) for person in people] for emoji, people in one.reactions},
            }
            for one in views
        ],
    }


def _packed(folder: Path, read: str, told: bytes, media: dict[str, Path]) -> IO[bytes]:
    """Write the archive into a file without a name: it is gone with whoever reads it."""
    archive = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed by who streams it
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("conversation.html", read)
        packed.writestr("conversation.json", told)
        for name, path in media.items():
            if path.is_file():
                packed.write(path, name, compress_type=zipfile.ZIP_STORED)  # pictures and sound are small as they are
    archive.seek(0)
    return archive


async def _pieces(archive: IO[bytes]) -> AsyncIterator[bytes]:
    with archive:
        while piece := await asyncio.to_thread(archive.read, PIECE_BYTES):
            yield piece


ROUTES = (Route(method="GET", path="/talk/{id}/export", handler=give_export, limit="export"),)
