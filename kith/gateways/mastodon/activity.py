"""What goes on here, week by week, and with whom this server has to do."""

from datetime import UTC, datetime, timedelta

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.web.routing import Route
from kith.base.work import Work
from kith.gateways.mastodon.answers import json_answer
from kith.gateways.mastodon.counting import of_the_minute
from kith.gateways.mastodon.store import WeekCount, known_domains, week_counts

WEEKS = 12
PEERS_MAX = 10_000


class WeekEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A week, by its first instant as a Unix time; all numbers are text in Mastodon.

    `logins` counts the people who signed in or let an app in, as far as that still stands: no more is kept.
    """

    week: str
    statuses: str
    logins: str
    registrations: str


async def show_activity(work: Work, _request: Request) -> Response:
    """`GET /api/v1/instance/activity`."""
    return json_answer(await of_the_minute(work, "activity", lambda: _weeks(work), list[WeekEntity]))


async def show_peers(work: Work, _request: Request) -> Response:
    """`GET /api/v1/instance/peers`: the servers of whose people this one knows."""
    return json_answer(await of_the_minute(work, "peers", lambda: known_domains(work.db, limit=PEERS_MAX), list[str]))


async def _weeks(work: Work) -> list[WeekEntity]:
    today = work.now.astimezone(UTC).date()
    monday = datetime.combine(today - timedelta(days=today.weekday()), datetime.min.time(), UTC)
    begins = [monday - timedelta(weeks=number) for number in range(WEEKS)]
    rows = await week_counts(work.db, begins[-1])
    counts = {(row.kind, row.week): row for row in rows}
    return [
        WeekEntity(
            week=str(int(begin.timestamp())),
            statuses=_count(counts.get(("posts", begin))),
            logins=_count(counts.get(("sign-ins", begin))),
            registrations=_count(counts.get(("members", begin))),
        )
        for begin in begins
    ]


def _count(row: WeekCount | None) -> str:
    return str(row.count) if row else "0"


ROUTES = (
    Route(
        method="GET",
        path="/api/v1/instance/activity",
        handler=show_activity,
        access="anyone",
        gives=list[WeekEntity],
    ),
    Route(method="GET", path="/api/v1/instance/peers", handler=show_peers, access="anyone", gives=list[str]),
)
