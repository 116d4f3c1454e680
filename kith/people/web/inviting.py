"""`/settings/invites`: links for the people one misses here, each with a line of one's own."""

from dataclasses import dataclass, field

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, Refused
from kith.base.core.words import _
from kith.base.web.form import read_form
from kith.base.web.page import page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.people import store
from kith.people.actions.server import invite, server_words, withdraw_invite
from kith.people.model import INVITE_LINE_MAX, Invite

PLACE = "/settings/invites"


class InviteForm(msgspec.Struct, frozen=True, kw_only=True):
    """For how many, and what one says to them."""

    uses_max: int = 1
    line: str = ""


@dataclass(frozen=True, kw_only=True)
class InvitesPage:
    """One's open invitations, and a new one; after a try, with what was wrong about it."""

    invites: tuple[Invite, ...]
    may_invite: bool
    form: InviteForm
    line_max: int = INVITE_LINE_MAX
    done: str = ""
    error: str = ""
    errors: dict[str, str] = field(default_factory=dict)


async def show_invites(work: Work, request: Request) -> Response:
    """`GET /settings/invites`."""
    done = {"made": _("Here is your link."), "ended": _("That link no longer works.")}
    return await _show(work, request, InviteForm(), done=done.get(request.query_params.get("said", ""), ""))


async def do_invite(work: Work, request: Request) -> Response:
    """`POST /settings/invites`."""
    form = await read_form(request, InviteForm)
    try:
        await invite(work, uses_max=form.uses_max, line=form.line)
    except Invalid as error:
        return await _show(work, request, form, status=422, errors={error.field or "line": error.text})
    except Refused as error:
        return await _show(work, request, form, status=403, error=error.text)
    return RedirectResponse(f"{PLACE}?said=made", 303)


async def do_withdraw_invite(work: Work, request: Request) -> Response:
    """`POST /settings/invites/ID/end`."""
    await withdraw_invite(work, path_id(request))
    return RedirectResponse(f"{PLACE}?said=ended", 303)


async def _show(
    work: Work,
    request: Request,
    form: InviteForm,
    *,
    status: int = 200,
    done: str = "",
    error: str = "",
    errors: dict[str, str] | None = None,
) -> Response:
    caller = request.state.caller
    content = InvitesPage(
        invites=tuple(await store.invites_of(work.db, caller.person_id)),
        may_invite=caller.role != "member" or (await server_words(work)).members_invite,
        form=form,
        done=done,
        error=error,
        errors=errors or {},
    )
    return await page(work, request, "people/settings_invites.html", content, status=status)


ROUTES = (
    Route(method="GET", path=PLACE, handler=show_invites),
    Route(method="POST", path=PLACE, handler=do_invite),
    Route(method="POST", path=f"{PLACE}/{{id}}/end", handler=do_withdraw_invite),
)
