"""Every door of the application, and what its forms call their fields: read from the routes, never listed by hand."""

import re
import sys
from dataclasses import dataclass

import msgspec

from kith.app import make_site
from kith.base.core.paging import Paging
from kith.base.web.routing import Route
from kith.base.work import House

# What takes away what the others need comes last.
_LAST = re.compile(r"/(delete|block|decline|reject|clear|dismiss|unpublish|publish|end)$")
_HOLE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Door:
    """A route, the fields that its handler's module reads, and the names of the holes in its path."""

    route: Route
    fields: tuple[str, ...]
    holes: tuple[str, ...]

    @property
    def name(self) -> str:
        """As it stands in a message of a failing test."""
        return f"{self.route.method} {self.route.path}"


def doors(house: House) -> list[Door]:
    """List every door but those whose answer never ends; first those that leave the village as it is."""
    routes = [route for route in make_site(house).routes.all if not _streams(route)]
    routes.sort(key=lambda route: route.method == "DELETE" or bool(_LAST.search(route.path)))
    return [Door(route, _fields(route), tuple(_HOLE.findall(route.path))) for route in routes]


def _streams(route: Route) -> bool:
    return route.path == "/live" or route.path.startswith(("/api/v1/streaming", "/api/kith/v1/streaming"))


def _fields(route: Route) -> tuple[str, ...]:
    """Gather the fields of the forms and queries that the handler's module, or one it takes from, knows."""
    module = sys.modules[route.handler.__module__]
    near = [module, *(sys.modules[name] for name in _modules_used(module))]
    names = {
        field.encode_name
        for one in near
        for kind in vars(one).values()
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind.__name__.endswith(("Form", "Query"))
        for field in msgspec.structs.fields(kind)
    }
    if route.method == "GET":
        names |= {field.encode_name for field in msgspec.structs.fields(Paging)} | {"q", "next", "key", "said"}
    return tuple(sorted(names))


def _modules_used(module: object) -> set[str]:
    own = getattr(module, "__name__", "").rpartition(".")[0]
    used = {getattr(thing, "__module__", "") or "" for thing in vars(module).values() if callable(thing)}
    return {name for name in used if name.startswith(f"{own}.") and name in sys.modules}
