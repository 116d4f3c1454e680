"""What two people declare to be: asking, and answering."""

from collections.abc import Awaitable, Callable
from typing import get_args

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.ids import Id
from kith.base.web.form import read_form
from kith.base.web.routing import Handler, Route
from kith.base.web.shown import address
from kith.base.work import Work
from kith.friends.web.relating import RelationForm
from kith.friends.web.us import us_page
from kith.people import find_present
from kith.ties import confirm, decline, end, propose
from kith.ties.model import RelationKind

Deed = Callable[[Work, Id, RelationKind], Awaitable[object]]


async def do_propose(work: Work, request: Request) -> Response:
    """`POST /@ana/us/relations`: ask her to say so too. What does not fit comes back with its words."""
    form = await read_form(request, RelationForm)
    account = await find_present(work, request.path_params["handle"])
    try:
        await propose(work, account.id, form.kind, form.past())
    except (Invalid, Refused) as error:
        work.undo()
        field = error.field if isinstance(error, Invalid) else None
        return await us_page(work, request, form, error=error.text, field=field, status=422)
    return RedirectResponse(f"/{address(account)}/us#relations", 303)


def _answering(deed: Deed) -> Handler:
    async def handler(work: Work, request: Request) -> Response:
        account = await find_present(work, request.path_params["handle"])
        await deed(work, account.id, kind_in(request))
        return RedirectResponse(f"/{address(account)}/us#relations", 303)

    return handler


def kind_in(request: Request) -> RelationKind:
    """Read which relation is meant. Raises `NotFound` for what is none."""
    kind: RelationKind = request.path_params["kind"]
    if kind not in get_args(RelationKind):
        raise NotFound
    return kind


_ONE = "/@{handle}/us/relations/{kind}"
ROUTES = (
    Route(method="POST", path="/@{handle}/us/relations", handler=do_propose),
    Route(method="POST", path=f"{_ONE}/confirm", handler=_answering(confirm)),
    Route(method="POST", path=f"{_ONE}/decline", handler=_answering(decline)),
    Route(method="POST", path=f"{_ONE}/end", handler=_answering(end)),
)
