"""The entity `Past`: where somebody was, and who was there, too."""

from datetime import date

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.web.form import read_form
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.finding import change_past, delete_past, own_past, own_pasts, pasts_of, state_past, those_there
from kith.finding.model import PastKind, PastWish, SeenBy, StatedPast
from kith.gateways.mastodon.account import AccountEntity
from kith.gateways.mastodon.answers import Nothing, json_answer, listing_by, people_paging
from kith.gateways.mastodon.people import present_accounts_of, seen_account


class FindingPastForm(msgspec.Struct, frozen=True, kw_only=True):
    """All of a past."""

    kind: PastKind
    name: str
    from_year: int | None = None
    until_year: int | None = None
    seen_by: SeenBy = "ties"
    day_on: date | None = None
    lives_there: bool = False


class PastEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A school, a work or a place, and in which years. `seen_by` is told to its owner alone."""

    id: str
    kind: PastKind
    name: str
    from_year: int | None
    until_year: int | None
    seen_by: SeenBy | None
    day_on: str | None
    lives_there: bool


class CompanionEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who was there, too, and what they state of it."""

    account: AccountEntity
    past: PastEntity


def present_past(past: StatedPast, *, own: bool) -> PastEntity:
    """Give the entity."""
    return PastEntity(
        id=str(past.id),
        kind=past.kind,
        name=past.name,
        from_year=past.from_year,
        until_year=past.until_year,
        seen_by=past.seen_by if own else None,
        day_on=past.day_on.isoformat() if past.day_on else None,
        lives_there=past.lives_there,
    )


async def show_all(work: Work, _request: Request) -> Response:
    """`GET /api/kith/v1/finding/pasts`: list where one was, the latest years first."""
    assert work.actor is not None
    return json_answer([present_past(one, own=True) for one in await own_pasts(work.db, work.actor)])


async def do_state(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/finding/pasts`: state where one was, and who may see it."""
    return json_answer(present_past(await state_past(work, await _wish(request)), own=True))


async def show_one(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/finding/pasts/ID`: show one of them."""
    return json_answer(present_past(await _own(work, request), own=True))


async def do_change(work: Work, request: Request) -> Response:
    """`PUT /api/kith/v1/finding/pasts/ID`: let it say something else; all of it is sent."""
    past, wish = await _own(work, request), await _wish(request)
    return json_answer(present_past(await change_past(work, past.id, wish), own=True))


async def do_delete(work: Work, request: Request) -> Response:
    """`DELETE /api/kith/v1/finding/pasts/ID`: take it back."""
    await delete_past(work, path_id(request))
    return json_answer({})


async def show_people(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/finding/pasts/ID/people`: list who was there, too, with a year in common."""
    past = await _own(work, request)
    found, more = await those_there(work, past, below=people_paging(request).max_id)
    accounts = await present_accounts_of(work, [one.account for one in found])
    entities = [
        CompanionEntity(account=account, past=present_past(one.past, own=False))
        for one, account in zip(found, accounts, strict=True)
    ]
    return listing_by(work, request, entities, newest=None, older_than=more)


async def show_theirs(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/accounts/ID/pasts`: list where somebody was, as far as one may see it."""
    account = await seen_account(work, path_id(request))
    return json_answer([present_past(one, own=account.id == work.actor) for one in await pasts_of(work, account)])


async def _own(work: Work, request: Request) -> StatedPast:
    assert work.actor is not None
    return await own_past(work.db, work.actor, path_id(request))


async def _wish(request: Request) -> PastWish:
    form = await read_form(request, FindingPastForm)
    return PastWish(**msgspec.structs.asdict(form))


_ALL, _ONE = "/api/kith/v1/finding/pasts", "/api/kith/v1/finding/pasts/{id}"
_READ, _WRITE, _FORM = "read", "write", (FindingPastForm,)
ROUTES = (
    Route(method="GET", path=_ALL, handler=show_all, scope=_READ, gives=list[PastEntity]),
    Route(method="POST", path=_ALL, handler=do_state, scope=_WRITE, limit="past", asks=_FORM, gives=PastEntity),
    Route(method="GET", path=_ONE, handler=show_one, scope=_READ, gives=PastEntity),
    Route(method="PUT", path=_ONE, handler=do_change, scope=_WRITE, limit="past", asks=_FORM, gives=PastEntity),
    Route(method="DELETE", path=_ONE, handler=do_delete, scope=_WRITE, gives=Nothing),
    Route(
        method="GET", path=f"{_ONE}/people", handler=show_people, scope=_READ, gives=list[CompanionEntity], paged=True
    ),
    Route(
        method="GET",
        path="/api/kith/v1/accounts/{id}/pasts",
        handler=show_theirs,
        scope=_READ,
        gives=list[PastEntity],
    ),
)
