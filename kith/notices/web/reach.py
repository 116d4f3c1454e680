"""`/settings/notices`: what reaches somebody, and how; who may interrupt them, and when. All of it in one form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid
from kith.base.core.words import _
from kith.base.web.form import read_form
from kith.base.web.page import Pages, page
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.notices import store
from kith.notices.actions.reaching import change_policy, has_mail, set_reach, silenced_people, zone_of
from kith.notices.model import WHATS, NoticePolicy, Reach, Rhythm, Treatment, What
from kith.notices.rules import clock_text, minute_of
from kith.people import get_member
from kith.people.model import Account

QUIET_USUAL = ("22:00", "07:00")  # what is offered to whoever has none yet


class ReachForm(msgspec.Struct, frozen=True, kw_only=True):
    """The whole page. What is not ticked is not sent."""

    shown: tuple[What, ...] = ()
    pushed: tuple[What, ...] = ()
    mailed: tuple[What, ...] = ()
    inner_circle: Literal["0", "5", "15", "50", "150"] = "0"
    quiet: bool = False
    quiet_from: str = QUIET_USUAL[0]
    quiet_until: str = QUIET_USUAL[1]
    digest: Rhythm = "never"
    digest_words: bool = False
    not_following: Treatment = "accept"
    not_followers: Treatment = "accept"
    new_accounts: Treatment = "accept"
    private_mentions: Treatment = "accept"


@dataclass(frozen=True, kw_only=True)
class ReachPage:
    """What holds now. `rows` are what one can be told of: its name, its words, and where it reaches one."""

    form: ReachForm
    rows: Sequence[tuple[What, str]]
    strangers: Sequence[tuple[str, str, Treatment]]
    zone: str
    email: str | None
    device: str
    silenced: Sequence[Account]
    done: bool
    errors: Mapping[str, str]


async def show(work: Work, request: Request) -> Response:
    """`GET /settings/notices`."""
    return await show_reach(work, request)


async def do_set(work: Work, request: Request) -> Response:
    """`POST /settings/notices`."""
    form = await read_form(request, ReachForm)
    try:
        await set_reach(work, _reach(form), zone=request.state.zone, language=request.state.language)
    except Invalid as error:
        work.undo()
        return await show_reach(work, request, form=form, errors={error.field or "": error.text})
    treatments = ("not_following", "not_followers", "new_accounts", "private_mentions")
    await change_policy(work, {name: getattr(form, name) for name in treatments})
    return RedirectResponse("/settings/notices?said=kept", 303)


async def show_reach(
    work: Work, request: Request, *, form: ReachForm | None = None, errors: Mapping[str, str] | None = None
) -> Response:
    """Show the page; with what was wrong, where something was."""
    assert work.actor is not None
    member = await get_member(work.db, work.actor)
    policy = await store.policy_of(work.db, work.actor)
    pages: Pages = request.app.pages
    shown = form or _form(policy)
    content = ReachPage(
        form=shown,
        rows=tuple(_words().items()),
        strangers=tuple((name, word, getattr(shown, name)) for name, word in _strangers().items()),
        zone=zone_of(member, msgspec.structs.replace(policy, zone=request.state.zone)),
        email=member.email if has_mail(member) else None,
        device=(await pages.fill(work, request, "reach.")).get("device", ""),
        silenced=tuple(await silenced_people(work)),
        done=request.query_params.get("said") == "kept",
        errors=errors or {},
    )
    return await page(work, request, "notices/reach.html", content, status=422 if errors else 200)


def _reach(form: ReachForm) -> Reach:
    quiet = (
        (minute_of(form.quiet_from, field="quiet_from"), minute_of(form.quiet_until, field="quiet_until"))
        if form.quiet
        else (None, None)
    )
    return Reach(
        hidden=tuple(what for what in WHATS if what not in form.shown),
        pushed=form.pushed,
        mailed=form.mailed,
        inner_circle=_CIRCLES[form.inner_circle],
        quiet_from=quiet[0],
        quiet_until=quiet[1],
        digest=form.digest,
        digest_words=form.digest_words,
    )


def _form(policy: NoticePolicy) -> ReachForm:
    values = {name: getattr(policy, name) for name in ReachForm.__struct_fields__ if hasattr(policy, name)}
    quiet = policy.quiet_from is not None and policy.quiet_until is not None
    hours = (clock_text(policy.quiet_from or 0), clock_text(policy.quiet_until or 0)) if quiet else QUIET_USUAL
    own = {
        "shown": tuple(what for what in WHATS if what not in policy.hidden),
        "inner_circle": str(policy.inner_circle),
        "quiet": quiet,
        "quiet_from": hours[0],
        "quiet_until": hours[1],
    }
    return ReachForm(**(values | own))


_CIRCLES: dict[str, Literal[0, 5, 15, 50, 150]] = {"0": 0, "5": 5, "15": 15, "50": 50, "150": 150}


def _words() -> dict[What, str]:
    return {
        "messages": _("Somebody writes to me"),
        "knocks": _("A stranger would like to write to me"),
        "spoken": _("Somebody answers, names or quotes me"),
        "brightened": _("I brightened somebody’s day"),
        "followed": _("Somebody follows me or comes here"),
        "liked": _("Somebody likes or passes on what I said"),
        "posts": _("News of posts I follow, quoted or passed on"),
        "polls": _("A poll ends that I took part in"),
        "named": _("A collection or a promise concerns me"),
        "desk": _("A colleague gives me a case, or names me in a note"),
    }


def _strangers() -> dict[str, str]:
    return {
        "not_following": _("People you do not follow"),
        "not_followers": _("People who do not follow you"),
        "new_accounts": _("People who came less than 30 days ago"),
        "private_mentions": _("People you do not follow, when they write to you alone"),
    }


ROUTES = (
    Route(method="GET", path="/settings/notices", handler=show),
    Route(method="POST", path="/settings/notices", handler=do_set),
)
