"""The entity `FeaturedTag`: hashtags on somebody's page."""

from urllib.parse import quote

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.web.form import read_form
from kith.base.web.routing import Route, path_id
from kith.base.web.shown import address
from kith.base.work import Work
from kith.gateways.mastodon.answers import Nothing, json_answer
from kith.gateways.mastodon.people import seen_account
from kith.gateways.mastodon.streams import TagEntity, present_tags
from kith.people import get_account
from kith.people.model import Account
from kith.posts import feature_tag, featured_of, remove_featured, tags_to_feature, unfeature_tag
from kith.posts.model import FeaturedView


class FeaturedTagEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A hashtag of somebody's page; `statuses_count` counts their public statuses under it, and is text in Mastodon."""

    id: str
    name: str
    url: str
    statuses_count: str
    last_status_at: str | None


class NameForm(msgspec.Struct, frozen=True, kw_only=True):
    """A hashtag."""

    name: str = ""


def present_featured(one: FeaturedView, account: Account, url: str) -> FeaturedTagEntity:
    """Give the entity of a hashtag on this account's page."""
    return FeaturedTagEntity(
        id=str(one.id),
        name=one.hashtag,
        url=f"{url}/{address(account)}/tagged/{quote(one.hashtag)}",
        statuses_count=str(one.posts),
        last_status_at=one.last_post_at.date().isoformat() if one.last_post_at else None,
    )


async def show_own(work: Work, _request: Request) -> Response:
    """`GET /api/v1/featured_tags`."""
    assert work.actor is not None
    return await _all_of(work, await get_account(work.db, work.actor))


async def show_theirs(work: Work, request: Request) -> Response:
    """`GET /api/v1/accounts/ID/featured_tags`."""
    return await _all_of(work, await seen_account(work, path_id(request)))


async def do_feature(work: Work, request: Request) -> Response:
    """`POST /api/v1/featured_tags`."""
    assert work.actor is not None
    made = await feature_tag(work, (await read_form(request, NameForm)).name)
    return json_answer(present_featured(made, await get_account(work.db, work.actor), work.house.settings.url))


async def do_remove(work: Work, request: Request) -> Response:
    """`DELETE /api/v1/featured_tags/ID`."""
    await remove_featured(work, path_id(request))
    return json_answer(Nothing())


async def show_offered(work: Work, _request: Request) -> Response:
    """`GET /api/v1/featured_tags/suggestions`: what one uses oneself."""
    return json_answer(await present_tags(work, await tags_to_feature(work)))


async def do_feature_by_name(work: Work, request: Request) -> Response:
    """`POST /api/v1/tags/NAME/feature`."""
    made = await feature_tag(work, request.path_params["name"])
    return json_answer((await present_tags(work, [made.hashtag]))[0])


async def do_unfeature_by_name(work: Work, request: Request) -> Response:
    """`POST /api/v1/tags/NAME/unfeature`."""
    name = await unfeature_tag(work, request.path_params["name"])
    return json_answer((await present_tags(work, [name]))[0])


async def _all_of(work: Work, account: Account) -> Response:
    url = work.house.settings.url
    return json_answer([present_featured(one, account, url) for one in await featured_of(work.db, account.id)])


_ALL, _READ, _WRITE = "/api/v1/featured_tags", "read:accounts", "write:accounts"
ROUTES = (
    Route(method="GET", path=_ALL, handler=show_own, scope=_READ, gives=list[FeaturedTagEntity]),
    Route(method="POST", path=_ALL, handler=do_feature, scope=_WRITE, asks=(NameForm,), gives=FeaturedTagEntity),
    Route(method="GET", path=f"{_ALL}/suggestions", handler=show_offered, scope=_READ, gives=list[TagEntity]),
    Route(method="DELETE", path=_ALL + "/{id}", handler=do_remove, scope=_WRITE, gives=Nothing),
    Route(
        method="GET",
        path="/api/v1/accounts/{id}/featured_tags",
        handler=show_theirs,
        access="anyone",
        scope=_READ,
        gives=list[FeaturedTagEntity],
    ),
    Route(method="POST", path="/api/v1/tags/{name}/feature", handler=do_feature_by_name, scope=_WRITE, gives=TagEntity),
    Route(
        method="POST", path="/api/v1/tags/{name}/unfeature", handler=do_unfeature_by_name, scope=_WRITE, gives=TagEntity
    ),
)
