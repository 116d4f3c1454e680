"""`/mail/stop/KEY`: stop the digest, from the mail itself, without signing in.

Mail programs press it by themselves when their reader presses “unsubscribe” (RFC 8058): a POST, from anywhere. The link
in the words of the mail opens a page with one button, because programs that look at links must not stop anything.
"""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import NotFound
from kith.base.web.page import page
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.notices.actions.digesting import read_stop_key, stop_by_key


@dataclass(frozen=True, kw_only=True)
class StopPage:
    """The address of the form, and whether it was done."""

    path: str
    done: bool


async def show_stop(work: Work, request: Request) -> Response:
    """`GET /mail/stop/KEY`."""
    if read_stop_key(work.house.secret, request.path_params["key"]) is None:
        raise NotFound
    return await page(work, request, "notices/stop.html", StopPage(path=request.url.path, done=False))


async def do_stop(work: Work, request: Request) -> Response:
    """`POST /mail/stop/KEY`: as often as it is pressed."""
    await stop_by_key(work, request.path_params["key"])
    return await page(work, request, "notices/stop.html", StopPage(path=request.url.path, done=True))


_PATH = "/mail/stop/{key}"
ROUTES = (
    Route(method="GET", path=_PATH, handler=show_stop, access="anyone"),
    Route(method="POST", path=_PATH, handler=do_stop, access="anyone", from_anywhere=True, before_confirmed=True),
)
