"""Filters in version 2: each with its keywords and single statuses."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import Invalid, NotFound
from kith.base.core.ids import Id, parse_id
from kith.base.core.words import _
from kith.base.web.form import raw_body, read_form
from kith.base.web.routing import Handler, Method, Route, path_id
from kith.base.work import Work
from kith.filters import (
    FilterAction,
    FilterWish,
    FullFilter,
    KeywordWish,
    add_keyword,
    add_post,
    change_filter,
    change_keyword,
    delete_filter,
    delete_keyword,
    delete_post,
    filters_of,
    find_filter,
    find_keyword,
    find_post,
    make_filter,
)
from kith.filters.model import EXPIRES_S_MAX
from kith.gateways.mastodon.answers import Nothing, json_answer
from kith.gateways.mastodon.filtered import (
    FilterEntity,
    FilterKeywordEntity,
    FilterStatusEntity,
    present_filter,
    present_keyword,
    present_place,
)
from kith.people import viewer_of
from kith.posts import get_post


class KeywordAttributes(msgspec.Struct, frozen=True, kw_only=True):
    """A keyword inside a filter's form."""

    id: str | None = None
    keyword: str = ""
    whole_word: bool | None = None
    destroy: bool = msgspec.field(name="_destroy", default=False)


class FilterForm(msgspec.Struct, frozen=True, kw_only=True):
    """A filter as a client wants it; of a change, what is not sent stays."""

    title: str | None = None
    context: tuple[str, ...] | None = None
    filter_action: FilterAction | None = None
    expires_in: int | None = None
    keywords_attributes: tuple[KeywordAttributes, ...] = ()


class KeywordForm(msgspec.Struct, frozen=True, kw_only=True):
    """A keyword as a client wants it."""

    keyword: str
    whole_word: bool | None = None


class FilteredStatusForm(msgspec.Struct, frozen=True, kw_only=True):
    """Which status."""

    status_id: str


async def show_all(work: Work, _request: Request) -> Response:
    """`GET /api/v2/filters`."""
    return json_answer([present_filter(one) for one in await filters_of(work.db, _owner(work))])


async def show_one(work: Work, request: Request) -> Response:
    """`GET /api/v2/filters/ID`."""
    return json_answer(present_filter(await _filter(work, request)))


async def do_make(work: Work, request: Request) -> Response:
    """`POST /api/v2/filters`."""
    form = await read_form(request, FilterForm)
    wish = FilterWish(
        title=form.title or "",
        contexts=form.context or (),
        action=form.filter_action or "warn",
        expires_at=expiry(work, form.expires_in),
    )
    return json_answer(present_filter(await make_filter(work, wish, _keywords(form))))


async def do_change(work: Work, request: Request) -> Response:
    """`PUT /api/v2/filters/ID`."""
    sent: dict[str, Any] = await raw_body(request)
    form, before = await read_form(request, FilterForm), (await _filter(work, request)).filter
    wish = FilterWish(
        title=before.title if form.title is None else form.title,
        contexts=before.contexts if form.context is None else form.context,
        action=form.filter_action or before.action,
        expires_at=expiry(work, form.expires_in) if "expires_in" in sent else before.expires_at,
    )
    return json_answer(present_filter(await change_filter(work, before.id, wish, _keywords(form))))


async def do_delete(work: Work, request: Request) -> Response:
    """`DELETE /api/v2/filters/ID`."""
    await delete_filter(work, path_id(request))
    return json_answer(Nothing())


async def show_keywords(work: Work, request: Request) -> Response:
    """`GET /api/v2/filters/ID/keywords`."""
    return json_answer([present_keyword(one) for one in (await _filter(work, request)).keywords])


async def do_add_keyword(work: Work, request: Request) -> Response:
    """`POST /api/v2/filters/ID/keywords`."""
    form = await read_form(request, KeywordForm)
    wish = KeywordWish(keyword=form.keyword, whole_word=form.whole_word)
    return json_answer(present_keyword(await add_keyword(work, path_id(request), wish)))


async def show_keyword(work: Work, request: Request) -> Response:
    """`GET /api/v2/filters/keywords/ID`."""
    return json_answer(present_keyword(await find_keyword(work.db, _owner(work), path_id(request))))


async def do_change_keyword(work: Work, request: Request) -> Response:
    """`PUT /api/v2/filters/keywords/ID`."""
    form, keyword_id = await read_form(request, KeywordForm), path_id(request)
    wish = KeywordWish(keyword=form.keyword, whole_word=form.whole_word)
    return json_answer(present_keyword(await change_keyword(work, keyword_id, wish)))


async def do_delete_keyword(work: Work, request: Request) -> Response:
    """`DELETE /api/v2/filters/keywords/ID`."""
    await delete_keyword(work, path_id(request))
    return json_answer(Nothing())


async def show_statuses(work: Work, request: Request) -> Response:
    """`GET /api/v2/filters/ID/statuses`."""
    return json_answer([present_place(one) for one in (await _filter(work, request)).posts])


async def do_add_status(work: Work, request: Request) -> Response:
    """`POST /api/v2/filters/ID/statuses`: of a status that may be seen."""
    form, filter_id = await read_form(request, FilteredStatusForm), path_id(request)
    status_id = parse_id(form.status_id)
    if status_id is None:
        raise NotFound
    post = await get_post(work.db, await viewer_of(work), status_id)
    return json_answer(present_place(await add_post(work, filter_id, post.repost_of_id or post.id)))


async def show_status(work: Work, request: Request) -> Response:
    """`GET /api/v2/filters/statuses/ID`."""
    return json_answer(present_place(await find_post(work.db, _owner(work), path_id(request))))


async def do_delete_status(work: Work, request: Request) -> Response:
    """`DELETE /api/v2/filters/statuses/ID`: gives what was taken out."""
    gone = await find_post(work.db, _owner(work), path_id(request))
    await delete_post(work, gone.id)
    return json_answer(present_place(gone))


def expiry(work: Work, seconds: int | None) -> datetime | None:
    """Read for how long; none is until further notice. Raises `Invalid`."""
    if seconds is None:
        return None
    if not 0 <= seconds <= EXPIRES_S_MAX:
        raise Invalid(_("“expires_in” is a number of seconds from now."), field="expires_in")
    return work.now + timedelta(seconds=seconds)


def _keywords(form: FilterForm) -> list[KeywordWish]:
    found = []
    for one in form.keywords_attributes:
        keyword_id: Id | None = parse_id(one.id) if one.id else None
        if one.id and keyword_id is None:
            raise NotFound
        found.append(KeywordWish(id=keyword_id, keyword=one.keyword, whole_word=one.whole_word, gone=one.destroy))
    return found


async def _filter(work: Work, request: Request) -> FullFilter:
    return await find_filter(work.db, _owner(work), path_id(request))


def _owner(work: Work) -> Id:
    assert work.actor is not None
    return work.actor


def _route(method: Method, path: str, handler: Handler, gives: Any, form: type[msgspec.Struct] | None = None) -> Route:
    scope = "read:filters" if method == "GET" else "write:filters"
    asks = (form,) if form else ()
    return Route(method=method, path=f"/api/v2/filters{path}", handler=handler, scope=scope, gives=gives, asks=asks)


ROUTES = (
    _route("GET", "", show_all, list[FilterEntity]),
    _route("POST", "", do_make, FilterEntity, FilterForm),
    _route("GET", "/{id}", show_one, FilterEntity),
    _route("PUT", "/{id}", do_change, FilterEntity, FilterForm),
    _route("DELETE", "/{id}", do_delete, Nothing),
    _route("GET", "/{id}/keywords", show_keywords, list[FilterKeywordEntity]),
    _route("POST", "/{id}/keywords", do_add_keyword, FilterKeywordEntity, KeywordForm),
    _route("GET", "/keywords/{id}", show_keyword, FilterKeywordEntity),
    _route("PUT", "/keywords/{id}", do_change_keyword, FilterKeywordEntity, KeywordForm),
    _route("DELETE", "/keywords/{id}", do_delete_keyword, Nothing),
    _route("GET", "/{id}/statuses", show_statuses, list[FilterStatusEntity]),
    _route("POST", "/{id}/statuses", do_add_status, FilterStatusEntity, FilteredStatusForm),
    _route("GET", "/statuses/{id}", show_status, FilterStatusEntity),
    _route("DELETE", "/statuses/{id}", do_delete_status, FilterStatusEntity),
)
