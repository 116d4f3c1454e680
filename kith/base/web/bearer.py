"""The token that comes with a request: in its header, or where else a client can put it.

Mastodon's clients send the header. Browsers cannot add one to a socket, so there it is the query or the protocol; and
scripts write `access_token` (or `bearer_token`) where their line has room, as Mastodon lets them. The header wins, and
what is asked for by pages takes none of this: there a cookie speaks, and an address may come from anywhere.
"""

from typing import Any

from starlette.datastructures import Headers, QueryParams
from starlette.requests import HTTPConnection, Request

from kith.base.core.errors import Invalid
from kith.base.web.form import raw_body
from kith.base.web.routing import BODY_MAX_BYTES

OPEN_PATHS = ("/api/", "/oauth/token", "/oauth/revoke", "/oauth/userinfo", "/.well-known/", "/nodeinfo/")
TAKING_WORDS = ("/api/", "/oauth/userinfo")  # where a token may stand among what is said
WORDS = ("access_token", "bearer_token")
FORMS = ("application/json", "application/x-www-form-urlencoded", "multipart/form-data")


def bearer(connection: HTTPConnection) -> str:
    """Give the token; empty where there is none."""
    scope: Any = connection.scope
    in_header = _in_header(connection.headers)
    if in_header or not scope["path"].startswith(TAKING_WORDS):
        return in_header
    if b"_token=" in scope["query_string"] and (in_query := _said_in(connection.query_params)):
        return in_query
    if scope["type"] == "websocket":
        return connection.headers.get("sec-websocket-protocol", "").partition(",")[0].strip()
    return str(scope.get("kith.bearer", ""))


async def look_in_body(request: Request) -> None:
    """Note the token of a body, where nothing before it holds one. A large body is not read for a stranger."""
    scope = request.scope
    if request.method in ("GET", "HEAD") or not scope["path"].startswith(TAKING_WORDS) or bearer(request):
        return
    said = request.headers.get("content-length", "")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in FORMS or not (said.isdigit() and len(said) < 10 and int(said) <= BODY_MAX_BYTES):
        return
    try:
        scope["kith.bearer"] = _said_in(await raw_body(request))
    except Invalid:  # whoever may not knock is told that, and nothing of what they sent
        return


def came_in_words(request: Request) -> bool:
    """Tell whether the token stands in the address, or in what was sent: then nobody on the way may keep the answer."""
    return bool(bearer(request)) and not _in_header(request.headers)


def without_token(items: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Leave the token out of a query that is said again."""
    return [(name, value) for name, value in items if name not in WORDS]


def _in_header(headers: Headers) -> str:
    header = headers.get("authorization", "")
    return header[7:].strip() if header[:7].lower() == "bearer " else ""


def _said_in(said: QueryParams | dict[str, Any]) -> str:
    for word in WORDS:
        found = said.get(word)
        if isinstance(found, str) and found:
            return found.strip().encode("ascii", "replace").decode()  # a token is ASCII; what is not is none
    return ""
