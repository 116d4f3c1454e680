"""Accounts: finding them, their lists, and one's own."""

from collections.abc import Sequence
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.core.paging import Slice
from kith.base.core.text import normal_hashtag
from kith.base.web.form import read_query
from kith.base.web.routing import Handler, Route, path_id
from kith.base.work import Work
from kith.gateways.mastodon.account import AccountEntity, MutedAccountEntity, Speaker
from kith.gateways.mastodon.answers import json_answer, listing, people_paging, posts_paging, some_ids
from kith.gateways.mastodon.counting import counts_of
from kith.gateways.mastodon.dates import date_text
from kith.gateways.mastodon.relationship import AskedFor
from kith.gateways.mastodon.status import StatusEntity, present_statuses
from kith.people import (
    BLOCKED,
    FOLLOWERS,
    FOLLOWING,
    MUTED,
    RECOMMENDED,
    REQUESTS,
    ListOf,
    find_account,
    may_see_ties,
    people_in,
    present_accounts,
    relations,
    viewer_of,
)
from kith.people.model import Account, Listed
from kith.posts import hydrate, pinned, posts_of
from kith.posts.model import Post


class StatusesQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Which of somebody's statuses are wanted."""

    pinned: bool = False
    only_media: bool = False
    exclude_replies: bool = False
    exclude_reblogs: bool = False
    tagged: str = ""


async def present_accounts_of(work: Work, accounts: Sequence[Account]) -> list[AccountEntity]:
    """Give the entities of accounts, with their counts."""
    counts = await counts_of(work, [account.id for account in accounts])
    speaker = Speaker(work.house.settings.url, counts, await viewer_of(work))
    return [speaker.present(account) for account in accounts]


async def seen_account(work: Work, account_id: Id) -> Account:
    """Get an account that whoever asks may see. One kept away by a block looks as if it were not there."""
    viewer = await viewer_of(work)
    found = await present_accounts(work.db, [account_id])
    if not found or account_id in viewer.hidden:
        raise NotFound
    return found[0]


async def own_blocked(work: Work, account: Account | None) -> Account:
    """Get an account that whoever asks blocks, or whose server they keep away. Raises `NotFound` for every other."""
    if account is None or work.actor is None or account.gone_at is not None:
        raise NotFound
    found = await relations(work.db, work.actor, [account.id], work.now)
    if not (found[account.id].blocking or found[account.id].domain_blocking):
        raise NotFound
    return account


async def show_account(work: Work, request: Request) -> Response:
    """`GET /api/v1/accounts/ID`."""
    account_id = path_id(request)
    try:
        account = await seen_account(work, account_id)
    except NotFound:
        account = await own_blocked(work, await find_account(work.db, account_id))
    return json_answer((await present_accounts_of(work, [account]))[0])


async def show_several(work: Work, request: Request) -> Response:
    """`GET /api/v1/accounts?id[]=…`."""
    viewer = await viewer_of(work)
    ids = [one for one in some_ids(read_query(request, AskedFor).id) if one not in viewer.hidden]
    by_id = {account.id: account for account in await present_accounts(work.db, ids)}
    return json_answer(await present_accounts_of(work, [by_id[one] for one in ids if one in by_id]))


async def show_statuses(work: Work, request: Request) -> Response:
    """`GET /api/v1/accounts/ID/statuses`."""
    account = await seen_account(work, path_id(request))
    query, paging, viewer = read_query(request, StatusesQuery), posts_paging(request), await viewer_of(work)
    hashtag = normal_hashtag(query.tagged) or None
    if query.pinned:
        kept = await pinned(work.db, viewer, account.id)
        part: Slice[Post] = Slice(items=[post for post in kept if hashtag is None or hashtag in post.hashtags])
    else:
        part = await posts_of(
            work.db,
            viewer,
            account.id,
            paging,
            with_replies=not query.exclude_replies,
            with_reposts=not query.exclude_reblogs and not query.only_media,
            only_media=query.only_media,
            hashtag=hashtag,
        )
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


async def show_endorsed(work: Work, request: Request) -> Response:
    """`GET /api/v1/accounts/ID/endorsements`: whom somebody recommends on their page, for whoever may see that."""
    account, viewer = await seen_account(work, path_id(request)), await viewer_of(work)
    return await _listed(
        work, request, await people_in(work.db, viewer, RECOMMENDED, account.id, people_paging(request))
    )


def _own(kind: ListOf) -> Handler:
    """Give who shows one of one's own lists."""

    async def handler(work: Work, request: Request) -> Response:
        viewer = await viewer_of(work)
        return await _listed(work, request, await people_in(work.db, viewer, kind, viewer.id, people_paging(request)))

    return handler


async def show_muted(work: Work, request: Request) -> Response:
    """`GET /api/v1/mutes`: whom one mutes, each with when that ends by itself."""
    viewer = await viewer_of(work)
    part = await people_in(work.db, viewer, MUTED, viewer.id, people_paging(request))
    accounts = [one.account for one in part.items]
    ties = await relations(work.db, viewer.id, [one.id for one in accounts], work.now)
    ends = [ties[one.id].muted_until for one in accounts]
    entities = [
        MutedAccountEntity(
            **{name: getattr(entity, name) for name in entity.__struct_fields__},
            mute_expires_at=date_text(until_at) if until_at else None,
        )
        for entity, until_at in zip(await present_accounts_of(work, accounts), ends, strict=True)
    ]
    return listing(work, request, entities, part)


async def _listed(work: Work, request: Request, part: Slice[Listed]) -> Response:
    return listing(work, request, await present_accounts_of(work, [one.account for one in part.items]), part)


def account_route(
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
    "endorsements": "List whom one recommends.",
}


ROUTES = (
    account_route("accounts", show_several, "read:accounts", anyone=True, query=(AskedFor,)),
    account_route("accounts/{id}", show_account, "read:accounts", anyone=True, gives=AccountEntity),
    account_route(
        "accounts/{id}/statuses",
        show_statuses,
        "read:statuses",
        anyone=True,
        paged=True,
        query=(StatusesQuery,),
        gives=list[StatusEntity],
    ),
    account_route("accounts/{id}/followers", _ties(FOLLOWERS), "read:accounts", anyone=True, paged=True),
    account_route("accounts/{id}/following", _ties(FOLLOWING), "read:accounts", anyone=True, paged=True),
    account_route("accounts/{id}/endorsements", show_endorsed, "read:accounts", anyone=True, paged=True),
    account_route("endorsements", _own(RECOMMENDED), "read:accounts", paged=True),
    account_route("blocks", _own(BLOCKED), "read:blocks", paged=True),
    account_route("mutes", show_muted, "read:mutes", gives=list[MutedAccountEntity], paged=True),
    account_route("follow_requests", _own(REQUESTS), "read:follows", paged=True),
)
