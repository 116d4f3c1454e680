"""What this server does not have, answered as an honest server without it does: nothing there, and never an error."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kith.base.web.routing import Access, Handler, Route, path_id
from kith.base.work import Work
from kith.gateways.mastodon.answers import json_answer
from kith.gateways.mastodon.people import seen_account

# Path below /api/, and the scope it asks for; None where it is open.
NOTHING: tuple[tuple[str, str | None], ...] = (
    ("v1/trends", None),
    ("v1/trends/tags", None),
    ("v1/trends/statuses", None),
    ("v1/trends/links", None),
    ("v1/timelines/link", None),
    ("v1/instance/domain_blocks", None),
)
OF_ACCOUNTS = ("identity_proofs",)


async def _nothing(_work: Work, _request: Request) -> Response:
    return json_answer([])


async def _nothing_of_theirs(work: Work, request: Request) -> Response:
    await seen_account(work, path_id(request))
    return json_answer([])


async def _no_translations(_work: Work, _request: Request) -> Response:
    """`GET /api/v1/instance/translation_languages`: from no language into any."""
    return json_answer({})


def _route(path: str, handler: Handler, scope: str | None, gives: Any = list[Any]) -> Route:
    access: Access = "anyone" if scope is None else "member"
    words = "" if handler.__doc__ else "Nothing: this server does not have it."
    return Route(
        method="GET", path=f"/api/{path}", handler=handler, scope=scope, access=access, gives=gives, summary=words
    )


ROUTES = (
    *(_route(path, _nothing, scope) for path, scope in NOTHING),
    *(_route(f"v1/accounts/{{id}}/{name}", _nothing_of_theirs, "read:accounts") for name in OF_ACCOUNTS),
    _route("v1/instance/translation_languages", _no_translations, None, dict[str, list[str]]),
)
