"""`/desk/HANDLE/names`: names that an organisation listens for; `/settings/naming`: who lets it hear them."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid
from kith.base.web.form import read_form
from kith.base.web.page import page
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.desk.actions.desk import Desk
from kith.desk.actions.names import NameView, add_name, load_names, naming_of, remove_name, set_naming
from kith.desk.model import NAME_MAX, NAMES_MAX, NamingWish
from kith.desk.web.listing import organisation_id_of


@dataclass(frozen=True, kw_only=True)
class NamesPage:
    """The names, and the field for one more with what was typed and what was wrong with it."""

    desk: Desk
    path: str
    names: Sequence[NameView]
    name: str = ""
    error: str = ""
    name_max: int = NAME_MAX
    names_max: int = NAMES_MAX


@dataclass(frozen=True, kw_only=True)
class NamingPage:
    """What one wishes when one names an organisation."""

    wish: NamingWish
    done: bool


class NameForm(msgspec.Struct, frozen=True, kw_only=True):
    """A name."""

    name: str = ""


class NamingForm(msgspec.Struct, frozen=True, kw_only=True):
    """What one wishes."""

    heard: bool = False
    answered: bool = False


async def show_names(work: Work, request: Request) -> Response:
    """`GET /desk/HANDLE/names`."""
    return await _show(work, request)


async def do_add(work: Work, request: Request) -> Response:
    """`POST /desk/HANDLE/names`: listen for one more."""
    form = await read_form(request, NameForm)
    try:
        await add_name(work, await organisation_id_of(work, request), form.name)
    except Invalid as error:
        work.undo()
        return await _show(work, request, name=form.name[: NAME_MAX * 2], error=error.text)
    return RedirectResponse(_path(request), 303)


async def do_remove(work: Work, request: Request) -> Response:
    """`POST /desk/HANDLE/names/end`: listen for one no more."""
    form = await read_form(request, NameForm)
    await remove_name(work, await organisation_id_of(work, request), form.name)
    return RedirectResponse(_path(request), 303)


async def _show(work: Work, request: Request, *, name: str = "", error: str = "") -> Response:
    desk, names = await load_names(work, await organisation_id_of(work, request))
    content = NamesPage(desk=desk, path=f"/desk/{desk.account.handle}", names=names, name=name, error=error)
    return await page(work, request, "desk/names.html", content, status=422 if error else 200)


async def show_naming(work: Work, request: Request) -> Response:
    """`GET /settings/naming`."""
    content = NamingPage(wish=await naming_of(work), done=request.query_params.get("said") == "kept")
    return await page(work, request, "desk/naming.html", content)


async def do_naming(work: Work, request: Request) -> Response:
    """`POST /settings/naming`."""
    form = await read_form(request, NamingForm)
    await set_naming(work, heard=form.heard, answered=form.answered)
    return RedirectResponse("/settings/naming?said=kept", 303)


def _path(request: Request) -> str:
    return f"/desk/{request.path_params['handle']}/names"


ROUTES = (
    Route(method="GET", path="/desk/{handle}/names", handler=show_names),
    Route(method="POST", path="/desk/{handle}/names", handler=do_add),
    Route(method="POST", path="/desk/{handle}/names/end", handler=do_remove),
    Route(method="GET", path="/settings/naming", handler=show_naming),
    Route(method="POST", path="/settings/naming", handler=do_naming),
)
