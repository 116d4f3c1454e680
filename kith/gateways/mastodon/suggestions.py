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
from kith.people import newcomers, pass_over
from kith.people.model import Account
from kith.ties import people_suggested


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
    tied, new = await _suggested(work, _limit(request))
    accounts = await present_accounts_of(work, [*tied, *new])
    return json_answer(
        [
            SuggestionEntity(
                account=account,
                source="past_interactions" if place < len(tied) else "global",
                sources=("friends_of_friends",) if place < len(tied) else (),
            )
            for place, account in enumerate(accounts)
        ]
    )


async def show_suggested_accounts(work: Work, request: Request) -> Response:
    """`GET /api/v1/suggestions`."""
    tied, new = await _suggested(work, _limit(request))
    return json_answer(await present_accounts_of(work, [*tied, *new]))


async def do_pass_over(work: Work, request: Request) -> Response:
    """`DELETE /api/v1/suggestions/ID`."""
    await pass_over(work, path_id(request))
    return json_answer(Nothing())


async def _suggested(work: Work, limit: int) -> tuple[list[Account], list[Account]]:
    """Give whom one may know by those whom both know, and then who came last."""
    tied = (await people_suggested(work))[:limit]
    new = await newcomers(work, limit=limit - len(tied), not_these=[one.id for one in tied])
    return tied, new


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
