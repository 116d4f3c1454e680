"""Making a collection, changing it, and who stands in it."""

from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.words import _
from kith.base.web.form import read_form
from kith.base.web.page import page
from kith.base.web.routing import Route, path_id
from kith.base.web.shown import address
from kith.base.work import Work
from kith.collections.actions.making import (
    change_collection,
    delete_collection,
    make_collection,
    put_in,
    take_out,
)
from kith.collections.actions.reading import load_collection
from kith.collections.model import Change, CollectionView, CollectionWish
from kith.collections.web.showing import page_of
from kith.people import find_present, get_account


class CollectionForm(msgspec.Struct, frozen=True, kw_only=True):
    """A collection as its form sends it; a switch that is off is not sent at all."""

    name: str = ""
    description: str = ""
    tag: str = ""
    language: str = ""
    sensitive: bool = False
    discoverable: bool = False


class PersonForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to put in, by their address."""

    address: str = ""


@dataclass(frozen=True, kw_only=True)
class CollectionFormPage:
    """The form: of a new collection, or of one that is there; with what was wrong, where something was."""

    view: CollectionView | None
    form: CollectionForm
    back: str
    error: str = ""
    field: str = ""


async def show_new(work: Work, request: Request) -> Response:
    """`GET /collections/new`."""
    return await _form(work, request, None, CollectionForm(discoverable=True))


async def do_make(work: Work, request: Request) -> Response:
    """`POST /collections`."""
    form = await read_form(request, CollectionForm)
    try:
        made = await make_collection(work, CollectionWish(**_values(form)))
    except (Invalid, Refused) as error:
        return await _again(work, request, None, form, error)
    return RedirectResponse(f"/collections/{made.id}", 303)


async def show_change(work: Work, request: Request) -> Response:
    """`GET /collections/ID/change`."""
    view = await _own(work, request)
    one = view.collection
    form = CollectionForm(
        name=one.name,
        description=one.description,
        tag=one.tag or "",
        language=one.language or "",
        sensitive=one.sensitive,
        discoverable=one.discoverable,
    )
    return await _form(work, request, view, form)


async def do_change(work: Work, request: Request) -> Response:
    """`POST /collections/ID`."""
    form, view = await read_form(request, CollectionForm), await _own(work, request)
    try:
        await change_collection(work, view.collection.id, Change(**_values(form)))
    except (Invalid, Refused) as error:
        return await _again(work, request, view, form, error)
    return RedirectResponse(f"/collections/{view.collection.id}", 303)


async def do_delete(work: Work, request: Request) -> Response:
    """`POST /collections/ID/delete`."""
    view = await _own(work, request)
    await delete_collection(work, view.collection.id)
    return RedirectResponse(f"/{address(view.owner)}/collections", 303)


async def do_put_in(work: Work, request: Request) -> Response:
    """`POST /collections/ID/people`."""
    form, view = await read_form(request, PersonForm), await _own(work, request)
    typed = form.address.strip()
    try:
        person = await find_present(work, typed.removeprefix("@"))
        await put_in(work, view.collection.id, person.id)
    except NotFound:
        work.undo()
        return await page_of(work, request, typed=typed, error=_("Nobody of that name is to be found here."))
    except Refused as error:
        work.undo()
        return await page_of(work, request, typed=typed, error=error.text)
    return RedirectResponse(f"/collections/{view.collection.id}#put-in", 303)


async def do_take_out(work: Work, request: Request) -> Response:
    """`POST /collections/ID/people/PLACE/remove`."""
    collection_id = path_id(request)
    await take_out(work, collection_id, path_id(request, "place_id"))
    return RedirectResponse(f"/collections/{collection_id}", 303)


async def _own(work: Work, request: Request) -> CollectionView:
    """Get a collection that one made. Raises `NotFound` for every other."""
    view = await load_collection(work, path_id(request))
    if view.owner.id != work.actor:
        raise NotFound
    return view


def _values(form: CollectionForm) -> dict[str, Any]:
    return msgspec.structs.asdict(form)


async def _again(
    work: Work, request: Request, view: CollectionView | None, form: CollectionForm, error: Invalid | Refused
) -> Response:
    work.undo()
    field = (error.field or "") if isinstance(error, Invalid) else ""
    return await _form(work, request, view, form, error=error.text, field=field)


async def _form(
    work: Work, request: Request, view: CollectionView | None, form: CollectionForm, *, error: str = "", field: str = ""
) -> Response:
    assert work.actor is not None
    if view is None:
        back = f"/{address(await get_account(work.db, work.actor))}/collections"
    else:
        back = f"/collections/{view.collection.id}"
    content = CollectionFormPage(view=view, form=form, back=back, error=error, field=field)
    return await page(work, request, "collections/form.html", content, status=422 if error else 200)


_ONE = "/collections/{id}"
ROUTES = (
    Route(method="GET", path="/collections/new", handler=show_new),
    Route(method="POST", path="/collections", handler=do_make),
    Route(method="GET", path=f"{_ONE}/change", handler=show_change),
    Route(method="POST", path=_ONE, handler=do_change),
    Route(method="POST", path=f"{_ONE}/delete", handler=do_delete),
    Route(method="POST", path=f"{_ONE}/people", handler=do_put_in),
    Route(method="POST", path=_ONE + "/people/{place_id}/remove", handler=do_take_out),
)
