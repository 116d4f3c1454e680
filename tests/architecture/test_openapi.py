"""`/api/openapi.json` tells of every operation, each under its own name, with what it asks for and gives."""

from typing import Any

from kith.base.web.openapi import EVENTS, document
from kith.base.web.routing import Route
from kith.catalogue import FEATURES

ROUTES: list[Route] = [route for feature in FEATURES for route in feature.routes]


def _document() -> dict[str, Any]:
    return document(ROUTES, name="Kith", version="1", url="https://kith.example")


def _operations() -> list[dict[str, Any]]:
    return [operation for path in _document()["paths"].values() for operation in path.values()]


def test_every_operation_says_what_it_gives() -> None:
    """A route of the API that forgets it would tell machines nothing."""
    silent = [
        f"{route.method} {route.path}"
        for route in ROUTES
        if route.path.startswith("/api/") and route.gives_200 and route.gives is None
    ]
    assert not silent


def test_a_stream_tells_the_shape_of_its_events() -> None:
    """What comes is no text, but events with a name and what they carry."""
    streams = [route for route in ROUTES if route.gives == EVENTS]
    assert streams
    for route in streams:
        given = _document()["paths"][route.path]["get"]["responses"]["200"]["content"][EVENTS]["schema"]
        assert set(given["required"]) <= set(given["properties"]) == {"id", "event", "data"}


def test_names_are_given_once() -> None:
    """Clients are generated from the names of operations and of shapes: two of one name would overwrite each other."""
    names = [operation["operationId"] for operation in _operations()]
    assert len(names) == len(set(names))
    # Where two structs share a name, their modules stand before it.
    assert not [name for name in _document()["components"]["schemas"] if "." in name]


def test_every_operation_has_a_sentence() -> None:
    """What a person reads first in the reference."""
    for operation in _operations():
        summary = operation["summary"]
        assert summary[0].isupper(), summary
        assert summary.endswith((".", "?")), summary


def test_what_needs_a_token_says_which() -> None:
    """The scopes stand in the document as the routes check them."""
    paths = _document()["paths"]
    for route in ROUTES:
        if not (route.path.startswith("/api/") and route.scope):
            continue
        told = paths[route.path][route.method.lower()]["security"]
        assert {scope for one in told for scope in one.get("token", [])} == set(route.scope.split())
        assert ({} in told) == (route.access == "anyone")
