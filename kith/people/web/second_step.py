"""The second step after the password, and the settings of two-step sign-in."""

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
from kith.people.actions.passkeys import WayOn, way_in, way_on, way_to_prove
from kith.people.actions.second_step import finish_sign_in
from kith.people.actions.step_proof import Proof
from kith.people.actions.two_step import (
    TwoStepView,
    begin_two_step,
    load_two_step,
    make_recovery_codes,
    remove_app,
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

SETTINGS = "/settings/two-step"


@dataclass(frozen=True)
class CodePage:
    """The question for a passkey or a code."""

    next: str
    way: WayOn
    error: str = ""


@dataclass(frozen=True)
class TwoStepPage:
    """How one's second step stands. `codes` are new ones, to be written down now."""

    view: TwoStepView
    passkey: str = ""  # what the browser is asked, where a passkey proves that it is oneself
    drawing: Markup | None = None
    codes: tuple[str, ...] = ()
    error: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    asked: str = ""  # which form the error is about
    done: str = ""


class CodeForm(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed, or what came of a passkey."""

    code: str = ""
    passkey: str = ""
    next: str = "/"


class ProofForm(msgspec.Struct, frozen=True, kw_only=True):
    """The password, and a code or what came of a passkey."""

    current_password: str = ""
    code: str = ""
    passkey: str = ""

    def proof(self) -> Proof:
        """Give what it proves oneself by."""
        return Proof(password=self.current_password, code=self.code, passkey=self.passkey)


async def show_code(work: Work, request: Request) -> Response:
    """`GET /sign-in/code`: for whoever's password was right."""
    path = local(request.query_params.get("next", "/"))
    if request.state.caller:
        return RedirectResponse("/", 303)
    return await _ask(work, request, path)


async def do_code(work: Work, request: Request) -> Response:
    """`POST /sign-in/code`."""
    form = await read_form(request, CodeForm)
    path, cookies = local(form.next), request.cookies
    try:
        key = await finish_sign_in(
            work,
            ticket=cookies.get(HALF_COOKIE, ""),
            code=form.code,
            passkey=form.passkey,
            user_agent=request.headers.get("user-agent", ""),
            device=cookies.get(DEVICE_COOKIE, ""),
        )
    except (Invalid, Refused) as error:
        work.undo()
        return await _ask(work, request, path, error=error.text, status=status_of(request, error))
    if key is None:
        return await _from_the_beginning(work, request, path)
    return signed_in_here(work, request, key, path)


async def _ask(work: Work, request: Request, path: str, *, error: str = "", status: int = 200) -> Response:
    way = await way_on(work, request.cookies.get(HALF_COOKIE, ""))
    if way is None:
        return await _from_the_beginning(work, request, path)
    return await page(
        work, request, "people/second_step.html", CodePage(next=path, way=way, error=error), status=status
    )


async def _from_the_beginning(work: Work, request: Request, path: str) -> Response:
    said = _("That took a while. Please sign in once more.")
    content = SignInPage(next=path, error=said, passkey=way_in(work))
    return await page(work, request, "people/sign_in.html", content, status=403)


async def show_two_step(work: Work, request: Request) -> Response:
    """`GET /settings/two-step`."""
    said = {
        "off": _("Two-step sign-in is off."),
        "made": _("Your passkey is there. You can sign in with it from now on."),
        "removed": _("That passkey opens nothing here any more."),
        "app": _("Your app for codes counts from now on."),
        "no-app": _("Codes of your app count no more."),
    }.get(request.query_params.get("said", ""), "")
    return await show_settings(work, request, done=said)


async def do_begin(work: Work, request: Request) -> Response:
    """`POST /settings/two-step/key`: a key to put into a phone."""
    form = await read_form(request, ProofForm)
    try:
        await begin_two_step(work, form.proof())
    except (Invalid, Refused) as error:
        return await again(work, request, error, "key")
    return RedirectResponse(SETTINGS, 303)


async def do_turn_on(work: Work, request: Request) -> Response:
    """`POST /settings/two-step/on`: its first code, and the password."""
    form = await read_form(request, ProofForm)
    try:
        codes = await turn_two_step_on(work, password=form.current_password, code=form.code)
    except (Invalid, Refused) as error:
        return await again(work, request, error, "on")
    if not codes:
        return RedirectResponse(f"{SETTINGS}?said=app", 303)
    return await show_settings(work, request, codes=codes, done=_("Two-step sign-in is on."))


async def do_turn_off(work: Work, request: Request) -> Response:
    """`POST /settings/two-step/off`."""
    form = await read_form(request, ProofForm)
    try:
        await turn_two_step_off(work, form.proof())
    except (Invalid, Refused) as error:
        return await again(work, request, error, "off")
    return RedirectResponse(f"{SETTINGS}?said=off", 303)


async def do_remove_app(work: Work, request: Request) -> Response:
    """`POST /settings/two-step/app/off`: passkeys alone."""
    form = await read_form(request, ProofForm)
    try:
        await remove_app(work, form.proof())
    except (Invalid, Refused) as error:
        return await again(work, request, error, "app/off")
    return RedirectResponse(f"{SETTINGS}?said=no-app", 303)


async def do_make_codes(work: Work, request: Request) -> Response:
    """`POST /settings/two-step/codes`: ten new recovery codes."""
    form = await read_form(request, ProofForm)
    try:
        codes = await make_recovery_codes(work, form.proof())
    except (Invalid, Refused) as error:
        return await again(work, request, error, "codes")
    return await show_settings(
        work, request, codes=codes, done=_("These are your new codes. Those before work no more.")
    )


async def again(work: Work, request: Request, error: KithError, asked: str) -> Response:
    """Show the settings with what was wrong, at the form that it is about."""
    work.undo()
    return await show_settings(work, request, status=status_of(request, error), asked=asked, **wrong_with(error))


def wrong_with(error: KithError) -> dict[str, Any]:
    """Say what was wrong: with one field, or as a whole."""
    where = error.field if isinstance(error, Invalid) else None
    return {"errors": {where: error.text}} if where else {"error": error.text}


async def show_settings(work: Work, request: Request, *, status: int = 200, **more: Any) -> Response:
    """Answer with the page, and what is said on it."""
    view = await load_two_step(work)
    content = TwoStepPage(
        view=view, passkey=await way_to_prove(work), drawing=_draw(view.address) if view.address else None, **more
    )
    return unkept(await page(work, request, "people/settings_two_step.html", content, status=status))


def unkept(response: Response) -> Response:
    """Let no browser keep a page that shows a key, codes, or a challenge."""
    response.headers["cache-control"] = "no-store"
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
    Route(method="GET", path=SETTINGS, handler=show_two_step),
    Route(method="POST", path=f"{SETTINGS}/key", handler=do_begin, limit="sign-in", before_confirmed=True),
    Route(method="POST", path=f"{SETTINGS}/on", handler=do_turn_on, limit="sign-in", before_confirmed=True),
    Route(method="POST", path=f"{SETTINGS}/off", handler=do_turn_off, limit="sign-in", before_confirmed=True),
    Route(method="POST", path=f"{SETTINGS}/app/off", handler=do_remove_app, limit="sign-in", before_confirmed=True),
    Route(method="POST", path=f"{SETTINGS}/codes", handler=do_make_codes, limit="sign-in", before_confirmed=True),
)
