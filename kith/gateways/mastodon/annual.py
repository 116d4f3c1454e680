"""Annual reports: there are none. Nobody's year is counted here, and an honest server says so."""

from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import NotFound
from kith.base.web.routing import Handler, Method, Route
from kith.base.work import Work
from kith.gateways.mastodon.account import AccountEntity
from kith.gateways.mastodon.answers import json_answer
from kith.gateways.mastodon.status import StatusEntity


class AnnualStateEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Whether there is a report of a year, or could be one."""

    state: Literal["ineligible"] = "ineligible"


class AnnualReportsEntity(msgspec.Struct, frozen=True, kw_only=True):
    """All reports, with who and what stands in them."""

    annual_reports: tuple[str, ...] = ()
    accounts: tuple[AccountEntity, ...] = ()
    statuses: tuple[StatusEntity, ...] = ()


async def show_all(_work: Work, _request: Request) -> Response:
    """`GET /api/v1/annual_reports`: none."""
    return json_answer(AnnualReportsEntity())


async def show_state(_work: Work, request: Request) -> Response:
    """`GET /api/v1/annual_reports/YEAR/state`: there will be none."""
    year: str = request.path_params["year"]
    if not (year.isascii() and year.isdecimal() and len(year) == 4):
        raise NotFound
    return json_answer(AnnualStateEntity())


async def no_report(_work: Work, _request: Request) -> Response:
    """`GET /api/v1/annual_reports/YEAR`, and what one would do with one."""
    raise NotFound


def _missing(method: Method, path: str, scope: str, summary: str, handler: Handler = no_report) -> Route:
    words = {404: "There are no annual reports here."}
    return Route(
        method=method, path=path, handler=handler, scope=scope, gives_200=False, also_gives=words, summary=summary
    )


_ALL, _ONE = "/api/v1/annual_reports", "/api/v1/annual_reports/{year}"
ROUTES = (
    Route(method="GET", path=_ALL, handler=show_all, scope="read:accounts", gives=AnnualReportsEntity),
    Route(method="GET", path=f"{_ONE}/state", handler=show_state, scope="read:accounts", gives=AnnualStateEntity),
    _missing("GET", _ONE, "read:accounts", "Show the report of a year."),
    _missing("POST", f"{_ONE}/generate", "write:accounts", "Make the report of a year."),
    _missing("POST", f"{_ONE}/read", "write:accounts", "Note that one has read the report of a year."),
)
