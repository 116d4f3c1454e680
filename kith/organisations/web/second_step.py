"""What a team is asked for when it signs in, and leaving it also while one's seat rests."""

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Refused
from kith.base.web.form import read_form
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.organisations.actions.second_step import require_second_step
from kith.organisations.actions.team import end_seat
from kith.organisations.web.team import OfferForm, team_page


class SecondStepForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the team is asked for two-step sign-in."""

    required: bool = False


async def do_second_step(work: Work, request: Request) -> Response:
    """`POST /organisations/ID/two-step`: ask the team for two-step sign-in, or no more."""
    form, organisation_id = await read_form(request, SecondStepForm), path_id(request)
    try:
        await require_second_step(work, organisation_id, required=form.required)
    except Refused as error:
        work.undo()
        return await team_page(work, request, organisation_id, OfferForm(), error)
    return RedirectResponse(f"/organisations/{organisation_id}/team", 303)


async def do_leave(work: Work, request: Request) -> Response:
    """`POST /organisations/ID/leave`: leave the team."""
    assert work.hand is not None
    await end_seat(work, path_id(request), work.hand)
    return RedirectResponse("/organisations", 303)


SECOND_STEP_ROUTES = (
    Route(method="POST", path="/organisations/{id}/two-step", handler=do_second_step),
    Route(method="POST", path="/organisations/{id}/leave", handler=do_leave),
)
