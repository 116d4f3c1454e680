"""A case of a desk: reading it, answering, and all that its team does with it."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.ids import Id
from kith.base.web.caller import Caller, has_scope
from kith.base.web.form import read_form
from kith.base.web.routing import Handler, Route, path_id
from kith.base.work import Work
from kith.desk import (
    AnswerWish,
    CaseRow,
    answer,
    give,
    label,
    load_case,
    note,
    note_writing,
    on_behalf,
    reopen,
    rows_of,
    settle,
    snooze,
    take,
    take_private,
    try_again,
)
from kith.gateways.kith.case import CaseDetailEntity, CaseEventEntity, present_case, present_event
from kith.gateways.mastodon.answers import Nothing, json_answer, one_id, some_ids


class CaseAnswerForm(msgspec.Struct, frozen=True, kw_only=True):
    """An answer. The same `key` again says nothing twice. `seen` is the case's `answers` as one had read it: where a
    colleague answered meanwhile, nothing is sent and 409 says what they said.
    """

    text: str = ""
    key: str = ""
    seen: int | None = None
    media_ids: tuple[str, ...] = ()


class CasePrivateForm(msgspec.Struct, frozen=True, kw_only=True):
    """An answer in private to what was said in public. `tells` is said in the thread then, where it is not empty."""

    text: str = ""
    key: str = ""
    seen: int | None = None
    tells: str = ""


class CaseTakeForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whether it is taken over from whoever has it; else 409 says who that is."""

    over: bool = False


class CaseGiveForm(msgspec.Struct, frozen=True, kw_only=True):
    """To whom of the team; nobody: back to the desk."""

    account_id: str | None = None


class CaseSnoozeForm(msgspec.Struct, frozen=True, kw_only=True):
    """Until when, with its zone."""

    until: datetime


class CaseLabelsForm(msgspec.Struct, frozen=True, kw_only=True):
    """All labels it has from now on."""

    labels: tuple[str, ...] = ()


class CaseNoteForm(msgspec.Struct, frozen=True, kw_only=True):
    """A note for the team; colleagues are named by `@handle`."""

    text: str


async def show_one(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/desks/ORGANISATION/cases/ID`: show a case with what was said and done."""
    return await _detail(work, request, path_id(request))


async def do_answer(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/desks/ORGANISATION/cases/ID/answer`: answer where it was said, as the organisation."""
    form = await read_form(request, CaseAnswerForm)
    wish = AnswerWish(text=form.text, key=form.key, seen=form.seen, media_ids=tuple(some_ids(form.media_ids)))
    await answer(work, _organisation(request), path_id(request), wish)
    return await _detail(work, request, path_id(request))


async def do_private(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/desks/ORGANISATION/cases/ID/private`: go on in private; gives the private case."""
    form = await read_form(request, CasePrivateForm)
    wish = AnswerWish(text=form.text, key=form.key, seen=form.seen)
    private = await take_private(work, _organisation(request), path_id(request), wish, tells=form.tells)
    return await _detail(work, request, private.id)


async def do_take(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/desks/ORGANISATION/cases/ID/take`: take a case."""
    form = await read_form(request, CaseTakeForm)
    return await _moved(work, request, lambda org, case: take(work, org, case, over=form.over))


async def do_give(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/desks/ORGANISATION/cases/ID/give`: hand a case over, or give it back to the desk."""
    form = await read_form(request, CaseGiveForm)
    to_id = one_id(form.account_id, "account_id") if form.account_id else None
    return await _moved(work, request, lambda org, case: give(work, org, case, to_id))


async def do_snooze(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/desks/ORGANISATION/cases/ID/snooze`: put a case aside until then."""
    form = await read_form(request, CaseSnoozeForm)
    return await _moved(work, request, lambda org, case: snooze(work, org, case, form.until))


async def do_settle(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/desks/ORGANISATION/cases/ID/settle`: say that nothing is left to do."""
    return await _moved(work, request, lambda org, case: settle(work, org, case))


async def do_reopen(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/desks/ORGANISATION/cases/ID/reopen`: take a settled case up again."""
    return await _moved(work, request, lambda org, case: reopen(work, org, case))


async def do_label(work: Work, request: Request) -> Response:
    """`PUT /api/kith/v1/desks/ORGANISATION/cases/ID/labels`: say which labels a case has."""
    form = await read_form(request, CaseLabelsForm)
    return await _moved(work, request, lambda org, case: label(work, org, case, form.labels))


async def do_note(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/desks/ORGANISATION/cases/ID/notes`: write a note that the team alone reads."""
    form = await read_form(request, CaseNoteForm)
    return json_answer(present_event(await note(work, _organisation(request), path_id(request), form.text)))


async def do_write(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/desks/ORGANISATION/cases/ID/writing`: let colleagues see for a few seconds that one writes."""
    await note_writing(work, _organisation(request), path_id(request))
    return json_answer({})


async def do_try_again(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/desks/ORGANISATION/cases/ID/mails/MAIL/again`: send once more what did not arrive by mail."""
    mail_id = path_id(request, "mail_id")
    return await _moved(work, request, lambda org, case: try_again(work, org, case, mail_id))


async def _moved(work: Work, request: Request, does: Callable[[Id, Id], Awaitable[object]]) -> Response:
    organisation_id, case_id = _organisation(request), path_id(request)
    await does(organisation_id, case_id)
    return await _detail(work, request, case_id, may_be_gone=True)


async def _detail(work: Work, request: Request, case_id: Id, *, may_be_gone: bool = False) -> Response:
    """Answer with a case; to a program without a word of it unless it may read cases, nor of notes without those."""
    caller: Caller = request.state.caller
    view = await load_case(work, _organisation(request), case_id, given_away=may_be_gone)
    row: CaseRow
    [row] = await rows_of(work, view.desk, [view.case])
    reads_words, reads_notes = (has_scope(caller, f"read:{one}") for one in ("cases", "notes"))
    if not reads_words:
        view = replace(view, messages=(), cards=(), mails=(), before=())
        row = replace(row, words="", whom=replace(row.whom, writer=None))
    if not reads_notes:
        view = replace(view, events=[one for one in view.events if one.kind != "note"])
    return json_answer(await present_case(work, on_behalf(work, view.desk), view, row))


def _organisation(request: Request) -> Id:
    return path_id(request, "organisation_id")


_CASE = "/api/kith/v1/desks/{organisation_id}/cases/{id}"


def _do(
    what: str,
    handler: Handler,
    asks: type[msgspec.Struct] | None = None,
    *,
    gives: object = CaseDetailEntity,
    method: Literal["POST", "PUT"] = "POST",
    limit: str | None = None,
    part: str = "cases",
) -> Route:
    return Route(
        method=method,
        path=f"{_CASE}/{what}",
        handler=handler,
        scope=f"write write:{part}",
        asks=(asks,) if asks is not None else (),
        gives=gives,
        limit=limit,
    )


ROUTES = (
    Route(method="GET", path=_CASE, handler=show_one, scope="read read:cases", gives=CaseDetailEntity),
    _do("answer", do_answer, CaseAnswerForm, limit="message", part="answers"),
    _do("private", do_private, CasePrivateForm, limit="message", part="answers"),
    _do("mails/{mail_id}/again", do_try_again, limit="message", part="answers"),
    _do("take", do_take, CaseTakeForm),
    _do("give", do_give, CaseGiveForm),
    _do("snooze", do_snooze, CaseSnoozeForm),
    _do("settle", do_settle),
    _do("reopen", do_reopen),
    _do("labels", do_label, CaseLabelsForm, method="PUT"),
    _do("notes", do_note, CaseNoteForm, gives=CaseEventEntity, part="notes"),
    _do("writing", do_write, gives=Nothing, limit="typing", part="answers"),
)
