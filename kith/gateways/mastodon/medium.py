"""Uploading, and what is done with an upload that belongs to nothing yet."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import Invalid, NotFound
from kith.base.core.words import _
from kith.base.web.form import Upload, read_form
from kith.base.web.routing import Handler, Route, path_id
from kith.base.work import Work
from kith.gateways.mastodon.answers import Nothing, json_answer
from kith.gateways.mastodon.attachment import MediaEntity, present_medium
from kith.gateways.mastodon.composing import read_focus
from kith.media import (
    UPLOAD_MAX_BYTES,
    change_details,
    discard,
    own_media,
    take_in,
    unusable,
    wait_until_ready,
    wear_poster,
)
from kith.media.model import Medium

WAIT_S = 45  # proxies cut off what is silent for a minute


class MediaForm(msgspec.Struct, frozen=True, kw_only=True):
    """A file and what is said of it. A thumbnail is for video and sound; a picture is its own."""

    file: Upload | None = None
    thumbnail: Upload | None = None
    description: str = ""
    focus: str | None = None


class ChangeForm(msgspec.Struct, frozen=True, kw_only=True):
    """What shall be said of it, and which picture shall stand for a video or a recording."""

    thumbnail: Upload | None = None
    description: str | None = None
    focus: str | None = None


async def do_upload(work: Work, request: Request) -> Response:
    """`POST /api/v2/media`: a picture is ready when this answers; a video or a recording is made ready afterwards."""
    return _told(await _taken(work, request), work, 202)


async def do_upload_and_wait(work: Work, request: Request) -> Response:
    """`POST /api/v1/media`: it is ready when this answers, unless that takes too long for one answer."""
    medium = await _taken(work, request)
    if medium.state == "waiting":
        await work.rest()
        [medium] = await wait_until_ready(work.house, medium.owner_id, [medium.id], wait_s=WAIT_S)
    return _told(medium, work, 202)


async def show_medium(work: Work, request: Request) -> Response:
    """`GET /api/v1/media/ID`: with 206 while it is made ready, with 422 when it cannot be."""
    return _told(await _own(work, request), work, 206)


async def do_describe(work: Work, request: Request) -> Response:
    """`PUT /api/v1/media/ID`."""
    medium, form = await _own(work, request), await read_form(request, ChangeForm)
    x, y = (medium.focus_x, medium.focus_y) if form.focus is None else read_focus(form.focus)
    alt = medium.alt if form.description is None else form.description
    await change_details(work, medium.id, alt=alt, focus_x=x, focus_y=y)
    if form.thumbnail is not None:
        await wear_poster(work, medium.id, form.thumbnail)
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


async def _taken(work: Work, request: Request) -> Medium:
    form = await read_form(request, MediaForm)
    if form.file is None:
        raise Invalid(_("Choose a picture first."), field="file")
    x, y = read_focus(form.focus)
    return await take_in(work, form.file, alt=form.description, focus_x=x, focus_y=y, poster=form.thumbnail)


def _told(medium: Medium, work: Work, waiting_status: int) -> Response:
    if medium.state == "failed":
        raise unusable(medium.problem)
    status = waiting_status if medium.state == "waiting" else 200
    return json_answer(present_medium(medium, work.house.settings.url), status)


def _upload(version: str, handler: Handler) -> Route:
    return Route(
        method="POST",
        path=f"/api/{version}/media",
        handler=handler,
        scope="write:media",
        limit="upload",
        body_max_bytes=UPLOAD_MAX_BYTES,
        asks=(MediaForm,),
        gives=MediaEntity,
        also_gives={202: "It is being made ready; `url` is null until then."},
    )


_ONE = "/api/v1/media/{id}"
ROUTES = (
    _upload("v1", do_upload_and_wait),
    _upload("v2", do_upload),
    Route(
        method="GET",
        path=_ONE,
        handler=show_medium,
        scope="write:media",
        gives=MediaEntity,
        also_gives={206: "It is being made ready still.", 422: "It cannot be made ready; the words say why."},
    ),
    Route(method="PUT", path=_ONE, handler=do_describe, scope="write:media", asks=(ChangeForm,), gives=MediaEntity),
    Route(method="DELETE", path=_ONE, handler=do_discard, scope="write:media", gives=Nothing),
)
