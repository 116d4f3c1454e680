"""Names that a desk listens for: the entity `DeskName`; and whether one is heard when one names an organisation."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.ids import Id
from kith.base.web.form import read_form
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.desk import NameView, add_name, like_words, load_names, naming_of, remove_name, set_naming
from kith.desk.model import NamingWish
from kith.gateways.mastodon.answers import Nothing, json_answer
from kith.gateways.mastodon.dates import date_text


class DeskNameEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A name: `words` tell it from others, `common` that many posts of this month have it."""

    name: str
    words: str
    common: bool
    added_at: str


class NameBody(msgspec.Struct, frozen=True, kw_only=True):
    """A name as people write it; to take one out, its words do as well."""

    name: str


class NamingEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Whether organisations hear it when one names them in public, and may answer that once."""

    heard: bool
    answered: bool


class NamingBody(msgspec.Struct, frozen=True, kw_only=True):
    """Both of it."""

    heard: bool
    answered: bool = False


async def show_names(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/desks/ORGANISATION/names`: list the names that a desk listens for."""
    _desk, names = await load_names(work, _organisation(request))
    return json_answer([_entity(one) for one in names])


async def do_add(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/desks/ORGANISATION/names`: listen for a name."""
    form = await read_form(request, NameBody)
    return json_answer(_entity(await add_name(work, _organisation(request), form.name)))


async def do_remove(work: Work, request: Request) -> Response:
    """`DELETE /api/kith/v1/desks/ORGANISATION/names`: listen for a name no more."""
    form = await read_form(request, NameBody)
    await remove_name(work, _organisation(request), form.name)
    return json_answer({})


async def do_like(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/desks/ORGANISATION/cases/ID/like`: like what was said last in a public case."""
    await like_words(work, _organisation(request), path_id(request))
    return json_answer({})


async def show_naming(work: Work, _request: Request) -> Response:
    """`GET /api/kith/v1/naming`: show whether organisations hear it when one names them."""
    return json_answer(_wish(await naming_of(work)))


async def do_naming(work: Work, request: Request) -> Response:
    """`PUT /api/kith/v1/naming`: decide whether they hear it, and may answer once."""
    form = await read_form(request, NamingBody)
    return json_answer(_wish(await set_naming(work, heard=form.heard, answered=form.answered)))


def _entity(view: NameView) -> DeskNameEntity:
    name = view.name
    return DeskNameEntity(name=name.text, words=name.words, common=view.is_common, added_at=date_text(name.added_at))


def _wish(wish: NamingWish) -> NamingEntity:
    return NamingEntity(heard=wish.heard, answered=wish.answered)


def _organisation(request: Request) -> Id:
    return path_id(request, "organisation_id")


_NAMES, _NAMING = "/api/kith/v1/desks/{organisation_id}/names", "/api/kith/v1/naming"
_READ, _WRITE = "read read:desk", "write write:desk"
ROUTES = (
    Route(method="GET", path=_NAMES, handler=show_names, scope=_READ, gives=list[DeskNameEntity]),
    Route(method="POST", path=_NAMES, handler=do_add, scope=_WRITE, asks=(NameBody,), gives=DeskNameEntity),
    Route(method="DELETE", path=_NAMES, handler=do_remove, scope=_WRITE, asks=(NameBody,), gives=Nothing),
    Route(
        method="POST",
        path="/api/kith/v1/desks/{organisation_id}/cases/{id}/like",
        handler=do_like,
        scope="write write:cases",
        gives=Nothing,
    ),
    Route(method="GET", path=_NAMING, handler=show_naming, scope="read", gives=NamingEntity),
    Route(method="PUT", path=_NAMING, handler=do_naming, scope="write", asks=(NamingBody,), gives=NamingEntity),
)
