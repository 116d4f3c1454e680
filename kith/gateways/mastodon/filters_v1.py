"""Filters in version 1: each keyword as a filter of its own, with the keyword's id."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import Refused
from kith.base.core.words import _
from kith.base.web.form import read_form
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.filters import (
    FilterAction,
    FilterKeyword,
    FilterWish,
    FullFilter,
    KeywordWish,
    change_filter,
    delete_filter,
    delete_keyword,
    filters_of,
    find_filter,
    find_keyword,
    make_filter,
)
from kith.gateways.mastodon.answers import Nothing, json_answer
from kith.gateways.mastodon.dates import date_text
from kith.gateways.mastodon.filters import expiry


class OldFilterEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A filter of one phrase."""

    id: str
    phrase: str
    context: tuple[str, ...]
    whole_word: bool
    expires_at: str | None
    irreversible: bool


class OldFilterForm(msgspec.Struct, frozen=True, kw_only=True):
    """A filter of one phrase as a client wants it."""

    phrase: str
    context: tuple[str, ...] = ()
    irreversible: bool = False
    whole_word: bool = False
    expires_in: int | None = None


async def show_all(work: Work, _request: Request) -> Response:
    """`GET /api/v1/filters`."""
    assert work.actor is not None
    every = await filters_of(work.db, work.actor)
    return json_answer([_present(one, keyword) for one in every for keyword in one.keywords])


async def show_one(work: Work, request: Request) -> Response:
    """`GET /api/v1/filters/ID`."""
    full, keyword = await _found(work, request)
    return json_answer(_present(full, keyword))


async def do_make(work: Work, request: Request) -> Response:
    """`POST /api/v1/filters`."""
    form = await read_form(request, OldFilterForm)
    keyword = KeywordWish(keyword=form.phrase, whole_word=form.whole_word)
    made = await make_filter(work, _wish(work, form, form.phrase), [keyword])
    return json_answer(_present(made, made.keywords[0]))


async def do_change(work: Work, request: Request) -> Response:
    """`PUT /api/v1/filters/ID`. A filter of several phrases is changed in version 2 alone, as Mastodon has it."""
    form = await read_form(request, OldFilterForm)
    full, keyword = await _found(work, request)
    if len(full.keywords) > 1:
        raise Refused(_("This filter has several keywords. Change it in a newer app, or in the settings."))
    wish = KeywordWish(id=keyword.id, keyword=form.phrase, whole_word=form.whole_word)
    changed = await change_filter(work, full.filter.id, _wish(work, form, full.filter.title), [wish])
    return json_answer(_present(changed, changed.keywords[0]))


async def do_delete(work: Work, request: Request) -> Response:
    """`DELETE /api/v1/filters/ID`: the phrase, and with the last of its phrases the filter."""
    full, keyword = await _found(work, request)
    if len(full.keywords) > 1:
        await delete_keyword(work, keyword.id)
    else:
        await delete_filter(work, full.filter.id)
    return json_answer(Nothing())


def _wish(work: Work, form: OldFilterForm, title: str) -> FilterWish:
    action: FilterAction = "hide" if form.irreversible else "warn"
    until_at = expiry(work, form.expires_in)
    return FilterWish(title=title[:256], contexts=form.context, action=action, expires_at=until_at)


async def _found(work: Work, request: Request) -> tuple[FullFilter, FilterKeyword]:
    assert work.actor is not None
    keyword = await find_keyword(work.db, work.actor, path_id(request))
    return await find_filter(work.db, work.actor, keyword.filter_id), keyword


def _present(full: FullFilter, keyword: FilterKeyword) -> OldFilterEntity:
    one = full.filter
    return OldFilterEntity(
        id=str(keyword.id),
        phrase=keyword.keyword,
        context=one.contexts,
        whole_word=keyword.whole_word,
        expires_at=date_text(one.expires_at) if one.expires_at else None,
        irreversible=one.action == "hide",
    )


_ALL, _ONE = "/api/v1/filters", "/api/v1/filters/{id}"
_READ, _WRITE = "read:filters", "write:filters"
ROUTES = (
    Route(method="GET", path=_ALL, handler=show_all, scope=_READ, gives=list[OldFilterEntity]),
    Route(method="POST", path=_ALL, handler=do_make, scope=_WRITE, asks=(OldFilterForm,), gives=OldFilterEntity),
    Route(method="GET", path=_ONE, handler=show_one, scope=_READ, gives=OldFilterEntity),
    Route(method="PUT", path=_ONE, handler=do_change, scope=_WRITE, asks=(OldFilterForm,), gives=OldFilterEntity),
    Route(method="DELETE", path=_ONE, handler=do_delete, scope=_WRITE, gives=Nothing),
)
