"""Coming in and going out: sign-up, sign-in, sign-out."""

from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, KithError, Refused, TooMany
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
from kith.people.actions.passkeys import sign_in_by_passkey, way_in
from kith.people.actions.proving import ask_to_confirm
from kith.people.actions.server import ServerWords, server_words, who_invites
from kith.people.actions.signing_in import (
    HALF_WAY_MINUTES,
    SESSION_DAYS,
    HalfWay,
    begin_session,
    new_device,
    sign_in,
    sign_out,
)
from kith.people.model import Account
from kith.people.secrets import Key

HALF_COOKIE, DEVICE_COOKIE = "kith_half", "kith_device"
DEVICE_DAYS = 365
DOOR = "/sign-in"  # the only place to which these two cookies go


@dataclass(frozen=True)
class SignInPage:
    """Sign-in, with what was typed and what was wrong with it."""

    who: str = ""
    next: str = "/"
    error: str = ""
    passkey: str = ""  # what the browser is asked, where a passkey stands for all of it


@dataclass(frozen=True)
class SignUpPage:
    """Sign-up, with what was typed and what was wrong with it."""

    form: JoinForm
    words: ServerWords
    mail_needed: bool
    error: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    invited_by: tuple[Account, str] | None = None  # with their line


@dataclass(frozen=True)
class SayPage:
    """A page that says one thing, and shows one way on."""

    title: str
    text: str
    href: str = "/sign-in"
    word: str = ""


class SignInForm(msgspec.Struct, frozen=True, kw_only=True):
    """What signs somebody in."""

    who: str
    password: str
    next: str = "/"


class PasskeyForm(msgspec.Struct, frozen=True, kw_only=True):
    """What a browser answered for a passkey."""

    passkey: str = ""
    next: str = "/"


class JoiningForm(JoinForm, frozen=True, kw_only=True):
    """The sign-up form. `website` is not shown to people; machines fill it in."""

    website: str = ""


async def show_sign_in(work: Work, request: Request) -> Response:
    """`GET /sign-in`."""
    if request.state.caller:
        return RedirectResponse("/", 303)
    content = SignInPage(next=local(request.query_params.get("next", "/")), passkey=way_in(work))
    return await page(work, request, "people/sign_in.html", content)


async def do_sign_in(work: Work, request: Request) -> Response:
    """`POST /sign-in`."""
    form = await read_form(request, SignInForm)
    agent = request.headers.get("user-agent", "")
    try:
        device = request.cookies.get(DEVICE_COOKIE, "")
        came = await sign_in(work, who=form.who, password=form.password, user_agent=agent, device=device)
    except (Invalid, Refused) as error:
        work.undo()
        content = SignInPage(who=form.who[:300], next=local(form.next), error=error.text, passkey=way_in(work))
        return await page(work, request, "people/sign_in.html", content, status=status_of(request, error))
    if isinstance(came, HalfWay):
        return _half_way(request, came, local(form.next))
    return signed_in_here(work, request, came, local(form.next))


async def do_passkey(work: Work, request: Request) -> Response:
    """`POST /sign-in/passkey`: a passkey in the place of the password and all else."""
    form = await read_form(request, PasskeyForm)
    try:
        key = await sign_in_by_passkey(work, form.passkey, user_agent=request.headers.get("user-agent", ""))
    except (Invalid, Refused) as error:
        work.undo()
        content = SignInPage(next=local(form.next), error=error.text, passkey=way_in(work))
        return await page(work, request, "people/sign_in.html", content, status=status_of(request, error))
    return signed_in_here(work, request, key, local(form.next))


def _half_way(request: Request, came: HalfWay, path: str) -> Response:
    """Lead on to the code. Whoever sees the address alone has nothing of it."""
    response = RedirectResponse(f"{DOOR}/code?next={quote(path, safe='')}", 303)
    _put(response, request, HALF_COOKIE, came.ticket, minutes=HALF_WAY_MINUTES)
    return response


def signed_in_here(work: Work, request: Request, key: Key, path: str) -> Response:
    """Answer as `signed_in`, and know this device again: what strangers guess keeps nobody out there."""
    response = signed_in(request, key, path)
    response.delete_cookie(HALF_COOKIE, path=DOOR)
    _put(response, request, DEVICE_COOKIE, new_device(work, key.account_id), minutes=DEVICE_DAYS * 24 * 60)
    return response


def _put(response: Response, request: Request, name: str, value: str, *, minutes: int) -> None:
    secure = request.app.house.settings.is_secure
    response.set_cookie(name, value, minutes * 60, path=DOOR, httponly=True, samesite="lax", secure=secure)


async def do_sign_out(work: Work, request: Request) -> Response:
    """`POST /sign-out`."""
    caller: Caller = request.state.caller
    if caller.browser_id is not None:
        await sign_out(work, caller.browser_id)
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
    try:
        parts = urlsplit(path)
    except ValueError:
        return "/"  # `//[` leads nowhere at all
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
        invited_by=await who_invites(work, form.invite),
    )
    return await page(work, request, "people/join.html", content, status=status_of(request, error) if error else 200)


def status_of(request: Request, error: KithError) -> int:
    """Give the status of a refusal; of one that was too many also when to try again."""
    if isinstance(error, TooMany):
        request.state.headers["retry-after"] = str(error.retry_after_s)
        return 429
    return 422 if isinstance(error, Invalid) else 403


ENTERING_ROUTES = (
    Route(method="GET", path="/sign-in", handler=show_sign_in, access="anyone"),
    Route(method="POST", path="/sign-in", handler=do_sign_in, access="anyone", limit="sign-in"),
    Route(method="POST", path=f"{DOOR}/passkey", handler=do_passkey, access="anyone", limit="sign-in"),
    Route(method="POST", path="/sign-out", handler=do_sign_out, before_confirmed=True),
    Route(method="GET", path="/join", handler=show_join, access="anyone"),
    Route(method="GET", path="/join/{code}", handler=show_join, access="anyone"),
    Route(method="POST", path="/join", handler=do_join, access="anyone", limit="sign-up"),
)
