"""Making video and sound ready: one at a time in a worker, in a folder of its own, and seen from outside."""

import asyncio
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import msgspec

from kith.base.core.errors import Invalid
from kith.base.core.ids import Id
from kith.base.work import House, Work
from kith.media import store
from kith.media.actions.pictures import make_poster
from kith.media.actions.using import drop_files
from kith.media.model import Medium, MediumCame, Poster
from kith.media.rules import (
    GIF,
    HEAD_BYTES,
    MOV,
    MP3,
    Container,
    Film,
    Unusable,
    check_film,
    check_result,
    container_of,
    film_of,
    unusable,
)
from kith.media.tools import Tools, ask, make, take_peaks, take_poster, tools_of

BUSY_AGAIN_S = 3
TELL_EVERY_S = 1.5  # how often a worker writes down how far it is
LOOK_EVERY_S = 0.4  # how often one who waits looks
FORGOTTEN_HOURS = 48

_bench = asyncio.Lock()  # one at a time: it takes all of a small machine as it is


async def prepare(work: Work, came: MediumCame) -> None:
    """Make a medium ready, or note why it cannot be. Comes back a little later while another is on the bench."""
    if _bench.locked():
        work.tell(came, at=work.now + timedelta(seconds=BUSY_AGAIN_S))
        return
    async with _bench:
        await _prepare(work, came)


async def wait_until_ready(house: House, owner_id: Id, ids: Sequence[Id], *, wait_s: float) -> list[Medium]:
    """Wait until none of somebody's media is being made ready, or the time is up; give them as they are then.

    Reads in work of its own each time, so that who waits holds no connection to the database.
    """
    until = time.monotonic() + wait_s
    while True:
        async with house.reading(actor=owner_id) as work:
            media = await store.own_media(work.db, owner_id, ids)
        if all(medium.state != "waiting" for medium in media) or time.monotonic() >= until:
            return media
        await asyncio.sleep(LOOK_EVERY_S)


async def clear_incoming(house: House, *, now_s: float) -> None:
    """Delete what lies in the incoming folder since long ago: nobody waits for it any more."""
    for path in house.blobs.incoming().iterdir():
        if path.stat().st_mtime >= now_s - FORGOTTEN_HOURS * 3600:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


async def _prepare(work: Work, came: MediumCame) -> None:
    async with work.house.reading() as looking:
        found = await store.own_media(looking.db, came.owner_id, [came.medium_id])
    if not found or found[0].state != "waiting":
        return  # discarded meanwhile, or done by a job that was cut off at its very end
    incoming = work.house.blobs.incoming()
    source = incoming / str(came.medium_id)
    try:
        with tempfile.TemporaryDirectory(prefix="making-", dir=incoming) as folder:
            made = await _make(work, found[0], source, Path(folder))
    except Unusable as error:
        async with work.house.work() as noting:
            await store.note_failure(noting.db, came.owner_id, came.medium_id, problem=error.problem)
    else:
        # In work of its own, so that the upload goes only when what was made of it is written down.
        async with work.house.work() as noting:
            if not await store.note_ready(noting.db, made):
                await drop_files(noting, [made.file_key, made.small_key])
    source.unlink(missing_ok=True)


async def _make(work: Work, medium: Medium, source: Path, folder: Path) -> Medium:
    """Give the medium as it is when it is ready. Raises `Unusable`."""
    tools = tools_of(work.house.settings)
    if tools is None:
        raise unusable("no tools")
    inside, result = folder / "source", folder / "result"
    try:
        inside.hardlink_to(source)
    except FileNotFoundError as error:
        raise unusable("lost") from error
    container, film = await _looked_at(tools, inside)
    async with _telling(work.house, medium, film) as hear:
        try:
            await make(tools, container, inside, film, result, told=hear)
        except Unusable:
            if not film.hdr:
                raise
            # Not every ffmpeg can bring HDR into the light of all screens; paler is better than not at all.
            await make(tools, container, inside, msgspec.structs.replace(film, hdr=False), result, told=hear)
    made = await ask(tools, MP3 if film.kind == "audio" else MOV, result)
    check_result(made, film)
    poster, peaks = await _seen_and_heard(work, tools, container, film, folder, seconds=made.seconds)
    size_bytes = result.stat().st_size
    key = await work.house.blobs.put_file(result, extension="mp3" if film.kind == "audio" else "mp4")
    return msgspec.structs.replace(
        medium,
        kind=film.kind,
        file_key=key,
        width=film.width,
        height=film.height,
        size_bytes=size_bytes,
        seconds=round(made.seconds, 3),
        frame_rate=film.frame_rate,
        bit_rate=round(size_bytes * 8 / made.seconds),
        peaks=peaks,
        small_key=poster.small_key,
        small_width=poster.small_width,
        small_height=poster.small_height,
        blurhash=poster.blurhash,
    )


async def _looked_at(tools: Tools, path: Path) -> tuple[Container, Film]:
    """Look anew: the file has lain there since it was looked at for the first time."""
    with path.open("rb") as file:
        container = container_of(file.read(HEAD_BYTES))
    if container is None:
        raise unusable("torn")
    seen = await ask(tools, container, path)
    check_film(seen, gif=container is GIF)
    return container, film_of(seen, gif=container is GIF)


async def _seen_and_heard(
    work: Work, tools: Tools, container: Container, film: Film, folder: Path, *, seconds: float
) -> tuple[Poster, str]:
    """Give what stands for it while it does not play: a picture, and a recording's waveform."""
    poster = await _poster(work, tools, container, film, folder)
    if film.kind != "audio":
        return poster, ""
    return poster, await take_peaks(tools, MP3, folder / "result", seconds=seconds)


async def _poster(work: Work, tools: Tools, container: Container, film: Film, folder: Path) -> Poster:
    """Find a picture that stands for it: out of what was made, or the cover of a recording. There may be none."""
    none = Poster(small_key="", small_width=0, small_height=0, blurhash="")
    if film.kind == "audio" and not film.has_cover:
        return none
    if film.kind == "audio":
        content = await take_poster(tools, container, folder / "source", folder / "poster", cover=True)
    else:
        content = await take_poster(tools, MOV, folder / "result", folder / "poster", cover=False)
    try:
        return await make_poster(work, content)
    except Invalid:
        return none


@asynccontextmanager
async def _telling(house: House, medium: Medium, film: Film) -> AsyncIterator[Callable[[float], None]]:
    """Give what hears how many seconds are done; now and then it is written down, for those who wait."""
    done_s = 0.0

    def hear(seconds: float) -> None:
        nonlocal done_s
        done_s = seconds

    async def tell() -> None:
        told = 0
        while film.seconds > 0:
            await asyncio.sleep(TELL_EVERY_S)
            percent = min(99, int(100 * done_s / film.seconds))
            if percent > told:
                async with house.work() as work:
                    await store.note_progress(work.db, medium.owner_id, medium.id, progress=percent)
                told = percent

    telling = asyncio.create_task(tell())
    try:
        yield hear
    finally:
        telling.cancel()
        await asyncio.wait({telling})
