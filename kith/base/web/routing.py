"""From a method and a path to a handler, in a time that does not grow with the number of routes.

The routes make a tree of path segments. A segment is a word (`settings`), or a hole with what stands around it
(`{id}`, `@{handle}`). Words win over holes, longer surroundings over shorter ones.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id, parse_id
from kith.base.web.fast import Fast
from kith.base.work import Work

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Access = Literal["anyone", "member", "owner"]
Handler = Callable[[Work, Request], Awaitable[Response]]

BODY_MAX_BYTES = 1_000_000  # forms and JSON: the longest post, in the widest script, is a fiftieth of it


@dataclass(frozen=True, kw_only=True)
class Route:
    """One thing a client can ask for.

    `access` says who may knock; the action behind still decides. `scope` is what a bearer token must hold; a
    route without one is for the pages alone. `limit` names the rate limit that counts it. A route that `writes`
    runs in one transaction, and waits until its person has confirmed their mail address, where the server asks for
    that, unless it is for `before_confirmed`; its form comes from a page of ours, unless it may come `from_anywhere`,
    because whoever knows its address may do it. `fast` looks for a kept answer before any work is opened.

    What machines are told of a route of the API (`openapi`): `query` and `asks` are the structs that read the query and
    the body; `gives` is the type of its answer, or a tuple of several, or a text: its media type. `paged` walks by ids;
    `also_gives` are other statuses, each with why. The `summary` is the first sentence of its handler, unless it
    stands here.
    """

    method: Method
    path: str
    handler: Handler
    access: Access = "member"
    scope: str | None = None
    limit: str | None = None
    body_max_bytes: int = BODY_MAX_BYTES
    fast: Fast | None = None
    before_confirmed: bool = False
    from_anywhere: bool = False
    query: tuple[type[msgspec.Struct], ...] = ()
    asks: tuple[type[msgspec.Struct], ...] = ()
    gives: Any = None
    gives_200: bool = True
    paged: bool = False
    also_gives: Mapping[int, str] = field(default_factory=dict)
    summary: str = ""

    @property
    def writes(self) -> bool:
        """Whether its work needs a transaction."""
        return self.method != "GET"


@dataclass(frozen=True)
class Match:
    """What a path leads to: the route of each method, and what stood in the holes."""

    by_method: Mapping[str, Route]
    holes: Mapping[str, str]

    def route(self, method: str) -> Route | None:
        """Give the route for a method. Mastodon takes a change as PUT or PATCH; its clients send one or the other."""
        other = _SAME.get(method, method)
        return self.by_method.get(method) or self.by_method.get(other)


_SAME = {"HEAD": "GET", "PUT": "PATCH", "PATCH": "PUT"}


@dataclass
class _Branch:
    words: dict[str, "_Branch"] = field(default_factory=dict)
    holes: list[tuple[str, str, str, "_Branch"]] = field(default_factory=list)  # prefix, name, suffix
    routes: dict[str, Route] = field(default_factory=dict)


class Routes:
    """The tree of all routes."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._root = _Branch()
        self.all = tuple(routes)
        for route in self.all:
            self._add(route)
        # A path of words alone leads where those words lead: they win over every hole.
        self._worded = {
            route.path: Match(branch.routes, {})
            for route in self.all
            if "{" not in route.path and (branch := _follow(self._root, _segments(route.path), 0, {})) is not None
        }

    def find(self, path: str) -> Match | None:
        """Follow the path. `None` where no route of any method stands."""
        known = self._worded.get(path)
        if known is not None:
            return known
        holes: dict[str, str] = {}
        branch = _follow(self._root, _segments(path), 0, holes)
        return None if branch is None else Match(branch.routes, holes)

    def _add(self, route: Route) -> None:
        branch = self._root
        for segment in _segments(route.path):
            branch = _grow(branch, segment)
        taken = branch.routes.get(route.method)
        assert taken is None, f"{route.method} {route.path} stands twice"
        branch.routes[route.method] = route


def path_id(request: Request, name: str = "id") -> Id:
    """Read an id from the path. What is no id names nothing: `NotFound`."""
    identifier = parse_id(request.path_params[name])
    if identifier is None:
        raise NotFound
    return identifier


def _segments(path: str) -> list[str]:
    return path.strip("/").split("/")


def _grow(branch: _Branch, segment: str) -> _Branch:
    if "{" not in segment:
        return branch.words.setdefault(segment, _Branch())
    prefix, _, rest = segment.partition("{")
    name, _, suffix = rest.partition("}")
    for known_prefix, known_name, known_suffix, known in branch.holes:
        if (known_prefix, known_name, known_suffix) == (prefix, name, suffix):
            return known
    grown = _Branch()
    branch.holes.append((prefix, name, suffix, grown))
    branch.holes.sort(key=lambda hole: len(hole[0]) + len(hole[2]), reverse=True)
    return grown


def _follow(branch: _Branch, segments: list[str], depth: int, holes: dict[str, str]) -> _Branch | None:
    if depth == len(segments):
        return branch if branch.routes else None
    segment = segments[depth]
    word = branch.words.get(segment)
    if word is not None:
        found = _follow(word, segments, depth + 1, holes)
        if found is not None:
            return found
    for prefix, name, suffix, beyond in branch.holes:
        if not (segment.startswith(prefix) and segment.endswith(suffix)):
            continue
        inside = segment[len(prefix) : len(segment) - len(suffix)]
        found = _follow(beyond, segments, depth + 1, holes) if inside else None
        if found is not None:
            holes[name] = inside
            return found
    return None
