"""`/settings/talk`: who may write to one, who sees that one is here, and what is shown of reading."""

from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.web.form import read_form
from kith.base.web.page import page
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.conversations.actions.keeping import my_settings, set_settings
from kith.conversations.model import TalkSettings, WhoMayWrite, WhoSeesPresence


@dataclass(frozen=True, kw_only=True)
class SettingsPage:
    """What somebody wants of their conversations."""

    settings: TalkSettings
    done: bool


class SettingsForm(msgspec.Struct, frozen=True, kw_only=True):
    """The form of it; a box that is not ticked is not sent."""

    who_may_write: WhoMayWrite = "known"
    presence: WhoSeesPresence = "ties"
    shows_marks: bool = False
    may_forward: bool = False
    memories: bool = False


async def show_settings(work: Work, request: Request) -> Response:
    """`GET /settings/talk`."""
    content = SettingsPage(settings=await my_settings(work), done=request.query_params.get("said") == "kept")
    return await page(work, request, "conversations/settings.html", content)


async def do_settings(work: Work, request: Request) -> Response:
    """`POST /settings/talk`."""
    form = await read_form(request, SettingsForm)
    known = await my_settings(work)
    await set_settings(work, msgspec.structs.replace(known, **msgspec.structs.asdict(form)))
    return RedirectResponse("/settings/talk?said=kept", 303)


ROUTES = (
    Route(method="GET", path="/settings/talk", handler=show_settings),
    Route(method="POST", path="/settings/talk", handler=do_settings),
)
