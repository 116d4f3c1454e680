"""A run: taking a file in, reading it, comparing, and leaving nothing behind.

The file lies in the incoming folder, under a name that says whose it is, until it is read. A job reads it; another
comes a quarter of an hour later and deletes it whatever happened; and whoever sends a file, and the night, delete what
lies there since long ago.
"""

import asyncio
import secrets
import shutil
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import msgspec

from kith.base.core.errors import Elsewhere, Invalid, Refused, SignInFirst
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.web.form import Upload
from kith.base.work import House, Work
from kith.finding import memory, store
from kith.finding.model import FileCame, FileForgotten, Outcome, Run, Told
from kith.finding.reading import look_into
from kith.finding.rules import Comparison
from kith.people import accounts_by_handles, load_viewer

FILE_MAX_MB = 500
FREE_MIN_BYTES = 1_000_000_000  # a full disk would stop the database, too
KEPT_S = 15 * 60  # whatever happens, no file lies here for longer
HANDLES_AT_ONCE = 1_000


async def begin(work: Work, file: Upload) -> Run:
    """Take a file in, to be read by a job. What was found by the last one is forgotten.

    Raises `Invalid` for one that is too large or empty, `Refused` where there is no room.
    """
    owner_id = acting(work)
    if not file.size_bytes:
        raise Invalid(_("That file is empty."), field="file")
    if file.size_bytes > FILE_MAX_MB * 1_000_000:
        text = _("That file is larger than {size} MB. Send only the part of it that names people, as said above.")
        raise Invalid(text.format(size=FILE_MAX_MB), field="file")
    folder = work.house.blobs.incoming()
    await asyncio.to_thread(_sweep, folder, time.time())
    if shutil.disk_usage(folder).free < FREE_MIN_BYTES + 2 * file.size_bytes:
        raise Refused(_("There is no room for a large file on this server right now. Please tell its owner."))
    run = Run(id=work.new_id())
    await work.rest()  # writing it takes a while, and must not hold a connection that others wait for
    path = _path(work.house, owner_id, run.id)
    kept = False
    try:
        await file.save(path)
        if not await memory.begin(work.house, owner_id, run):
            raise Elsewhere(_("This server cannot remember anything for you right now. Please try again in a minute."))
        kept = True
    finally:
        if not kept:
            path.unlink(missing_ok=True)
    work.tell(FileCame(owner_id=owner_id, run_id=run.id))
    work.tell(FileForgotten(owner_id=owner_id, run_id=run.id), at=work.now + timedelta(seconds=KEPT_S))
    return run


async def find_run(work: Work) -> Run | None:
    """Find the present run of whoever acts."""
    return await memory.find_run(work.house, acting(work))


async def find_outcome(work: Work) -> Outcome | None:
    """Find what came of it."""
    return await memory.find_outcome(work.house, acting(work))


async def end(work: Work) -> None:
    """Forget the run of whoever acts, and all it knew."""
    await forget(work.house, acting(work))


async def forget(house: House, owner_id: Id) -> None:
    """Forget somebody's run: its file, and all it knew."""
    await memory.end(house, owner_id)
    for path in house.blobs.incoming().glob(f"finding-{owner_id}-*"):
        path.unlink(missing_ok=True)


async def read_file(work: Work, came: FileCame) -> None:
    """Read a file, compare the people it names with those who live here, and keep what came of it for its owner.

    The file is gone afterwards, unless this worker is told to stop: then another one begins anew.
    """
    house, path = work.house, _path(work.house, came.owner_id, came.run_id)
    run = await memory.find_run(house, came.owner_id)
    if run is None or run.id != came.run_id or run.state in ("done", "failed"):
        path.unlink(missing_ok=True)
        return
    if not path.exists():
        await memory.note(house, came.owner_id, msgspec.structs.replace(run, state="failed", problem="lost"))
        return

    async def hear(percent: int) -> None:
        await memory.note(house, came.owner_id, Run(id=came.run_id, state="reading", percent=percent))

    await hear(0)
    told = await look_into(path, hear)
    path.unlink(missing_ok=True)
    if isinstance(told, str):
        await memory.note(house, came.owner_id, Run(id=came.run_id, state="failed", problem=told))
        return
    await memory.note(house, came.owner_id, Run(id=came.run_id, state="comparing", percent=100))
    outcome = await _compare(work, came.owner_id, told)
    await memory.note(house, came.owner_id, Run(id=came.run_id, state="done", percent=100), outcome)


async def discard_file(work: Work, forgotten: FileForgotten) -> None:
    """Delete a file that was not read in time, and say so."""
    path = _path(work.house, forgotten.owner_id, forgotten.run_id)
    if path.exists():
        path.unlink(missing_ok=True)
        run = Run(id=forgotten.run_id, state="failed", problem="slow")
        await memory.note(work.house, forgotten.owner_id, run)


async def clear(house: House) -> None:
    """Delete files that lie here since long ago."""
    await asyncio.to_thread(_sweep, house.blobs.incoming(), time.time())


async def _compare(work: Work, owner_id: Id, told: Told) -> Outcome:
    comparison = Comparison(told, salt=secrets.token_bytes(32), domain=work.house.settings.domain)
    addresses = comparison.accounts()
    for at in range(0, len(addresses), HANDLES_AT_ONCE):
        for account in await accounts_by_handles(work.db, addresses[at : at + HANDLES_AT_ONCE]):
            handle = account.handle.lower()
            comparison.meet_account(account.id, f"{handle}@{account.domain}" if account.domain else handle)
    async for candidate in store.candidates(work.db):
        comparison.meet(candidate)
    viewer = await load_viewer(work.db, owner_id, work.now)
    return await asyncio.to_thread(comparison.outcome, own=owner_id, hidden=viewer.hidden)


def acting(work: Work) -> Id:
    """Give the person whose run it is."""
    if work.actor is None:
        raise SignInFirst
    return work.actor


def _path(house: House, owner_id: Id, run_id: Id) -> Path:
    return house.blobs.incoming() / f"finding-{owner_id}-{run_id}"


def _sweep(folder: Path, now_s: float) -> None:
    for path in folder.glob("finding-*"):
        with suppress(FileNotFoundError):  # read, and deleted, at this very moment
            if path.stat().st_mtime < now_s - KEPT_S:
                path.unlink()
