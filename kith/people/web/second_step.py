"""The code after the password, and the settings of two-step sign-in."""

from dataclasses import dataclass, field
from typing import Any

import msgspec
import segno
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, KithError, Refused
from kith.base.core.words import _
from kith.base.web.form import read_form
from kith.base.web.page import page
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.people.actions.second_step import finish_sign_in
from kith.people.actions.signing_in import find_half_way
from kith.people.actions.two_step import (
    TwoStepView,
    begin_two_step,
    load_two_step,
    make_recovery_codes,
    turn_two_step_off,
    turn_two_step_on,
)
from kith.people.web.entering import (
    DEVICE_COOKIE,
    DOOR,
    HALF_COOKIE,
    SignInPage,
    local,
    signed_in_here,
    status_of,
)

_SETTINGS = "/settings/two-step"


@dataclass(frozen=True)
class CodePage:
    """The question for a code."""

    next: str
    error: str = ""


@dataclass(frozen=True)
class TwoStepPage:
    """How one's second step stands. `codes` are new ones, to be written down now."""

    view: TwoStepView
    drawing: Markup | None = None
    codes: tuple[str, ...] = ()
    error: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    asked: str = ""  # which form the error is about
    done: str = ""


class CodeForm(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed."""

    code: str
    next: str = "/"


class ProofForm(msgspec.Struct, frozen=True, kw_only=True):
    """The password, and a code."""

    current_password: str
    code: str


async def show_code(work: Work, request: Request) -> Response:
    """`GET /sign-in/code`: for whoever's password was right."""
    path = local(request.query_params.get("next", "/"))
    if request.state.caller:
        return RedirectResponse("/", 303)
    if await find_half_way(work, request.cookies.get(HALF_COOKIE, "")) is None:
        return await _from_the_beginning(work, request, path)
    return await page(work, request, "people/second_step.html", CodePage(next=path))


async def do_code(work: Work, request: Request) -> Response:
    """`POST /sign-in/code`."""
    form = await read_form(request, CodeForm)
    path, cookies = local(form.next), request.cookies
    try:
        key = await finish_sign_in(
            work,
            ticket=cookies.get(HALF_COOKIE, ""),
            code=form.code,
            user_agent=request.headers.get("user-agent", ""),
            device=cookies.get(DEVICE_COOKIE, ""),
        )
    except (Invalid, Refused) as error:
        work.undo()
        content = CodePage(next=path, error=error.text)
        return await page(work, request, "people/second_step.html", content, status=status_of(request, error))
    if key is None:
        return await _from_the_beginning(work, request, path)
    return signed_in_here(work, request, key, path)


async def _from_the_beginning(work: Work, request: Request, path: str) -> Response:
    said = _("That took a while. Please sign in once more.")
    return await page(work, request, "people/sign_in.html", SignInPage(next=path, error=said), status=403)


async def show_two_step(work: Work, request: Request) -> Response:
    """`GET /settings/two-step`."""
    said = {"off": _("Two-step sign-in is off.")}.get(request.query_params.get("said", ""), "")
    return await _show(work, request, done=said)


async def do_begin(work: Work, _request: Request) -> Response:
    """`POST /settings/two-step/key`: a key to put into a phone."""
    await begin_two_step(work)
    return RedirectResponse(_SETTINGS, 303)


async def do_turn_on(work: Work, request: Request) -> Response:
    """`POST /settings/two-step/on`: its first code, and the password."""
    form = await read_form(request, ProofForm)
    try:
        codes = await turn_two_step_on(work, password=form.current_password, code=form.code)
    except (Invalid, Refused) as error:
        return await _again(work, request, error, "on")
    return await _show(work, request, codes=codes, done=_("Two-step sign-in is on."))


async def do_turn_off(work: Work, request: Request) -> Response:
    """`POST /settings/two-step/off`."""
    form = await read_form(request, ProofForm)
    try:
        await turn_two_step_off(work, password=form.current_password, code=form.code)
    except (Invalid, Refused) as error:
        return await _again(work, request, error, "off")
    return RedirectResponse(f"{_SETTINGS}?said=off", 303)


async def do_make_codes(work: Work, request: Request) -> Response:
    """`POST /settings/two-step/codes`: ten new recovery codes."""
    form = await read_form(request, ProofForm)
    try:
        codes = await make_recovery_codes(work, password=form.current_password, code=form.code)
    except (Invalid, Refused) as error:
        return await _again(work, request, error, "codes")
    return await _show(work, request, codes=codes, done=_("These are your new codes. Those before work no more."))


async def _again(work: Work, request: Request, error: KithError, asked: str) -> Response:
    work.undo()
    where = error.field if isinstance(error, Invalid) else None
    wrong: dict[str, Any] = {"errors": {where: error.text}} if where else {"error": error.text}
    return await _show(work, request, status=status_of(request, error), asked=asked, **wrong)


async def _show(work: Work, request: Request, *, status: int = 200, **more: Any) -> Response:
    view = await load_two_step(work)
    drawing = _draw(view.address) if view.address else None
    response = await page(
        work, request, "people/settings_two_step.html", TwoStepPage(view=view, drawing=drawing, **more), status=status
    )
    response.headers["cache-control"] = "no-store"  # it shows a key, or codes
    return response


def _draw(address: str) -> Markup:
    """Draw a QR code, dark on light also where the page is dark: cameras expect it so."""
    said = segno.make(address, micro=False).svg_inline(
        omitsize=True, light="#fff", svgclass="two-step__drawing", lineclass=None, title=_("A QR code with the key")
    )
    return Markup(said)  # noqa: S704 - drawn from our own address, and escaped by the library


SECOND_STEP_ROUTES = (
    Route(method="GET", path=f"{DOOR}/code", handler=show_code, access="anyone"),
    Route(method="POST", path=f"{DOOR}/code", handler=do_code, access="anyone", limit="sign-in"),
    Route(method="GET", path=_SETTINGS, handler=show_two_step),
    Route(method="POST", path=f"{_SETTINGS}/key", handler=do_begin, before_confirmed=True),
    Route(method="POST", path=f"{_SETTINGS}/on", handler=do_turn_on, limit="sign-in", before_confirmed=True),
    Route(method="POST", path=f"{_SETTINGS}/off", handler=do_turn_off, limit="sign-in", before_confirmed=True),
    Route(method="POST", path=f"{_SETTINGS}/codes", handler=do_make_codes, limit="sign-in", before_confirmed=True),
)
