"""`/people`: one's people by circle, who is waiting to hear, and whom one has not heard."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import Invalid
from kith.base.core.ids import parse_id
from kith.base.core.words import _
from kith.base.web.form import read_query
from kith.base.web.page import page
from kith.base.web.routing import Route
from kith.base.web.shown import first_name, time_ago
from kith.base.work import Work
from kith.friends.actions import After, my_people
from kith.friends.model import Person
from kith.friends.rules.sentences import circle_word
from kith.friends.web.due import Due, DueGroup, all_unheard, all_waiting, due_of
from kith.friends.web.us import place_of, places_for, speaking_of
from kith.people import PersonRow as Asking
from kith.people import asking, count_requests, present_accounts, seldom, tabs_of, words_of
from kith.people.model import Account
from kith.ties import my_relations, path_answer
from kith.ties.model import Tie

PAGE_SIZE = 30
ASKING_SHOWN = 2
INDEX_MAX = 1_000_000


class PeopleQuery(msgspec.Struct, frozen=True, kw_only=True):
    """How one's people shall stand."""

    sort: Literal["close", "lately", "name"] = "close"
    after: str = ""


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """Somebody: the heading above them, where a circle begins, and what is so in a few words."""

    account: Account
    heading: str
    line: str
    places: Sequence[tuple[str, str, str | None]]
    place: str


@dataclass(frozen=True, kw_only=True)
class PeoplePage:
    """One's people."""

    rows: Sequence[PersonRow]
    tabs: Sequence[tuple[str, str]]
    seldom: Sequence[tuple[str, str, str]]
    asking: Sequence[Asking]  # a few who ask to follow the reader
    requests: int  # how many do
    asked: Sequence[Account]
    asks_paths: bool  # whether to ask the one question about paths
    due: Due | None
    sort: str
    words: str
    first: bool
    more: str | None


@dataclass(frozen=True, kw_only=True)
class SectionPage:
    """All to whom something is due in one way."""

    group: DueGroup


async def show_people(work: Work, request: Request) -> Response:
    """`GET /people`."""
    query, words = read_query(request, PeopleQuery), words_of(request)
    after = _after(query.after)
    found = await my_people(work, order=query.sort, words=words, after=after, limit=PAGE_SIZE)
    fresh = after is None and not words
    by_circle = query.sort == "close" and not words
    requests = await count_requests(work.db, work.actor) if fresh and work.actor else 0
    content = PeoplePage(
        rows=_rows(work, request, found.people, found.before, by_circle=by_circle),
        tabs=tabs_of("/people"),
        seldom=seldom(),
        asking=await asking(work, limit=ASKING_SHOWN) if requests else (),
        requests=requests,
        asked=await _asked(work) if fresh else (),
        asks_paths=fresh and bool(found.people) and await _asks_paths(work),
        due=await due_of(work, speaking_of(work, request)) if fresh else None,
        sort=query.sort,
        words=words,
        first=after is None,
        more=_more(query.sort, words, found.goes_on),
    )
    return await page(work, request, "friends/people.html", content)


async def _asks_paths(work: Work) -> bool:
    answer = await path_answer(work)
    return answer.answer is None and answer.has_ties


async def _asked(work: Work) -> list[Account]:
    """List who asks how one knows each other."""
    asked = [one.other_id for one in await my_relations(work) if one.state == "asked"]
    known = {one.id: one for one in await present_accounts(work.db, asked)}
    return [known[one] for one in dict.fromkeys(asked) if one in known]


async def show_waiting(work: Work, request: Request) -> Response:
    """`GET /people/waiting`."""
    return await page(work, request, "friends/section.html", SectionPage(group=await all_waiting(work)))


async def show_unheard(work: Work, request: Request) -> Response:
    """`GET /people/unheard`."""
    return await page(work, request, "friends/section.html", SectionPage(group=await all_unheard(work)))


def _rows(
    work: Work, request: Request, people: Sequence[Person], before: Tie | None, *, by_circle: bool
) -> list[PersonRow]:
    speaking, above = speaking_of(work, request), _heading(before) if before else ""
    rows: list[PersonRow] = []
    for one in people:
        heading = _heading(one.tie)
        # The first is the closest: where even they are in no circle yet, "further away" would say it of everybody.
        shown = _("Your people") if not (before or rows or one.tie.circle) else heading
        rows.append(
            PersonRow(
                account=one.account,
                heading=shown if by_circle and heading != above else "",
                line=_line(one.tie, speaking),
                places=places_for(first_name(one.account)),
                place=place_of(one.tie),
            )
        )
        above = heading
    return rows


def _heading(tie: Tie) -> str:
    return circle_word(tie.circle)


def _line(tie: Tie, shell: object) -> str:
    if tie.last_talk_at is None:
        return _("You have not written to each other yet.")
    return _("Last talk: {when}").format(when=time_ago(tie.last_talk_at, shell))


def _more(sort: str, words: str, goes_on: After | None) -> str | None:
    if goes_on is None:
        return None
    query = {"sort": sort, "after": f"{goes_on.person_id}.{goes_on.index}"} | ({"q": words} if words else {})
    return f"/people?{urlencode(query)}"


def _after(text: str) -> After | None:
    if not text:
        return None
    person, _dot, index = text.partition(".")
    person_id = parse_id(person)
    if person_id is None or not (index.isascii() and index.isdecimal() and int(index[:9]) <= INDEX_MAX):
        raise Invalid(_("“{field}” must come from an earlier answer.").format(field="after"), field="after")
    return After(person_id=person_id, index=int(index[:9]))


ROUTES = (
    Route(method="GET", path="/people", handler=show_people),
    Route(method="GET", path="/people/waiting", handler=show_waiting),
    Route(method="GET", path="/people/unheard", handler=show_unheard),
)
