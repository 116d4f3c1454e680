"""Accounts: finding them, their lists, and one's own."""

from collections.abc import Sequence
from typing import Any, Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import Invalid, NotFound
from kith.base.core.ids import ID_MAX, Id
from kith.base.core.paging import Paging, Slice
from kith.base.core.text import clean_line
from kith.base.core.words import _
from kith.base.web.form import read_query
from kith.base.web.routing import Handler, Route, path_id
from kith.base.work import Work
from kith.gateways.mastodon.account import AccountEntity, Speaker
from kith.gateways.mastodon.answers import PEOPLE_DEFAULT, json_answer, listing, people_paging, posts_paging, some_ids
from kith.gateways.mastodon.relationship import AskedFor
from kith.gateways.mastodon.status import StatusEntity, present_statuses
from kith.gateways.mastodon.store import counts_of, familiar_followers
from kith.people import (
    BLOCKED,
    FOLLOWERS,
    FOLLOWING,
    MUTED,
    REQUESTS,
    ListOf,
    find_present,
    may_see_ties,
    people_in,
    people_to_find,
    present_accounts,
    viewer_of,
)
from kith.people.model import Account, Listed
from kith.posts import hydrate, pinned, posts_of
from kith.posts.model import Post

WORDS_MAX = 100
FOUND_MAX = 40


class StatusesQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Which of somebody's statuses are wanted."""

    pinned: bool = False
    only_media: bool = False
    exclude_replies: bool = False
    exclude_reblogs: bool = False
    tagged: str = ""


class SearchQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Who is sought."""

    q: str = ""
    limit: int = FOUND_MAX
    offset: int = 0
    resolve: bool = False
    following: bool = False


class LookupQuery(msgspec.Struct, frozen=True, kw_only=True):
    """An address."""

    acct: str


class DirectoryQuery(msgspec.Struct, frozen=True, kw_only=True):
    """The people of this server."""

    limit: int = FOUND_MAX
    offset: int = 0
    order: Literal["active", "new"] = "active"
    local: bool = False


class FamiliarEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Whom one knows among those who follow somebody."""

    id: str
    accounts: tuple[AccountEntity, ...]


async def present_accounts_of(work: Work, accounts: Sequence[Account]) -> list[AccountEntity]:
    """Give the entities of accounts, with one statement for all their counts."""
    speaker = Speaker(work.house.settings.url, await counts_of(work.db, [account.id for account in accounts]))
    return [speaker.present(account) for account in accounts]


async def seen_account(work: Work, account_id: Id) -> Account:
    """Get an account that whoever asks may see. One kept away by a block looks as if it were not there."""
    viewer = await viewer_of(work)
    found = await present_accounts(work.db, [account_id])
    if not found or account_id in viewer.hidden:
        raise NotFound
    return found[0]


async def show_account(work: Work, request: Request) -> Response:
    """`GET /api/v1/accounts/ID`."""
    account = await seen_account(work, path_id(request))
    return json_answer((await present_accounts_of(work, [account]))[0])


async def show_several(work: Work, request: Request) -> Response:
    """`GET /api/v1/accounts?id[]=…`."""
    viewer = await viewer_of(work)
    ids = [one for one in some_ids(read_query(request, AskedFor).id) if one not in viewer.hidden]
    by_id = {account.id: account for account in await present_accounts(work.db, ids)}
    return json_answer(await present_accounts_of(work, [by_id[one] for one in ids if one in by_id]))


async def look_up(work: Work, request: Request) -> Response:
    """`GET /api/v1/accounts/lookup`."""
    account = await find_present(work, read_query(request, LookupQuery).acct.strip().removeprefix("@"))
    return json_answer((await present_accounts_of(work, [account]))[0])


async def search_people(work: Work, request: Request) -> Response:
    """`GET /api/v1/accounts/search`."""
    query = read_query(request, SearchQuery)
    found = await found_people(work, query.q, limit=min(max(query.limit, 1), 80), offset=query.offset)
    if query.following:
        following = set((await viewer_of(work)).following)
        found = [account for account in found if account.id in following]
    return json_answer(await present_accounts_of(work, found))


async def found_people(work: Work, text: str, *, limit: int, offset: int = 0) -> list[Account]:
    """Find people by a part of their name; by their whole handle also those who do not stand in lists."""
    words = clean_line(text, length_max=WORDS_MAX, field="q").removeprefix("@")
    if not words or offset:  # what is found by name is one page
        return []
    viewer = await viewer_of(work)
    listed = await people_to_find(work.db, viewer, Paging(max_id=Id(ID_MAX), limit=limit), words=words)
    found = {one.account.id: one.account for one in listed.items}
    try:
        exact = await find_present(work, words)
    except NotFound:
        return list(found.values())[:limit]
    return list(({exact.id: exact} | found).values())[:limit]


async def show_directory(work: Work, request: Request) -> Response:
    """`GET /api/v1/directory`: those who want to be found."""
    query = read_query(request, DirectoryQuery)
    wanted = min(max(query.limit, 1), 80)
    if not 0 <= query.offset <= 1000:
        raise Invalid(_("“offset” goes from 0 to 1000."), field="offset")
    paging = Paging(max_id=Id(ID_MAX), limit=query.offset + wanted)
    listed = await people_to_find(work.db, await viewer_of(work), paging)
    return json_answer(await present_accounts_of(work, [one.account for one in listed.items][query.offset :]))


async def show_familiar(work: Work, request: Request) -> Response:
    """`GET /api/v1/accounts/familiar_followers`: whom one knows among those who follow somebody."""
    viewer = await viewer_of(work)
    found = []
    for one in some_ids(read_query(request, AskedFor).id, count_max=40):
        account = next(iter(await present_accounts(work.db, [one])), None)
        if account is None or one in viewer.hidden:
            continue
        seen = may_see_ties(account, viewer)
        ids = await familiar_followers(work.db, one, viewer.following, limit=PEOPLE_DEFAULT) if seen else []
        people = await present_accounts(work.db, [each for each in ids if each not in viewer.hidden])
        found.append(FamiliarEntity(id=str(one), accounts=tuple(await present_accounts_of(work, people))))
    return json_answer(found)


async def show_statuses(work: Work, request: Request) -> Response:
    """`GET /api/v1/accounts/ID/statuses`."""
    account = await seen_account(work, path_id(request))
    query, paging, viewer = read_query(request, StatusesQuery), posts_paging(request), await viewer_of(work)
    if query.pinned:
        part: Slice[Post] = Slice(items=await pinned(work.db, viewer, account.id))
    else:
        part = await posts_of(
            work.db,
            viewer,
            account.id,
            paging,
            with_replies=not query.exclude_replies,
            with_reposts=not query.exclude_reblogs and not query.only_media,
            only_media=query.only_media,
        )
    if query.tagged:
        tag = query.tagged.lower().removeprefix("#")
        kept = [post for post in part.items if tag in {one.lower() for one in post.hashtags}]
        part = Slice(items=kept, older_than=part.older_than)
    cards = await hydrate(work.db, viewer, part.items)
    return listing(work, request, await present_statuses(work, cards), part)


def _ties(kind: ListOf) -> Handler:
    """Give who shows a list of somebody's ties; of a locked person only to those whom they let in."""

    async def handler(work: Work, request: Request) -> Response:
        account, viewer = await seen_account(work, path_id(request)), await viewer_of(work)
        if not may_see_ties(account, viewer):
            return json_answer([])
        part = await people_in(work.db, viewer, kind, account.id, people_paging(request))
        return await _listed(work, request, part)

    return handler


def _own(kind: ListOf) -> Handler:
    """Give who shows one of one's own lists."""

    async def handler(work: Work, request: Request) -> Response:
        viewer = await viewer_of(work)
        return await _listed(work, request, await people_in(work.db, viewer, kind, viewer.id, people_paging(request)))

    return handler


async def _listed(work: Work, request: Request, part: Slice[Listed]) -> Response:
    return listing(work, request, await present_accounts_of(work, [one.account for one in part.items]), part)


def _get(
    path: str,
    handler: Handler,
    scope: str,
    *,
    gives: Any = list[AccountEntity],
    query: tuple[type[msgspec.Struct], ...] = (),
    anyone: bool = False,
    paged: bool = False,
) -> Route:
    return Route(
        method="GET",
        path=f"/api/v1/{path}",
        handler=handler,
        scope=scope,
        access="anyone" if anyone else "member",
        query=query,
        gives=gives,
        paged=paged,
        summary=_SUMMARIES.get(path, ""),
    )


_SUMMARIES = {
    "accounts/{id}/followers": "List who follows somebody.",
    "accounts/{id}/following": "List whom somebody follows.",
    "blocks": "List whom one blocks.",
    "mutes": "List whom one mutes.",
    "follow_requests": "List who asks to follow one.",
}


ROUTES = (
    _get("accounts", show_several, "read:accounts", anyone=True, query=(AskedFor,)),
    _get("accounts/lookup", look_up, "read:accounts", anyone=True, gives=AccountEntity, query=(LookupQuery,)),
    _get("accounts/search", search_people, "read:accounts", query=(SearchQuery,)),
    _get("accounts/familiar_followers", show_familiar, "read:follows", query=(AskedFor,), gives=list[FamiliarEntity]),
    _get("accounts/{id}", show_account, "read:accounts", anyone=True, gives=AccountEntity),
    _get(
        "accounts/{id}/statuses",
        show_statuses,
        "read:statuses",
        anyone=True,
        paged=True,
        query=(StatusesQuery,),
        gives=list[StatusEntity],
    ),
    _get("accounts/{id}/followers", _ties(FOLLOWERS), "read:accounts", anyone=True, paged=True),
    _get("accounts/{id}/following", _ties(FOLLOWING), "read:accounts", anyone=True, paged=True),
    _get("blocks", _own(BLOCKED), "read:blocks", paged=True),
    _get("mutes", _own(MUTED), "read:mutes", paged=True),
    _get("follow_requests", _own(REQUESTS), "read:follows", paged=True),
    _get("directory", show_directory, "read:accounts", anyone=True, query=(DirectoryQuery,)),
)
