"""Settings: what only the member sees and decides about their own account."""

from dataclasses import dataclass, field
from typing import Literal
from zoneinfo import available_timezones

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, KithError
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.web.caller import Caller
from kith.base.web.form import read_form
from kith.base.web.language import available
from kith.base.web.page import page
from kith.base.web.routing import Route, path_id
from kith.base.web.zone import zones_to_choose
from kith.base.work import Work
from kith.people import store
from kith.people.actions.leaving import come_back, leave
from kith.people.actions.posting import set_posting
from kith.people.actions.proving import change_email, change_password
from kith.people.actions.signing_in import sign_out, sign_out_elsewhere
from kith.people.actions.tokens import give_token, take_token_back
from kith.people.model import ApiToken, Member, PageSession
from kith.people.store.holding import tokens_by_hand

LANGUAGE_NAMES = {"en": "English", "ar": "العربية", "de": "Deutsch", "fr": "Français", "es": "Español"}


def sentences() -> dict[str, str]:
    """What a page says after something was done, by the word that stands in its address."""
    return {
        "kept": _("Kept."),
        "password": _("Your new password is set. Everywhere else you have been signed out."),
        "mailed": _("A link is on its way to the new address."),
        "mail-forgotten": _("Your address is forgotten."),
        "ended": _("Signed out there."),
        "ended-others": _("Signed out everywhere else."),
        "token-ended": _("It no longer has access."),
        "back": _("Welcome back. Everything is as it was."),
    }


@dataclass(frozen=True)
class SettingsPage:
    """One page of the settings. Which parts are filled depends on the page."""

    member: Member
    sessions: tuple[PageSession, ...] = ()
    tokens: tuple[ApiToken, ...] = ()
    session_id: Id | None = None
    new_token: str = ""
    languages: tuple[tuple[str, str], ...] = ()
    zones: tuple[str, ...] = ()
    error: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    done: str = ""


class TasteForm(msgspec.Struct, frozen=True, kw_only=True):
    """How Kith looks and speaks to somebody, and who usually reads them."""

    language: str = ""
    theme: Literal["light", "dark", ""] = ""
    timezone: str = "UTC"
    post_audience: Literal["everyone", "unlisted", "followers"] = "everyone"
    quote_policy: Literal["everyone", "followers", "nobody"] = "everyone"
    post_language: str = ""
    post_sensitive: bool = False


class PasswordForm(msgspec.Struct, frozen=True, kw_only=True):
    """The present password and the new one."""

    current_password: str
    password: str


class EmailForm(msgspec.Struct, frozen=True, kw_only=True):
    """The password and the new address."""

    current_password: str
    email: str = ""


class TokenForm(msgspec.Struct, frozen=True, kw_only=True):
    """What a token is for."""

    name: str = ""


class LeaveForm(msgspec.Struct, frozen=True, kw_only=True):
    """The password, once more."""

    current_password: str


async def show_settings(work: Work, request: Request) -> Response:
    """`GET /settings`: all there is, in one list."""
    return await _show(work, request, "people/settings.html")


async def show_taste(work: Work, request: Request) -> Response:
    """`GET /settings/taste`."""
    return await _show(work, request, "people/settings_taste.html")


async def do_taste(work: Work, request: Request) -> Response:
    """`POST /settings/taste`."""
    form = await read_form(request, TasteForm)
    if form.timezone not in available_timezones():
        raise Invalid(_("That time zone is not known here."), field="timezone")
    if form.language and form.language not in available():
        raise Invalid(_("Kith does not speak that language yet."), field="language")
    await store.set_taste(
        work.db,
        _caller(request).person_id,
        language=form.language or None,
        theme=form.theme or None,
        timezone=form.timezone,
        post_audience=form.post_audience,
        quote_policy=form.quote_policy,
    )
    await set_posting(work, language=form.post_language, sensitive=form.post_sensitive)
    return _back("/settings/taste", "kept")


async def show_password(work: Work, request: Request) -> Response:
    """`GET /settings/password`: password and mail address."""
    return await _show(work, request, "people/settings_password.html")


async def do_password(work: Work, request: Request) -> Response:
    """`POST /settings/password`."""
    form = await read_form(request, PasswordForm)
    session = Id(int(_caller(request).session))
    try:
        await change_password(work, current=form.current_password, password=form.password, session_id=session)
    except Invalid as error:
        return await _again(work, request, "people/settings_password.html", error)
    return _back("/settings/password", "password")


async def do_email(work: Work, request: Request) -> Response:
    """`POST /settings/email`."""
    form = await read_form(request, EmailForm)
    try:
        await change_email(work, current=form.current_password, email=form.email)
    except Invalid as error:
        return await _again(work, request, "people/settings_password.html", error)
    return _back("/settings/password", "mailed" if form.email.strip() else "mail-forgotten")


async def show_sessions(work: Work, request: Request) -> Response:
    """`GET /settings/sessions`: where somebody is signed in, and what has access."""
    return await _show(work, request, "people/settings_sessions.html")


async def do_end_session(work: Work, request: Request) -> Response:
    """`POST /settings/sessions/ID/end`."""
    await sign_out(work, path_id(request))
    return _back("/settings/sessions", "ended")


async def do_end_others(work: Work, request: Request) -> Response:
    """`POST /settings/sessions/others/end`."""
    await sign_out_elsewhere(work, but_id=Id(int(_caller(request).session)))
    return _back("/settings/sessions", "ended-others")


async def do_give_token(work: Work, request: Request) -> Response:
    """`POST /settings/tokens`: shown on this very answer, and never again."""
    form = await read_form(request, TokenForm)
    try:
        token = await give_token(work, name=form.name)
    except Invalid as error:
        return await _again(work, request, "people/settings_sessions.html", error)
    return await _show(work, request, "people/settings_sessions.html", new_token=token)


async def do_end_token(work: Work, request: Request) -> Response:
    """`POST /settings/tokens/ID/end`."""
    await take_token_back(work, path_id(request))
    return _back("/settings/sessions", "token-ended")


async def show_leave(work: Work, request: Request) -> Response:
    """`GET /settings/leave`."""
    return await _show(work, request, "people/settings_leave.html")


async def do_leave(work: Work, request: Request) -> Response:
    """`POST /settings/leave`."""
    form = await read_form(request, LeaveForm)
    try:
        await leave(work, password=form.current_password)
    except KithError as error:
        return await _again(work, request, "people/settings_leave.html", error)
    return _back("/settings/leave", "leaving")


async def do_come_back(work: Work, _request: Request) -> Response:
    """`POST /settings/leave/undo`."""
    await come_back(work)
    return _back("/settings", "back")


async def _show(work: Work, request: Request, template: str, *, status: int = 200, **more: object) -> Response:
    caller = _caller(request)
    member = await store.get_member(work.db, caller.person_id)
    content = SettingsPage(
        member=member,
        sessions=tuple(await store.sessions_of(work.db, caller.person_id)) if "sessions" in template else (),
        tokens=await _tokens(work, caller.person_id) if "sessions" in template else (),
        session_id=Id(int(caller.session)) if caller.session.isdecimal() else None,
        languages=tuple((code, LANGUAGE_NAMES.get(code, code)) for code in available()),
        zones=tuple(zones_to_choose(member.timezone)) if "taste" in template else (),
        done=sentences().get(request.query_params.get("said", ""), ""),
        **more,  # type: ignore[arg-type]
    )
    return await page(work, request, template, content, status=status)


async def _tokens(work: Work, person_id: Id) -> tuple[ApiToken, ...]:
    """List what has access to a person's account, and by their hand to an organisation's."""
    return (*await store.tokens_of(work.db, person_id), *await tokens_by_hand(work.db, person_id))


async def _again(work: Work, request: Request, template: str, error: KithError) -> Response:
    work.undo()
    where = error.field if isinstance(error, Invalid) else None
    problem: dict[str, object] = {"errors": {where: error.text}} if where else {"error": error.text}
    return await _show(work, request, template, status=422 if isinstance(error, Invalid) else 403, **problem)


def _back(path: str, said: str) -> Response:
    """Lead back to a page that says what was done: by a word of ours in the address, never by text from it."""
    return RedirectResponse(f"{path}?said={said}", 303)


def _caller(request: Request) -> Caller:
    caller: Caller = request.state.caller
    return caller


SETTINGS_ROUTES = (
    Route(method="GET", path="/settings", handler=show_settings),
    Route(method="GET", path="/settings/taste", handler=show_taste),
    Route(method="POST", path="/settings/taste", handler=do_taste, before_confirmed=True),
    Route(method="GET", path="/settings/password", handler=show_password),
    Route(method="POST", path="/settings/password", handler=do_password, limit="sign-in", before_confirmed=True),
    Route(method="POST", path="/settings/email", handler=do_email, limit="mail", before_confirmed=True),
    Route(method="GET", path="/settings/sessions", handler=show_sessions),
    Route(method="POST", path="/settings/sessions/{id}/end", handler=do_end_session, before_confirmed=True),
    Route(method="POST", path="/settings/sessions/others/end", handler=do_end_others, before_confirmed=True),
    Route(method="POST", path="/settings/tokens", handler=do_give_token),
    Route(method="POST", path="/settings/tokens/{id}/end", handler=do_end_token, before_confirmed=True),
    Route(method="GET", path="/settings/leave", handler=show_leave),
    Route(method="POST", path="/settings/leave", handler=do_leave, limit="sign-in", before_confirmed=True),
    Route(method="POST", path="/settings/leave/undo", handler=do_come_back, before_confirmed=True),
)
