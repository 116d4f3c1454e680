"""People whom one may know: the entity `Suggestion`, and its older form."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.web.form import read_query
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.gateways.mastodon.account import AccountEntity
from kith.gateways.mastodon.answers import PEOPLE_DEFAULT, PEOPLE_MAX, Nothing, json_answer
from kith.gateways.mastodon.people import present_accounts_of
from kith.people import pass_over, suggestions


class SuggestionsQuery(msgspec.Struct, frozen=True, kw_only=True):
    """How many are wanted."""

    limit: int = PEOPLE_DEFAULT


class SuggestionEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody, and why. Mastodon has no word for a newcomer: then there are no `sources`."""

    account: AccountEntity
    source: str
    sources: tuple[str, ...]


async def show_suggestions(work: Work, request: Request) -> Response:
    """`GET /api/v2/suggestions`."""
    found = await suggestions(work, limit=_limit(request))
    accounts = await present_accounts_of(work, [one.account for one in found])
    return json_answer(
        [
            SuggestionEntity(
                account=account,
                source="past_interactions" if one.known else "global",
                sources=("friends_of_friends",) if one.known else (),
            )
            for one, account in zip(found, accounts, strict=True)
        ]
    )


async def show_suggested_accounts(work: Work, request: Request) -> Response:
    """`GET /api/v1/suggestions`."""
    found = await suggestions(work, limit=_limit(request))
    return json_answer(await present_accounts_of(work, [one.account for one in found]))


async def do_pass_over(work: Work, request: Request) -> Response:
    """`DELETE /api/v1/suggestions/ID`."""
    await pass_over(work, path_id(request))
    return json_answer(Nothing())


def _limit(request: Request) -> int:
    return min(max(read_query(request, SuggestionsQuery).limit, 1), PEOPLE_MAX)


ROUTES = (
    Route(
        method="GET",
        path="/api/v2/suggestions",
        handler=show_suggestions,
        scope="read:accounts",
        query=(SuggestionsQuery,),
        gives=list[SuggestionEntity],
    ),
    Route(
        method="GET",
        path="/api/v1/suggestions",
        handler=show_suggested_accounts,
        scope="read:accounts",
        query=(SuggestionsQuery,),
        gives=list[AccountEntity],
    ),
    Route(
        method="DELETE",
        path="/api/v1/suggestions/{id}",
        handler=do_pass_over,
        scope="write:accounts",
        gives=Nothing,
    ),
)
