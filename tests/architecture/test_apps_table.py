"""`docs/apps.md` says what apps find here: neither more nor less, and for each operation the test that proves it."""

import re
from pathlib import Path

from kith.base.web.health import HEALTH_ROUTES
from kith.base.web.openapi import document
from kith.base.web.routing import Route
from kith.catalogue import FEATURES
from kith.gateways.mastodon import absent
from kith.gateways.mastodon.addresses import PAGES
from tests.clients.operations import CLIENTS, Operation, operations

ROOT = Path(__file__).parents[2]


def test_the_table_of_operations_is_true() -> None:
    """Each route stands in it with its state, and what it calls absent is."""
    told = {(one.method, _unnamed(one.path)): one.state for one in operations()}
    nothing = {_key(route) for route in absent.ROUTES}
    every = (*HEALTH_ROUTES, *(route for feature in FEATURES for route in feature.routes))
    routes = [route for route in every if _is_for_apps(route)]
    there = {_key(route): "nothing there" if _key(route) in nothing else "served" for route in routes}
    said = {key: state for key, state in told.items() if state != "not there"}
    assert said == there
    assert not [key for key, state in told.items() if state == "not there" and key in there]


def test_every_operation_that_is_served_names_its_proof() -> None:
    """A test that exists. One with a client is held to it by what the client asked (`test_contract.py`); any other must
    name the operation's path.
    """
    wrong = [one.row for one in operations() if one.state == "served" and not _is_there(one)]
    hint = "Name the test in the third column; `python -m tests.clients.operations` looks for one"
    assert not wrong, "\n".join([hint, *wrong])


def _is_there(operation: Operation) -> bool:
    name, _colons, test = operation.proof.partition("::")
    file = ROOT / name
    if not (file.name.startswith("test_") and file.is_file()):
        return False
    if test and f"def {test}(" not in file.read_text(encoding="utf-8"):
        return False
    return name.startswith(CLIENTS) or operation.is_named_in(file)


def _is_for_apps(route: Route) -> bool:
    places = ("/api/v1/", "/api/v2/", "/api/v1_alpha/", "/api/oembed", "/oauth/", "/nodeinfo/", "/.well-known/")
    return (route.path.startswith(places) and route.path not in PAGES) or route.path == "/health"


def _key(route: Route) -> tuple[str, str]:
    return route.method, _unnamed(route.path)


def _unnamed(path: str) -> str:
    """Take the names out of the holes: every source calls them otherwise."""
    return re.sub(r"\{\w+\}", "{}", path)


OWN_ROW = re.compile(r"^\| `([A-Z]+) (/api/kith/\S+)` \| `([a-z: ]+)` \| (.+) \|$", re.MULTILINE)


def test_the_table_of_our_own_api_is_true() -> None:
    """Each operation with the scope it asks for, in the words of the OpenAPI document."""
    table = (ROOT / "docs" / "apps.md").read_text(encoding="utf-8")
    routes = [route for feature in FEATURES for route in feature.routes if route.path.startswith("/api/kith/")]
    paths = document(routes, name="Kith", version="1", url="https://kith.example")["paths"]
    said = {(method, path): (scope, words) for method, path, scope, words in OWN_ROW.findall(table)}
    there = {
        (route.method, route.path): (route.scope, _sentence(paths[route.path][route.method.lower()]["summary"]))
        for route in routes
    }
    assert said == there


def _sentence(summary: str) -> str:
    return summary[:1].lower() + summary[1:].rstrip(".")
