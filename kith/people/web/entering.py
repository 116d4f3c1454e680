"""Coming in and going out: sign-up, sign-in, sign-out, and the links that come by mail."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, KithError, Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.web.caller import Caller
from kith.base.web.form import read_form
from kith.base.web.page import page
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.people import store
from kith.people.actions.joining import JoinForm, sign_up
from kith.people.actions.knowing import COOKIE
from kith.people.actions.proving import (
    ask_for_new_password,
    ask_to_confirm,
    confirm_email,
    is_open,
    set_new_password,
)
from kith.people.actions.server import ServerWords, server_words
from kith.people.actions.signing_in import SESSION_DAYS, begin_session, sign_in, sign_out
from kith.people.secrets import Key


@dataclass(frozen=True)
class SignInPage:
    """Sign-in, with what was typed and what was wrong with it."""

    who: str = ""
    next: str = "/"
    error: str = ""


@dataclass(frozen=True)
class SignUpPage:
    """Sign-up, with what was typed and what was wrong with it."""

    form: JoinForm
    words: ServerWords
    mail_needed: bool
    error: str = ""
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SayPage:
    """A page that says one thing, and shows one way on."""

    title: str
    text: str
    href: str = "/sign-in"
    word: str = ""


@dataclass(frozen=True)
class PasswordPage:
    """Ask for a link, or (with a `key`) set a new password."""

    key: str = ""
    error: str = ""


class SignInForm(msgspec.Struct, frozen=True, kw_only=True):
    """What signs somebody in."""

    who: str
    password: str
    next: str = "/"


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


class JoiningForm(JoinForm, frozen=True, kw_only=True):
    """The sign-up form. `website` is not shown to people; machines fill it in."""

    website: str = ""


async def show_sign_in(_work: Work, request: Request) -> Response:
    """`GET /sign-in`."""
    if request.state.caller:
        return RedirectResponse("/", 303)
    content = SignInPage(next=local(request.query_params.get("next", "/")))
    return await page(_work, request, "people/sign_in.html", content)


async def do_sign_in(work: Work, request: Request) -> Response:
    """`POST /sign-in`."""
    form = await read_form(request, SignInForm)
    agent = request.headers.get("user-agent", "")
    try:
        key = await sign_in(work, who=form.who, password=form.password, user_agent=agent)
    except (Invalid, Refused) as error:
        work.undo()
        content = SignInPage(who=form.who[:300], next=local(form.next), error=error.text)
        return await page(work, request, "people/sign_in.html", content, status=_status(error))
    return signed_in(request, key, local(form.next))


async def do_sign_out(work: Work, request: Request) -> Response:
    """`POST /sign-out`."""
    caller: Caller = request.state.caller
    if caller.session.isdecimal():
        await sign_out(work, Id(int(caller.session)))
    response = RedirectResponse("/", 303)
    response.delete_cookie(COOKIE, path="/")
    response.headers["clear-site-data"] = '"cache"'
    return response


async def show_join(work: Work, request: Request) -> Response:
    """`GET /join` and `GET /join/CODE`."""
    if request.state.caller:
        return RedirectResponse("/", 303)
    form = JoinForm(handle="", password="", invite=request.path_params.get("code", ""))
    return await _join_page(work, request, form)


async def do_join(work: Work, request: Request) -> Response:
    """`POST /join`: a new account, signed in at once where nobody has to approve it."""
    form = await read_form(request, JoiningForm)
    if form.website:
        raise Refused(_("That did not look like a person. If you are one, leave the last field empty."))
    try:
        account = await sign_up(work, form)
    except (Invalid, Refused) as error:
        work.undo()
        return await _join_page(work, request, form, error)
    await ask_to_confirm(work, account.id)
    member = await work_member_is_in(work, account.id)
    if not member:
        content = SayPage(
            title=_("Thank you"),
            text=_("The owner of this server looks at every request. You will hear by mail, or try to sign in later."),
            href="/",
            word=_("Back to the front page"),
        )
        return await page(work, request, "people/say.html", content)
    key = await begin_session(work, account.id, user_agent=request.headers.get("user-agent", ""))
    return signed_in(request, key, "/")


async def show_password(work: Work, request: Request) -> Response:
    """`GET /password`: ask for a link."""
    return await page(work, request, "people/password.html", PasswordPage())


async def do_ask_password(work: Work, request: Request) -> Response:
    """`POST /password`: the same answer for every address."""
    form = await read_form(request, MailForm)
    try:
        await ask_for_new_password(work, form.email)
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


def signed_in(request: Request, key: Key, path: str) -> Response:
    """Answer with the cookie of a new session. What was there before does not count any more."""
    response = RedirectResponse(path, 303)
    response.set_cookie(
        COOKIE,
        key.written("."),
        max_age=SESSION_DAYS * 24 * 3600,
        path="/",
        httponly=True,
        samesite="lax",
        secure=request.app.house.settings.is_secure,
    )
    return response


def local(path: str) -> str:
    """Give the path if it leads to this server, else `/`: nobody is sent elsewhere after signing in."""
    parts = urlsplit(path)
    clean = path.startswith("/") and not path.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return path if clean and path.isprintable() else "/"


async def work_member_is_in(work: Work, account_id: Id) -> bool:
    """Tell whether a new account may come in at once."""
    member = await store.get_member(work.db, account_id)
    return member.approved_at is not None


async def _join_page(work: Work, request: Request, form: JoinForm, error: KithError | None = None) -> Response:
    field_name = error.field if isinstance(error, Invalid) else None
    first = not await store.has_owner(work.db)
    words = await server_words(work)
    content = SignUpPage(
        form=form,
        words=msgspec.structs.replace(words, sign_up="open") if first else words,
        mail_needed=work.house.settings.confirm_mail and not first,
        error=error.text if error and not field_name else "",
        errors={field_name: error.text} if error and field_name else {},
    )
    return await page(work, request, "people/join.html", content, status=_status(error) if error else 200)


def _worn_out() -> SayPage:
    return SayPage(
        title=_("That link no longer works"),
        text=_("It has been used, or is older than a day. Ask for a new one; nothing else has changed."),
        href="/password",
        word=_("Ask for a new link"),
    )


def _status(error: KithError) -> int:
    return 422 if isinstance(error, Invalid) else 403


ENTERING_ROUTES = (
    Route(method="GET", path="/sign-in", handler=show_sign_in, access="anyone"),
    Route(method="POST", path="/sign-in", handler=do_sign_in, access="anyone", limit="sign-in"),
    Route(method="POST", path="/sign-out", handler=do_sign_out),
    Route(method="GET", path="/join", handler=show_join, access="anyone"),
    Route(method="GET", path="/join/{code}", handler=show_join, access="anyone"),
    Route(method="POST", path="/join", handler=do_join, access="anyone", limit="sign-up"),
    Route(method="GET", path="/password", handler=show_password, access="anyone"),
    Route(method="POST", path="/password", handler=do_ask_password, access="anyone", limit="mail"),
    Route(method="GET", path="/password/new", handler=show_new_password, access="anyone"),
    Route(method="POST", path="/password/new", handler=do_set_password, access="anyone", limit="sign-in"),
    Route(method="GET", path="/email/confirm", handler=show_confirm, access="anyone"),
    Route(method="POST", path="/email/confirm", handler=do_confirm, access="anyone", limit="sign-in"),
)
