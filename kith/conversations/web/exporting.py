"""A conversation to take along: a page to read, the same as data, and its pictures and files, in one ZIP file.

It is written while it is sent, some messages at a time, each read in work of its own: whatever its length it takes the
memory of one part, and holds no connection while a slow line waits. Who is removed meanwhile gets no more of it.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import msgspec
from babel.dates import format_date, format_time
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from kith.base.core.ids import Id
from kith.base.core.words import in_language
from kith.base.storage.blobs import parse_key
from kith.base.web.language import direction_of, translations_for
from kith.base.web.page import Pages
from kith.base.web.routing import Route, path_id
from kith.base.web.shown import first_name
from kith.base.work import Work
from kith.conversations.actions.earlier import earlier_words
from kith.conversations.actions.reading import find_conversation, kept_files, messages_of
from kith.conversations.model import ConversationView, MessageVersion, MessageView
from kith.conversations.web.export_style import STYLE
from kith.conversations.web.saying import title_of
from kith.conversations.web.showing import Eyes, MessageRow, rows_of
from kith.people import find_account
from kith.people.model import Account
from kith.posts.model import Attachment

PIECE_BYTES = 1 << 18
A_PART = 100  # messages
MARK = Markup("<!--messages-->")


@dataclass(frozen=True, kw_only=True)
class ExportPage:
    """What stands around the messages of a conversation, which come in the place of the mark."""

    title: str
    people: Sequence[Account]  # whoever takes it along first
    taken_at: datetime
    taken: str
    mark: Markup
    style: Markup = STYLE


async def give_export(work: Work, request: Request) -> Response:
    """`GET /talk/ID/export`: all that whoever asks may see of it."""
    view = await find_conversation(work, path_id(request))
    me = await find_account(work.db, view.me.account_id)
    assert me is not None
    export = Export(work, request, view, me)
    name = quote(f"{title_of(view)}.zip")
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}", "cache-control": "no-store"}
    return StreamingResponse(export.pieces(), media_type="application/zip", headers=headers)


class _Sink:
    """What was written and not sent yet."""

    def __init__(self) -> None:
        self._held = bytearray()

    def write(self, content: bytes) -> int:
        self._held += content
        return len(content)

    def flush(self) -> None:
        """Nothing is put off."""

    def close(self) -> None:
        """Nothing is to close."""

    def taken(self) -> bytes:
        """Give what there is, once."""
        content, self._held = bytes(self._held), bytearray()
        return content


class Export:
    """One conversation on its way out to one of its members."""

    def __init__(self, work: Work, request: Request, view: ConversationView, me: Account) -> None:
        self._house, self._me, self._view = work.house, me, view
        self._eyes = Eyes.of(work, request, view)
        self._pinned = view.conversation.pinned_ids if view.seat.state == "open" else ()
        self._pages: Pages = request.app.pages
        self._language: str = request.state.language
        self._files: dict[str, str] = {}  # name in the archive, and the key of its file

    async def pieces(self) -> AsyncIterator[bytes]:
        """Write the archive, piece by piece."""
        sink = _Sink()
        with ZipFile(sink, "w", ZIP_DEFLATED) as archive:
            for name, parts in (("conversation.html", self._read()), ("conversation.json", self._told())):
                with archive.open(self._entry(name, ZIP_DEFLATED), "w", force_zip64=True) as entry:
                    async for part in parts:
                        entry.write(part.encode())
                        yield sink.taken()
            for name, key in self._files.items():
                with archive.open(self._entry(name, ZIP_STORED), "w", force_zip64=True) as entry:
                    async for piece in self._file(key):
                        entry.write(piece)
                        yield sink.taken()
        yield sink.taken()

    def _entry(self, name: str, compression: int) -> ZipInfo:
        """Begin a file of the archive; pictures and sound are small as they are."""
        entry = ZipInfo(name, self._eyes.now.astimezone(self._eyes.zone).timetuple()[:6])
        entry.compress_type = compression
        return entry

    async def _parts(self) -> AsyncIterator[list[MessageView]]:
        """Read the conversation from its beginning to where it ended when this was asked for."""
        after_seq = 0
        while True:
            async with self._house.reading(actor=self._me.id) as work:
                part = await messages_of(work, self._view.conversation.id, after_seq=after_seq, limit=A_PART)
                part = [one for one in part if one.message.seq <= self._view.conversation.last_seq]
                for file_id, key in (await kept_files(work, self._view.conversation.id, part)).items():
                    self._files[self._names(part)[file_id]] = key
            yield part
            if len(part) < A_PART:
                return
            after_seq = part[-1].message.seq

    @staticmethod
    def _names(views: Sequence[MessageView]) -> dict[Id, str]:
        files = (one for view in views for one in view.message.attachments)
        return {one.id: f"files/{one.id}-{one.name or 'file.' + one.key.rpartition('.')[2]}" for one in files}

    async def _read(self) -> AsyncIterator[str]:
        """Give the page to read."""
        now, language = self._eyes.now.astimezone(self._eyes.zone), self._language
        page = ExportPage(
            title=title_of(self._view),
            people=(self._me, *self._view.people),
            taken_at=now,
            taken=f"{format_date(now, 'long', locale=language)}, {format_time(now, 'short', locale=language)}",
            mark=MARK,
        )
        around = self._drawn(
            "conversations/export.html", page=page, language=language, direction=direction_of(language)
        )
        begins, ends = around.split(MARK)
        yield begins
        before: MessageRow | None = None
        async for views in self._parts():
            with in_language(translations_for(self._language)):
                rows = rows_of(views, self._eyes, before=before)
            days = {one.on: format_date(one.on, "full", locale=language) for one in rows}
            files = self._names(views)
            yield self._drawn(
                "conversations/export_messages.html", rows=rows, days=days, files=files, pinned=self._pinned
            )
            before = rows[-1] if rows else before
        yield ends

    def _drawn(self, template: str, **given: Any) -> str:
        with in_language(translations_for(self._language)):
            return str(self._pages.render(template, **given))

    async def _told(self) -> AsyncIterator[str]:
        """Give what a machine reads: who, when, what, and where in the archive its files lie."""
        view = self._view
        about = {
            "title": title_of(view),
            "kind": view.conversation.kind,
            "people": [
                {"id": str(one.id), "handle": one.handle, "name": one.name, "me": one is self._me}
                for one in (self._me, *view.people)
            ],
            "taken_at": self._eyes.now,
        }
        yield msgspec.json.encode(about).decode().removesuffix("}") + ',"messages":['
        comma = ""
        async for views in self._parts():
            names = self._names(views)
            async with self._house.reading(actor=self._me.id) as work:
                earlier = await earlier_words(work, views)
            with in_language(translations_for(self._language)):
                told = [msgspec.json.encode(self._one(one, names, earlier)).decode() for one in views]
            if told:
                yield comma + ",".join(told)
                comma = ","
        yield "]}"

    def _one(
        self, one: MessageView, names: dict[Id, str], earlier: Mapping[Id, Sequence[MessageVersion]]
    ) -> dict[str, Any]:
        def attached(file: Attachment) -> dict[str, Any]:
            return {"file": names[file.id], "kind": file.kind, "name": file.name, "description": file.alt}

        return {
            "number": one.message.seq,
            "kind": one.message.kind,
            "author_id": str(one.message.author_id),
            "author": first_name(self._me) if one.mine else self._eyes.name(one.message.author_id, one.author),
            "sent_at": one.message.sent_at,
            "edited_at": one.message.edited_at,
            "deleted": one.gone,
            "pinned": one.message.id in self._pinned,
            "answers": one.message.reply_seq,
            "warning": one.message.warning,
            "text": one.message.text,
            "earlier": [
                {"warning": each.warning, "text": each.text, "written_at": each.written_at}
                for each in earlier.get(one.message.id, ())
            ],
            "files": [attached(file) for file in one.message.attachments],
            "reactions": {emoji: [str(person) for person in people] for emoji, people in one.reactions},
        }

    async def _file(self, key: str) -> AsyncIterator[bytes]:
        """Read a file of the archive; one that is gone meanwhile is empty."""
        path = self._house.blobs.path(parse_key(key))
        if not await asyncio.to_thread(path.is_file):
            return
        with await asyncio.to_thread(path.open, "rb") as file:
            while piece := await asyncio.to_thread(file.read, PIECE_BYTES):
                yield piece


ROUTES = (Route(method="GET", path="/talk/{id}/export", handler=give_export, limit="export"),)
