"""Packing: a zip of JSON, a page to read, and the files; written to the disk as it is read."""

import asyncio
import html
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import msgspec

from kith.base.core.record import Record
from kith.leaving.model import Part

_STYLE = (
    "body{max-width:40rem;margin:2rem auto;padding:0 1rem;font:1.05rem/1.6 system-ui,sans-serif}"
    ":root{color-scheme:light dark}"
    "article{margin:2rem 0;padding-top:1rem;border-top:1px solid #9998}time,small{opacity:.7}img,video{max-width:100%}"
)


def plain(row: Record, part: Part) -> dict[str, Any]:
    """Give a row as JSON has it: ids as text, because programs read them as numbers that are too short for them."""
    found: dict[str, Any] = {}
    for column in type(row).column_list():
        if column.name in part.without:
            continue
        value = getattr(row, column.name)
        if column.sql_type == "bigint" and value is not None:
            value = str(value)
        elif column.sql_type == "bigint[]" and value is not None:
            value = [str(one) for one in value]
        found[column.name] = msgspec.to_builtins(value)
    return found


class Package:
    """A zip that grows. Everything that touches the disk happens beside the event loop."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._zip: ZipFile | None = None

    async def __aenter__(self) -> "Package":
        """Begin it."""
        self._zip = await asyncio.to_thread(ZipFile, self._path, "w", ZIP_DEFLATED)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it; what was broken off is deleted."""
        assert self._zip is not None
        await asyncio.to_thread(self._zip.close)
        if error is not None:
            self._path.unlink(missing_ok=True)

    async def add_text(self, name: str, text: str) -> None:
        """Add a small file."""
        assert self._zip is not None
        await asyncio.to_thread(self._zip.writestr, name, text)

    async def add_file(self, name: str, path: Path) -> None:
        """Add a file that lies on the disk; pictures are as small as they get already."""
        assert self._zip is not None
        await asyncio.to_thread(self._zip.write, path, name, ZIP_STORED)

    def open(self, name: str) -> "Entry":
        """Begin a file that grows; one at a time."""
        assert self._zip is not None
        return Entry(self._zip, name)


class Entry:
    """One file of a package, while it is written."""

    def __init__(self, zip_: ZipFile, name: str) -> None:
        self._zip = zip_
        self._name = name
        self._out: IO[bytes] | None = None

    async def __aenter__(self) -> "Entry":
        """Begin it."""
        self._out = await asyncio.to_thread(self._zip.open, self._name, "w", force_zip64=True)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it."""
        assert self._out is not None
        await asyncio.to_thread(self._out.close)

    async def write(self, text: str) -> None:
        """Go on."""
        assert self._out is not None
        await asyncio.to_thread(self._out.write, text.encode())


def head(title: str, language: str) -> str:
    """Begin a page that needs nothing else."""
    return (
        f'<!doctype html><html lang="{html.escape(language)}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{html.escape(title)}</title><style>{_STYLE}</style>'
        f"<h1>{html.escape(title)}</h1>"
    )


def article(post: Any, files: Sequence[tuple[str, str]]) -> str:
    """Write a post to be read: when, for whom, what, and its files by their names in the package.

    Its words were made safe when they were written.
    """
    parts = [f'<article id="{post.id}"><p><time>{post.published_at:%Y-%m-%d %H:%M} UTC</time> <small>{post.audience}']
    if post.reply_to_id is not None:
        parts.append(f" · ↩ {post.reply_to_id}")
    if post.repost_of_id is not None:
        parts.append(f" · ⟳ {post.repost_of_id}")
    parts.append("</small></p>")
    if post.warning:
        parts.append(f"<p><strong>{html.escape(post.warning)}</strong></p>")
    parts.append(post.html)
    for name, alt in files:
        text = html.escape(alt or name, quote=True)
        is_picture = name.endswith((".jpg", ".png", ".webp", ".gif"))
        shown = f'<img src="{name}" alt="{text}" loading="lazy">' if is_picture else text
        parts.append(f'<p><a href="{name}">{shown}</a></p>')
    return "".join([*parts, "</article>\n"])
