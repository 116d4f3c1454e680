"""Asking for all that is one's own, and packing it."""

import asyncio
import time
from datetime import timedelta
from pathlib import Path

import msgspec

from kith.base.core.errors import NotFound, SignInFirst
from kith.base.core.ids import Id
from kith.base.core.record import Record
from kith.base.core.words import _
from kith.base.storage.blobs import parse_key
from kith.base.work import House, Work
from kith.leaving import store
from kith.leaving.model import KEPT_DAYS, Part, Taking, TakingAsked
from kith.leaving.packing import Entry, Package, article, head, plain
from kith.leaving.parts import part_of
from kith.leaving.rules import check_may_ask, is_there
from kith.media.model import Medium
from kith.people import find_account, find_member
from kith.posts.model import Post

OLD_AT_ONCE = 100
NOTED_PERCENT = 5  # between two words about how far it is
PACKED_PERCENT = 60  # once the records are in; the rest are files


async def ask(work: Work) -> Taking:
    """Ask for everything of one's own in one file. Raises `Refused` where that was less than a day ago."""
    fresh = Taking(owner_id=_acting(work), id=work.new_id(), asked_at=work.now)
    found, is_new = await store.lock_taking(work.db, fresh)
    if not is_new:
        check_may_ask(found, work.now)
        await store.put_taking(work.db, fresh)
        _path(work.house, found).unlink(missing_ok=True)
    work.tell(TakingAsked(owner_id=fresh.owner_id, taking_id=fresh.id))
    return fresh


async def find_taking(work: Work) -> Taking | None:
    """Find what whoever acts takes with them; what has expired is not there any more."""
    found = await store.find_taking(work.db, _acting(work))
    expired = found is not None and found.state == "done" and not is_there(found, work.now)
    return None if expired else found


async def file_of(work: Work) -> Path:
    """Give the file of whoever acts, for them alone. Raises `NotFound`."""
    found = await find_taking(work)
    if found is None or found.state != "done" or not _path(work.house, found).is_file():
        raise NotFound
    return _path(work.house, found)


async def pack(work: Work, asked: TakingAsked) -> None:
    """Pack a taking, unless another took its place. A worker that is stopped leaves it to the next."""
    taking = await store.find_taking(work.db, asked.owner_id)
    if taking is None or taking.id != asked.taking_id or taking.state in ("done", "failed"):
        return
    path = _path(work.house, taking)
    draft = path.with_suffix(".part")
    try:
        await _pack(work, taking, draft)
        draft.replace(path)
    except OSError:  # the disk is full, as a rule
        draft.unlink(missing_ok=True)
        await _note(work.house, taking, percent=0, failed=True)
        return
    async with work.house.work() as noting:
        size = Id(path.stat().st_size)
        done = await store.note_taking(noting.db, taking, "done", percent=100, size_bytes=size, done_at=noting.now)
    if not done:
        path.unlink(missing_ok=True)


async def expire(work: Work) -> None:
    """Delete takings that can be fetched no more, and files that nobody knows of: nightly."""
    before = work.now - timedelta(days=KEPT_DAYS + 1)
    while found := await store.old_takings(work.db, before=before, limit=OLD_AT_ONCE):
        for one in found:
            _path(work.house, one).unlink(missing_ok=True)
            await store.delete_taking(work.db, one)
    await asyncio.to_thread(_sweep, _folder(work.house), time.time() - (KEPT_DAYS + 2) * 86_400)


async def forget(work: Work, owner_id: Id) -> None:
    """Delete what somebody who left has not fetched."""
    found = await store.find_taking(work.db, owner_id)
    if found is not None:
        await store.delete_taking(work.db, found)
    for path in _folder(work.house).glob(f"{owner_id}-*"):
        path.unlink(missing_ok=True)


async def _pack(work: Work, taking: Taking, draft: Path) -> None:
    parts = [(record, part) for record in work.house.plugs.records if (part := part_of(record)) is not None]
    account = await find_account(work.db, taking.owner_id)
    member = await find_member(work.db, taking.owner_id)
    name = (account.name or account.handle) if account else ""
    language = (member.language if member else None) or "en"
    told = 0
    async with Package(draft) as package:
        await package.add_text("index.html", _index(name, language))
        for number, (record, part) in enumerate(parts, start=1):
            await _add_rows(work, package, record, part, taking.owner_id)
            percent = number * PACKED_PERCENT // len(parts)
            if percent - told >= NOTED_PERCENT:
                told = percent
                await _note(work.house, taking, percent=percent)
        names = await _add_files(work, package, taking.owner_id)
        await _note(work.house, taking, percent=95)
        async with package.open("posts.html") as out:
            await out.write(head(name, language))
            await _add_posts(work, out, taking.owner_id, names)


async def _add_rows(work: Work, package: Package, record: type[Record], part: Part, me: Id) -> None:
    """Add a record class as JSON, unless there is nothing of it."""
    found = store.rows_of(work.db, record, part, me)
    first = await anext(found, None)
    if first is None:
        return
    async with package.open(f"data/{record.table_name}.json") as out:
        await out.write("[\n")
        await out.write(",\n".join(_json(one, part) for one in first))
        async for rows in found:
            await out.write(",\n" + ",\n".join(_json(one, part) for one in rows))
        await out.write("\n]\n")


async def _add_files(work: Work, package: Package, me: Id) -> dict[str, str]:
    """Add the pictures, films and recordings; give their names in the package, by their keys."""
    part, names = part_of(Medium), {}
    assert part is not None
    async for rows in store.rows_of(work.db, Medium, part, me):
        for one in rows:
            key = getattr(one, "file_key", None)
            if key and key not in names and work.house.blobs.exists(parse_key(key)):
                names[key] = f"media/{key}"
                await package.add_file(names[key], work.house.blobs.path(parse_key(key)))
    return names


async def _add_posts(work: Work, out: Entry, me: Id, names: dict[str, str]) -> None:
    """Write the posts to be read, the oldest first."""
    part = part_of(Post)
    assert part is not None
    async for rows in store.rows_of(work.db, Post, part, me):
        for post in rows:
            assert isinstance(post, Post)
            files = [(names[one.key], one.alt) for one in post.attachments if one.key in names]
            await out.write(article(post, files))


def _index(name: str, language: str) -> str:
    lines = (
        _("posts.html: what you said, to be read in any browser."),
        _("media: your pictures, films and recordings."),
        _("data: everything else, as JSON, for programs: whom you follow, your notes, letters, ties, settings."),
        _("What others wrote is theirs and is not in here; nor are passwords and keys."),
    )
    listed = "".join(f"<li>{line}</li>" for line in lines)
    return f'{head(name, language)}<p><a href="posts.html">posts.html</a></p><ul>{listed}</ul>'


def _json(row: Record, part: Part) -> str:
    return msgspec.json.encode(plain(row, part)).decode()


async def _note(house: House, taking: Taking, *, percent: int, failed: bool = False) -> None:
    async with house.work() as work:
        await store.note_taking(work.db, taking, "failed" if failed else "packing", percent=percent)


def _acting(work: Work) -> Id:
    if work.actor is None:
        raise SignInFirst
    return work.actor


def _folder(house: House) -> Path:
    folder = house.blobs.folder / "takings"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _path(house: House, taking: Taking) -> Path:
    return _folder(house) / f"{taking.owner_id}-{taking.id}.zip"


def _sweep(folder: Path, before_s: float) -> None:
    for path in folder.iterdir():
        if path.stat().st_mtime < before_s:
            path.unlink(missing_ok=True)
