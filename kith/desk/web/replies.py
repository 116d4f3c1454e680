"""`/desk/HANDLE/replies` and `/desk/HANDLE/aim`: what a team says again and again, and how soon it wants to answer."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid
from kith.base.core.ids import Id, parse_id
from kith.base.core.words import _
from kith.base.web.form import read_form
from kith.base.web.page import page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.desk.actions.desk import Desk, desk_of
from kith.desk.actions.notes import delete_reply, save_reply, saved_replies, set_aim
from kith.desk.actions.thanking import usually_answers_in
from kith.desk.model import REPLY_MAX, REPLY_TITLE_MAX, SavedReply
from kith.desk.rules.replies import blanks_in
from kith.desk.web.listing import organisation_id_of
from kith.desk.web.wording import usual_words


class ReplyForm(msgspec.Struct, frozen=True, kw_only=True):
    """A saved reply; with an id it is changed."""

    title: str = ""
    text: str = ""
    reply_id: str = ""


class AimForm(msgspec.Struct, frozen=True, kw_only=True):
    """In how many minutes somebody is to be answered."""

    aim_minutes: int


@dataclass(frozen=True, kw_only=True)
class RepliesPage:
    """The replies that are kept, the field for one more or for changing one, and the aim."""

    desk: Desk
    path: str
    replies: Sequence[tuple[SavedReply, str]]
    edited: SavedReply | None
    form: ReplyForm
    aims: Sequence[tuple[str, str]]
    usual: str
    hint: str
    title_max: int = REPLY_TITLE_MAX
    text_max: int = REPLY_MAX
    error: str = ""
    field: str = ""


async def show_replies(work: Work, request: Request) -> Response:
    """`GET /desk/HANDLE/replies`, with one of them in the field where `?edit=ID` asks for it."""
    return await _show(work, request, await organisation_id_of(work, request))


async def do_save(work: Work, request: Request) -> Response:
    """`POST /desk/HANDLE/replies`."""
    organisation_id = await organisation_id_of(work, request)
    form = await read_form(request, ReplyForm)
    try:
        await save_reply(work, organisation_id, title=form.title, text=form.text, reply_id=parse_id(form.reply_id))
    except Invalid as error:
        work.undo()
        return await _show(work, request, organisation_id, form=form, error=error)
    return RedirectResponse(_path(request), 303)


async def do_delete(work: Work, request: Request) -> Response:
    """`POST /desk/HANDLE/replies/ID/delete`."""
    await delete_reply(work, await organisation_id_of(work, request), path_id(request))
    return RedirectResponse(_path(request), 303)


async def do_aim(work: Work, request: Request) -> Response:
    """`POST /desk/HANDLE/aim`."""
    form = await read_form(request, AimForm)
    await set_aim(work, await organisation_id_of(work, request), form.aim_minutes)
    return RedirectResponse(_path(request), 303)


async def _show(
    work: Work,
    request: Request,
    organisation_id: Id,
    *,
    form: ReplyForm | None = None,
    error: Invalid | None = None,
) -> Response:
    desk = await desk_of(work, organisation_id)
    replies = await saved_replies(work, organisation_id)
    wanted = parse_id(form.reply_id if form else request.query_params.get("edit", ""))
    edited = next((one for one in replies if one.id == wanted), None)
    content = RepliesPage(
        desk=desk,
        path=f"/desk/{desk.account.handle}",
        replies=[(one, ", ".join(blanks_in(one.text))) for one in replies],
        edited=edited,
        form=form or (ReplyForm(title=edited.title, text=edited.text) if edited else ReplyForm()),
        aims=_aims(desk.settings.aim_minutes),
        hint=_(
            "Words that come again. Leave a blank as {blank}: it has to be filled before the answer can go out; "
            "{name} fills itself."
        ).format(blank="{{" + _("day") + "}}", name="{{name}}"),
        usual=usual_words(await usually_answers_in(work, organisation_id)),
        error=error.text if error else "",
        field=(error.field or "") if error else "",
    )
    return await page(work, request, "desk/replies.html", content, status=422 if error else 200)


def _aims(now: int) -> list[tuple[str, str]]:
    known = {
        30: _("half an hour"),
        60: _("an hour"),
        120: _("two hours"),
        240: _("four hours"),
        480: _("a working day"),
        960: _("two working days"),
    }
    named = known if now in known else known | {now: _("{num} minutes").format(num=now)}
    return [(str(minutes), words) for minutes, words in sorted(named.items())]


def _path(request: Request) -> str:
    return f"/desk/{request.path_params['handle']}/replies"


ROUTES = (
    Route(method="GET", path="/desk/{handle}/replies", handler=show_replies),
    Route(method="POST", path="/desk/{handle}/replies", handler=do_save),
    Route(method="POST", path="/desk/{handle}/replies/{id}/delete", handler=do_delete),
    Route(method="POST", path="/desk/{handle}/aim", handler=do_aim),
)
