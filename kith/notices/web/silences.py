"""`/@somebody/silence`: no notice of somebody, in whatever way; and hearing of them again."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Refused
from kith.base.core.words import _
from kith.base.web.back import came_from
from kith.base.web.page import page
from kith.base.web.routing import Route
from kith.base.web.shown import address
from kith.base.work import Work
from kith.notices.actions.reaching import hear_again, is_silenced, silence
from kith.people import find_present
from kith.people.model import Account


@dataclass(frozen=True, kw_only=True)
class SilencePage:
    """Somebody, and whether one wishes no notice of them."""

    account: Account
    silenced: bool


async def show(work: Work, request: Request) -> Response:
    """`GET /@somebody/silence`."""
    other = await find_present(work, request.path_params["handle"])
    if other.id == work.actor:
        raise Refused(_("That is you. This can only be done with somebody else."))
    content = SilencePage(account=other, silenced=await is_silenced(work, other.id))
    return await page(work, request, "notices/silence.html", content)


async def do_silence(work: Work, request: Request) -> Response:
    """`POST /@somebody/silence`."""
    other = await find_present(work, request.path_params["handle"])
    await silence(work, other.id)
    return RedirectResponse(f"/{address(other)}", 303)


async def do_hear_again(work: Work, request: Request) -> Response:
    """`POST /@somebody/hear`."""
    other = await find_present(work, request.path_params["handle"])
    await hear_again(work, other.id)
    return RedirectResponse(came_from(request, otherwise=f"/{address(other)}"), 303)


ROUTES = (
    Route(method="GET", path="/@{handle}/silence", handler=show),
    Route(method="POST", path="/@{handle}/silence", handler=do_silence),
    Route(method="POST", path="/@{handle}/hear", handler=do_hear_again),
)
