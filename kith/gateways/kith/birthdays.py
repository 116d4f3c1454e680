"""Birthdays: one's own, whom one lets know it, and those that come soon."""

from datetime import date
from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.web.form import read_form
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.friends import birthdays_soon, own_birthday, set_birthday
from kith.gateways.mastodon.account import AccountEntity
from kith.gateways.mastodon.answers import json_answer
from kith.gateways.mastodon.people import present_accounts_of


class OwnBirthdayEntity(msgspec.Struct, frozen=True, kw_only=True):
    """When one was born, and who may be reminded of the day. Nobody else is given the year."""

    born_on: str | None
    shown_to: str


class OwnBirthdayForm(msgspec.Struct, frozen=True, kw_only=True):
    """The same."""

    born_on: date | None = None
    shown_to: Literal["nobody", "mutual", "followers"] = "nobody"


class BirthdayEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's next birthday."""

    account: AccountEntity
    date: str


async def show_own(work: Work, _request: Request) -> Response:
    """`GET /api/kith/v1/birthday`: show one's own birthday."""
    return await _own(work)


async def do_set(work: Work, request: Request) -> Response:
    """`PUT /api/kith/v1/birthday`: say when one was born, and who may be reminded of the day."""
    form = await read_form(request, OwnBirthdayForm)
    await set_birthday(work, form.born_on, None if form.shown_to == "nobody" else form.shown_to)
    return await _own(work)


async def show_soon(work: Work, _request: Request) -> Response:
    """`GET /api/kith/v1/birthdays`: list the birthdays of the next two weeks, of those who let one know."""
    found = await birthdays_soon(work)
    entities = await present_accounts_of(work, [one.account for one in found])
    pairs = zip(entities, found, strict=True)
    return json_answer([BirthdayEntity(account=entity, date=one.on.isoformat()) for entity, one in pairs])


async def _own(work: Work) -> Response:
    own = await own_birthday(work)
    born_on = own.born_on.isoformat() if own.born_on else None
    return json_answer(OwnBirthdayEntity(born_on=born_on, shown_to=own.shown_to or "nobody"))


_OWN = "/api/kith/v1/birthday"
ROUTES = (
    Route(method="GET", path=_OWN, handler=show_own, scope="read:accounts", gives=OwnBirthdayEntity),
    Route(
        method="PUT",
        path=_OWN,
        handler=do_set,
        scope="write:accounts",
        asks=(OwnBirthdayForm,),
        gives=OwnBirthdayEntity,
    ),
    Route(method="GET", path="/api/kith/v1/birthdays", handler=show_soon, scope="read", gives=list[BirthdayEntity]),
)
