"""`/settings/push`: what one is told of in this very browser."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.web.caller import Caller
from kith.base.web.form import read_form
from kith.base.web.page import page
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.push.actions.subscribing import (
    Keys,
    change_browser_subscription,
    choices_in,
    end_browser_subscription,
    find_browser_subscription,
    subscribe_browser,
)
from kith.push.keys import server_key
from kith.push.model import CHOICES, Choice

USUAL: tuple[Choice, ...] = ("spoken", "followed")  # before somebody chose: what waits for an answer


@dataclass(frozen=True, kw_only=True)
class PushPage:
    """What is chosen in this browser, and the key by which it subscribes. `is_on`: it is told."""

    choices: Sequence[tuple[Choice, str, bool]]
    is_on: bool
    server_key: str
    done: str
    error: str = ""


class PushForm(msgspec.Struct, frozen=True, kw_only=True):
    """What is chosen; and what the browser said when it subscribed, where it did."""

    spoken: bool = False
    liked: bool = False
    followed: bool = False
    posts: bool = False
    polls: bool = False
    named: bool = False
    endpoint: str = ""
    p256dh: str = ""
    auth: str = ""


async def show_push(work: Work, request: Request) -> Response:
    """`GET /settings/push`."""
    return await _show(work, request)


async def do_push(work: Work, request: Request) -> Response:
    """`POST /settings/push`: by the script, which asked the browser first; or other choices, by the form alone."""
    form, session_id = await read_form(request, PushForm), _session_of(request)
    chosen: list[Choice] = [choice for choice in CHOICES if getattr(form, choice)]
    if not form.endpoint:
        if await find_browser_subscription(work, session_id) is None:
            work.undo()
            return await _show(work, request, error=_("This browser did not say where to reach it."))
        await change_browser_subscription(work, session_id, chosen)
        return RedirectResponse("/settings/push?said=kept", 303)
    keys = Keys(endpoint=form.endpoint, p256dh=form.p256dh, auth=form.auth)
    try:
        await subscribe_browser(work, session_id, keys=keys, choices=chosen, language=request.state.language)
    except Invalid as error:
        work.undo()
        return await _show(work, request, error=error.text)
    return RedirectResponse("/settings/push?said=on", 303)


async def do_end(work: Work, request: Request) -> Response:
    """`POST /settings/push/end`."""
    await end_browser_subscription(work, _session_of(request))
    return RedirectResponse("/settings/push?said=off", 303)


async def _show(work: Work, request: Request, *, error: str = "") -> Response:
    found = await find_browser_subscription(work, _session_of(request))
    chosen = USUAL if found is None else choices_in(found)
    words = _words()
    content = PushPage(
        choices=tuple((choice, words[choice], choice in chosen) for choice in CHOICES),
        is_on=found is not None,
        server_key=server_key(work.house.secret).public,
        done=_done().get(request.query_params.get("said", ""), ""),
        error=error,
    )
    return await page(work, request, "push/push.html", content, status=422 if error else 200)


def _session_of(request: Request) -> Id:
    caller: Caller = request.state.caller
    if not caller.session.isdecimal():
        raise Refused(_("This is for browsers that are signed in."))
    return Id(int(caller.session))


def _words() -> dict[Choice, str]:
    return {
        "spoken": _("Somebody answers me or speaks of me"),
        "followed": _("Somebody follows me, asks to, or lets me in"),
        "liked": _("Somebody likes what I said, or passes it on"),
        "posts": _("Somebody posts, of those I asked to hear from"),
        "polls": _("A poll ends that I took part in"),
        "named": _("Somebody puts me into a collection, or changes one with me"),
    }


def _done() -> dict[str, str]:
    return {
        "on": _("Done: you will be told on this device."),
        "kept": _("Kept."),
        "off": _("You are no longer told on this device."),
    }


ROUTES = (
    Route(method="GET", path="/settings/push", handler=show_push),
    Route(method="POST", path="/settings/push", handler=do_push),
    Route(method="POST", path="/settings/push/end", handler=do_end, before_confirmed=True),
)
