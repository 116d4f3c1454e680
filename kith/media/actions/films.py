"""Taking in whatever people add to a post: pictures at once, video and sound to be made ready by a job."""

from pathlib import Path

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.web.form import Upload
from kith.base.work import Work
from kith.media import store
from kith.media.actions.files import check_disk, keep_file
from kith.media.actions.pictures import Said, check_room, check_size, make_poster, upload, what_is_said
from kith.media.actions.using import acting, drop_files
from kith.media.model import PREPARING_MAX, Medium, MediumCame, Poster
from kith.media.rules import (
    GIF,
    HEAD_BYTES,
    Container,
    Film,
    Unusable,
    check_film,
    container_of,
    film_of,
    may_be_picture,
    unusable,
)
from kith.media.tools import Tools, ask, tools_of

NO_KIND = ("unknown", "unknown file", "no tools", "torn")  # of problems: Kith cannot tell what it is


async def take_in(
    work: Work,
    file: Upload,
    *,
    alt: str = "",
    focus_x: float = 0.0,
    focus_y: float = 0.0,
    poster: Upload | None = None,
    or_as_file: bool = False,
) -> Medium:
    """Take in what belongs into a post. A picture is ready at once; a video or a recording waits for its job.

    What it is, its bytes say; with `or_as_file`, what says nothing to Kith is kept as the file it is. Raises `Invalid`
    for what cannot be used, `Refused` when too many wait.
    """
    if or_as_file and _says_nothing(await file.read(HEAD_BYTES)):
        return await keep_file(work, file, alt=alt)
    try:
        return await _take_in(work, file, alt=alt, focus_x=focus_x, focus_y=focus_y, poster=poster)
    except Unusable as error:
        if not or_as_file or error.problem not in NO_KIND:
            raise
    return await keep_file(work, file, alt=alt)


def _says_nothing(head: bytes) -> bool:
    return container_of(head) is None and not may_be_picture(head)


async def _take_in(
    work: Work, file: Upload, *, alt: str, focus_x: float, focus_y: float, poster: Upload | None
) -> Medium:
    said = what_is_said(alt=alt, focus_x=focus_x, focus_y=focus_y)
    container = container_of(await file.read(HEAD_BYTES))
    tools = tools_of(work.house.settings)
    if container is not None and tools is None and container is not GIF:
        raise unusable("no tools")
    if container is None or tools is None:
        return await _picture(work, file, said, alone=tools is None)
    check_size(file.size_bytes, work.house.settings.video_max_mb)
    await check_room(work)
    await _check_bench(work)
    return await _keep(work, file, container, tools, said, poster=poster)


async def wear_poster(work: Work, medium_id: Id, picture: Upload) -> None:
    """Let another picture stand for one's video or recording. Raises `Invalid` for what is no picture."""
    medium = next(iter(await store.lock_own_media(work.db, acting(work), [medium_id])), None)
    if medium is None:
        raise NotFound
    if medium.kind in ("image", "moving"):
        return  # a picture stands for itself
    poster = await _poster(work, picture)
    await store.wear_poster(work.db, medium.owner_id, medium.id, poster)
    await drop_files(work, [medium.small_key])


async def _keep(
    work: Work, file: Upload, container: Container, tools: Tools, said: Said, *, poster: Upload | None
) -> Medium:
    """Look into a file once it lies on the disk; what can be used stays there for its job."""
    medium_id = work.new_id()
    incoming = work.house.blobs.incoming()
    check_disk(incoming, file.size_bytes)
    path = incoming / str(medium_id)
    kept = False
    try:
        await file.save(path)
        film = await _film(tools, container, path)
        if film is None:
            return await _picture(work, file, said)
        shown = await _poster(work, poster) if poster is not None else None
        medium = _waiting(work, medium_id, film, said, shown, size_bytes=file.size_bytes)
        await work.db.insert(medium)
        work.tell(MediumCame(owner_id=medium.owner_id, medium_id=medium.id))
        kept = True
        return medium
    finally:
        if not kept:
            path.unlink(missing_ok=True)


async def _film(tools: Tools, container: Container, path: Path) -> Film | None:
    """Look what will be made of a file. `None` for a GIF that does not move, or is none: a picture decides."""
    gif = container is GIF
    try:
        seen = await ask(tools, container, path)
        check_film(seen, gif=gif)
    except Invalid:
        if gif:
            return None
        raise
    film = film_of(seen, gif=gif)
    return None if gif and film.seconds <= 0 else film


async def _picture(work: Work, file: Upload, said: Said, *, alone: bool = False) -> Medium:
    """Take a picture in. Where this server takes more than pictures, what is none of them is told so."""
    check_size(file.size_bytes, work.house.settings.media_max_mb)
    try:
        return await upload(work, await file.read(), alt=said.alt, focus_x=said.focus_x, focus_y=said.focus_y)
    except Unusable as error:
        raise error if alone or error.problem != "unknown" else unusable("unknown file") from error


async def _poster(work: Work, picture: Upload) -> Poster:
    check_size(picture.size_bytes, work.house.settings.media_max_mb)
    return await make_poster(work, await picture.read())


async def _check_bench(work: Work) -> None:
    """Raise `Refused` when much of somebody's is being made ready: others wait behind it."""
    if await store.count_preparing(work.db, acting(work)) >= PREPARING_MAX:
        raise Refused(_("Your other videos and recordings are still being made ready. Add this one when they are."))


def _waiting(work: Work, medium_id: Id, film: Film, said: Said, poster: Poster | None, *, size_bytes: int) -> Medium:
    return Medium(
        owner_id=acting(work),
        id=medium_id,
        purpose="post",
        kind=film.kind,
        state="waiting",
        file_key="",
        small_key=poster.small_key if poster else "",
        width=film.width,
        height=film.height,
        small_width=poster.small_width if poster else 0,
        small_height=poster.small_height if poster else 0,
        size_bytes=size_bytes,
        seconds=film.seconds,
        frame_rate=film.frame_rate,
        blurhash=poster.blurhash if poster else "",
        alt=said.alt,
        focus_x=said.focus_x,
        focus_y=said.focus_y,
        created_at=work.now,
    )
