"""The reader's pace on Home: when it comes next, and how much of the day they have read.

How long somebody reads is nobody's business: it is counted in a cookie of theirs, day by day, and nowhere else. Looks
at Home that follow each other closely are one time of reading.
"""

from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from babel.dates import format_time
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.words import _
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.caps import next_arrival, taking_of

COOKIE = "kith_day"
ONE_SITTING_S = 300  # whoever looks again within five minutes was reading in between


@dataclass(frozen=True, kw_only=True)
class DaySoFar:
    """How long somebody has read Home on a day of theirs, up to when, and whether they wish to go on all the same."""

    day: str
    read_s: int
    last_s: int
    goes_on: bool
    minutes_max: int

    @property
    def is_enough(self) -> bool:
        """Whether it is time to ask."""
        return not self.goes_on and self.read_s >= self.minutes_max * 60


@dataclass(frozen=True, kw_only=True)
class EnoughPage:
    """What is asked once a day, where the reader wished it."""

    minutes: int


def home_path(work: Work) -> str:
    """Give where Home is: for whoever acts for an organisation `/` is its desk."""
    return "/" if work.hand == work.actor else "/?feed=on"


async def day_so_far(work: Work, request: Request) -> DaySoFar | None:
    """Count this look at Home; nothing for whoever set no time."""
    pace = (await taking_of(work)).pace
    if pace is None or pace.minutes_a_day is None:
        return None
    day = work.now.astimezone(ZoneInfo(request.state.zone)).date().isoformat()
    now_s = int(work.now.timestamp())
    read_s, last_s, goes_on = _kept(request.cookies.get(COOKIE, ""), day)
    since_s = now_s - last_s
    return DaySoFar(
        day=day,
        read_s=read_s + (since_s if 0 <= since_s <= ONE_SITTING_S else 0),
        last_s=now_s,
        goes_on=goes_on,
        minutes_max=pace.minutes_a_day,
    )


def dated(response: Response, request: Request, day: DaySoFar | None, *, goes_on: bool = False) -> Response:
    """Let the browser keep how far the day is."""
    if day is not None:
        response.set_cookie(
            COOKIE,
            f"{day.day}.{day.read_s}.{day.last_s}.{int(day.goes_on or goes_on)}",
            max_age=int(timedelta(days=1).total_seconds()),
            httponly=True,
            samesite="lax",
            secure=request.app.house.settings.url.startswith("https:"),
        )
    return response


def _kept(cookie: str, day: str) -> tuple[int, int, bool]:
    """Read what the browser kept; of another day, or not as we write it, nothing."""
    parts = cookie.split(".")
    if len(parts) != 4 or parts[0] != day or not all(part.isascii() and part.isdecimal() for part in parts[1:]):
        return 0, 0, False
    read_s, last_s, goes_on = (int(part[:12]) for part in parts[1:])
    return read_s, last_s, goes_on == 1


async def do_go_on(work: Work, request: Request) -> Response:
    """`POST /home/go-on`: not asked again today."""
    day = await day_so_far(work, request)
    return dated(RedirectResponse(home_path(work), 303), request, day, goes_on=True)


async def next_words(work: Work, speaking: SimpleNamespace) -> str:
    """Say when Home comes next; empty where it comes all the time."""
    at = next_arrival((await taking_of(work)).pace, work.now)
    if at is None:
        return ""
    zone = ZoneInfo(speaking.timezone)
    clock = format_time(at, "short", tzinfo=zone, locale=speaking.language.replace("-", "_"))
    if at.astimezone(zone).date() == work.now.astimezone(zone).date():
        return _("Home comes again today at {time}.").format(time=clock)
    return _("Home comes again tomorrow at {time}.").format(time=clock)


PACING_ROUTES = (Route(method="POST", path="/home/go-on", handler=do_go_on),)
