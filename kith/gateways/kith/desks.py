"""Desks: what people said to an organisation, as its team reads it; saved replies, the record, and how it was.

An app asks for the whole of `read` and `write`: what people wrote to an organisation is no part of somebody's account
to be given away. A program of the organisation's own has a part of the desk: `read:cases`, `write:replies`.
"""

from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import SignInFirst
from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.web.form import read_form, read_query
from kith.base.web.routing import Handler, Route, path_id
from kith.base.work import Work
from kith.desk import (
    audit,
    delete_reply,
    desk_of,
    is_open,
    labels_in_use,
    load_bundle,
    load_list,
    opening_hours,
    save_reply,
    saved_replies,
    say_how_it_was,
    search,
    set_aim,
    settle_bundle,
    settled_for_me,
    usually_answers_in,
)
from kith.desk.model import Feedback, View
from kith.gateways.kith.case import (
    BundleEntity,
    CaseEntity,
    CaseEventEntity,
    DeskEntity,
    OwnCaseEntity,
    SavedReplyEntity,
    present_cases,
    present_desk,
    present_event,
    present_reply,
)
from kith.gateways.mastodon.answers import Nothing, json_answer, listing, listing_by, posts_paging
from kith.gateways.mastodon.dates import date_text
from kith.organisations import seat_of, seats_of_person


class CasesQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Which view; or all cases with these words, what moved last first."""

    view: View = "ours"
    q: str = ""


class BundlesQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Floods of what was said to it, or of what only names it."""

    view: Literal["unassigned", "named"] = "unassigned"


class SavedReplyForm(msgspec.Struct, frozen=True, kw_only=True):
    """A reply that is kept; `{{day}}` is a blank, `{{name}}` what the person is called."""

    title: str
    text: str


class AimForm(msgspec.Struct, frozen=True, kw_only=True):
    """In how many minutes, while the desk is open, somebody is to be answered."""

    aim_minutes: int


class FeedbackForm(msgspec.Struct, frozen=True, kw_only=True):
    """How it was."""

    feedback: Feedback


async def show_desks(work: Work, _request: Request) -> Response:
    """`GET /api/kith/v1/desks`: list the desks at which one sits, with what waits there."""
    if work.hand is None:
        raise SignInFirst
    if work.actor is not None and work.actor != work.hand:  # a program, or an app that was let in to one organisation
        return json_answer([await _desk(work, work.actor)])
    seats = [one.organisation_id for one in await seats_of_person(work, work.hand)]
    there = [one for one in seats if await seat_of(work, one, work.hand) is not None]
    return json_answer([await _desk(work, one) for one in there])


async def show_desk(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/desks/ORGANISATION`: show a desk with its counts."""
    return json_answer(await _desk(work, _organisation(request)))


async def do_aim(work: Work, request: Request) -> Response:
    """`PATCH /api/kith/v1/desks/ORGANISATION`: say how soon people are to be answered from now on."""
    form = await read_form(request, AimForm)
    await set_aim(work, _organisation(request), form.aim_minutes)
    return json_answer(await _desk(work, _organisation(request)))


async def show_cases(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/desks/ORGANISATION/cases`: list a view of a desk, or search all of it."""
    query, organisation_id = read_query(request, CasesQuery), _organisation(request)
    if query.q.strip():
        return json_answer(await present_cases(work, (await search(work, organisation_id, query.q)).rows))
    found = await load_list(work, organisation_id, query.view, posts_paging(request))
    newest = found.rows[0].case.moved_id if found.rows else None
    entities = await present_cases(work, found.rows)
    return listing_by(work, request, entities, newest=newest, older_than=found.older_than)


async def show_bundles(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/desks/ORGANISATION/bundles`: list the floods, which stand in a view as one."""
    view = read_query(request, BundlesQuery).view
    found = await load_list(work, _organisation(request), view, Paging(limit=1))
    bundles = [
        BundleEntity(
            id=str(one.bundle.id), count=one.bundle.count, words=one.words, begun_at=date_text(one.bundle.begun_at)
        )
        for one in found.bundles
    ]
    return json_answer(bundles)


async def show_bundle(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/desks/ORGANISATION/bundles/ID/cases`: list the cases of a flood."""
    found = await load_bundle(work, _organisation(request), path_id(request), posts_paging(request))
    newest = found.rows[0].case.moved_id if found.rows else None
    entities = await present_cases(work, found.rows)
    return listing_by(work, request, entities, newest=newest, older_than=found.older_than)


async def do_settle_bundle(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/desks/ORGANISATION/bundles/ID/settle`: settle all of a flood."""
    await settle_bundle(work, _organisation(request), path_id(request))
    return json_answer({})


async def show_replies(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/desks/ORGANISATION/replies`: list the saved replies, by their titles."""
    return json_answer([present_reply(one) for one in await saved_replies(work, _organisation(request))])


async def do_save_reply(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/desks/ORGANISATION/replies`: keep a reply."""
    form = await read_form(request, SavedReplyForm)
    made = await save_reply(work, _organisation(request), title=form.title, text=form.text)
    return json_answer(present_reply(made))


async def do_change_reply(work: Work, request: Request) -> Response:
    """`PUT /api/kith/v1/desks/ORGANISATION/replies/ID`: let a saved reply say something else."""
    form = await read_form(request, SavedReplyForm)
    made = await save_reply(work, _organisation(request), title=form.title, text=form.text, reply_id=path_id(request))
    return json_answer(present_reply(made))


async def do_delete_reply(work: Work, request: Request) -> Response:
    """`DELETE /api/kith/v1/desks/ORGANISATION/replies/ID`: delete a saved reply."""
    await delete_reply(work, _organisation(request), path_id(request))
    return json_answer({})


async def show_labels(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/desks/ORGANISATION/labels`: list the labels in use, the most frequent first."""
    return json_answer(await labels_in_use(work, _organisation(request)))


async def show_record(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/desks/ORGANISATION/record`: list what the team did, the newest first."""
    part = (await audit(work, _organisation(request), posts_paging(request))).part
    return listing(work, request, [present_event(one) for one in part.items], part)


async def show_own(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/desks/ORGANISATION/mine`: tell how soon they answer, and of one's own case there."""
    organisation_id = _organisation(request)
    settled = await settled_for_me(work, organisation_id)
    entity = OwnCaseEntity(
        usual_s=await usually_answers_in(work, organisation_id),
        open_now=is_open(work.now, await opening_hours(work, organisation_id)),
        settled_case_id=str(settled.id) if settled else None,
        feedback=settled.feedback if settled else None,
    )
    return json_answer(entity)


async def do_say(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/desks/ORGANISATION/mine/ID/feedback`: say of one's own settled case how it was."""
    form = await read_form(request, FeedbackForm)
    await say_how_it_was(work, _organisation(request), path_id(request), form.feedback)
    return json_answer({})


def _organisation(request: Request) -> Id:
    return path_id(request, "organisation_id")


async def _desk(work: Work, organisation_id: Id) -> DeskEntity:
    await desk_of(work, organisation_id)
    return await present_desk(work, await load_list(work, organisation_id, "mine", Paging(limit=1)))


_ALL = "/api/kith/v1/desks"
_ONE = f"{_ALL}/{{organisation_id}}"


def _read(path: str, handler: Handler, gives: object, *, part: str, paged: bool = False) -> Route:
    return Route(method="GET", path=path, handler=handler, scope=f"read read:{part}", gives=gives, paged=paged)


ROUTES = (
    _read(_ALL, show_desks, list[DeskEntity], part="desk"),
    _read(_ONE, show_desk, DeskEntity, part="desk"),
    Route(method="PATCH", path=_ONE, handler=do_aim, scope="write write:desk", asks=(AimForm,), gives=DeskEntity),
    Route(
        method="GET",
        path=f"{_ONE}/cases",
        handler=show_cases,
        scope="read read:cases",
        query=(CasesQuery,),
        gives=list[CaseEntity],
        paged=True,
    ),
    Route(
        method="GET",
        path=f"{_ONE}/bundles",
        handler=show_bundles,
        scope="read read:cases",
        query=(BundlesQuery,),
        gives=list[BundleEntity],
    ),
    _read(_ONE + "/bundles/{id}/cases", show_bundle, list[CaseEntity], part="cases", paged=True),
    Route(
        method="POST",
        path=_ONE + "/bundles/{id}/settle",
        handler=do_settle_bundle,
        scope="write write:cases",
        gives=Nothing,
    ),
    _read(f"{_ONE}/replies", show_replies, list[SavedReplyEntity], part="replies"),
    Route(
        method="POST",
        path=f"{_ONE}/replies",
        handler=do_save_reply,
        scope="write write:replies",
        asks=(SavedReplyForm,),
        gives=SavedReplyEntity,
    ),
    Route(
        method="PUT",
        path=_ONE + "/replies/{id}",
        handler=do_change_reply,
        scope="write write:replies",
        asks=(SavedReplyForm,),
        gives=SavedReplyEntity,
    ),
    Route(
        method="DELETE",
        path=_ONE + "/replies/{id}",
        handler=do_delete_reply,
        scope="write write:replies",
        gives=Nothing,
    ),
    _read(f"{_ONE}/labels", show_labels, list[str], part="cases"),
    _read(f"{_ONE}/record", show_record, list[CaseEventEntity], part="record", paged=True),
    Route(method="GET", path=f"{_ONE}/mine", handler=show_own, scope="read", gives=OwnCaseEntity),
    Route(
        method="POST",
        path=_ONE + "/mine/{id}/feedback",
        handler=do_say,
        scope="write",
        asks=(FeedbackForm,),
        gives=Nothing,
    ),
)
