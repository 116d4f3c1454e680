"""`/people/long-time`: old friends, whom nobody is pushed to; and, seldom, one of them beside Home."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.web.form import read_form
from kith.base.web.page import Pages, Slot, csrf_token, fragment, is_htmx, page
from kith.base.web.routing import Route
from kith.base.web.shown import first_name
from kith.base.work import Work
from kith.friends.actions import LongTime, long_time, reminder
from kith.friends.model import OldFriend
from kith.friends.rules.sentences import true_line
from kith.friends.web.beside import Beside, beside_home
from kith.friends.web.us import speaking_of
from kith.people.model import Account
from kith.ties import ago, set_suggested

PLACE = "/people/long-time"


@dataclass(frozen=True, kw_only=True)
class OldFriendRow:
    """An old friend, and one true sentence."""

    account: Account
    name: str
    line: str
    hopes: bool


@dataclass(frozen=True, kw_only=True)
class LongTimePage:
    """Everybody long not heard of; with whom both would like to hear stands above, and only there."""

    rows: Sequence[OldFriendRow]
    found: LongTime


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """What comes to stand beside Home: one of them, seldom, and quiet things about others."""

    row: OldFriendRow | None
    beside: Sequence[Beside]


@dataclass(frozen=True, kw_only=True)
class ReminderPlace:
    """Where a reminder comes to stand, if there is one."""

    csrf: str


class SuggestedForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whether others may be reminded of the reader."""

    suggested: bool = False


async def show_long_time(work: Work, request: Request) -> Response:
    """`GET /people/long-time`."""
    found = await long_time(work)
    both = {one.id for one in found.both}
    rows = [_row(one, speaking_of(work, request)) for one in found.friends if one.account.id not in both]
    content = LongTimePage(rows=rows, found=found)
    return await page(work, request, "friends/long_time.html", content)


async def do_remind(work: Work, request: Request) -> Response:
    """`POST /people/reminder`: asked by Home itself, because a reminder is counted, and Home comes before all this."""
    friend, speaking = await reminder(work), speaking_of(work, request)
    if not is_htmx(request):
        return RedirectResponse(PLACE, 303)
    quiet = await beside_home(work, speaking)
    if friend is None and not quiet:
        return Response(status_code=204)
    content = Reminder(row=_row(friend, speaking) if friend else None, beside=quiet)
    return await fragment(work, request, "friends/reminder.html", content)


async def do_set_suggested(work: Work, request: Request) -> Response:
    """`POST /people/long-time/suggested`."""
    form = await read_form(request, SuggestedForm)
    await set_suggested(work, suggested=form.suggested)
    return RedirectResponse(PLACE, 303)


async def fill_beside_home(work: Work, request: Request) -> Markup | None:
    """Fill the place beside Home."""
    if work.actor is None:
        return None
    pages: Pages = request.app.pages
    return pages.render("friends/reminder_place.html", page=ReminderPlace(csrf=csrf_token(work, request)))


def _row(one: OldFriend, shell: Any) -> OldFriendRow:
    name = first_name(one.account)
    line = true_line(one.reunion, name, how_long_ago(one.reunion.tie.last_talk_at, shell))
    return OldFriendRow(account=one.account, name=name, line=line, hopes=one.hopes)


def how_long_ago(at: datetime | None, shell: Any) -> str:
    """Say how long ago, in the one unit that fits: "14 years ago"."""
    if at is None:
        return ""
    return ago(shell.now - at)


ROUTES = (
    Route(method="GET", path=PLACE, handler=show_long_time),
    Route(method="POST", path=f"{PLACE}/suggested", handler=do_set_suggested),
    # Sent by Home itself: whoever has not confirmed their address yet shall not be scolded for it on every visit.
    Route(method="POST", path="/people/reminder", handler=do_remind, before_confirmed=True),
)
SLOTS = (Slot(name="beside_home.reminder", fill=fill_beside_home),)
