"""`/owner/offers`: appeals, for those who run the server."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.ids import Id, parse_id
from kith.base.core.paging import Paging
from kith.base.core.words import _, ngettext
from kith.base.web.form import read_form
from kith.base.web.page import Slot, page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.offers import store
from kith.offers.actions.answering import decide, load_appeals
from kith.offers.model import WORDS_MAX, AppealView
from kith.offers.rules import READERS_A_POST

PAGE_SIZE = 20


@dataclass(frozen=True, kw_only=True)
class AppealsPage:
    """Appeals that wait, or those that were decided; `wrong_id` is where a form did not fit, with its words."""

    appeals: Sequence[AppealView]
    here: str
    waiting: bool
    more: str | None
    wrong_id: Id | None = None
    text: str = ""
    error: str = ""
    text_max: int = WORDS_MAX
    readers_min: int = READERS_A_POST


class DecisionForm(msgspec.Struct, frozen=True, kw_only=True):
    """What was decided, and why."""

    decision: Literal["lifted", "kept"]
    reason: str = ""


async def show_appeals(work: Work, request: Request) -> Response:
    """`GET /owner/offers` and `GET /owner/offers/done`."""
    return await _show(work, request, waiting=not request.url.path.endswith("/done"))


async def do_decide(work: Work, request: Request) -> Response:
    """`POST /owner/offers/ID/CROSSING`. A reason that does not fit comes back with its words."""
    form = await read_form(request, DecisionForm)
    crossing_id = parse_id(request.path_params["crossing"])
    if crossing_id is None:
        raise NotFound
    try:
        await decide(work, path_id(request), crossing_id, form.decision, form.reason)
    except (Invalid, Refused) as error:
        work.undo()
        return await _show(work, request, waiting=True, wrong_id=crossing_id, text=form.reason, error=error.text)
    return RedirectResponse("/owner/offers/done", 303)


async def _show(
    work: Work,
    request: Request,
    *,
    waiting: bool,
    wrong_id: Id | None = None,
    text: str = "",
    error: str = "",
) -> Response:
    paging = Paging.from_query(request.query_params, limit_default=PAGE_SIZE, limit_max=PAGE_SIZE)
    found = await load_appeals(work, paging, undecided=waiting)
    here = "/owner/offers" if waiting else "/owner/offers/done"
    content = AppealsPage(
        appeals=found.items,
        here=here,
        waiting=waiting,
        more=f"{here}?max_id={found.older_than}" if found.older_than else None,
        wrong_id=wrong_id,
        text=text,
        error=error,
    )
    return await page(work, request, "offers/appeals.html", content, status=422 if error else 200)


async def fill_place(work: Work, _request: Request) -> tuple[str, str, str, str]:
    """Fill the way to the appeals on the owner's first page."""
    count = await store.count_appeals(work.db)
    words = ngettext("{count} appeal waits", "{count} appeals wait", count) if count else _("No appeal waits")
    return ("/owner/offers", "ticket", _("Offers"), words.format(count=count))


DECIDING_ROUTES = (
    Route(method="GET", path="/owner/offers", handler=show_appeals, access="owner"),
    Route(method="GET", path="/owner/offers/done", handler=show_appeals, access="owner"),
    Route(method="POST", path="/owner/offers/{id}/{crossing}", handler=do_decide, access="owner"),
)
DECIDING_SLOTS = (Slot(name="owner.offers", fill=fill_place),)
