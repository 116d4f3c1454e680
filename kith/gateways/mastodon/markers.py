"""The entity `Marker`: up to where somebody has read, the same on all their devices."""

from datetime import datetime

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.ids import Id, meant_in_javascript
from kith.base.core.record import Record
from kith.base.storage.statement import Statement
from kith.base.web.form import read_form, read_query
from kith.base.web.routing import Route
from kith.base.work import Listener, Work
from kith.gateways.mastodon.answers import json_answer, one_id
from kith.gateways.mastodon.dates import date_text
from kith.notices import mark_read, read_up_to
from kith.people.model import Left


class HomeMark(Record, frozen=True, kw_only=True, table="home_marks", key=("owner_id",)):
    """Up to where somebody has read Home with an app. What they read of their notices is kept with those."""

    owner_id: Id
    read_id: Id
    version: int
    updated_at: datetime


_FIND = Statement(f"SELECT {HomeMark.columns()} FROM home_marks WHERE owner_id = %(owner_id)s")
_KEEP = Statement("""
    INSERT INTO home_marks (owner_id, read_id, version, updated_at)
    VALUES (%(owner_id)s, %(read_id)s, 1, %(now)s)
    ON CONFLICT (owner_id) DO UPDATE
       SET read_id = EXCLUDED.read_id, version = home_marks.version + 1, updated_at = EXCLUDED.updated_at
""")
_FORGET = Statement("DELETE FROM home_marks WHERE owner_id = %(owner_id)s")


class MarkerEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A place in a list."""

    last_read_id: str
    version: int
    updated_at: str


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Of which lists."""

    timeline: tuple[str, ...] = ()


class PlaceForm(msgspec.Struct, frozen=True, kw_only=True):
    """A new place."""

    last_read_id: str | None = None


class PlacesForm(msgspec.Struct, frozen=True, kw_only=True):
    """New places."""

    home: PlaceForm | None = None
    notifications: PlaceForm | None = None


async def show_markers(work: Work, request: Request) -> Response:
    """`GET /api/v1/markers`."""
    return json_answer(await _markers(work, read_query(request, Wanted).timeline))


async def do_mark(work: Work, request: Request) -> Response:
    """`POST /api/v1/markers`."""
    assert work.actor is not None
    form, changed = await read_form(request, PlacesForm), []
    if form.home is not None and (place := one_id(form.home.last_read_id, "home")) is not None:
        await work.db.run(_KEEP, owner_id=work.actor, read_id=place, now=work.now)
        changed.append("home")
    if form.notifications is not None and (place := one_id(form.notifications.last_read_id, "notifications")):
        await mark_read(work, max(place, meant_in_javascript(place)))
        changed.append("notifications")
    return json_answer(await _markers(work, changed))


async def forget_marks(work: Work, fact: Left) -> None:
    """Delete what is kept of somebody who left."""
    await work.db.run(_FORGET, owner_id=fact.account_id)


LISTENERS = (Listener(Left, "mastodon.left", forget_marks),)


async def _markers(work: Work, lists: tuple[str, ...] | list[str]) -> dict[str, MarkerEntity]:
    assert work.actor is not None
    found: dict[str, MarkerEntity] = {}
    if "home" in lists:
        mark = await work.db.maybe(_FIND, HomeMark, owner_id=work.actor)
        if mark is not None:
            found["home"] = MarkerEntity(
                last_read_id=str(mark.read_id), version=mark.version, updated_at=date_text(mark.updated_at)
            )
    if "notifications" in lists and (read_id := await read_up_to(work.db, work.actor)):
        found["notifications"] = MarkerEntity(last_read_id=str(read_id), version=1, updated_at=date_text(work.now))
    return found


ROUTES = (
    Route(
        method="GET",
        path="/api/v1/markers",
        handler=show_markers,
        scope="read:statuses",
        query=(Wanted,),
        gives=dict[str, MarkerEntity],
    ),
    Route(
        method="POST",
        path="/api/v1/markers",
        handler=do_mark,
        scope="write:statuses",
        asks=(PlacesForm,),
        gives=dict[str, MarkerEntity],
    ),
)
