"""`/@HANDLE/between`: what a person told an organisation, whether they want words, and what it keeps of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid
from kith.base.core.ids import Id
from kith.base.core.words import _, ngettext
from kith.base.web.back import came_from
from kith.base.web.form import read_form
from kith.base.web.page import page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.desk.actions.ways import Between, WayWish, between_us, end_way, erase, tell_way, wish_words
from kith.desk.model import Case
from kith.desk.model.way import EVERY_DAYS, WAY_DAYS_MAX, WAY_MAX, WAYS_MAX, Wish
from kith.desk.web.wording import state_for_them
from kith.people import find_present


class WayForm(msgspec.Struct, frozen=True, kw_only=True):
    """A way one is on, as it was typed."""

    text: str = ""
    until: str = ""
    wants_word: bool = False
    every_days: int = 30


class WishForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whether one wants words."""

    wish: Wish


@dataclass(frozen=True, kw_only=True)
class BetweenPage:
    """What is between the two. `wish` is what holds now; `cases` are one's own there, with how far each is."""

    between: Between
    path: str
    wish: Wish
    cases: Sequence[tuple[Case, str]]
    form: WayForm
    everies: Sequence[tuple[str, str]]
    has_room: bool
    today: date
    last_day: date
    text_max: int = WAY_MAX
    error: str = ""
    field: str = ""


async def show_between(work: Work, request: Request) -> Response:
    """`GET /@HANDLE/between`."""
    return await _show(work, request, WayForm(wants_word=True))


async def do_tell(work: Work, request: Request) -> Response:
    """`POST /@HANDLE/between/ways`: what does not fit comes back with its words."""
    form = await read_form(request, WayForm)
    try:
        until = date.fromisoformat(form.until)
    except ValueError:
        return await _show(work, request, form, Invalid(_("Choose until when."), field="until"))
    wish = WayWish(text=form.text, until=until, wants_word=form.wants_word, every_days=form.every_days)
    try:
        await tell_way(work, await _organisation_id(work, request), wish)
    except Invalid as error:
        work.undo()
        return await _show(work, request, form, error)
    return RedirectResponse(_path(request), 303)


async def do_end(work: Work, request: Request) -> Response:
    """`POST /@HANDLE/between/ways/ID/end`."""
    await end_way(work, await _organisation_id(work, request), path_id(request))
    return RedirectResponse(_path(request), 303)


async def do_wish(work: Work, request: Request) -> Response:
    """`POST /@HANDLE/between/words`: one tap, from wherever it was."""
    form = await read_form(request, WishForm)
    await wish_words(work, await _organisation_id(work, request), form.wish)
    return RedirectResponse(came_from(request), 303)


async def do_erase(work: Work, request: Request) -> Response:
    """`POST /@HANDLE/between/erase`."""
    await erase(work, await _organisation_id(work, request))
    return RedirectResponse(_path(request), 303)


async def _show(work: Work, request: Request, form: WayForm, error: Invalid | None = None) -> Response:
    between = await between_us(work, await _organisation_id(work, request))
    wish, today = between.wish, work.now.date()
    later = wish is not None and wish.not_before is not None and wish.not_before > work.now
    content = BetweenPage(
        between=between,
        path=_path(request),
        wish="never" if wish is not None and wish.never else "not_now" if later else "yes",
        cases=[(one, state_for_them(one)) for one in between.cases],
        form=form,
        everies=[(str(days), _every(days)) for days in EVERY_DAYS],
        has_room=len(between.ways) < WAYS_MAX,
        today=today,
        last_day=today + timedelta(days=WAY_DAYS_MAX),
        error=error.text if error else "",
        field=(error.field or "") if error else "",
    )
    return await page(work, request, "desk/between.html", content, status=422 if error else 200)


def _every(days: int) -> str:
    weeks = days // 7
    return ngettext("Once a week", "Once in {num} weeks", weeks).format(num=weeks)


async def _organisation_id(work: Work, request: Request) -> Id:
    return (await find_present(work, request.path_params["handle"])).id


def _path(request: Request) -> str:
    return f"/@{request.path_params['handle']}/between"


_ONE = "/@{handle}/between"
ROUTES = (
    Route(method="GET", path=_ONE, handler=show_between),
    Route(method="POST", path=f"{_ONE}/ways", handler=do_tell, limit="message"),
    Route(method="POST", path=_ONE + "/ways/{id}/end", handler=do_end),
    Route(method="POST", path=f"{_ONE}/words", handler=do_wish),
    Route(method="POST", path=f"{_ONE}/erase", handler=do_erase),
)
