"""`/settings/taking`: ask for everything of one's own, see how far it is, and fetch it."""

from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from kith.base.core.errors import Refused
from kith.base.web.page import page
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.leaving.actions import ask, file_of, find_taking
from kith.leaving.model import Taking
from kith.leaving.rules import expires_at, may_ask

PLACE = "/settings/taking"


@dataclass(frozen=True, kw_only=True)
class TakingPage:
    """How far it is, until when it can be fetched, and why it cannot be asked for now."""

    taking: Taking | None
    until: datetime | None
    size_mb: int
    may_ask: bool
    error: str = ""


async def show_taking(work: Work, request: Request) -> Response:
    """`GET /settings/taking`."""
    return await _show(work, request)


async def do_ask(work: Work, request: Request) -> Response:
    """`POST /settings/taking`."""
    try:
        await ask(work)
    except Refused as error:
        work.undo()
        return await _show(work, request, error=error.text)
    return RedirectResponse(PLACE, 303)


async def send_taking(work: Work, _request: Request) -> Response:
    """`GET /settings/taking/file`: for its owner alone."""
    return file_answer(work, await file_of(work))


def file_answer(work: Work, path: object) -> Response:
    """Answer with the file, to be saved under a name that says whose place it is from and when."""
    name = f"{work.house.settings.domain.replace(':', '-')}-{work.now:%Y-%m-%d}.zip"
    headers = {"cache-control": "private, no-store"}
    return FileResponse(str(path), media_type="application/zip", filename=name, headers=headers)


async def _show(work: Work, request: Request, *, error: str = "") -> Response:
    taking = await find_taking(work)
    content = TakingPage(
        taking=taking,
        until=expires_at(taking) if taking and taking.state == "done" else None,
        size_mb=max(1, round(taking.size_bytes / 1_000_000)) if taking else 0,
        may_ask=may_ask(taking, work.now),
        error=error,
    )
    return await page(work, request, "leaving/taking.html", content, status=403 if error else 200)


ROUTES = (
    Route(method="GET", path=PLACE, handler=show_taking),
    Route(method="POST", path=PLACE, handler=do_ask, before_confirmed=True),
    Route(method="GET", path=f"{PLACE}/file", handler=send_taking),
)
