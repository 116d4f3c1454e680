"""One's own mirror: the entities `Mirror` and `MirrorWeek`. No address here names anybody else's.

They ask for the whole of `read` and `write`: an app that was given a part of somebody's account has no business with
it. The index itself is not told, as it is shown on no page.
"""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.web.form import read_form
from kith.base.web.routing import Route, path_id
from kith.base.web.zone import zone_for
from kith.base.work import Work
from kith.gateways.mastodon.answers import Nothing, json_answer
from kith.gateways.mastodon.dates import date_text
from kith.mirror import (
    Reflection,
    forget_weeks,
    mark_needless,
    mark_wanting,
    pause,
    resume,
    see,
    turn_off,
    turn_on,
)


class MirrorWeekEntity(msgspec.Struct, frozen=True, kw_only=True):
    """The four weeks before a Monday. `word` is `conversation`, `telling`, `broadcasting` or `horn`; `words`, `reason`
    and `step` say it in the reader's language.
    """

    week: str
    word: str
    words: str
    reason: str
    step: str


class MirrorEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Whether one looks into it, when it is looked into next, until when it rests; and its weeks, the newest first."""

    on: bool
    next_at: str | None
    resting_until: str | None
    weeks: list[MirrorWeekEntity]


class MirrorForm(msgspec.Struct, frozen=True, kw_only=True):
    """By whose clock it is Monday morning, for whoever chose none: the name of a time zone."""

    time_zone: str = "UTC"


async def show(work: Work, _request: Request) -> Response:
    """`GET /api/kith/v1/mirror`: see one's own mirror."""
    return json_answer(await _mirror(work))


async def do_turn_on(work: Work, request: Request) -> Response:
    """`PUT /api/kith/v1/mirror`: look from the next Monday morning on."""
    await turn_on(work, zone=zone_for((await read_form(request, MirrorForm)).time_zone, None))
    return json_answer(await _mirror(work))


async def do_turn_off(work: Work, _request: Request) -> Response:
    """`DELETE /api/kith/v1/mirror`: look no more, and keep nothing."""
    await turn_off(work)
    return json_answer({})


async def do_forget(work: Work, _request: Request) -> Response:
    """`DELETE /api/kith/v1/mirror/weeks`: delete all weeks; it stays on."""
    await forget_weeks(work)
    return json_answer(await _mirror(work))


async def do_pause(work: Work, _request: Request) -> Response:
    """`POST /api/kith/v1/mirror/rest`: let it rest for four weeks, which are never looked at."""
    await pause(work)
    return json_answer(await _mirror(work))


async def do_resume(work: Work, _request: Request) -> Response:
    """`DELETE /api/kith/v1/mirror/rest`: look again."""
    await resume(work)
    return json_answer(await _mirror(work))


async def do_mark(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/statuses/ID/needs_no_answer`: say of a reply to oneself that it needs no answer."""
    await mark_needless(work, path_id(request))
    return json_answer({})


async def do_unmark(work: Work, request: Request) -> Response:
    """`DELETE /api/kith/v1/statuses/ID/needs_no_answer`: let a reply want an answer again."""
    await mark_wanting(work, path_id(request))
    return json_answer({})


async def _mirror(work: Work) -> MirrorEntity:
    view = await see(work)
    return MirrorEntity(
        on=view.mirror is not None,
        next_at=date_text(view.mirror.due_at) if view.mirror else None,
        resting_until=date_text(view.resting_until) if view.resting_until else None,
        weeks=[_week(one) for one in view.weeks],
    )


def _week(one: Reflection) -> MirrorWeekEntity:
    return MirrorWeekEntity(week=one.on.isoformat(), word=one.word, words=one.words, reason=one.reason, step=one.step)


_HERE, _REPLY = "/api/kith/v1/mirror", "/api/kith/v1/statuses/{id}/needs_no_answer"
ROUTES = (
    Route(method="GET", path=_HERE, handler=show, scope="read", gives=MirrorEntity),
    Route(method="PUT", path=_HERE, handler=do_turn_on, scope="write", asks=(MirrorForm,), gives=MirrorEntity),
    Route(method="DELETE", path=_HERE, handler=do_turn_off, scope="write", gives=Nothing),
    Route(method="DELETE", path=f"{_HERE}/weeks", handler=do_forget, scope="write", gives=MirrorEntity),
    Route(method="POST", path=f"{_HERE}/rest", handler=do_pause, scope="write", gives=MirrorEntity),
    Route(method="DELETE", path=f"{_HERE}/rest", handler=do_resume, scope="write", gives=MirrorEntity),
    Route(method="POST", path=_REPLY, handler=do_mark, scope="write", gives=Nothing),
    Route(method="DELETE", path=_REPLY, handler=do_unmark, scope="write", gives=Nothing),
)
