"""`docs/apps.md` says what apps find here: neither more nor less."""

import re
from pathlib import Path

from kith.base.web.routing import Route
from kith.catalogue import FEATURES
from kith.gateways.mastodon import absent

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| `([A-Z]+) (/\S+)` \| (served|nothing there|not there) \|$", re.MULTILINE)


def test_the_table_of_operations_is_true() -> None:
    """Each route stands in it with its state, and what it calls absent is."""
    table = (ROOT / "docs" / "apps.md").read_text(encoding="utf-8")
    told = {(method, _unnamed(path)): state for method, path, state in ROW.findall(table)}
    nothing = {_key(route) for route in absent.ROUTES}
    routes = [route for feature in FEATURES for route in feature.routes if _is_for_apps(route)]
    there = {_key(route): "nothing there" if _key(route) in nothing else "served" for route in routes}
    said = {key: state for key, state in told.items() if state != "not there"}
    assert said == there
    assert not [key for key, state in told.items() if state == "not there" and key in there]


def _is_for_apps(route: Route) -> bool:
    return route.path.startswith(("/api/v1/", "/api/v2/", "/oauth/", "/nodeinfo/", "/.well-known/"))


def _key(route: Route) -> tuple[str, str]:
    return route.method, _unnamed(route.path)


def _unnamed(path: str) -> str:
    """Take the names out of the holes: every source calls them otherwise."""
    return re.sub(r"\{\w+\}", "{}", path)
