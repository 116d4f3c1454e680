"""Collections for apps: made, changed, read; who is put into them, and who takes themselves out."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import Invalid, NotFound
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.web.form import read_form, read_query
from kith.base.web.routing import Handler, Method, Route, path_id
from kith.base.work import Work
from kith.collections import (
    Change,
    CollectionView,
    CollectionWish,
    change_collection,
    collections_of,
    collections_with_me,
    delete_collection,
    load_collection,
    make_collection,
    put_in,
    take_oneself_out,
    take_out,
)
from kith.gateways.mastodon.answers import Nothing, json_answer, one_id, some_ids
from kith.gateways.mastodon.collection import (
    CollectionsEntity,
    CollectionWithAccountsEntity,
    WrappedCollectionEntity,
    WrappedCollectionItemEntity,
    present_collection,
    present_place,
)
from kith.gateways.mastodon.people import present_accounts_of, seen_account

LISTED_DEFAULT, LISTED_MAX = 40, 80
OFFSET_MAX = 10_000


class CollectionForm(msgspec.Struct, frozen=True, kw_only=True):
    """A collection as a client wants it; what is not sent stays, or is as usual."""

    name: str | None = None
    description: str | None = None
    language: str | None = None
    tag_name: str | None = None
    sensitive: bool | None = None
    discoverable: bool | None = None
    account_ids: tuple[str, ...] = ()


class ItemForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to put in."""

    account_id: str | None = None


class PieceQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Which part of a list is wanted."""

    limit: int = LISTED_DEFAULT
    offset: int = 0


async def show_one(work: Work, request: Request) -> Response:
    """`GET /api/v1/collections/ID`, with everybody in it."""
    view = await load_collection(work, path_id(request))
    people = {one.id: one for one in (view.owner, *(place.account for place in view.places))}
    entity = CollectionWithAccountsEntity(
        accounts=tuple(await present_accounts_of(work, list(people.values()))),
        collection=present_collection(view, work.house.settings.url),
    )
    return json_answer(entity)


async def show_of_account(work: Work, request: Request) -> Response:
    """`GET /api/v1/accounts/ID/collections`: what somebody made."""
    account = await seen_account(work, path_id(request))
    query = read_query(request, PieceQuery)
    limit, offset = _bounds(query)
    views = await collections_of(work, account.id)
    return _listed(work, request, views[offset : offset + limit], query)


async def show_with_me(work: Work, request: Request) -> Response:
    """`GET /api/v1/accounts/ID/in_collections`: where one stands oneself. Of others nobody is told."""
    if path_id(request) != work.actor:
        raise NotFound
    query = read_query(request, PieceQuery)
    limit, offset = _bounds(query)
    return _listed(work, request, await collections_with_me(work, limit=limit, offset=offset), query)


async def do_make(work: Work, request: Request) -> Response:
    """`POST /api/v1/collections`."""
    form = await read_form(request, CollectionForm)
    people = some_ids(form.account_ids)
    if len(people) != len(set(form.account_ids)):
        raise NotFound
    wish = CollectionWish(
        name=form.name or "",
        description=form.description or "",
        tag=form.tag_name or "",
        language=form.language or "",
        sensitive=bool(form.sensitive),
        discoverable=bool(form.discoverable),
    )
    made = await make_collection(work, wish, people)
    return await _wrapped(work, made.id)


async def do_change(work: Work, request: Request) -> Response:
    """`PATCH /api/v1/collections/ID`."""
    form = await read_form(request, CollectionForm)
    change = Change(
        name=form.name,
        description=form.description,
        tag=form.tag_name,
        language=form.language,
        sensitive=form.sensitive,
        discoverable=form.discoverable,
    )
    changed = await change_collection(work, path_id(request), change)
    return await _wrapped(work, changed.id)


async def do_delete(work: Work, request: Request) -> Response:
    """`DELETE /api/v1/collections/ID`."""
    await delete_collection(work, path_id(request))
    return json_answer({})


async def do_put_in(work: Work, request: Request) -> Response:
    """`POST /api/v1/collections/ID/items`."""
    account_id = one_id((await read_form(request, ItemForm)).account_id, "account_id")
    if account_id is None:
        raise Invalid(_("“{field}” is missing.").format(field="account_id"), field="account_id")
    place = await put_in(work, path_id(request), account_id)
    return json_answer(WrappedCollectionItemEntity(collection_item=present_place(place)))


async def do_take_out(work: Work, request: Request) -> Response:
    """`DELETE /api/v1/collections/ID/items/ID`: somebody whom one put in oneself."""
    await take_out(work, path_id(request), path_id(request, "item_id"))
    return json_answer({})


async def do_revoke(work: Work, request: Request) -> Response:
    """`POST /api/v1/collections/ID/items/ID/revoke`: oneself."""
    await take_oneself_out(work, path_id(request), place_id=path_id(request, "item_id"))
    return json_answer({})


async def _wrapped(work: Work, collection_id: Id) -> Response:
    view = await load_collection(work, collection_id)
    return json_answer(WrappedCollectionEntity(collection=present_collection(view, work.house.settings.url)))


def _bounds(query: PieceQuery) -> tuple[int, int]:
    return min(max(query.limit, 1), LISTED_MAX), min(max(query.offset, 0), OFFSET_MAX)


def _listed(work: Work, request: Request, views: Sequence[CollectionView], query: PieceQuery) -> Response:
    """Answer with a part of a list, which is walked by counting: `Link` says where it goes on."""
    url, (limit, offset) = work.house.settings.url, _bounds(query)
    ways = [("next", offset + limit)] if len(views) == limit else []
    ways += [("prev", max(0, offset - limit))] if offset else []
    here = f"{url}{request.url.path}"
    links = [f'<{here}?{urlencode({"limit": limit, "offset": to})}>; rel="{way}"' for way, to in ways]
    entity = CollectionsEntity(collections=tuple(present_collection(one, url) for one in views))
    return json_answer(entity, headers={"link": ", ".join(links)} if links else {})


def _write(method: Method, path: str, handler: Handler, gives: Any, *asks: type[msgspec.Struct]) -> Route:
    return Route(method=method, path=path, handler=handler, scope="write:collections", asks=asks, gives=gives)


def _lists(path: str, handler: Handler, *, anyone: bool) -> Route:
    return Route(
        method="GET",
        path=path,
        handler=handler,
        scope="read:collections",
        access="anyone" if anyone else "member",
        query=(PieceQuery,),
        gives=CollectionsEntity,
    )


_ALL, _ONE = "/api/v1/collections", "/api/v1/collections/{id}"
ROUTES = (
    _write("POST", _ALL, do_make, WrappedCollectionEntity, CollectionForm),
    Route(
        method="GET",
        path=_ONE,
        handler=show_one,
        scope="read:collections",
        access="anyone",
        gives=CollectionWithAccountsEntity,
    ),
    _write("PATCH", _ONE, do_change, WrappedCollectionEntity, CollectionForm),
    _write("DELETE", _ONE, do_delete, Nothing),
    _write("POST", f"{_ONE}/items", do_put_in, WrappedCollectionItemEntity, ItemForm),
    _write("DELETE", _ONE + "/items/{item_id}", do_take_out, Nothing),
    _write("POST", _ONE + "/items/{item_id}/revoke", do_revoke, Nothing),
    # Mastodon's documents print the shorter paths, its clients ask for the longer ones.
    _lists("/api/v1/accounts/{id}/collections", show_of_account, anyone=True),
    _lists("/api/v1/accounts/{id}/in_collections", show_with_me, anyone=False),
    _lists("/api/v1/{id}/collections", show_of_account, anyone=True),
    _lists("/api/v1/{id}/in_collections", show_with_me, anyone=False),
)
