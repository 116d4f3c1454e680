"""`/organisations/ID/mail`: the mailbox of an organisation, and what it keeps of an address. For its owners."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Elsewhere, Invalid, NotFound
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.web.form import read_form, read_query
from kith.base.web.page import page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.mailbox.actions.connecting import connect, disconnect, mailbox_of, pause
from kith.mailbox.actions.erasing import KeptAbout, erase, kept_about, left_behind, take_along
from kith.mailbox.model import KEPT_DAYS, SECURITIES, MailArrival, Mailbox, Security
from kith.mailbox.rules.connecting import MailboxWish, ServerWish
from kith.people import get_account
from kith.people.model import Account

KEPT_CHOICES = (90, 365, 730, 1095, 1825, 3650)


class MailboxForm(msgspec.Struct, frozen=True, kw_only=True):
    """A mailbox as it is typed."""

    address: str = ""
    reading_host: str = ""
    reading_port: int = 993
    reading_security: Security = "tls"
    reading_user: str = ""
    reading_password: str = ""
    sending_host: str = ""
    sending_port: int = 465
    sending_security: Security = "tls"
    sending_user: str = ""
    sending_password: str = ""
    foot: str = ""
    kept_days: int = KEPT_DAYS


class AddressForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whose mail."""

    address: str = ""


@dataclass(frozen=True, kw_only=True)
class MailPage:
    """The mailbox, the form that connects it, and what was left in it."""

    account: Account
    box: Mailbox | None
    form: MailboxForm
    securities: Sequence[tuple[str, str]]
    times: Sequence[tuple[int, str]]
    left: Sequence[tuple[MailArrival, str]]
    said: str
    error: str = ""
    field: str = ""


@dataclass(frozen=True, kw_only=True)
class KeptPage:
    """What is kept of an address; nothing, where nobody asked yet, or nothing is there."""

    account: Account
    address: str
    kept: KeptAbout | None
    error: str = ""
    erased: bool = False


class SaidQuery(msgspec.Struct, frozen=True, kw_only=True):
    """What was done just now."""

    said: str = ""


async def show_mail(work: Work, request: Request) -> Response:
    """`GET /organisations/ID/mail`."""
    box = await mailbox_of(work, path_id(request))
    return await _show(work, request, box, _form_of(box), said=read_query(request, SaidQuery).said)


async def do_connect(work: Work, request: Request) -> Response:
    """`POST /organisations/ID/mail`: connect it, after both servers said yes."""
    organisation_id, form = path_id(request), await read_form(request, MailboxForm)
    try:
        await connect(work, organisation_id, wish_of(form))
    except (Invalid, Elsewhere) as error:
        work.undo()
        box = await mailbox_of(work, organisation_id)
        short = {name: getattr(form, name)[:300] for name in ("address", "reading_host", "sending_host")}
        again = msgspec.structs.replace(form, reading_password="", sending_password="", **short)
        return await _show(work, request, box, again, error=error)
    return _back(organisation_id, "connected")


async def do_pause(work: Work, request: Request) -> Response:
    """`POST /organisations/ID/mail/pause`."""
    await pause(work, path_id(request), on=False)
    return _back(path_id(request), "paused")


async def do_resume(work: Work, request: Request) -> Response:
    """`POST /organisations/ID/mail/resume`."""
    await pause(work, path_id(request), on=True)
    return _back(path_id(request), "resumed")


async def do_disconnect(work: Work, request: Request) -> Response:
    """`POST /organisations/ID/mail/disconnect`."""
    await disconnect(work, path_id(request))
    return _back(path_id(request), "disconnected")


async def show_kept(work: Work, request: Request) -> Response:
    """`GET /organisations/ID/mail/kept`: what is kept of an address."""
    organisation_id, address = path_id(request), read_query(request, AddressForm).address.strip()
    await mailbox_of(work, organisation_id)
    kept, error = None, ""
    if address:
        try:
            kept = await kept_about(work, organisation_id, address)
        except NotFound:
            error = _("Nothing is kept of this address.")
        except Invalid as wrong:
            error = wrong.text
    account = await get_account(work.db, organisation_id)
    erased = read_query(request, SaidQuery).said == "erased"
    content = KeptPage(account=account, address=address[:300], kept=kept, error=error, erased=erased)
    return await page(work, request, "mailbox/kept.html", content)


async def take_kept(work: Work, request: Request) -> Response:
    """`POST /organisations/ID/mail/kept/take`: all that is kept of an address, in one file to hand over."""
    form = await read_form(request, AddressForm)
    content = await take_along(work, path_id(request), form.address)
    headers = {"content-disposition": 'attachment; filename="kept.json"', "cache-control": "no-store"}
    return Response(msgspec.json.format(msgspec.json.encode(content)), 200, headers, media_type="application/json")


async def do_erase(work: Work, request: Request) -> Response:
    """`POST /organisations/ID/mail/kept/erase`."""
    form = await read_form(request, AddressForm)
    await erase(work, path_id(request), form.address)
    return RedirectResponse(f"/organisations/{path_id(request)}/mail/kept?said=erased", 303)


def wish_of(form: MailboxForm) -> MailboxWish:
    """Give what a form asks for."""
    reading, sending = (
        ServerWish(
            host=getattr(form, f"{use}_host"),
            port=getattr(form, f"{use}_port"),
            security=getattr(form, f"{use}_security"),
            user=getattr(form, f"{use}_user"),
            password=getattr(form, f"{use}_password"),
        )
        for use in ("reading", "sending")
    )
    return MailboxWish(address=form.address, reading=reading, sending=sending, foot=form.foot, kept_days=form.kept_days)


def _form_of(box: Mailbox | None) -> MailboxForm:
    if box is None:
        return MailboxForm()
    return MailboxForm(
        address=box.address,
        reading_host=box.reading.host,
        reading_port=box.reading.port,
        reading_security=box.reading.security,
        reading_user=box.reading.user,
        sending_host=box.sending.host,
        sending_port=box.sending.port,
        sending_security=box.sending.security,
        sending_user=box.sending.user,
        foot=box.foot,
        kept_days=box.kept_days,
    )


async def _show(
    work: Work,
    request: Request,
    box: Mailbox | None,
    form: MailboxForm,
    *,
    said: str = "",
    error: Invalid | Elsewhere | None = None,
) -> Response:
    organisation_id = path_id(request)
    words = {"tls": _("TLS"), "starttls": _("STARTTLS"), "none": _("Without: in your operator's network alone")}
    reasons = _reasons()
    sentences = {
        "connected": _("Connected: both servers said yes. What comes from now on becomes cases at the desk."),
        "paused": _("Paused."),
        "resumed": _("Mail goes on."),
        "disconnected": _("Disconnected: the passwords are deleted. What came stays at the desk."),
    }
    content = MailPage(
        account=await get_account(work.db, organisation_id),
        box=box,
        form=form,
        securities=[(one, words[one]) for one in SECURITIES],
        times=[(days, _days(days)) for days in sorted({*KEPT_CHOICES, form.kept_days})],
        left=[(one, reasons[one.reason]) for one in await left_behind(work, organisation_id)],
        said=sentences.get(said, ""),
        error=error.text if error else "",
        field=(error.field or "") if isinstance(error, Invalid) else "",
    )
    return await page(work, request, "mailbox/mail.html", content, status=422 if error else 200)


def _days(days: int) -> str:
    if days % 365 == 0:
        return _("{count} years").format(count=days // 365) if days > 365 else _("a year")
    return _("{count} days").format(count=days)


def _reasons() -> dict[str, str]:
    return {
        "": "",
        "own": _("from this very address"),
        "automatic": _("an answer by itself"),
        "list": _("to a list, or to many"),
        "bounce": _("something came back that was not sent from here"),
        "many": _("more than {count} in an hour from one address").format(count=60),
        "nobody": _("nobody to answer to"),
        "old": _("written long before the mailbox was connected"),
    }


def _back(organisation_id: Id, said: str) -> Response:
    return RedirectResponse(f"/organisations/{organisation_id}/mail?said={said}", 303)


_MAIL = "/organisations/{id}/mail"
ROUTES = (
    Route(method="GET", path=_MAIL, handler=show_mail),
    Route(method="POST", path=_MAIL, handler=do_connect, limit="mail"),
    Route(method="POST", path=f"{_MAIL}/pause", handler=do_pause),
    Route(method="POST", path=f"{_MAIL}/resume", handler=do_resume),
    Route(method="POST", path=f"{_MAIL}/disconnect", handler=do_disconnect),
    Route(method="GET", path=f"{_MAIL}/kept", handler=show_kept),
    Route(method="POST", path=f"{_MAIL}/kept/take", handler=take_kept, limit="export"),
    Route(method="POST", path=f"{_MAIL}/kept/erase", handler=do_erase),
)
