"""By what one lets oneself be found: the entity `FindingWishes`."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.web.form import read_form
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.finding import own_wishes, set_wishes
from kith.gateways.mastodon.answers import json_answer


class FindingWishesForm(msgspec.Struct, frozen=True, kw_only=True):
    """All of the wishes."""

    by_address: bool = False
    mastodon: str = ""
    x: str = ""
    instagram: str = ""


class FindingWishesEntity(msgspec.Struct, frozen=True, kw_only=True):
    """By what one lets oneself be found; `decided` says whether one was asked already."""

    decided: bool
    by_address: bool
    mastodon: str
    x: str
    instagram: str


async def show_wishes(work: Work, _request: Request) -> Response:
    """`GET /api/kith/v1/finding/wishes`: show by what one lets oneself be found."""
    wishes = await own_wishes(work)
    return json_answer(
        FindingWishesEntity(
            decided=wishes is not None,
            by_address=wishes.by_address if wishes else False,
            mastodon=wishes.mastodon if wishes else "",
            x=wishes.x if wishes else "",
            instagram=wishes.instagram if wishes else "",
        )
    )


async def do_set_wishes(work: Work, request: Request) -> Response:
    """`PUT /api/kith/v1/finding/wishes`: decide by what one is found; all of it is sent."""
    form = await read_form(request, FindingWishesForm)
    await set_wishes(work, by_address=form.by_address, mastodon=form.mastodon, x=form.x, instagram=form.instagram)
    return await show_wishes(work, request)


_WISHES = "/api/kith/v1/finding/wishes"
ROUTES = (
    Route(method="GET", path=_WISHES, handler=show_wishes, scope="read", gives=FindingWishesEntity),
    Route(
        method="PUT",
        path=_WISHES,
        handler=do_set_wishes,
        scope="write",
        asks=(FindingWishesForm,),
        gives=FindingWishesEntity,
    ),
)
