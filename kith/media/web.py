"""`GET /media/KEY` and, for the composer, `POST /media` and how far it is with a video."""

import msgspec
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from kith.base.core.errors import Invalid, NotFound
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.storage.blobs import BlobKey, parse_key
from kith.base.web.form import Upload, read_form
from kith.base.web.routing import Route, path_id
from kith.base.web.shown import media_url
from kith.base.work import Work
from kith.media.actions import change_details, own_media, take_in, wear
from kith.media.model import Medium
from kith.media.rules import unusable

UPLOAD_MAX_BYTES = 530_000_000  # above the largest that the settings allow; the action knows the real bound
TYPES = {
    "jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "gif": "image/gif", "mp4": "video/mp4",
    "mp3": "audio/mpeg", "bin": "application/octet-stream",
}  # fmt: skip
# What nobody here has looked into is never shown: it is saved, under the name that the link to it gives it.
SAVED = {"content-disposition": "attachment", "content-security-policy": "sandbox; default-src 'none'"}
FOR_EVER = "public, max-age=31536000, immutable"


class UploadForm(msgspec.Struct, frozen=True, kw_only=True):
    """A picture, video or recording, and what is said of it. `whatever` it is: else it is kept as a file."""

    file: Upload | None = None
    whatever: bool = False
    alt: str = ""
    focus_x: float = 0.0
    focus_y: float = 0.0


class DetailsForm(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a picture that is here already."""

    alt: str = ""
    focus_x: float = 0.0
    focus_y: float = 0.0


class PortraitForm(msgspec.Struct, frozen=True, kw_only=True):
    """A picture of oneself, or the wide one on top of one's page: whichever of the two forms was sent."""

    avatar: Upload | None = None
    header: Upload | None = None


class Uploaded(msgspec.Struct, frozen=True, kw_only=True):
    """What the composer receives. What is `waiting` is `progress` percent ready; what `failed` says why."""

    id: str
    kind: str
    state: str
    progress: int
    problem: str
    preview_url: str
    width: int
    height: int
    blurhash: str
    seconds: float
    peaks: str
    name: str
    size_bytes: int


async def show_medium(work: Work, request: Request) -> Response:
    """Give a file. Its name never means another one, and cannot be guessed, not even by who has the file."""
    key = parse_key(request.path_params["key"])
    return give_file(work, request, key, tag=key, keep=FOR_EVER)


def give_file(work: Work, request: Request, key: BlobKey, *, tag: str, keep: str) -> Response:
    """Give a kept file: `tag` is what a browser asks with whether it has it, `keep` for how long it may. `NotFound`."""
    if request.headers.get("if-none-match") == f'"{tag}"':
        return Response(status_code=304, headers={"etag": f'"{tag}"', "cache-control": keep})
    if not work.house.blobs.exists(key):
        raise NotFound
    ending = key.rpartition(".")[2]
    headers = {
        "etag": f'"{tag}"',
        "cache-control": keep,
        "content-security-policy": "sandbox; default-src 'none'; media-src 'self'",  # a video opened alone plays itself
        **(SAVED if ending == "bin" else {}),
        "cross-origin-resource-policy": "cross-origin",
        "access-control-allow-origin": "*",  # for apps in browsers; a file has no owner's cookie to give away
    }
    return FileResponse(work.house.blobs.path(key), media_type=TYPES[ending], headers=headers)


async def do_upload(work: Work, request: Request) -> Response:
    """Take a file in while somebody is still writing."""
    form = await read_form(request, UploadForm)
    if form.file is None:
        raise Invalid(_("Choose a picture first."), field="file")
    medium = await take_in(
        work, form.file, alt=form.alt, focus_x=form.focus_x, focus_y=form.focus_y, or_as_file=form.whatever
    )
    return _told(medium, 201)


async def show_progress(work: Work, request: Request) -> Response:
    """Tell how far one's video or recording is."""
    found = await own_media(work, [Id(path_id(request))])
    if not found:
        raise NotFound
    return _told(found[0], 200)


def _told(medium: Medium, status: int) -> Response:
    answer = Uploaded(
        id=str(medium.id),
        kind=medium.kind,
        state=medium.state,
        progress=medium.progress,
        problem=unusable(medium.problem).text if medium.state == "failed" else "",
        preview_url=media_url(medium.small_key) if medium.small_key else "",
        width=medium.width,
        height=medium.height,
        blurhash=medium.blurhash,
        seconds=medium.seconds,
        peaks=medium.peaks,
        name=medium.name,
        size_bytes=medium.size_bytes,
    )
    headers = {"cache-control": "no-store"}
    return Response(msgspec.json.encode(answer), status, headers, media_type="application/json")


async def do_wear(work: Work, request: Request) -> Response:
    """`POST /settings/profile/avatar` and `/header`: show another picture of oneself."""
    form = await read_form(request, PortraitForm)
    if form.avatar is not None:
        await wear(work, await form.avatar.read(), "avatar")
    elif form.header is not None:
        await wear(work, await form.header.read(), "header")
    else:
        raise Invalid(_("Choose a picture first."), field="avatar")
    return RedirectResponse("/settings/profile?said=kept", 303)


async def do_describe(work: Work, request: Request) -> Response:
    """Keep what is said of a picture."""
    form = await read_form(request, DetailsForm)
    await change_details(work, Id(path_id(request)), alt=form.alt, focus_x=form.focus_x, focus_y=form.focus_y)
    return Response(status_code=204)


ROUTES = (
    Route(method="GET", path="/media/{key}", handler=show_medium, access="anyone", limit="none"),
    Route(method="POST", path="/media", handler=do_upload, limit="upload", body_max_bytes=UPLOAD_MAX_BYTES),
    Route(method="GET", path="/media/{id}/progress", handler=show_progress),
    Route(method="POST", path="/media/{id}/details", handler=do_describe),
    *(
        Route(
            method="POST",
            path=f"/settings/profile/{purpose}",
            handler=do_wear,
            limit="upload",
            body_max_bytes=UPLOAD_MAX_BYTES,
        )
        for purpose in ("avatar", "header")
    ),
)
