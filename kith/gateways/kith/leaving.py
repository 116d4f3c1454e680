"""Taking everything with one: asked for, watched, fetched."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import NotFound
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.gateways.mastodon.answers import json_answer
from kith.gateways.mastodon.dates import date_text
from kith.leaving import ask, expires_at, file_answer, file_of, find_taking
from kith.leaving.model import State, Taking


class TakingEntity(msgspec.Struct, frozen=True, kw_only=True):
    """How far it is; once it is done, how large, and until when it can be fetched."""

    state: State
    percent: int
    size_bytes: int
    asked_at: str
    expires_at: str | None


async def show_taking(work: Work, _request: Request) -> Response:
    """`GET /api/kith/v1/taking`: tell how far the file with everything of one's own is."""
    taking = await find_taking(work)
    if taking is None:
        raise NotFound
    return json_answer(_present(taking))


async def do_ask(work: Work, _request: Request) -> Response:
    """`POST /api/kith/v1/taking`: ask for everything of one's own in one file, once a day."""
    return json_answer(_present(await ask(work)))


async def send_taking(work: Work, _request: Request) -> Response:
    """`GET /api/kith/v1/taking/file`: fetch it, as a zip."""
    return file_answer(work, await file_of(work))


def _present(taking: Taking) -> TakingEntity:
    return TakingEntity(
        state=taking.state,
        percent=taking.percent,
        size_bytes=taking.size_bytes,
        asked_at=date_text(taking.asked_at),
        expires_at=date_text(expires_at(taking)) if taking.state == "done" else None,
    )


_PLACE = "/api/kith/v1/taking"
ROUTES = (
    Route(method="GET", path=_PLACE, handler=show_taking, scope="read", gives=TakingEntity),
    Route(method="POST", path=_PLACE, handler=do_ask, scope="write", gives=TakingEntity),
    Route(method="GET", path=f"{_PLACE}/file", handler=send_taking, scope="read", gives="application/zip"),
)
