"""An organisation's mailbox: connecting it, and what is kept of an address. For its owners."""

from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import NotFound
from kith.base.web.form import read_form, read_query
from kith.base.web.routing import Handler, Route, path_id
from kith.base.work import Work
from kith.gateways.mastodon.answers import Nothing, json_answer
from kith.gateways.mastodon.dates import date_text
from kith.mailbox import (
    MailboxWish,
    ServerWish,
    connect,
    disconnect,
    erase,
    kept_about,
    left_behind,
    mailbox_of,
    pause,
)
from kith.mailbox.model import KEPT_DAYS, Mailbox, MailboxState, MailServer, Security
from kith.mailbox.model.mail import Reason


class MailServerEntity(msgspec.Struct, frozen=True, kw_only=True):
    """How a server is reached. Its password is told to nobody."""

    host: str
    port: int
    security: Security
    user: str


class MailboxEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A mailbox. `problem` says what is in the way, since when, and what to do; empty where nothing is."""

    address: str
    state: MailboxState
    reading: MailServerEntity
    sending: MailServerEntity
    foot: str
    kept_days: int
    looked_at: str | None
    problem: str
    problem_since: str | None


class LeftMailEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A mail of which no case was made, and why: it is in the mailbox alone."""

    address: str
    subject: str
    reason: Reason
    came_at: str


class KeptMailEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A mail that is kept."""

    from_them: bool
    subject: str
    text: str
    files: tuple[str, ...]
    created_at: str


class KeptAddressEntity(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of an address, the newest first: up to a thousand mails with it, when mails with others name it, and
    how many of its mails were left in the mailbox.
    """

    address: str
    name: str
    mails: tuple[KeptMailEntity, ...]
    named_at: tuple[str, ...]
    left: int


class MailServerForm(msgspec.Struct, frozen=True, kw_only=True):
    """How a server is reached. Without a password the kept one stays, as long as the server does."""

    host: str
    port: int
    security: Security = "tls"
    user: str = ""
    password: str = ""


class MailboxForm(msgspec.Struct, frozen=True, kw_only=True):
    """A mailbox: both servers are asked before it is kept. `foot` stands below each answer."""

    address: str
    reading: MailServerForm
    sending: MailServerForm
    foot: str = ""
    kept_days: int = KEPT_DAYS


class AddressQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Whose mail."""

    address: str


class AddressForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whose mail is erased."""

    address: str


async def show_mailbox(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/organisations/ID/mailbox`: show how an organisation's mail is connected."""
    box = await mailbox_of(work, path_id(request))
    if box is None:
        raise NotFound
    return json_answer(_entity(box))


async def do_connect(work: Work, request: Request) -> Response:
    """`PUT /api/kith/v1/organisations/ID/mailbox`: connect a mailbox, or change how it is connected."""
    form = await read_form(request, MailboxForm)
    reading, sending = (
        ServerWish(host=one.host, port=one.port, security=one.security, user=one.user, password=one.password)
        for one in (form.reading, form.sending)
    )
    wish = MailboxWish(address=form.address, reading=reading, sending=sending, foot=form.foot, kept_days=form.kept_days)
    return json_answer(_entity(await connect(work, path_id(request), wish)))


async def do_disconnect(work: Work, request: Request) -> Response:
    """`DELETE /api/kith/v1/organisations/ID/mailbox`: forget how a mailbox is reached; its cases stay."""
    await disconnect(work, path_id(request))
    return json_answer({})


async def do_pause(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/organisations/ID/mailbox/pause`: read and send nothing for now."""
    return json_answer(_entity(await pause(work, path_id(request), on=False)))


async def do_resume(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/organisations/ID/mailbox/resume`: let mail go on."""
    return json_answer(_entity(await pause(work, path_id(request), on=True)))


async def show_left(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/organisations/ID/mailbox/left`: list what was left in the mailbox lately, and why."""
    await mailbox_of(work, path_id(request))
    left = await left_behind(work, path_id(request))
    return json_answer(
        [
            LeftMailEntity(address=one.address, subject=one.subject, reason=one.reason, came_at=date_text(one.came_at))
            for one in left
        ]
    )


async def show_kept(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/organisations/ID/mailbox/kept`: show what is kept of an address."""
    kept = await kept_about(work, path_id(request), read_query(request, AddressQuery).address)
    mails = tuple(
        KeptMailEntity(
            from_them=one.kind != "sent",
            subject=one.subject,
            text=one.text,
            files=tuple(file.name for file in one.files),
            created_at=date_text(one.at),
        )
        for one in kept.mails
    )
    named_at = tuple(date_text(one.at) for one in kept.named)
    return json_answer(
        KeptAddressEntity(address=kept.address, name=kept.name, mails=mails, named_at=named_at, left=kept.left)
    )


async def do_erase(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/organisations/ID/mailbox/kept/erase`: erase what is kept of an address, with its cases."""
    await erase(work, path_id(request), (await read_form(request, AddressForm)).address)
    return json_answer({})


def _entity(box: Mailbox) -> MailboxEntity:
    return MailboxEntity(
        address=box.address,
        state=box.state,
        reading=_server(box.reading),
        sending=_server(box.sending),
        foot=box.foot,
        kept_days=box.kept_days,
        looked_at=date_text(box.looked_at) if box.looked_at else None,
        problem=box.problem,
        problem_since=date_text(box.problem_since) if box.problem_since else None,
    )


def _server(server: MailServer) -> MailServerEntity:
    return MailServerEntity(host=server.host, port=server.port, security=server.security, user=server.user)


_BOX = "/api/kith/v1/organisations/{id}/mailbox"


def _do(method: Literal["POST", "DELETE"], way: str, handler: Handler, gives: object) -> Route:
    return Route(method=method, path=f"{_BOX}{way}", handler=handler, scope="write", gives=gives)


ROUTES = (
    Route(method="GET", path=_BOX, handler=show_mailbox, scope="read", gives=MailboxEntity),
    Route(
        method="PUT",
        path=_BOX,
        handler=do_connect,
        scope="write",
        asks=(MailboxForm,),
        gives=MailboxEntity,
        limit="mail",
    ),
    _do("DELETE", "", do_disconnect, Nothing),
    _do("POST", "/pause", do_pause, MailboxEntity),
    _do("POST", "/resume", do_resume, MailboxEntity),
    Route(method="GET", path=f"{_BOX}/left", handler=show_left, scope="read", gives=list[LeftMailEntity]),
    Route(
        method="GET",
        path=f"{_BOX}/kept",
        handler=show_kept,
        scope="read",
        query=(AddressQuery,),
        gives=KeptAddressEntity,
        limit="export",
    ),
    Route(
        method="POST",
        path=f"{_BOX}/kept/erase",
        handler=do_erase,
        scope="write",
        asks=(AddressForm,),
        gives=Nothing,
    ),
)
