"""`/people/known`: send an address book or an archive, see how far it is, and who was found."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.words import _
from kith.base.web.caller import Caller
from kith.base.web.form import Upload, read_form
from kith.base.web.page import page
from kith.base.web.routing import Handler, Route
from kith.base.work import Work
from kith.finding.actions import begin, end, find_outcome, find_run, invitations, invite_absent, own_wishes
from kith.finding.actions.running import FILE_MAX_MB
from kith.finding.model import Absent, FindingWishes, OwnPast, Run
from kith.finding.web.saying import Known, SeenOutcome, absent_of, problem_text, seen_outcome, why_text, with_pasts
from kith.finding.web.sources import Source, sources
from kith.people import filled_above, relations, server_words
from kith.people.model import Relation

FILE_MAX_BYTES = FILE_MAX_MB * 1_000_000 + 1_000_000
PAGE_SIZE = 50

_HOME, _RUN = "/people/known", "/people/known/run"
PARTS = ("here", "perhaps", "absent")


class FileForm(msgspec.Struct, frozen=True, kw_only=True):
    """The file."""

    file: Upload | None = None


class InviteForm(msgspec.Struct, frozen=True, kw_only=True):
    """A personal line, and whether the server writes the letter."""

    line: str = ""
    by_mail: bool = False


@dataclass(frozen=True, kw_only=True)
class StartPage:
    """Where a file comes from, and what was wrong with the last one. `wishes` are missing before they were asked."""

    sources: tuple[Source, ...]
    wishes: FindingWishes | None
    running: bool
    size_mb: int
    above: tuple[Markup, ...] = ()  # whom one may know by others: what other features put there
    error: str = ""
    done: str = ""


@dataclass(frozen=True, kw_only=True)
class RunPage:
    """How far a run is; `problem` says why it failed."""

    run: Run
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class KnownRow:
    """Somebody who is here or may be, why, and what stands between them and the reader."""

    known: Known
    why: str
    relation: Relation


@dataclass(frozen=True, kw_only=True)
class AbsentRow:
    """Somebody who is not here. `link` is there once they are invited."""

    number: int
    absent: Absent
    link: str


@dataclass(frozen=True, kw_only=True)
class FoundPage:
    """One part of what was found."""

    part: str
    tabs: tuple[tuple[str, str], ...]
    here: str
    rows: tuple[KnownRow, ...] = ()
    absent: tuple[AbsentRow, ...] = ()
    pasts: tuple[OwnPast, ...] = ()
    unnamed: int = 0
    namesakes: int = 0  # who is left out of those not here, because they may be somebody of the same name
    may_invite: bool = False
    sends_mail: bool = False
    more: str | None = None
    first: bool = True
    way_on: tuple[str, str] | None = None  # to the next part in which there is somebody
    error: str = ""
    wrong: int | None = None
    line: str = ""


async def show_start(work: Work, request: Request) -> Response:
    """`GET /people/known`."""
    return await _start(work, request, said=request.query_params.get("said", ""))


async def do_send(work: Work, request: Request) -> Response:
    """`POST /people/known`: send a file."""
    form = await read_form(request, FileForm)
    try:
        if form.file is None:
            raise Invalid(_("Choose a file first."), field="file")
        await begin(work, form.file)
    except (Invalid, Refused) as error:
        work.undo()
        return await _start(work, request, error=error.text, status=422)
    return RedirectResponse(_RUN, 303)


async def show_run(work: Work, request: Request) -> Response:
    """`GET /people/known/run`: how far it is, or who is here."""
    run = await find_run(work)
    if run is None:
        return RedirectResponse(_HOME, 303)
    if run.state != "done":
        problem = problem_text(run.problem) if run.problem else ""
        return await page(work, request, "finding/run.html", RunPage(run=run, problem=problem))
    return await _found(work, request, None)


def _show_part(part: str) -> Handler:
    async def handler(work: Work, request: Request) -> Response:
        run = await find_run(work)
        return RedirectResponse(_RUN, 303) if run is None or run.state != "done" else await _found(work, request, part)

    return handler


async def do_end(work: Work, _request: Request) -> Response:
    """`POST /people/known/run/end`: forget it all."""
    await end(work)
    return RedirectResponse(f"{_HOME}?said=ended", 303)


async def do_invite(work: Work, request: Request) -> Response:
    """`POST /people/known/run/absent/NUMBER`: invite somebody."""
    form, number = await read_form(request, InviteForm), _number(request.path_params["number"])
    try:
        await invite_absent(work, number, line=form.line, by_mail=form.by_mail)
    except (Invalid, Refused) as error:
        work.undo()
        return await _found(work, request, "absent", error=error.text, wrong=number, line=form.line)
    place = _more("absent", number - number % PAGE_SIZE, namesakes=True)
    return RedirectResponse(f"{place}#absent-{number}", 303)


async def _start(work: Work, request: Request, *, error: str = "", said: str = "", status: int = 200) -> Response:
    run = await find_run(work)
    content = StartPage(
        sources=sources(),
        wishes=await own_wishes(work),
        running=run is not None and run.state != "failed",
        size_mb=min(FILE_MAX_MB, 4 * work.house.settings.file_max_mb),
        above=await filled_above(work, request),
        error=error,
        done={"ended": _("Forgotten. Nothing of it is left here."), "kept": _("Kept.")}.get(said, ""),
    )
    return await page(work, request, "finding/start.html", content, status=status)


async def _found(
    work: Work, request: Request, wanted: str | None, *, error: str = "", wrong: int | None = None, line: str = ""
) -> Response:
    """Answer with a part of what was found; with none wanted, the first in which there is somebody."""
    outcome = await find_outcome(work)
    if outcome is None:
        raise NotFound
    seen = await seen_outcome(work, outcome)
    namesakes = request.query_params.get("namesakes") == "show" or wrong is not None
    missing = absent_of(seen, namesakes=namesakes)
    counts = {"here": len(seen.here), "perhaps": len(seen.perhaps), "absent": len(missing)}
    opening = next((one for one in PARTS if counts[one]), "here")
    part = wanted or opening
    after = _number(request.query_params.get("after", "0"))
    if wrong is not None:
        after = wrong - wrong % PAGE_SIZE
    absent = await _absent(work, missing[after : after + PAGE_SIZE]) if part == "absent" else ()
    rows = await _known(work, seen, part, after) if part != "absent" else ()
    tabs = _tabs(counts)
    content = FoundPage(
        part=part,
        tabs=tabs,
        way_on=_way_on(part, counts),
        here=_path(part),
        rows=rows,
        absent=absent,
        pasts=outcome.pasts if part in ("here", opening) and not after else (),
        unnamed=outcome.unnamed if not after else 0,
        may_invite=part == "absent" and await _may_invite(work, request),
        sends_mail=work.house.mailer.can_send,
        more=_more(part, after + PAGE_SIZE, namesakes=namesakes) if counts[part] > after + PAGE_SIZE else None,
        namesakes=0 if namesakes or part == "here" else len(outcome.absent) - len(missing),
        first=not after,
        error=error,
        wrong=wrong,
        line=line,
    )
    return await page(work, request, "finding/found.html", content, status=422 if error else 200)


async def _known(work: Work, seen: SeenOutcome, name: str, after: int) -> tuple[KnownRow, ...]:
    assert work.actor is not None
    found = seen.here if name == "here" else seen.perhaps
    part = await with_pasts(work, found[after : after + PAGE_SIZE], seen.outcome)
    between = await relations(work.db, work.actor, [one.account.id for one in part], work.now)
    return tuple(KnownRow(known=one, why=why_text(one), relation=between[one.account.id]) for one in part)


async def _absent(work: Work, missing: Sequence[tuple[int, Absent]]) -> tuple[AbsentRow, ...]:
    links = await invitations(work)
    return tuple(AbsentRow(number=number, absent=one, link=links.get(number, "")) for number, one in missing)


async def _may_invite(work: Work, request: Request) -> bool:
    caller: Caller = request.state.caller
    return caller.role != "member" or (await server_words(work)).members_invite


def _tabs(counts: dict[str, int]) -> tuple[tuple[str, str], ...]:
    words = {
        "here": _("Here ({count})"),
        "perhaps": _("Perhaps ({count})"),
        "absent": _("Not here ({count})"),
    }
    return tuple((_path(part), words[part].format(count=counts[part])) for part in PARTS)


def _way_on(part: str, counts: dict[str, int]) -> tuple[str, str] | None:
    """Give the way to the next part in which there is somebody."""
    words = {"here": _("See who is here"), "perhaps": _("See who has their name"), "absent": _("Bring somebody along")}
    return next(((_path(one), words[one]) for one in PARTS if one != part and counts[one]), None)


def _path(part: str) -> str:
    return f"{_RUN}/{part}"


def _more(part: str, after: int, *, namesakes: bool) -> str:
    return f"{_path(part)}?after={after}{'&namesakes=show' if namesakes else ''}"


def _number(text: str) -> int:
    """Read a place in a list. What is none names nothing."""
    if not (text.isascii() and text.isdecimal() and len(text) < 6):
        raise NotFound
    return int(text)


ROUTES = (
    Route(method="GET", path=_HOME, handler=show_start),
    Route(method="POST", path=_HOME, handler=do_send, limit="finding", body_max_bytes=FILE_MAX_BYTES),
    Route(method="GET", path=_RUN, handler=show_run),
    Route(method="GET", path=f"{_RUN}/here", handler=_show_part("here")),
    Route(method="GET", path=f"{_RUN}/perhaps", handler=_show_part("perhaps")),
    Route(method="GET", path=f"{_RUN}/absent", handler=_show_part("absent")),
    Route(method="POST", path=f"{_RUN}/end", handler=do_end),
    Route(method="POST", path=f"{_RUN}/absent/{{number}}", handler=do_invite, limit="invite"),
)
