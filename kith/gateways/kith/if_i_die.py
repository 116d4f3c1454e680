"""Whom one names to say so when one has died, and who named oneself."""

from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import Invalid
from kith.base.core.words import _
from kith.base.web.form import read_form
from kith.base.web.routing import Handler, Route, path_id
from kith.base.work import Work
from kith.gateways.mastodon.account import AccountEntity
from kith.gateways.mastodon.answers import json_answer, one_id
from kith.gateways.mastodon.dates import date_text
from kith.gateways.mastodon.people import present_accounts_of
from kith.people import (
    answer_trust,
    if_i_die,
    name_nobody,
    name_trustee,
    say_one_is_here,
    take_back_death,
    tell_of_death,
)
from kith.people.model import Trust, TrusteeState


class TrustEntity(msgspec.Struct, frozen=True, kw_only=True):
    """The other of the two, what who was asked answered, and since when they say that the one who asked has died."""

    account: AccountEntity
    state: TrusteeState
    told_at: str | None


class IfIDieEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Whom one named, and who named oneself."""

    named: TrustEntity | None
    named_by: list[TrustEntity]


class TrusteeWishForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whom one names."""

    account_id: str


class DeathWordsForm(msgspec.Struct, frozen=True, kw_only=True):
    """What the owners of the server should know."""

    words: str = ""


async def show(work: Work, _request: Request) -> Response:
    """`GET /api/kith/v1/if_i_die`: show whom one named to say so when one has died, and who named oneself."""
    return await _answer(work)


async def do_name(work: Work, request: Request) -> Response:
    """`PUT /api/kith/v1/if_i_die`: ask somebody to be the one who says so."""
    wanted = one_id((await read_form(request, TrusteeWishForm)).account_id, "account_id")
    if wanted is None:
        raise Invalid(_("Say whom."), field="account_id")
    await name_trustee(work, wanted)
    return await _answer(work)


async def do_name_nobody(work: Work, _request: Request) -> Response:
    """`DELETE /api/kith/v1/if_i_die`: let nobody be named any more."""
    await name_nobody(work)
    return await _answer(work)


async def do_be_here(work: Work, _request: Request) -> Response:
    """`POST /api/kith/v1/if_i_die/here`: say that one is here, where it was said that one has died."""
    await say_one_is_here(work)
    return await _answer(work)


async def do_agree(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/if_i_die/ID/yes`: say that one will be the one who says so of somebody."""
    await answer_trust(work, path_id(request), yes=True)
    return await _answer(work)


async def do_decline(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/if_i_die/ID/no`: say that one would rather not, or no longer."""
    await answer_trust(work, path_id(request), yes=False)
    return await _answer(work)


async def do_tell(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/if_i_die/ID/died`: say that somebody has died who trusted one with it; the owners decide."""
    await tell_of_death(work, path_id(request), (await read_form(request, DeathWordsForm)).words)
    return await _answer(work)


async def do_take_back(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/if_i_die/ID/lives`: take that back."""
    await take_back_death(work, path_id(request))
    return await _answer(work)


async def _answer(work: Work) -> Response:
    view = await if_i_die(work)
    trusts = [*([view.named] if view.named else []), *view.named_by]
    accounts = await present_accounts_of(work, [one.account for one in trusts])
    entities = [_trust(one, account) for one, account in zip(trusts, accounts, strict=True)]
    named = entities.pop(0) if view.named else None
    return json_answer(IfIDieEntity(named=named, named_by=entities))


def _trust(one: Trust, account: AccountEntity) -> TrustEntity:
    told_at = one.trustee.told_at
    return TrustEntity(account=account, state=one.trustee.state, told_at=date_text(told_at) if told_at else None)


_PLACE = "/api/kith/v1/if_i_die"


def _writing(
    path: str,
    handler: Handler,
    method: Literal["POST", "PUT", "DELETE"] = "POST",
    asks: tuple[type[msgspec.Struct], ...] = (),
) -> Route:
    return Route(method=method, path=path, handler=handler, scope="write:accounts", asks=asks, gives=IfIDieEntity)


ROUTES = (
    Route(method="GET", path=_PLACE, handler=show, scope="read:accounts", gives=IfIDieEntity),
    _writing(_PLACE, do_name, "PUT", (TrusteeWishForm,)),
    _writing(_PLACE, do_name_nobody, "DELETE"),
    _writing(f"{_PLACE}/here", do_be_here),
    _writing(f"{_PLACE}/{{id}}/yes", do_agree),
    _writing(f"{_PLACE}/{{id}}/no", do_decline),
    _writing(f"{_PLACE}/{{id}}/died", do_tell, asks=(DeathWordsForm,)),
    _writing(f"{_PLACE}/{{id}}/lives", do_take_back),
)
