"""The entity `List`, its people, and what they write."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.core.paging import Paging, Slice
from kith.base.web.form import read_form, read_query
from kith.base.web.routing import Route, path_id
from kith.base.work import VirtualList, Work
from kith.feed import list_piece
from kith.gateways.mastodon.account import AccountEntity
from kith.gateways.mastodon.answers import (
    Nothing,
    json_answer,
    link_header,
    listing,
    people_paging,
    posts_paging,
    some_ids,
)
from kith.gateways.mastodon.people import present_accounts_of, seen_account
from kith.gateways.mastodon.status import StatusEntity, present_statuses
from kith.lists import (
    PersonList,
    RepliesPolicy,
    add_people,
    change_list,
    delete_list,
    find_list,
    find_virtual,
    lists_of,
    lists_with,
    make_list,
    people_on,
    remove_people,
    virtual_lists,
)
from kith.people import viewer_of
from kith.posts.model import Card


class ListEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A list."""

    id: str
    title: str
    replies_policy: RepliesPolicy
    exclusive: bool


class ListForm(msgspec.Struct, frozen=True, kw_only=True):
    """A list as a client wants it; what is not sent stays, or is as usual."""

    title: str | None = None
    replies_policy: RepliesPolicy | None = None
    exclusive: bool | None = None


class PeopleForm(msgspec.Struct, frozen=True, kw_only=True):
    """Some people."""

    account_ids: tuple[str, ...] = ()


def present_list(one: PersonList) -> ListEntity:
    """Give the entity."""
    return ListEntity(id=str(one.id), title=one.title, replies_policy=one.replies_policy, exclusive=one.exclusive)


def present_virtual(one: VirtualList) -> ListEntity:
    """Give the entity of a list that fills itself; the wishes are those it cannot change."""
    return ListEntity(id=str(one.id), title=one.title(), replies_policy="list", exclusive=False)


async def show_all(work: Work, _request: Request) -> Response:
    """`GET /api/v1/lists`: one's own, then those that fill themselves."""
    assert work.actor is not None
    own = [present_list(one) for one in await lists_of(work.db, work.actor)]
    return json_answer([*own, *(present_virtual(one) for one in virtual_lists(work))])


async def show_one(work: Work, request: Request) -> Response:
    """`GET /api/v1/lists/ID`."""
    assert work.actor is not None
    list_id = path_id(request)
    if (virtual := find_virtual(work, list_id)) is not None:
        return json_answer(present_virtual(virtual))
    return json_answer(present_list(await find_list(work.db, work.actor, list_id)))


async def do_make(work: Work, request: Request) -> Response:
    """`POST /api/v1/lists`."""
    form = await read_form(request, ListForm)
    policy, exclusive = form.replies_policy or "list", bool(form.exclusive)
    return json_answer(
        present_list(await make_list(work, form.title or "", replies_policy=policy, exclusive=exclusive))
    )


async def do_change(work: Work, request: Request) -> Response:
    """`PUT /api/v1/lists/ID`."""
    form, list_id = await read_form(request, ListForm), path_id(request)
    wish = {"title": form.title, "replies_policy": form.replies_policy, "exclusive": form.exclusive}
    return json_answer(present_list(await change_list(work, list_id, **wish)))  # type: ignore[arg-type]


async def do_delete(work: Work, request: Request) -> Response:
    """`DELETE /api/v1/lists/ID`."""
    await delete_list(work, path_id(request))
    return json_answer({})


async def show_people(work: Work, request: Request) -> Response:
    """`GET /api/v1/lists/ID/accounts`; nobody was put on a list that fills itself."""
    viewer, list_id = await viewer_of(work), path_id(request)
    if find_virtual(work, list_id) is not None:
        return json_answer([])
    await find_list(work.db, viewer.id, list_id)
    part = await people_on(work.db, viewer, list_id, people_paging(request))
    return listing(work, request, await present_accounts_of(work, [one.account for one in part.items]), part)


async def do_add(work: Work, request: Request) -> Response:
    """`POST /api/v1/lists/ID/accounts`."""
    list_id, ids = path_id(request), (await read_form(request, PeopleForm)).account_ids
    wanted = some_ids(ids)
    if len(wanted) != len(set(ids)):
        raise NotFound
    await add_people(work, list_id, wanted)
    return json_answer({})


async def do_remove(work: Work, request: Request) -> Response:
    """`DELETE /api/v1/lists/ID/accounts`; clients send whom in the body, or in the query."""
    given = read_query(request, PeopleForm).account_ids or (await read_form(request, PeopleForm)).account_ids
    await remove_people(work, path_id(request), some_ids(given))
    return json_answer({})


async def show_with(work: Work, request: Request) -> Response:
    """`GET /api/v1/accounts/ID/lists`: those of one's own lists on which somebody stands."""
    account = await seen_account(work, path_id(request))
    assert work.actor is not None
    return json_answer([present_list(one) for one in await lists_with(work.db, work.actor, account.id)])


async def show_posts(work: Work, request: Request) -> Response:
    """`GET /api/v1/timelines/list/ID`."""
    part = await _read(work, path_id(request), posts_paging(request))
    newest = max((card.post.id for card in part.items), default=None)
    link = link_header(work, request, newest=newest, older_than=part.older_than)
    return json_answer(await present_statuses(work, part.items), headers=link)


async def _read(work: Work, list_id: Id, paging: Paging) -> Slice[Card]:
    virtual = find_virtual(work, list_id)
    if virtual is not None:
        return await virtual.read(work, paging)
    assert work.actor is not None
    return await list_piece(work, await find_list(work.db, work.actor, list_id), paging)


_ALL, _ONE, _PEOPLE = "/api/v1/lists", "/api/v1/lists/{id}", "/api/v1/lists/{id}/accounts"
ROUTES = (
    Route(method="GET", path=_ALL, handler=show_all, scope="read:lists", gives=list[ListEntity]),
    Route(method="POST", path=_ALL, handler=do_make, scope="write:lists", asks=(ListForm,), gives=ListEntity),
    Route(method="GET", path=_ONE, handler=show_one, scope="read:lists", gives=ListEntity),
    Route(method="PUT", path=_ONE, handler=do_change, scope="write:lists", asks=(ListForm,), gives=ListEntity),
    Route(method="DELETE", path=_ONE, handler=do_delete, scope="write:lists", gives=Nothing),
    Route(method="GET", path=_PEOPLE, handler=show_people, scope="read:lists", gives=list[AccountEntity], paged=True),
    Route(method="POST", path=_PEOPLE, handler=do_add, scope="write:lists", asks=(PeopleForm,), gives=Nothing),
    Route(
        method="DELETE",
        path=_PEOPLE,
        handler=do_remove,
        scope="write:lists",
        query=(PeopleForm,),
        asks=(PeopleForm,),
        gives=Nothing,
    ),
    Route(
        method="GET", path="/api/v1/accounts/{id}/lists", handler=show_with, scope="read:lists", gives=list[ListEntity]
    ),
    Route(
        method="GET",
        path="/api/v1/timelines/list/{id}",
        handler=show_posts,
        scope="read:lists",
        gives=list[StatusEntity],
        paged=True,
    ),
)
