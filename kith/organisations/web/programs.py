"""`/organisations/ID/programs`: which programs are let in to the desk, with which keys; for owners."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.web.form import read_form
from kith.base.web.page import page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.organisations.actions.programs import end_program, let_program_in, programs_let_in
from kith.organisations.actions.team import members_of
from kith.organisations.model import PROGRAM_SCOPES, ProgramScope, TeamProgram
from kith.people import accounts_by_ids, get_account
from kith.people.model import Account

UNTIL_ENDED = 0
LASTS_DAYS = (30, 90, 365)


class ProgramForm(msgspec.Struct, frozen=True, kw_only=True):
    """What a program is called, what it may do, and for how many days; 0: until it is ended."""

    name: str = ""
    scopes: tuple[str, ...] = ()
    lasts_days: int = 365


@dataclass(frozen=True, kw_only=True)
class ProgramRow:
    """A program, and who let it in. `orphaned`: that person is on the team no longer, and may know its key still."""

    program: TeamProgram
    scopes: Sequence[str]
    by: Account | None
    orphaned: bool
    over: bool


@dataclass(frozen=True, kw_only=True)
class ProgramsPage:
    """All programs, the form for one more, and the key of the one that was just let in: shown this once."""

    account: Account
    rows: Sequence[ProgramRow]
    scopes: Sequence[tuple[ProgramScope, str]]
    lasts: Sequence[tuple[int, str]]
    form: ProgramForm
    new_key: str = ""
    error: str = ""
    field: str = ""


async def show_programs(work: Work, request: Request) -> Response:
    """`GET /organisations/ID/programs`."""
    return await _show(work, request, path_id(request))


async def do_let_in(work: Work, request: Request) -> Response:
    """`POST /organisations/ID/programs`: the key is shown on this very answer, and never again."""
    form, organisation_id = await read_form(request, ProgramForm), path_id(request)
    lasts_days = None if form.lasts_days == UNTIL_ENDED else form.lasts_days
    try:
        _program, key = await let_program_in(
            work, organisation_id, name=form.name, scopes=form.scopes, lasts_days=lasts_days
        )
    except Invalid as error:
        work.undo()
        short = msgspec.structs.replace(form, name=form.name[:300])
        return await _show(work, request, organisation_id, form=short, error=error)
    return await _show(work, request, organisation_id, new_key=key)


async def do_end(work: Work, request: Request) -> Response:
    """`POST /organisations/ID/programs/PROGRAM/end`: at once."""
    await end_program(work, path_id(request), path_id(request, "program"))
    return RedirectResponse(f"/organisations/{path_id(request)}/programs", 303)


async def _show(
    work: Work,
    request: Request,
    organisation_id: Id,
    *,
    form: ProgramForm | None = None,
    new_key: str = "",
    error: Invalid | None = None,
) -> Response:
    programs = await programs_let_in(work, organisation_id)
    makers = {one.made_by for one in programs if one.made_by is not None}
    people = {one.id: one for one in await accounts_by_ids(work.db, sorted(makers))}
    team = {one.person_id for one in await members_of(work, organisation_id)}
    words = scope_words()
    rows = [
        ProgramRow(
            program=one,
            scopes=[words[scope] for scope in PROGRAM_SCOPES if scope in one.scopes],
            by=people.get(one.made_by) if one.made_by else None,
            orphaned=one.made_by not in team,
            over=not one.is_let_in(work.now),
        )
        for one in programs
    ]
    content = ProgramsPage(
        account=await get_account(work.db, organisation_id),
        rows=rows,
        scopes=list(words.items()),
        lasts=[
            *((days, _("{count} days").format(count=days)) for days in LASTS_DAYS),
            (UNTIL_ENDED, _("Until I end it")),
        ],
        form=form or ProgramForm(),
        new_key=new_key,
        error=error.text if error else "",
        field=(error.field or "") if error else "",
    )
    return await page(work, request, "organisations/programs.html", content, status=422 if error else 200)


def scope_words() -> dict[ProgramScope, str]:
    """Say each scope in words."""
    return {
        "read:desk": _("See how many cases wait"),
        "read:cases": _("Read cases, and all that people wrote in them"),
        "read:notes": _("Read the team's notes"),
        "read:replies": _("Read saved replies"),
        "read:record": _("Read who on the team did what"),
        "read:report": _("Read the report"),
        "read:webhooks": _("See what is told to other programs"),
        "write:cases": _("Give, put aside, settle and label cases"),
        "write:answers": _("Answer people in the organisation's name"),
        "write:notes": _("Write notes for the team"),
        "write:replies": _("Change saved replies"),
        "write:questions": _("Answer questions on the page, for everybody"),
        "write:desk": _("Change the aim of the desk"),
        "write:webhooks": _("Decide what is told to other programs"),
    }


_PROGRAMS = "/organisations/{id}/programs"
PROGRAM_ROUTES = (
    Route(method="GET", path=_PROGRAMS, handler=show_programs),
    Route(method="POST", path=_PROGRAMS, handler=do_let_in, limit="token"),
    Route(method="POST", path=f"{_PROGRAMS}/{{program}}/end", handler=do_end),
)
