"""`/settings/taking-in`: every cap, break and mute, and the pace, with its end and the way back."""

from dataclasses import dataclass
from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.words import _, ngettext
from kith.base.web.form import read_form
from kith.base.web.page import is_htmx, page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.caps.actions import TakenIn, drop_cap, set_cap, set_pace, taken_in
from kith.caps.model import EVERYONE, POSTS_A_WEEK_MAX, CapWish, Pace, PaceWish
from kith.caps.words import cap_line, clock_words
from kith.people import find_present

HERE = "/settings/taking-in"
MINUTES_OFFERED = (10, 15, 20, 30, 45, 60, 90, 120)


class TopicCapForm(msgspec.Struct, frozen=True, kw_only=True):
    """A cap as it is written on the page: about what, from whom (nobody named: everyone), and how many."""

    topic: str = ""
    handle: str = ""
    posts_a_week: int = 3
    for_closest: bool = False


class PaceForm(msgspec.Struct, frozen=True, kw_only=True):
    """The pace as it is written on the page; times as "18:30"."""

    minutes: int | None = None
    comes: Literal["always", "once", "twice"] = "always"
    first: str = ""
    second: str = ""


@dataclass(frozen=True, kw_only=True)
class TakingInPage:
    """All of it, and what was wrong with the form, where something was."""

    taken: TakenIn
    lines: tuple[str, ...]  # the caps in words, in their order
    form: TopicCapForm
    pace: PaceForm
    minutes_choices: tuple[tuple[str, str], ...]
    posts_a_week_max: int = POSTS_A_WEEK_MAX
    error: str = ""
    field: str = ""


async def show(work: Work, request: Request) -> Response:
    """`GET /settings/taking-in`."""
    return await _show(work, request, TopicCapForm(), None)


async def do_set(work: Work, request: Request) -> Response:
    """`POST /settings/taking-in/caps`."""
    form = await read_form(request, TopicCapForm)
    try:
        author_id = EVERYONE
        if handle := form.handle.strip().removeprefix("@"):
            author_id = (await find_present(work, handle)).id
        wish = CapWish(
            author_id=author_id, topic=form.topic, posts_a_week=form.posts_a_week, for_closest=form.for_closest
        )
        cap = await set_cap(work, wish)
    except NotFound:
        wrong = Invalid(_("There is nobody with that handle here."), field="handle")
        return await _show(work, request, form, None, wrong)
    except (Invalid, Refused) as error:
        return await _show(work, request, form, None, error)
    return RedirectResponse(f"{HERE}#cap-{cap.id}", 303)


async def do_drop(work: Work, request: Request) -> Response:
    """`POST /settings/taking-in/caps/ID/delete`."""
    await drop_cap(work, path_id(request))
    return Response("") if is_htmx(request) else RedirectResponse(HERE, 303)


async def do_pace(work: Work, request: Request) -> Response:
    """`POST /settings/taking-in/pace`."""
    form = await read_form(request, PaceForm)
    try:
        first = _minute(form.first, "comes_at") if form.comes != "always" else None
        second = _minute(form.second, "comes_again_at") if form.comes == "twice" else None
        wish = PaceWish(minutes_a_day=form.minutes, comes_at=first, comes_again_at=second, zone=request.state.zone)
        await set_pace(work, wish)
    except Invalid as error:
        return await _show(work, request, TopicCapForm(), form, error)
    return RedirectResponse(f"{HERE}#pace", 303)


async def _show(
    work: Work,
    request: Request,
    form: TopicCapForm,
    pace: PaceForm | None,
    error: Invalid | Refused | None = None,
) -> Response:
    if error is not None:
        work.undo()
    taken = await taken_in(work, zone=request.state.zone)
    content = TakingInPage(
        taken=taken,
        lines=tuple(cap_line(row.cap, row.author, row.topic.label if row.topic else "") for row in taken.caps),
        form=form,
        pace=pace or _pace_form(taken.pace),
        minutes_choices=_minutes(),
        error=error.text if error else "",
        field=(error.field or "") if isinstance(error, Invalid) else "",
    )
    return await page(work, request, "caps/taking_in.html", content, status=422 if error else 200)


def _pace_form(pace: Pace | None) -> PaceForm:
    if pace is None:
        return PaceForm()
    comes: Literal["always", "once", "twice"] = "always"
    if pace.comes_at is not None:
        comes = "once" if pace.comes_again_at is None else "twice"
    return PaceForm(
        minutes=pace.minutes_a_day,
        comes=comes,
        first=clock_words(pace.comes_at),
        second=clock_words(pace.comes_again_at),
    )


def _minutes() -> tuple[tuple[str, str], ...]:
    words = (
        (n, ngettext("After {count} minute a day", "After {count} minutes a day", n).format(count=n))
        for n in MINUTES_OFFERED
    )
    return tuple((str(n), word) for n, word in words)


def _minute(text: str, field: str) -> int:
    hours, _colon, minutes = text.strip().partition(":")
    if not (hours.isascii() and hours.isdecimal() and minutes[:2].isascii() and minutes[:2].isdecimal()):
        raise Invalid(_("Write a time as 18:30."), field=field)
    if int(hours[:3]) > 23 or int(minutes[:2]) > 59:
        raise Invalid(_("Write a time of the day, as 07:30."), field=field)
    return int(hours) * 60 + int(minutes[:2])


SETTINGS_ROUTES = (
    Route(method="GET", path=HERE, handler=show),
    Route(method="POST", path=f"{HERE}/caps", handler=do_set),
    Route(method="POST", path=f"{HERE}/caps/{{id}}/delete", handler=do_drop),
    Route(method="POST", path=f"{HERE}/pace", handler=do_pace),
)
