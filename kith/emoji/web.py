"""`/emoji`: what there is; and for the owner, adding and removing."""

from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, Refused
from kith.base.core.words import _
from kith.base.web.form import Upload, read_form
from kith.base.web.page import page
from kith.base.web.routing import Route
from kith.base.web.shown import media_url
from kith.base.work import Work
from kith.emoji import store
from kith.emoji.actions import add_emoji, remove_emoji
from kith.emoji.model import ServerEmoji
from kith.media import UPLOAD_MAX_BYTES


@dataclass(frozen=True, kw_only=True)
class EmojiPage:
    """All of them, and what was wrong with the form, where something was."""

    emoji: tuple[ServerEmoji, ...]
    shortcode: str = ""
    error: str = ""
    error_field: str = ""


class EmojiForm(msgspec.Struct, frozen=True, kw_only=True):
    """A new one."""

    shortcode: str = ""
    picture: Upload | None = None


async def show_emoji(work: Work, request: Request) -> Response:
    """`GET /emoji`."""
    return await page(work, request, "emoji/emoji.html", EmojiPage(emoji=tuple(await store.all_emoji(work.db))))


async def list_emoji(work: Work, _request: Request) -> Response:
    """`GET /emoji/all`: each shortcode and its picture, for whoever chooses."""
    told = [(one.shortcode, media_url(one.picture_key)) for one in await store.all_emoji(work.db)]
    return Response(msgspec.json.encode(told), headers={"cache-control": "no-cache"}, media_type="application/json")


async def do_add(work: Work, request: Request) -> Response:
    """`POST /emoji`."""
    form = await read_form(request, EmojiForm)
    try:
        if form.picture is None:
            raise Invalid(_("Choose a picture first."), field="picture")
        await add_emoji(work, form.shortcode, await form.picture.read())
    except (Invalid, Refused) as error:
        work.undo()
        field = error.field if isinstance(error, Invalid) else None
        content = EmojiPage(
            emoji=tuple(await store.all_emoji(work.db)),
            shortcode=form.shortcode[:60],
            error=error.text,
            error_field="shortcode" if field == "shortcode" else "picture",
        )
        return await page(work, request, "emoji/emoji.html", content, status=422)
    return RedirectResponse("/emoji", 303)


async def do_remove(work: Work, request: Request) -> Response:
    """`POST /emoji/CODE/remove`."""
    await remove_emoji(work, request.path_params["code"])
    return RedirectResponse("/emoji", 303)


ROUTES = (
    Route(method="GET", path="/emoji", handler=show_emoji),
    Route(method="GET", path="/emoji/all", handler=list_emoji),
    Route(
        method="POST",
        path="/emoji",
        handler=do_add,
        access="owner",
        limit="upload",
        body_max_bytes=UPLOAD_MAX_BYTES,
    ),
    Route(method="POST", path="/emoji/{code}/remove", handler=do_remove, access="owner"),
)
