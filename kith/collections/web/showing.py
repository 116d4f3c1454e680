"""`/collections/ID` and `/@ana/collections`: a few people, why, and by whom."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.paging import Paging
from kith.base.web.page import page
from kith.base.web.routing import Route, path_id
from kith.base.web.shown import address
from kith.base.work import Work
from kith.collections.actions.reading import collections_of, load_collection
from kith.collections.model import CollectionPlace, CollectionView, PlaceView
from kith.people import FOLLOWING, find_present, people_in, relations, viewer_of
from kith.people.model import Account, Relation

OFFERED_MAX = 100  # people whom one follows, offered while one types a name


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """Somebody in a collection, with what stands between them and the viewer."""

    one: PlaceView
    relation: Relation


@dataclass(frozen=True, kw_only=True)
class CollectionPage:
    """A collection. `mine` is the viewer's own place in it; `offered` are those whom its maker could put in."""

    view: CollectionView
    people: tuple[PersonRow, ...]
    asked: tuple[PersonRow, ...]
    is_mine: bool
    mine: CollectionPlace | None
    offered: tuple[Account, ...] = ()
    address: str = ""
    error: str = ""


@dataclass(frozen=True, kw_only=True)
class CollectionsPage:
    """What somebody made."""

    owner: Account
    views: tuple[CollectionView, ...]
    is_mine: bool


async def show_collection(work: Work, request: Request) -> Response:
    """`GET /collections/ID`."""
    return await page_of(work, request)


async def show_collections(work: Work, request: Request) -> Response:
    """`GET /@ana/collections`."""
    owner = await find_present(work, request.path_params["handle"])
    here = f"/{address(owner)}/collections"
    if request.scope["path"] != here:
        return RedirectResponse(here, 303)
    views = await collections_of(work, owner.id)
    content = CollectionsPage(owner=owner, views=tuple(views), is_mine=owner.id == work.actor)
    return await page(work, request, "collections/collections.html", content)


async def page_of(work: Work, request: Request, *, typed: str = "", error: str = "") -> Response:
    """Answer with the page of a collection; after a try to put somebody in, with what was wrong about it."""
    view, viewer = await load_collection(work, path_id(request)), await viewer_of(work)
    is_mine = view.owner.id == viewer.id
    between = await relations(work.db, viewer.id, [one.account.id for one in view.places], work.now)
    content = CollectionPage(
        view=view,
        people=tuple(PersonRow(one=one, relation=between[one.account.id]) for one in view.people),
        asked=tuple(PersonRow(one=one, relation=between[one.account.id]) for one in view.asked) if is_mine else (),
        is_mine=is_mine,
        mine=view.place_of(viewer.id),
        offered=await _offered(work, view) if is_mine else (),
        address=typed,
        error=error,
    )
    return await page(work, request, "collections/collection.html", content, status=422 if error else 200)


async def _offered(work: Work, view: CollectionView) -> tuple[Account, ...]:
    viewer, there = await viewer_of(work), {one.account.id for one in view.places}
    part = await people_in(work.db, viewer, FOLLOWING, viewer.id, Paging(limit=OFFERED_MAX))
    return tuple(one.account for one in part.items if one.account.id not in there)


ROUTES = (
    Route(method="GET", path="/collections/{id}", handler=show_collection, access="anyone"),
    Route(method="GET", path="/@{handle}/collections", handler=show_collections, access="anyone"),
)
