"""The entity `MediaAttachment` of an upload that belongs to nothing yet, and uploading itself."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import Invalid, NotFound
from kith.base.core.words import _
from kith.base.web.form import Upload, read_form
from kith.base.web.routing import Route, path_id
from kith.base.web.shown import media_url
from kith.base.work import Work
from kith.gateways.mastodon.answers import Nothing, json_answer
from kith.gateways.mastodon.composing import read_focus
from kith.gateways.mastodon.status import MediaEntity, size_entity
from kith.media import UPLOAD_MAX_BYTES, change_details, discard, own_media, upload
from kith.media.model import Medium


class MediaForm(msgspec.Struct, frozen=True, kw_only=True):
    """A file and what is said of it. A thumbnail is made here; one that is sent is not needed."""

    file: Upload | None = None
    description: str = ""
    focus: str | None = None


class ChangeForm(msgspec.Struct, frozen=True, kw_only=True):
    """What shall be said of it."""

    description: str | None = None
    focus: str | None = None


def present_medium(medium: Medium, url: str) -> MediaEntity:
    """Give the entity of an upload."""
    return MediaEntity(
        id=str(medium.id),
        type="image",
        url=url + media_url(medium.picture_key),
        preview_url=url + media_url(medium.small_key),
        remote_url=None,
        meta={
            "original": size_entity(medium.width, medium.height),
            "small": size_entity(medium.small_width, medium.small_height),
            "focus": {"x": medium.focus_x, "y": medium.focus_y},
        },
        description=medium.alt or None,
        blurhash=medium.blurhash,
    )


async def do_upload(work: Work, request: Request) -> Response:
    """`POST /api/v1/media` and `/api/v2/media`: it is ready when this answers."""
    form = await read_form(request, MediaForm)
    if form.file is None:
        raise Invalid(_("Choose a picture first."), field="file")
    x, y = read_focus(form.focus)
    medium = await upload(work, form.file.content, alt=form.description, focus_x=x, focus_y=y)
    return json_answer(present_medium(medium, work.house.settings.url))


async def show_medium(work: Work, request: Request) -> Response:
    """`GET /api/v1/media/ID`."""
    return json_answer(present_medium(await _own(work, request), work.house.settings.url))


async def do_describe(work: Work, request: Request) -> Response:
    """`PUT /api/v1/media/ID`."""
    medium, form = await _own(work, request), await read_form(request, ChangeForm)
    x, y = (medium.focus_x, medium.focus_y) if form.focus is None else read_focus(form.focus)
    alt = medium.alt if form.description is None else form.description
    await change_details(work, medium.id, alt=alt, focus_x=x, focus_y=y)
    return json_answer(present_medium(await _own(work, request), work.house.settings.url))


async def do_discard(work: Work, request: Request) -> Response:
    """`DELETE /api/v1/media/ID`, as long as it belongs to nothing."""
    medium = await _own(work, request)
    if medium.used_for is not None:
        raise Invalid(_("This picture belongs to a post. Edit or delete the post instead."))
    await discard(work, [medium])
    return json_answer({})


async def _own(work: Work, request: Request) -> Medium:
    found = await own_media(work, [path_id(request)])
    if not found:
        raise NotFound
    return found[0]


def _upload(version: str) -> Route:
    return Route(
        method="POST",
        path=f"/api/{version}/media",
        handler=do_upload,
        scope="write:media",
        limit="upload",
        body_max_bytes=UPLOAD_MAX_BYTES,
        asks=(MediaForm,),
        gives=MediaEntity,
    )


_ONE = "/api/v1/media/{id}"
ROUTES = (
    _upload("v1"),
    _upload("v2"),
    Route(method="GET", path=_ONE, handler=show_medium, scope="write:media", gives=MediaEntity),
    Route(method="PUT", path=_ONE, handler=do_describe, scope="write:media", asks=(ChangeForm,), gives=MediaEntity),
    Route(method="DELETE", path=_ONE, handler=do_discard, scope="write:media", gives=Nothing),
)
