"""`/demo`: come in as anybody. On loopback, and in the demo, alone."""

from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import NotFound
from kith.base.core.ids import parse_id
from kith.base.web.form import read_form
from kith.base.web.limits import client_address
from kith.base.web.page import page
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.demo.cast import NAMED
from kith.people import accounts_by_handles, all_local_accounts, begin_session, get_member, remembered, signed_in
from kith.people.model import Account

LOOPBACK = ("127.0.0.1", "::1")


@dataclass(frozen=True)
class DemoPage:
    """Whom one can be: the ones with a story first."""

    known: tuple[Account, ...]
    others: tuple[Account, ...]


class AsForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whom."""

    account_id: str


async def show_people(work: Work, request: Request) -> Response:
    """`GET /demo`."""
    _check(work, request)
    by_handle = {one.handle: one for one in await accounts_by_handles(work.db, [one.handle for one in NAMED])}
    known = tuple(by_handle[one.handle] for one in NAMED if one.handle in by_handle and one.kind == "person")
    away = {one.id for one in known} | await remembered(work)
    others = tuple(one for one in await all_local_accounts(work.db) if one.id not in away and one.kind == "person")
    return await page(work, request, "demo/demo.html", DemoPage(known=known, others=others))


async def do_come_in(work: Work, request: Request) -> Response:
    """`POST /demo`."""
    _check(work, request)
    account_id = parse_id((await read_form(request, AsForm)).account_id)
    if account_id is None:
        raise NotFound
    member = await get_member(work.db, account_id)
    key = await begin_session(work, member.account_id, user_agent=request.headers.get("user-agent", ""))
    return signed_in(request, key, "/")


def _check(work: Work, request: Request) -> None:
    if work.house.settings.mode != "demo" or client_address(request) not in LOOPBACK:
        raise NotFound


DEMO_ROUTES = (
    Route(method="GET", path="/demo", handler=show_people, access="anyone"),
    Route(method="POST", path="/demo", handler=do_come_in, access="anyone"),
)
