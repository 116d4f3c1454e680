"""A request as handlers are given it: Starlette's, with what is asked of it many times close at hand."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import Receive, Scope

from kith.base.web import csrf
from kith.base.web.language import choose
from kith.base.web.zone import COOKIE as ZONE_COOKIE
from kith.base.web.zone import UNCHOSEN, zone_for


class QuickHeaders(Headers):
    """Headers that are found by name, and not looked for in the list each time. Of several the first counts."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope=scope)
        self._first = dict(reversed(self._list))

    def get(self, key: str, default: Any = None) -> Any:
        """Give a header, or what is to stand in its place."""
        found = self._first.get(key.lower().encode("latin-1"))
        return default if found is None else found.decode("latin-1")

    def __getitem__(self, key: str) -> str:
        return self._first[key.lower().encode("latin-1")].decode("latin-1")


class Asked(Request):
    """A request that is being answered. What is noted on it meanwhile (`state`) is one plain object."""

    headers: Headers = Headers()  # each has its own
    state: Any = None

    def __init__(self, scope: Scope, receive: Receive) -> None:
        super().__init__(scope, receive)
        self.headers = QuickHeaders(scope)
        self.state = SimpleNamespace(caller=None, headers={})
        scope["state"] = vars(self.state)  # the same, for who is given the scope alone


def prepare(request: Asked, *, for_apps: bool) -> None:
    """Note what every answer needs, a refusal too. What is for apps draws no page, and has no form."""
    state, cookies = request.state, request.cookies
    state.language = choose(cookies.get("kith_language"), request.headers.get("accept-language", ""))
    if for_apps:
        state.zone, state.form_cookie = UNCHOSEN, ""
        return
    state.zone = zone_of(request, None)
    known = cookies.get(csrf.COOKIE)
    state.form_cookie = known if known and len(known) <= 64 else csrf.new_cookie()


def zone_of(request: Request, chosen: str | None) -> str:
    """Give the zone somebody chose, or what their device told."""
    told = request.cookies.get(ZONE_COOKIE)
    return zone_for(chosen, unquote(told) if told else None)
