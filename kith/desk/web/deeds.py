"""What one does with a case, by forms: answer, take, hand over, put aside, settle, labels, notes."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlencode

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, KithError, NotFound, Undecided
from kith.base.core.ids import Id, parse_id
from kith.base.core.words import _
from kith.base.web.form import Upload, read_day, read_form
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.desk.actions.answering import AnswerWish, answer, take_private
from kith.desk.actions.desk import desk_of
from kith.desk.actions.going_on import next_case
from kith.desk.actions.liking import like_words
from kith.desk.actions.moving import give, label, reopen, settle, settle_bundle, snooze, take
from kith.desk.actions.notes import note
from kith.desk.actions.presence import note_writing
from kith.desk.actions.reading import load_case
from kith.desk.model import SNOOZED_DAYS_MAX, Case
from kith.desk.rules.hours import opening_on
from kith.desk.web.case import Typed, case_page
from kith.desk.web.listing import case_path, list_kept, organisation_id_of, view_of
from kith.media import UPLOAD_MAX_BYTES, take_in_all
from kith.posts.model import ATTACHMENTS_MAX


class AnswerForm(msgspec.Struct, frozen=True, kw_only=True):
    """An answer. `seen` is how many answers its page showed; `tells` says so in the thread, too.

    `media_ids` are files that a try before this one brought already.
    """

    text: str = ""
    key: str = ""
    seen: int | None = None
    how: Literal["answer", "settle", "private"] = "answer"
    tells: bool = False
    media_ids: tuple[str, ...] = ()
    files: tuple[Upload | None, ...] = ()  # a field left alone sends none


class NoteForm(msgspec.Struct, frozen=True, kw_only=True):
    """A note for the team."""

    text: str = ""


class GiveForm(msgspec.Struct, frozen=True, kw_only=True):
    """To whom; nobody: back to the desk."""

    to_id: str = ""


class TakeForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whether it is taken over from whoever has it."""

    over: bool = False


class SnoozeForm(msgspec.Struct, frozen=True, kw_only=True):
    """Until an instant, or until the desk opens on a day."""

    until: datetime | None = None
    day: str = ""


class LabelsForm(msgspec.Struct, frozen=True, kw_only=True):
    """Labels, with commas between them."""

    labels: str = ""


async def do_answer(work: Work, request: Request) -> Response:
    """`POST /desk/HANDLE/cases/ID/answer`."""
    organisation_id, case_id = await organisation_id_of(work, request), path_id(request)
    form = await read_form(request, AnswerForm)
    media_ids: tuple[Id, ...] = ()
    try:
        media_ids = await _files(work, organisation_id, case_id, form)
        wish = AnswerWish(text=form.text, key=form.key, seen=form.seen, media_ids=media_ids)
        if form.how == "private":
            tells = _("We are talking about this in private.") if form.tells else ""
            private = await take_private(work, organisation_id, case_id, wish, tells=tells)
            return RedirectResponse(case_path(request, private.id), 303)
        following = await _following(work, request, case_id) if form.how == "settle" else None
        await answer(work, organisation_id, case_id, wish)
        if form.how == "settle":
            await settle(work, organisation_id, case_id)
    except KithError as error:
        if isinstance(error, NotFound):
            raise
        typed = Typed(text=form.text, error=error.text, telling=form.tells, media_ids=media_ids)
        return await _again(work, request, typed, error)
    return RedirectResponse(following or case_path(request, case_id) + "#write", 303)


async def _files(work: Work, organisation_id: Id, case_id: Id, form: AnswerForm) -> tuple[Id, ...]:
    """Keep what came with an answer as the organisation's, once it is known that this case is for them to answer."""
    known = tuple(one for one in (parse_id(given) for given in form.media_ids) if one is not None)
    files = [one for one in form.files if one is not None]
    if len(known) + len(files) > ATTACHMENTS_MAX:
        raise Invalid(_("Up to {count} files go into a message.").format(count=ATTACHMENTS_MAX), field="files")
    if not files:
        return known
    case = (await load_case(work, organisation_id, case_id)).case
    in_private = case.channel != "thread" or form.how == "private"
    return (*known, *await take_in_all(work, organisation_id, files, or_as_file=in_private))


async def do_like(work: Work, request: Request) -> Response:
    """`POST /desk/HANDLE/cases/ID/like`."""
    case = await like_words(work, await organisation_id_of(work, request), path_id(request))
    return RedirectResponse(case_path(request, case.id), 303)


async def do_note(work: Work, request: Request) -> Response:
    """`POST /desk/HANDLE/cases/ID/notes`."""
    organisation_id, case_id = await organisation_id_of(work, request), path_id(request)
    form = await read_form(request, NoteForm)
    try:
        await note(work, organisation_id, case_id, form.text)
    except Invalid as error:
        return await _again(work, request, Typed(note=form.text, note_error=error.text), error)
    return RedirectResponse(case_path(request, case_id) + "#write", 303)


async def _again(work: Work, request: Request, typed: Typed, error: KithError) -> Response:
    """Show the case once more with what was typed: as it is, without what this very try had begun."""
    work.undo()
    await work.db.release(commit=False)
    work.memo.clear()
    organisation_id, case_id = await organisation_id_of(work, request), path_id(request)
    status = 409 if isinstance(error, Undecided) else 422
    return await case_page(work, request, organisation_id, case_id, typed=typed, status=status)


async def do_take(work: Work, request: Request) -> Response:
    """`POST /desk/HANDLE/cases/ID/take`."""
    form = await read_form(request, TakeForm)
    return await _moved(work, request, lambda org, case: take(work, org, case, over=form.over))


async def do_give(work: Work, request: Request) -> Response:
    """`POST /desk/HANDLE/cases/ID/give`."""
    form = await read_form(request, GiveForm)
    to_id = parse_id(form.to_id)
    if form.to_id and to_id is None:
        raise Invalid(_("Choose somebody of your team."), field="to_id")
    organisation_id, case_id = await organisation_id_of(work, request), path_id(request)
    await give(work, organisation_id, case_id, to_id)
    sees_it = (await desk_of(work, organisation_id)).sees_all  # a guest who gave it back sees it no more
    return RedirectResponse(case_path(request, case_id if sees_it else None), 303)


async def do_snooze(work: Work, request: Request) -> Response:
    """`POST /desk/HANDLE/cases/ID/snooze`."""
    form = await read_form(request, SnoozeForm)
    until, day = form.until, read_day(form.day, field="day")
    if day is not None:
        today = work.now.date()  # what is far off is refused like what is a little too far, and cannot be reckoned with
        near = min(max(day, today - timedelta(days=2)), today + timedelta(days=SNOOZED_DAYS_MAX + 2))
        until = opening_on(near, (await desk_of(work, await organisation_id_of(work, request))).hours)
    if until is None:
        raise Invalid(_("Choose a day."), field="day")
    return await _moved(work, request, lambda org, case: snooze(work, org, case, until))


async def do_settle(work: Work, request: Request) -> Response:
    """`POST /desk/HANDLE/cases/ID/settle`: the next case of the list comes up."""
    following = await _following(work, request, path_id(request))
    settled = await _moved(work, request, lambda org, case: settle(work, org, case))
    return settled if following is None else RedirectResponse(following, 303)


async def _following(work: Work, request: Request, case_id: Id) -> str | None:
    """Find where one goes on in the list beside a case, once it is settled; without such a list one stays."""
    kept = list_kept(request)
    if "view" not in kept or "q" in kept:
        return None
    found = await next_case(work, await organisation_id_of(work, request), view_of(request), case_id)
    return None if found is None else f"{case_path(request, found.id)}&{urlencode({'settled': case_id})}"


async def do_reopen(work: Work, request: Request) -> Response:
    """`POST /desk/HANDLE/cases/ID/reopen`."""
    return await _moved(work, request, lambda org, case: reopen(work, org, case))


async def do_label(work: Work, request: Request) -> Response:
    """`POST /desk/HANDLE/cases/ID/labels`."""
    form = await read_form(request, LabelsForm)
    labels = tuple(one.strip() for one in form.labels.split(",") if one.strip())
    return await _moved(work, request, lambda org, case: label(work, org, case, labels))


async def do_write(work: Work, request: Request) -> Response:
    """`POST /desk/HANDLE/cases/ID/writing`: a page says it every few seconds, as long as somebody writes."""
    await note_writing(work, await organisation_id_of(work, request), path_id(request))
    return Response(status_code=204)


async def do_settle_bundle(work: Work, request: Request) -> Response:
    """`POST /desk/HANDLE/bundles/ID/settle`."""
    await settle_bundle(work, await organisation_id_of(work, request), path_id(request))
    return RedirectResponse(f"/desk/{request.path_params['handle']}?view=ours", 303)


async def _moved(work: Work, request: Request, does: Callable[[Id, Id], Awaitable[Case]]) -> Response:
    case_id = path_id(request)
    await does(await organisation_id_of(work, request), case_id)
    return RedirectResponse(case_path(request, case_id), 303)


_CASE = "/desk/{handle}/cases/{id}"
ROUTES = (
    Route(
        method="POST",
        path=f"{_CASE}/answer",
        handler=do_answer,
        limit="message",
        body_max_bytes=UPLOAD_MAX_BYTES,
    ),
    Route(method="POST", path=f"{_CASE}/like", handler=do_like),
    Route(method="POST", path=f"{_CASE}/notes", handler=do_note),
    Route(method="POST", path=f"{_CASE}/take", handler=do_take),
    Route(method="POST", path=f"{_CASE}/give", handler=do_give),
    Route(method="POST", path=f"{_CASE}/snooze", handler=do_snooze),
    Route(method="POST", path=f"{_CASE}/settle", handler=do_settle),
    Route(method="POST", path=f"{_CASE}/reopen", handler=do_reopen),
    Route(method="POST", path=f"{_CASE}/labels", handler=do_label),
    Route(method="POST", path=f"{_CASE}/writing", handler=do_write, limit="typing"),
    Route(method="POST", path="/desk/{handle}/bundles/{id}/settle", handler=do_settle_bundle),
)
