"""Finding people: by address, by name, in the directory, and by whom one knows."""

from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import Invalid, NotFound
from kith.base.core.ids import ID_MAX, Id
from kith.base.core.paging import Paging
from kith.base.core.text import clean_line
from kith.base.core.words import _
from kith.base.web.form import read_query, read_query_or_body
from kith.base.work import Work
from kith.gateways.mastodon.account import AccountEntity
from kith.gateways.mastodon.answers import PEOPLE_DEFAULT, PEOPLE_MAX, json_answer, some_ids
from kith.gateways.mastodon.counting import of_the_minute
from kith.gateways.mastodon.people import account_route, own_blocked, present_accounts_of
from kith.gateways.mastodon.relationship import AskedFor
from kith.gateways.mastodon.store import familiar_followers, listed_people
from kith.people import (
    FOLLOWING,
    find_anybody,
    find_present,
    may_see_ties,
    named_in,
    people_to_find,
    present_accounts,
    viewer_of,
)
from kith.people.model import Account

WORDS_MAX = 100
OFFSET_MAX = 1000  # into the directory
LISTED_MAX = 1200  # as far as that and a page more, and some room for those whom one does not see
FOUND_MAX = 40


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


async def named_account(work: Work, handle: str) -> Account:
    """Get an account by its handle. Whom one blocks oneself can be named: how else could it be taken back?"""
    try:
        return await find_present(work, handle)
    except NotFound:
        if work.actor is None:
            raise
        account = await find_anybody(work, handle)
        return await own_blocked(work, account)


async def look_up(work: Work, request: Request) -> Response:
    """`GET /api/v1/accounts/lookup`."""
    account = await named_account(work, read_query(request, LookupQuery).acct.strip().removeprefix("@"))
    return json_answer((await present_accounts_of(work, [account]))[0])


async def search_people(work: Work, request: Request) -> Response:
    """`GET /api/v1/accounts/search`."""
    query = read_query(request, SearchQuery)
    limit = min(max(query.limit, 1), PEOPLE_MAX)
    found = await found_people(work, query.q, limit=limit, offset=query.offset, following=query.following)
    return json_answer(await present_accounts_of(work, found))


async def found_people(work: Work, text: str, *, limit: int, offset: int = 0, following: bool = False) -> list[Account]:
    """Find people by a part of their name, or only those whom one follows.

    By their whole handle also those are found who do not stand in lists.
    """
    words = clean_line(text, length_max=WORDS_MAX, field="q").removeprefix("@")
    if not words or offset:  # what is found by name is one page
        return []
    viewer = await viewer_of(work)
    if following:
        mine = await named_in(work.db, viewer, FOLLOWING, words, Paging(limit=limit))
        return [one.account for one in mine.items]
    listed = await people_to_find(work.db, viewer, Paging(max_id=Id(ID_MAX), limit=limit), words=words)
    found = {one.account.id: one.account for one in listed.items}
    try:
        exact = await named_account(work, words)
    except NotFound:
        return list(found.values())[:limit]
    return list(({exact.id: exact} | found).values())[:limit]


async def show_directory(work: Work, request: Request) -> Response:
    """`GET /api/v1/directory`: those who want to be found."""
    query = read_query(request, DirectoryQuery)
    wanted = min(max(query.limit, 1), 80)
    if not 0 <= query.offset <= OFFSET_MAX:
        raise Invalid(_("“offset” goes from 0 to 1000."), field="offset")
    hidden = {work.actor, *(await viewer_of(work)).hidden}
    ids = [one for one in await _listed(work, by_posts=query.order == "active") if one not in hidden]
    people = {one.id: one for one in await present_accounts(work.db, ids[query.offset :][:wanted])}
    there = [people[one] for one in ids if one in people and people[one].discoverable]  # who was so a minute ago
    return json_answer(await present_accounts_of(work, there))


async def _listed(work: Work, *, by_posts: bool) -> list[Id]:
    """Give whom the directory lists: the same for all who ask, because all are sorted to find the first."""

    async def read() -> list[Id]:
        return await listed_people(work.db, by_posts=by_posts, limit=LISTED_MAX)

    return await of_the_minute(work, f"directory:{by_posts}", read, list[Id])


async def show_familiar(work: Work, request: Request) -> Response:
    """`GET /api/v1/accounts/familiar_followers`: whom one knows among those who follow somebody."""
    viewer = await viewer_of(work)
    found = []
    for one in some_ids((await read_query_or_body(request, AskedFor)).id, count_max=40):
        account = next(iter(await present_accounts(work.db, [one])), None)
        if account is None or one in viewer.hidden:
            continue
        seen = may_see_ties(account, viewer)
        ids = await familiar_followers(work.db, one, viewer.following, limit=PEOPLE_DEFAULT) if seen else []
        known = await present_accounts(work.db, [each for each in ids if each not in viewer.hidden])
        people = [each for each in known if not each.hides_ties]  # nor does anybody name whom those follow
        found.append(FamiliarEntity(id=str(one), accounts=tuple(await present_accounts_of(work, people))))
    return json_answer(found)


ROUTES = (
    account_route("accounts/lookup", look_up, "read:accounts", anyone=True, gives=AccountEntity, query=(LookupQuery,)),
    account_route("accounts/search", search_people, "read:accounts", query=(SearchQuery,)),
    account_route(
        "accounts/familiar_followers", show_familiar, "read:follows", query=(AskedFor,), gives=list[FamiliarEntity]
    ),
    account_route("directory", show_directory, "read:accounts", anyone=True, query=(DirectoryQuery,)),
)
