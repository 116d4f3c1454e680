"""The entity `Invitation`: a link with which people may join this server.

It asks for the whole of `read` and `write`: whoever reads the link may come in by it.
"""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import NotFound
from kith.base.web.form import read_form
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.gateways.mastodon.answers import Nothing, json_answer
from kith.gateways.mastodon.dates import date_text
from kith.people import invite, invites_of, withdraw_invite
from kith.people.model import Invite


class InvitationEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A link, for how many people it is, how many came by it, and what one says to them."""

    id: str
    url: str
    uses: int
    uses_max: int
    line: str
    created_at: str
    expires_at: str


class InvitationForm(msgspec.Struct, frozen=True, kw_only=True):
    """For how many people, and what one says to them."""

    uses_max: int = 1
    line: str = ""


def present_invitation(one: Invite, url: str) -> InvitationEntity:
    """Give the entity."""
    return InvitationEntity(
        id=str(one.id),
        url=f"{url}/join/{one.code}",
        uses=one.uses,
        uses_max=one.uses_max,
        line=one.line,
        created_at=date_text(one.created_at),
        expires_at=date_text(one.expires_at),
    )


async def show_all(work: Work, _request: Request) -> Response:
    """`GET /api/kith/v1/invitations`: list one's open invitations, the newest first."""
    assert work.actor is not None
    url = work.house.settings.url
    return json_answer([present_invitation(one, url) for one in await invites_of(work.db, work.actor)])


async def do_make(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/invitations`: make a link."""
    form = await read_form(request, InvitationForm)
    made = await invite(work, uses_max=form.uses_max, line=form.line)
    return json_answer(present_invitation(made, work.house.settings.url))


async def do_end(work: Work, request: Request) -> Response:
    """`DELETE /api/kith/v1/invitations/ID`: take a link back; nobody comes in by it any more."""
    assert work.actor is not None
    invitation_id = path_id(request)
    if invitation_id not in {one.id for one in await invites_of(work.db, work.actor)}:
        raise NotFound
    await withdraw_invite(work, invitation_id)
    return json_answer({})


_ALL, _ONE = "/api/kith/v1/invitations", "/api/kith/v1/invitations/{id}"
ROUTES = (
    Route(method="GET", path=_ALL, handler=show_all, scope="read", gives=list[InvitationEntity]),
    Route(
        method="POST",
        path=_ALL,
        handler=do_make,
        scope="write",
        asks=(InvitationForm,),
        gives=InvitationEntity,
    ),
    Route(method="DELETE", path=_ONE, handler=do_end, scope="write", gives=Nothing),
)
