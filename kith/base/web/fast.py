"""The fast way: an answer that is kept as bytes, given before any work is opened.

A route may name a function that looks for such an answer. It gets no database and no transaction; what it gives was
made by the route's handler, for this very caller, and is dropped when anything it was made of changes. Limits and
headers apply as always.
"""

from collections.abc import Callable

import msgspec
from starlette.responses import Response
from starlette.types import Scope, Send

from kith.base.bus.limits import Limit
from kith.base.core.ids import Id
from kith.base.work import House


class FastAnswer(msgspec.Struct, frozen=True, array_like=True):
    """An answer in JSON, and whose it is."""

    person_id: Id
    link: str
    body: bytes


class FastRequest:
    """What the function that looks is given: the raw request, and the house."""

    __slots__ = ("_scope", "house")

    def __init__(self, house: House, scope: Scope) -> None:
        self.house = house
        self._scope = scope

    @property
    def query(self) -> bytes:
        """The query as it came."""
        query: bytes = self._scope.get("query_string", b"")
        return query

    def header(self, name: bytes) -> bytes:
        """Give a header, its name in lower case; empty where there is none."""
        for known, value in self._scope["headers"]:
            if known == name:
                found: bytes = value
                return found
        return b""


Fast = Callable[[FastRequest], FastAnswer | None]


def fast_response(answer: FastAnswer) -> Response:
    """Answer in the ordinary way with what will be kept."""
    headers = {"cache-control": "private, no-store"} | ({"link": answer.link} if answer.link else {})
    return Response(answer.body, headers=headers, media_type="application/json")


async def send_fast(
    send: Send, house: House, answer: FastAnswer, limit: Limit, common: list[tuple[bytes, bytes]]
) -> bool:
    """Send a kept answer. `False` when the caller has asked too often: then the ordinary way says so."""
    taken = house.limits.take_here(limit, str(answer.person_id))
    if not taken.allowed:
        return False
    headers = [
        *common,
        (b"content-type", b"application/json"),
        (b"content-length", str(len(answer.body)).encode()),
        (b"cache-control", b"private, no-store"),
        (b"x-ratelimit-limit", str(limit.count).encode()),
        (b"x-ratelimit-remaining", str(taken.remaining).encode()),
    ]
    if answer.link:
        headers.append((b"link", answer.link.encode()))
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})
    return True
