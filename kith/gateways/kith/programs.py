"""Programs of an organisation, for its owners: which are let in, and ending that. Letting in is for the pages alone."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.gateways.mastodon.answers import Nothing, json_answer
from kith.gateways.mastodon.dates import date_text
from kith.organisations import end_program, programs_let_in


class ProgramEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A program that is let in to an organisation's desk; `used_at` to the hour. Its key is shown to nobody."""

    id: str
    name: str
    scopes: tuple[str, ...]
    made_by_id: str | None
    created_at: str
    expires_at: str | None
    used_at: str | None


async def show_programs(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/organisations/ID/programs`: list the programs that are let in to its desk, the newest first."""
    found = [
        ProgramEntity(
            id=str(one.id),
            name=one.name,
            scopes=one.scopes,
            made_by_id=str(one.made_by) if one.made_by else None,
            created_at=date_text(one.made_at),
            expires_at=date_text(one.expires_at) if one.expires_at else None,
            used_at=date_text(one.used_at) if one.used_at else None,
        )
        for one in await programs_let_in(work, path_id(request))
    ]
    return json_answer(found)


async def do_end(work: Work, request: Request) -> Response:
    """`DELETE /api/kith/v1/organisations/ID/programs/PROGRAM`: let a program in no more, from this moment on."""
    await end_program(work, path_id(request), path_id(request, "program_id"))
    return json_answer({})


_ALL = "/api/kith/v1/organisations/{id}/programs"
ROUTES = (
    Route(method="GET", path=_ALL, handler=show_programs, scope="read", gives=list[ProgramEntity]),
    Route(method="DELETE", path=f"{_ALL}/{{program_id}}", handler=do_end, scope="write", gives=Nothing),
)
