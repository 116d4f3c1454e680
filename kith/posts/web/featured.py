"""`/settings/hashtags`: the hashtags on one's page."""

from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, KithError, Refused
from kith.base.web.form import read_form
from kith.base.web.page import page
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.posts import store
from kith.posts.actions.featuring import feature_tag, tags_to_feature, unfeature_tag
from kith.posts.model import FEATURED_TAGS_MAX, FeaturedView

PLACE = "/settings/hashtags"


class HashtagForm(msgspec.Struct, frozen=True, kw_only=True):
    """A hashtag."""

    hashtag: str = ""


@dataclass(frozen=True, kw_only=True)
class FeaturedPage:
    """What stands on one's page, what one uses beside it, and what was wrong with the form, where something was."""

    chosen: tuple[FeaturedView, ...]
    offered: tuple[str, ...]
    is_full: bool
    hashtag: str = ""
    error: str = ""


async def show_featured(work: Work, request: Request) -> Response:
    """`GET /settings/hashtags`."""
    return await _show(work, request)


async def do_feature(work: Work, request: Request) -> Response:
    """`POST /settings/hashtags`. What is no hashtag comes back as it was typed."""
    form = await read_form(request, HashtagForm)
    try:
        await feature_tag(work, form.hashtag)
    except (Invalid, Refused) as error:
        work.undo()
        return await _show(work, request, hashtag=form.hashtag, error=error)
    return RedirectResponse(PLACE, 303)


async def do_unfeature(work: Work, request: Request) -> Response:
    """`POST /settings/hashtags/remove`."""
    await unfeature_tag(work, (await read_form(request, HashtagForm)).hashtag)
    return RedirectResponse(PLACE, 303)


async def _show(work: Work, request: Request, *, hashtag: str = "", error: KithError | None = None) -> Response:
    assert work.actor is not None
    chosen = await store.featured_of(work.db, work.actor)
    content = FeaturedPage(
        chosen=tuple(chosen),
        offered=tuple(await tags_to_feature(work)),
        is_full=len(chosen) >= FEATURED_TAGS_MAX,
        hashtag=hashtag,
        error=error.text if error else "",
    )
    return await page(work, request, "posts/settings_hashtags.html", content, status=422 if error else 200)


ROUTES = (
    Route(method="GET", path=PLACE, handler=show_featured),
    Route(method="POST", path=PLACE, handler=do_feature),
    Route(method="POST", path=f"{PLACE}/remove", handler=do_unfeature),
)
