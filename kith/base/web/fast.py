"""The fast way: an answer that is kept as it was sent, given before any work is opened.

A route may name a function that looks for such an answer. It gets no database and no transaction; what it gives was
made by the route's handler, for this very caller, and is dropped when anything it was made of changes. Limits, headers,
counts and names of requests apply as always.
"""

from collections.abc import Callable
from typing import NamedTuple

import msgspec
from starlette.responses import Response
from starlette.types import Scope

from kith.base.bus.limits import Limit
from kith.base.core.ids import Id
from kith.base.work import House

Headers = tuple[tuple[bytes, bytes], ...]


class FastAnswer(msgspec.Struct, frozen=True):
    """An answer in JSON, with the headers of its own, and whose it is."""

    person_id: Id
    headers: Headers
    body: bytes

    @property
    def size_bytes(self) -> int:
        """About how much memory it takes."""
        return len(self.body) + sum(len(name) + len(value) for name, value in self.headers)


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


class Kept(NamedTuple):
    """What is sent at once: everything but the request's name."""

    route: str
    headers: list[tuple[bytes, bytes]]
    body: bytes


Fast = Callable[[FastRequest], FastAnswer | None]


def fast_answer(person_id: Id, *, link: str, body: bytes) -> FastAnswer:
    """Put together what will be kept."""
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"private, no-store"),
    ]
    if link:
        headers.append((b"link", link.encode()))
    return FastAnswer(person_id=person_id, headers=tuple(headers), body=body)


def fast_response(answer: FastAnswer) -> Response:
    """Answer in the ordinary way with what will be kept."""
    return Response(answer.body, headers={name.decode(): value.decode() for name, value in answer.headers})


def kept_answer(asked: FastRequest, route: str, fast: Fast, limit: Limit, common: Headers) -> Kept | None:
    """Give a kept answer. `None` where there is none, or the caller has asked too often: then the ordinary way says so.

    A read is counted in this process alone, as in the ordinary way.
    """
    answer = fast(asked)
    if answer is None:
        return None
    taken = asked.house.limits.take_here(limit, str(answer.person_id))
    if not taken.allowed:
        return None
    headers = [
        *common,
        *answer.headers,
        (b"x-ratelimit-limit", b"%d" % limit.count),
        (b"x-ratelimit-remaining", b"%d" % taken.remaining),
    ]
    return Kept(route, headers, answer.body)
