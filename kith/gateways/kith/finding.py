"""Finding people by an address book or an archive: the entity `FindingRun`.

It asks for the whole of `read` and `write`, as all about finding does: whom somebody knows, with their addresses, is no
part of an account that goes along when an app asks for `read:accounts` to learn who somebody is.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import Invalid, NotFound
from kith.base.core.words import _
from kith.base.web.form import Upload, read_form, read_query
from kith.base.web.routing import Handler, Route
from kith.base.work import Work
from kith.finding import (
    FILE_MAX_BYTES,
    SeenOutcome,
    absent_of,
    begin,
    end,
    find_outcome,
    find_run,
    invitations,
    invite_absent,
    problem_text,
    seen_outcome,
    with_pasts,
)
from kith.finding.model import Outcome, PastKind, Problem, Run, State, Why
from kith.gateways.kith.pasts import PastEntity, present_past
from kith.gateways.mastodon.account import AccountEntity
from kith.gateways.mastodon.answers import Nothing, json_answer
from kith.gateways.mastodon.people import present_accounts_of

PART_MAX = 80
NUMBER_DIGITS_MAX = 5


class FindingFileForm(msgspec.Struct, frozen=True, kw_only=True):
    """The file: an address book, an archive of another network, or one file out of it."""

    file: Upload | None = None


class FindingPartQuery(msgspec.Struct, frozen=True, kw_only=True):
    """From where on, and how many."""

    offset: int = 0
    limit: int = 40


class FindingAbsentQuery(FindingPartQuery, frozen=True, kw_only=True):
    """With `namesakes`, also those of whom somebody here has the name: otherwise they stand among the perhaps alone."""

    namesakes: bool = False


class FindingInviteForm(msgspec.Struct, frozen=True, kw_only=True):
    """A personal line, and whether this server writes the letter."""

    line: str = ""
    by_mail: bool = False


class OfferedPastEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Where one was, as one's own archive says it; stated nowhere yet."""

    kind: PastKind
    name: str
    from_year: int | None
    until_year: int | None


class FindingRunEntity(msgspec.Struct, frozen=True, kw_only=True):
    """How far a run is; once it is `done`, how many are here, perhaps here and not, each person once: `namesakes` are
    left out of the last, because somebody here has their name. It is forgotten after an hour.
    """

    id: str
    state: State
    percent: int
    problem: Problem | None
    problem_text: str | None
    here: int
    perhaps: int
    absent: int
    namesakes: int
    unnamed: int
    pasts: tuple[OfferedPastEntity, ...]


class FoundPersonEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is here or may be, as the file names them, and by what they were found."""

    account: AccountEntity
    named: str
    why: Why
    detail: str
    shared_past: PastEntity | None


class AbsentPersonEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is not here, as far as may be known. The number is for inviting them."""

    number: int
    name: str
    email: str | None
    year: int | None
    invitation_url: str | None


class FindingInvitationEntity(msgspec.Struct, frozen=True, kw_only=True):
    """The link that lets somebody in."""

    url: str


async def do_begin(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/finding/run`: send a file, to be read by and by; what the last one found is forgotten."""
    form = await read_form(request, FindingFileForm)
    if form.file is None:
        raise Invalid(_("Choose a file first."), field="file")
    return json_answer(_told(await begin(work, form.file), None))


async def show_run(work: Work, _request: Request) -> Response:
    """`GET /api/kith/v1/finding/run`: tell how far the reading is, and how many were found."""
    run = await find_run(work)
    if run is None:
        raise NotFound
    outcome = await find_outcome(work) if run.state == "done" else None
    seen = await seen_outcome(work, outcome) if outcome else None
    return json_answer(_told(run, seen))


async def do_end(work: Work, _request: Request) -> Response:
    """`DELETE /api/kith/v1/finding/run`: forget the file and all that was found."""
    await end(work)
    return json_answer({})


def _show_found(part: str) -> Handler:
    async def handler(work: Work, request: Request) -> Response:
        seen = await seen_outcome(work, await _outcome(work))
        wanted = _part(read_query(request, FindingPartQuery), seen.here if part == "here" else seen.perhaps)
        found = await with_pasts(work, wanted, seen.outcome)
        accounts = await present_accounts_of(work, [one.account for one in found])
        return json_answer(
            [
                FoundPersonEntity(
                    account=account,
                    named=one.match.said,
                    why=one.match.why,
                    detail=one.match.detail,
                    shared_past=present_past(one.shared, own=False) if one.shared else None,
                )
                for one, account in zip(found, accounts, strict=True)
            ]
        )

    return handler


async def show_absent(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/finding/run/absent`: list who is not here, and the links of those one invited."""
    query = read_query(request, FindingAbsentQuery)
    seen = await seen_outcome(work, await _outcome(work))
    links = await invitations(work)
    return json_answer(
        [
            AbsentPersonEntity(
                number=number,
                name=one.name,
                email=one.email,
                year=one.year,
                invitation_url=links.get(number) or None,
            )
            for number, one in _part(query, absent_of(seen, namesakes=query.namesakes))
        ]
    )


async def do_invite(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/finding/run/absent/NUMBER/invite`: invite somebody, by mail or by a link to send oneself."""
    form, text = await read_form(request, FindingInviteForm), request.path_params["number"]
    if not (text.isascii() and text.isdecimal() and len(text) <= NUMBER_DIGITS_MAX):
        raise NotFound
    link = await invite_absent(work, int(text), line=form.line, by_mail=form.by_mail)
    return json_answer(FindingInvitationEntity(url=link))


async def _outcome(work: Work) -> Outcome:
    outcome = await find_outcome(work)
    if outcome is None:
        raise NotFound
    return outcome


def _part(query: FindingPartQuery, items: Sequence[Any]) -> Sequence[Any]:
    offset = max(0, query.offset)
    return items[offset : offset + min(max(query.limit, 1), PART_MAX)]


def _told(run: Run, seen: SeenOutcome | None) -> FindingRunEntity:
    missing = len(absent_of(seen, namesakes=False)) if seen else 0
    return FindingRunEntity(
        id=str(run.id),
        state=run.state,
        percent=run.percent,
        problem=run.problem,
        problem_text=problem_text(run.problem) if run.problem else None,
        here=len(seen.here) if seen else 0,
        perhaps=len(seen.perhaps) if seen else 0,
        absent=missing,
        namesakes=len(seen.outcome.absent) - missing if seen else 0,
        unnamed=seen.outcome.unnamed if seen else 0,
        pasts=tuple(
            OfferedPastEntity(kind=one.kind, name=one.name, from_year=one.from_year, until_year=one.until_year)
            for one in (seen.outcome.pasts if seen else ())
        ),
    )


_RUN = "/api/kith/v1/finding/run"
_READ, _WRITE = "read", "write"
ROUTES = (
    Route(
        method="POST",
        path=_RUN,
        handler=do_begin,
        scope=_WRITE,
        limit="finding",
        body_max_bytes=FILE_MAX_BYTES,
        asks=(FindingFileForm,),
        gives=FindingRunEntity,
    ),
    Route(method="GET", path=_RUN, handler=show_run, scope=_READ, gives=FindingRunEntity),
    Route(method="DELETE", path=_RUN, handler=do_end, scope=_WRITE, gives=Nothing),
    Route(
        method="GET",
        path=f"{_RUN}/here",
        handler=_show_found("here"),
        scope=_READ,
        query=(FindingPartQuery,),
        gives=list[FoundPersonEntity],
        summary="List who of them is here for certain.",
    ),
    Route(
        method="GET",
        path=f"{_RUN}/perhaps",
        handler=_show_found("perhaps"),
        scope=_READ,
        query=(FindingPartQuery,),
        gives=list[FoundPersonEntity],
        summary="List who may be one of them, or somebody else.",
    ),
    Route(
        method="GET",
        path=f"{_RUN}/absent",
        handler=show_absent,
        scope=_READ,
        query=(FindingAbsentQuery,),
        gives=list[AbsentPersonEntity],
    ),
    Route(
        method="POST",
        path=f"{_RUN}/absent/{{number}}/invite",
        handler=do_invite,
        scope=_WRITE,
        limit="invite",
        asks=(FindingInviteForm,),
        gives=FindingInvitationEntity,
    ),
)
