"""What reaches one, and how: the entity `Reach`; and of whom one wishes no notice."""

from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import Invalid
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.web.form import read_form
from kith.base.web.routing import Route, path_id
from kith.base.web.zone import zone_for
from kith.base.work import Work
from kith.gateways.mastodon.account import AccountEntity
from kith.gateways.mastodon.answers import Nothing, json_answer
from kith.gateways.mastodon.people import present_accounts_of
from kith.notices import clock_text, hear_again, minute_of, policy_of, set_reach, silence, silenced_people, zone_of
from kith.notices.model import WHATS, NoticePolicy, Reach, Rhythm, What
from kith.people import get_member

_USUAL = NoticePolicy(owner_id=Id(0))
SHOWN_USUAL = tuple(what for what in WHATS if what not in _USUAL.hidden)
PUSHED_USUAL = tuple(what for what in WHATS if what in _USUAL.pushed)
MAILED_USUAL = tuple(what for what in WHATS if what in _USUAL.mailed)


class ReachEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Of what one is told in which way, when nothing rings, and who may interrupt.

    `page` is among the notices, `push` in the browsers one is told in, `mail` in the summary; apps have alerts of their
    own. `inner_circle` is the circle beyond which nobody interrupts. Times are by the clock of `time_zone`.
    """

    page: tuple[str, ...]
    push: tuple[str, ...]
    mail: tuple[str, ...]
    inner_circle: int | None
    quiet_from: str | None
    quiet_until: str | None
    time_zone: str
    digest: Rhythm
    digest_words: bool


class ReachForm(msgspec.Struct, frozen=True, kw_only=True):
    """All of it; what is not sent is as it is before anybody chooses. A time zone that is not sent stays; one that was
    chosen for the pages goes before it.
    """

    page: tuple[What, ...] = SHOWN_USUAL
    push: tuple[What, ...] = PUSHED_USUAL
    mail: tuple[What, ...] = MAILED_USUAL
    inner_circle: Literal[5, 15, 50, 150] | None = None
    quiet_from: str | None = None
    quiet_until: str | None = None
    time_zone: str | None = None
    digest: Rhythm = "never"
    digest_words: bool = False


async def show(work: Work, _request: Request) -> Response:
    """`GET /api/kith/v1/reach`: show what reaches one, and how."""
    assert work.actor is not None
    return await _answer(work, await policy_of(work.db, work.actor))


async def do_set(work: Work, request: Request) -> Response:
    """`PUT /api/kith/v1/reach`: decide what reaches one, and how; all of it is sent."""
    assert work.actor is not None
    form = await read_form(request, ReachForm)
    if form.time_zone is not None and zone_for(None, form.time_zone) != form.time_zone:
        raise Invalid(_("That time zone is not known here."), field="time_zone")
    zone = form.time_zone or (await policy_of(work.db, work.actor)).zone
    return await _answer(work, await set_reach(work, _reach(form), zone=zone, language=request.state.language))


async def show_silences(work: Work, _request: Request) -> Response:
    """`GET /api/kith/v1/silences`: list of whom one wishes no notice, the latest first."""
    return json_answer(await present_accounts_of(work, await silenced_people(work)))


async def do_silence(work: Work, request: Request) -> Response:
    """`PUT /api/kith/v1/silences/ID`: wish no notice of somebody, who is never told."""
    await silence(work, path_id(request))
    return json_answer({})


async def do_hear_again(work: Work, request: Request) -> Response:
    """`DELETE /api/kith/v1/silences/ID`: let somebody's notices come again."""
    await hear_again(work, path_id(request))
    return json_answer({})


def _reach(form: ReachForm) -> Reach:
    return Reach(
        hidden=tuple(what for what in WHATS if what not in form.page),
        pushed=form.push,
        mailed=form.mail,
        inner_circle=form.inner_circle or 0,
        quiet_from=_minute(form.quiet_from, "quiet_from"),
        quiet_until=_minute(form.quiet_until, "quiet_until"),
        digest=form.digest,
        digest_words=form.digest_words,
    )


def _minute(text: str | None, field: str) -> int | None:
    return None if text is None else minute_of(text, field=field)


async def _answer(work: Work, policy: NoticePolicy) -> Response:
    member = await get_member(work.db, policy.owner_id)
    return json_answer(
        ReachEntity(
            page=tuple(what for what in WHATS if what not in policy.hidden),
            push=tuple(what for what in WHATS if what in policy.pushed),
            mail=tuple(what for what in WHATS if what in policy.mailed),
            inner_circle=policy.inner_circle or None,
            quiet_from=None if policy.quiet_from is None else clock_text(policy.quiet_from),
            quiet_until=None if policy.quiet_until is None else clock_text(policy.quiet_until),
            time_zone=zone_of(member, policy),
            digest=policy.digest,
            digest_words=policy.digest_words,
        )
    )


_REACH, _SILENCES = "/api/kith/v1/reach", "/api/kith/v1/silences"
_READ, _WRITE = "read:notifications", "write:notifications"
ROUTES = (
    Route(method="GET", path=_REACH, handler=show, scope=_READ, gives=ReachEntity),
    Route(method="PUT", path=_REACH, handler=do_set, scope=_WRITE, asks=(ReachForm,), gives=ReachEntity),
    Route(method="GET", path=_SILENCES, handler=show_silences, scope=_READ, gives=list[AccountEntity]),
    Route(method="PUT", path=f"{_SILENCES}/{{id}}", handler=do_silence, scope=_WRITE, gives=Nothing),
    Route(method="DELETE", path=f"{_SILENCES}/{{id}}", handler=do_hear_again, scope=_WRITE, gives=Nothing),
)
