"""The links that come by mail: to confirm an address, and to set a new password."""

from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import Invalid
from kith.base.core.words import _
from kith.base.web.form import read_form
from kith.base.web.page import page
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.people.actions.proving import ask_for_new_password, confirm_email, is_open, set_new_password
from kith.people.web.entering import SayPage


@dataclass(frozen=True)
class PasswordPage:
    """Ask for a link, or (with a `key`) set a new password."""

    key: str = ""
    error: str = ""


class MailForm(msgspec.Struct, frozen=True, kw_only=True):
    """Where the link shall go."""

    email: str


class NewPasswordForm(msgspec.Struct, frozen=True, kw_only=True):
    """A new password, by a mailed key."""

    key: str
    password: str


class KeyForm(msgspec.Struct, frozen=True, kw_only=True):
    """A mailed key."""

    key: str


async def show_password(work: Work, request: Request) -> Response:
    """`GET /password`: ask for a link."""
    return await page(work, request, "people/password.html", PasswordPage())


async def do_ask_password(work: Work, request: Request) -> Response:
    """`POST /password`: the same answer for every address."""
    form = await read_form(request, MailForm)
    try:
        await ask_for_new_password(work, form.email, language=request.state.language)
    except Invalid as error:
        return await page(work, request, "people/password.html", PasswordPage(error=error.text), status=422)
    content = SayPage(
        title=_("Look into your mail"),
        text=_("If that address belongs to somebody here, a link is on its way to it. It can be used for a day."),
        word=_("Back to sign-in"),
    )
    return await page(work, request, "people/say.html", content)


async def show_new_password(work: Work, request: Request) -> Response:
    """`GET /password/new?key=…`."""
    key = request.query_params.get("key", "")
    if not await is_open(work, key, "password"):
        return await page(work, request, "people/say.html", _worn_out(), status=410)
    return await page(work, request, "people/password.html", PasswordPage(key=key))


async def do_set_password(work: Work, request: Request) -> Response:
    """`POST /password/new`."""
    form = await read_form(request, NewPasswordForm)
    try:
        await set_new_password(work, key_text=form.key, password=form.password)
    except Invalid as error:
        work.undo()
        content = PasswordPage(key=form.key, error=error.text)
        return await page(work, request, "people/password.html", content, status=422)
    content_said = SayPage(
        title=_("Your new password is set"),
        text=_("Everybody who was signed in to your account has been signed out."),
        word=_("Sign in"),
    )
    return await page(work, request, "people/say.html", content_said)


async def show_confirm(work: Work, request: Request) -> Response:
    """`GET /email/confirm?key=…`: a button, because mail programs open links to look at them."""
    key = request.query_params.get("key", "")
    if not await is_open(work, key, "confirm"):
        return await page(work, request, "people/say.html", _worn_out(), status=410)
    return await page(work, request, "people/confirm.html", PasswordPage(key=key))


async def do_confirm(work: Work, request: Request) -> Response:
    """`POST /email/confirm`."""
    form = await read_form(request, KeyForm)
    await confirm_email(work, form.key)
    content = SayPage(title=_("Your address is confirmed"), text=_("Thank you."), href="/", word=_("Go to Home"))
    return await page(work, request, "people/say.html", content)


def _worn_out() -> SayPage:
    return SayPage(
        title=_("That link no longer works"),
        text=_("It has been used, or is older than a day. Ask for a new one; nothing else has changed."),
        href="/password",
        word=_("Ask for a new link"),
    )


PROVING_ROUTES = (
    Route(method="GET", path="/password", handler=show_password, access="anyone"),
    Route(method="POST", path="/password", handler=do_ask_password, access="anyone", limit="mail"),
    Route(method="GET", path="/password/new", handler=show_new_password, access="anyone"),
    Route(method="POST", path="/password/new", handler=do_set_password, access="anyone", limit="sign-in"),
    Route(method="GET", path="/email/confirm", handler=show_confirm, access="anyone"),
    Route(method="POST", path="/email/confirm", handler=do_confirm, access="anyone", limit="sign-in"),
)
