"""What is kept of a request while its stream is open."""

from sys import intern
from typing import Any, cast

from starlette.requests import HTTPConnection, Request

_KEPT = (b"authorization", b"cookie", b"accept-language")


class Visit:
    """Who came, where, and how they are spoken to: what asking anew who reads, and drawing for them, looks at.

    A stream is open for hours and says something now and then; the request itself would take more memory than all the
    rest of it.
    """

    __slots__ = ("_app", "_form_cookie", "_headers", "_path", "_query", "_route", "_type", "_zone", "language")

    def __init__(self, connection: HTTPConnection) -> None:
        scope = connection.scope
        state: dict[str, Any] = scope.get("state", {})
        self._app = scope.get("app")
        self._type, self._path = intern(scope["type"]), intern(scope["path"])
        self._route = scope.get("kith.entry")
        self._query: bytes = scope["query_string"]
        self._headers = tuple((kept, value) for name, value in scope["headers"] for kept in _KEPT if name == kept)
        self._form_cookie: str = state.get("form_cookie", "")
        self._zone: str = intern(state.get("zone", ""))
        self.language: str = intern(state.get("language", ""))

    def again(self) -> Request:
        """Give the request as it was then. That of a socket is one in all that is looked at."""
        scope: dict[str, Any] = {
            "type": self._type,
            "method": "GET",
            "app": self._app,
            "path": self._path,
            "path_params": {},
            "query_string": self._query,
            "headers": list(self._headers),
            "kith.entry": self._route,
            "state": {
                "caller": None,
                "headers": {},
                "language": self.language,
                "zone": self._zone,
                "form_cookie": self._form_cookie,
            },
        }
        return Request(scope) if self._type == "http" else cast("Request", HTTPConnection(scope))
