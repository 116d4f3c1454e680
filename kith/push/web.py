"""`/settings/push`: being told in this very browser. Of what, stands on the page of what reaches somebody."""

from dataclasses import dataclass

import msgspec
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.web.caller import Caller
from kith.base.web.form import read_form
from kith.base.web.page import Pages, Slot, csrf_token
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.notices import show_reach
from kith.push.actions.subscribing import (
    Keys,
    end_browser_subscription,
    find_browser_subscription,
    subscribe_browser,
)
from kith.push.keys import server_key

PAGE = "/settings/notices"


@dataclass(frozen=True, kw_only=True)
class DevicePart:
    """The key by which this browser subscribes. `is_on`: it is told."""

    is_on: bool
    server_key: str
    done: str
    csrf: str


class PushForm(msgspec.Struct, frozen=True, kw_only=True):
    """What the browser said when it subscribed."""

    endpoint: str = ""
    p256dh: str = ""
    auth: str = ""


async def show_push(_work: Work, _request: Request) -> Response:
    """`GET /settings/push`: where it stands."""
    return RedirectResponse(PAGE, 303)


async def do_push(work: Work, request: Request) -> Response:
    """`POST /settings/push`: by the script, which asked the browser first."""
    form, session_id = await read_form(request, PushForm), _session_of(request)
    keys = Keys(endpoint=form.endpoint, p256dh=form.p256dh, auth=form.auth)
    try:
        if not form.endpoint:
            raise Invalid(_("This browser did not say where to reach it."), field="endpoint")
        await subscribe_browser(work, session_id, keys=keys, language=request.state.language)
    except Invalid as error:
        work.undo()
        return await show_reach(work, request, errors={"device": error.text})
    return RedirectResponse(f"{PAGE}?said=on", 303)


async def do_end(work: Work, request: Request) -> Response:
    """`POST /settings/push/end`."""
    await end_browser_subscription(work, _session_of(request))
    return RedirectResponse(f"{PAGE}?said=off", 303)


async def device_part(work: Work, request: Request) -> Markup:
    """Fill the place on the page of what reaches somebody where it says whether this browser is told."""
    pages: Pages = request.app.pages
    part = DevicePart(
        is_on=await find_browser_subscription(work, _session_of(request)) is not None,
        server_key=server_key(work.house.secret).public,
        done=_done().get(request.query_params.get("said", ""), ""),
        csrf=csrf_token(work, request),
    )
    return pages.render("push/device.html", part=part)


def _session_of(request: Request) -> Id:
    caller: Caller = request.state.caller
    if not caller.session.isdecimal():
        raise Refused(_("This is for browsers that are signed in."))
    return Id(int(caller.session))


def _done() -> dict[str, str]:
    return {
        "on": _("Done: you will be told on this device."),
        "off": _("You are no longer told on this device."),
    }


SLOTS = (Slot(name="reach.device", fill=device_part),)
ROUTES = (
    Route(method="GET", path="/settings/push", handler=show_push),
    Route(method="POST", path="/settings/push", handler=do_push),
    Route(method="POST", path="/settings/push/end", handler=do_end, before_confirmed=True),
)
