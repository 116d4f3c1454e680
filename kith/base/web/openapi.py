"""The OpenAPI document, made of the routes: what each asks for, what it gives, and who may ask.

A route stands in it when it lies under one of `PLACES`. Its words come from its handler's docstring, its shapes from
the structs that read and write it, so that the document cannot say anything else than the code does.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.web.form import Upload
from kith.base.web.routing import Route
from kith.base.work import Work

PLACES = (
    "/api/", "/oauth/token", "/oauth/revoke", "/oauth/userinfo", "/nodeinfo/",
    "/.well-known/nodeinfo", "/.well-known/oauth-authorization-server",
)  # fmt: skip
PATH = "/api/openapi.json"
EVENTS = "text/event-stream"

_HOLE = re.compile(r"\{(\w+)\}")
_ADDRESS = re.compile(r"^`[A-Z]+ [^`]*`(?:,? (?:and|to) `[^`]*`)*[:,.]?\s*")
_REF = "#/components/schemas/{name}"
_BODIES = ("application/json", "application/x-www-form-urlencoded", "multipart/form-data")
# What stands for a stream is the shape of one event of it, as tools read a version of the standard without streams.
_EVENTS = {
    "type": "object",
    "description": "One event; `data` is JSON, or an id. An event without `id` is heard again by whoever resumes.",
    "properties": {"id": {"type": "string"}, "event": {"type": "string"}, "data": {"type": "string"}},
    "required": ["event", "data"],
}
_UPLOAD = {"type": "string", "format": "binary", "description": "A file."}

_VERBS = {"GET": "Read", "POST": "Do", "PUT": "Change", "PATCH": "Change", "DELETE": "Delete"}

_CURSORS = (
    ("max_id", "Only what is older than this id."),
    ("since_id", "Only what is newer than this id; the newest of it."),
    ("min_id", "Only what is newer than this id; the oldest of it, to walk upwards."),
)


class ErrorEntity(msgspec.Struct, frozen=True, kw_only=True):
    """What went wrong, in words for the person. `field` names what they should look at, where it is one thing."""

    error: str
    field: str | None = None
    error_description: str | None = None


def openapi_route(routes: Iterable[Route], *, name: str, version: str, url: str) -> Route:
    """Give the route that shows the document of these routes. It is made once, when the first asks."""
    kept: list[bytes] = []

    async def show_document(_work: Work, _request: Request) -> Response:
        if not kept:
            kept.append(msgspec.json.encode(document(routes, name=name, version=version, url=url)))
        return Response(kept[0], headers={"cache-control": "public, max-age=300"}, media_type="application/json")

    return Route(method="GET", path=PATH, handler=show_document, access="anyone")


def document(routes: Iterable[Route], *, name: str, version: str, url: str) -> dict[str, Any]:
    """Make the document (OpenAPI 3.1) of the routes that lie under `PLACES`."""
    wanted = [route for route in routes if route.path.startswith(PLACES)]
    shapes = _Shapes(wanted)
    paths: dict[str, dict[str, Any]] = {}
    for route in wanted:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, shapes)
    scopes = sorted({scope for route in wanted for scope in (route.scope or "").split()})
    return {
        "openapi": "3.1.0",
        "info": {"title": f"{name}: the API", "version": version, "license": {"name": "AGPL-3.0-or-later"}},
        "servers": [{"url": url}],
        "paths": dict(sorted(paths.items())),
        "components": {"schemas": shapes.components, "securitySchemes": {"token": _scheme(url, scopes)}},
    }


class _Shapes:
    """The schemas of everything that is read and written."""

    def __init__(self, routes: Sequence[Route]) -> None:
        kinds: list[Any] = [ErrorEntity]
        for route in routes:
            kinds.extend(kind for kind in (*route.asks, *route.query, *_given(route)) if kind not in kinds)
        schemas, self.components = msgspec.json.schema_components(kinds, ref_template=_REF)
        if Upload.__name__ in self.components:
            self.components[Upload.__name__] = _UPLOAD
        self._schemas = {str(kind): schema for kind, schema in zip(kinds, schemas, strict=True)}

    def of(self, kind: Any) -> dict[str, Any]:
        """Give the schema of a type, by reference where it has a name."""
        return self._schemas[str(kind)]

    def fields(self, kind: type[msgspec.Struct]) -> Mapping[str, Any]:
        """Give the schemas of a struct's fields."""
        properties: Mapping[str, Any] = self.components[kind.__name__]["properties"]
        return properties


def _operation(route: Route, shapes: _Shapes) -> dict[str, Any]:
    asked: dict[str, Any] = {
        "operationId": _name(route),
        "tags": [_tag(route.path)],
        "summary": _summary(route),
        "parameters": [*_holes(route), *_paging(route), *_query(route, shapes)],
        "responses": _responses(route, shapes),
    }
    if route.asks:
        schema = _either([shapes.of(kind) for kind in route.asks])
        asked["requestBody"] = {"content": {kind: {"schema": schema} for kind in _BODIES}}
    if route.scope or route.access != "anyone":
        tokens = [{"token": [scope]} for scope in (route.scope or "").split()] or [{"token": []}]
        asked["security"] = [*tokens, *([{}] if route.access == "anyone" else [])]
    return asked


def _given(route: Route) -> tuple[Any, ...]:
    if route.gives is None or isinstance(route.gives, str):
        return ()
    return route.gives if isinstance(route.gives, tuple) else (route.gives,)


def _either(schemas: list[dict[str, Any]]) -> dict[str, Any]:
    return schemas[0] if len(schemas) == 1 else {"anyOf": schemas}


def _responses(route: Route, shapes: _Shapes) -> dict[str, Any]:
    given: dict[str, Any] = {"description": "As asked."}
    if isinstance(route.gives, str):
        given["content"] = {route.gives: {"schema": _EVENTS if route.gives == EVENTS else {"type": "string"}}}
    elif route.gives is not None:
        given["content"] = {"application/json": {"schema": _either([shapes.of(kind) for kind in _given(route)])}}
    if route.paged:
        given["headers"] = {"Link": {"description": "Where the list goes on (RFC 8288).", "schema": {"type": "string"}}}
    error = {"application/json": {"schema": shapes.of(ErrorEntity)}}
    takes = bool(route.asks or route.query or route.paged)
    words = {
        400: "The request is not what this standard asks for." if route.path.startswith("/oauth/") else "",
        401: "There is no token, or it does not work.",
        403: "This may not be done." if route.access != "anyone" or route.scope or route.writes else "",
        404: "It is not there, or not to be seen.",
        413: "That is too much." if route.writes else "",
        422: "Something that was sent does not fit." if takes or route.writes else "",
        429: "Too many requests: wait as long as `Retry-After` says.",
        503: "The server has too much to do: wait as long as `Retry-After` says.",
    }
    told = {str(status): {"description": text, "content": error} for status, text in words.items() if text}
    also = {str(status): {"description": text} for status, text in route.also_gives.items()}
    for status in also:
        if int(status) < 300:
            also[status] |= {"content": given["content"]} if "content" in given else {}
    return {"200": given} | told | also if route.gives_200 else told | also


def _holes(route: Route) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
        for name in _HOLE.findall(route.path)
    ]


def _paging(route: Route) -> list[dict[str, Any]]:
    if not route.paged:
        return []
    cursors = [
        {"name": name, "in": "query", "description": text, "schema": {"type": "string"}} for name, text in _CURSORS
    ]
    limit = {"name": "limit", "in": "query", "description": "How many at most.", "schema": {"type": "integer"}}
    return [*cursors, limit | {"schema": {"type": "integer", "minimum": 1}}]


def _query(route: Route, shapes: _Shapes) -> list[dict[str, Any]]:
    parameters = []
    for kind in route.query:
        for field in msgspec.structs.fields(kind):
            schema = dict(shapes.fields(kind)[field.encode_name])
            is_list = schema.get("type") == "array"
            name = f"{field.encode_name}[]" if is_list else field.encode_name
            parameters.append({"name": name, "in": "query", "required": field.required, "schema": schema})
    return parameters


def _scheme(url: str, scopes: Sequence[str]) -> dict[str, Any]:
    flow = {"tokenUrl": f"{url}/oauth/token", "scopes": dict.fromkeys(scopes, "")}
    flows = {"authorizationCode": {"authorizationUrl": f"{url}/oauth/authorize"} | flow, "clientCredentials": flow}
    return {"type": "oauth2", "flows": flows}


def _name(route: Route) -> str:
    words = re.sub(r"[^\w]+", "_", route.path.removeprefix("/api/").replace("{", "").replace("}", "")).strip("_")
    return f"{route.method.lower()}_{words}"


def _tag(path: str) -> str:
    parts = [part for part in path.split("/") if part and part not in ("api", "v1", "v2", "kith") and "{" not in part]
    return parts[0]


def _summary(route: Route) -> str:
    if route.summary:
        return route.summary
    text = _ADDRESS.sub("", (route.handler.__doc__ or "").strip().partition("\n\n")[0].replace("\n", " "))
    named = " ".join(part for part in re.split(r"\W+", route.path) if part not in ("", "api", "v1", "v2", "id"))
    words = " ".join(text.split()).lstrip("; ") or f"{_VERBS[route.method]} {named.replace('_', ' ')}."
    return words[0].upper() + words[1:]
