"""`/settings/birthday`: one's own, and whom one lets know the day."""

from dataclasses import dataclass
from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid
from kith.base.web.form import read_day, read_form
from kith.base.web.page import page
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.friends.actions import own_birthday, set_birthday

PLACE = "/settings/birthday"


class BirthdayForm(msgspec.Struct, frozen=True, kw_only=True):
    """The day as a browser sends it, and who is let know."""

    born_on: str = ""
    shown_to: Literal["nobody", "mutual", "followers"] = "nobody"


@dataclass(frozen=True, kw_only=True)
class BirthdayPage:
    """What is kept, or what was sent and why it does not fit."""

    form: BirthdayForm
    today: str
    done: bool = False
    error: str | None = None


async def show_birthday(work: Work, request: Request) -> Response:
    """`GET /settings/birthday`."""
    own = await own_birthday(work)
    form = BirthdayForm(born_on=own.born_on.isoformat() if own.born_on else "", shown_to=own.shown_to or "nobody")
    content = BirthdayPage(form=form, today=work.now.date().isoformat(), done="kept" in request.query_params)
    return await page(work, request, "friends/settings_birthday.html", content)


async def do_set_birthday(work: Work, request: Request) -> Response:
    """`POST /settings/birthday`."""
    form = await read_form(request, BirthdayForm)
    try:
        born_on = read_day(form.born_on, field="born_on")
        await set_birthday(work, born_on, None if form.shown_to == "nobody" else form.shown_to)
    except Invalid as error:
        work.undo()
        again = BirthdayPage(form=form, today=work.now.date().isoformat(), error=error.text)
        return await page(work, request, "friends/settings_birthday.html", again, status=422)
    return RedirectResponse(f"{PLACE}?kept", 303)


ROUTES = (
    Route(method="GET", path=PLACE, handler=show_birthday),
    Route(method="POST", path=PLACE, handler=do_set_birthday),
)
