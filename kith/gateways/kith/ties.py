"""Ties: one's people, whom one keeps close, what one declares, and old friends. All of it is for whoever asks alone.

They ask for the whole of `read` and `write`: who is close to somebody is no part to be given away by the way.
"""

from collections.abc import Awaitable, Callable
from typing import Literal
from urllib.parse import urlencode

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import Invalid, Refused
from kith.base.core.ids import Id, parse_id
from kith.base.core.words import _
from kith.base.web.form import read_form, read_query
from kith.base.web.routing import Handler, Route, path_id
from kith.base.work import Work
from kith.friends import After, PlaceName, long_time, my_people, put_in_place, reminder, settle, unheard, waiting
from kith.friends.model import PersonAt
from kith.gateways.kith.tie import (
    OldFriendEntity,
    TieEntity,
    UnansweredEntity,
    UsEntity,
    present_old_friends,
    present_ties,
    present_unanswered,
    present_us,
)
from kith.gateways.mastodon.answers import PEOPLE_DEFAULT, PEOPLE_MAX, Nothing, json_answer
from kith.gateways.mastodon.people import seen_account
from kith.people.model import NAME_MAX, Account
from kith.ties import (
    answer_paths,
    hope_no_more,
    hope_to_hear,
    is_suggested,
    mark_parted,
    never_suggest,
    not_now,
    path_answer,
    set_path,
    set_suggested,
    ties_of,
)

Deed = Callable[[Work, Id], Awaitable[object]]
INDEX_MAX = 1_000_000


class TiesQuery(msgspec.Struct, frozen=True, kw_only=True):
    """In which order, who is called how, and where to go on: by the `Link` of the answer before."""

    sort: Literal["close", "lately", "name"] = "close"
    q: str = ""
    after: str = ""
    limit: int = PEOPLE_DEFAULT


class TiePlaceForm(msgspec.Struct, frozen=True, kw_only=True):
    """Where somebody shall stand: kept in a circle, in none, or as it was counted."""

    place: PlaceName


class SuggestedForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whether others may be reminded of whoever asks."""

    suggested: bool


class SuggestedEntity(msgspec.Struct, frozen=True, kw_only=True):
    """The same."""

    suggested: bool


class PathsForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whether others may find each other through whoever asks."""

    on: bool


class PathsEntity(msgspec.Struct, frozen=True, kw_only=True):
    """The same; nothing, as long as they did not answer."""

    on: bool | None


class ReminderEntity(msgspec.Struct, frozen=True, kw_only=True):
    """The one old friend whom one is reminded of now; most days nobody."""

    reminder: OldFriendEntity | None


async def show_all(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/ties`: list one's people, the closest first."""
    query = read_query(request, TiesQuery)
    limit = max(1, min(query.limit, PEOPLE_MAX))
    words = query.q.strip()[:NAME_MAX]
    found = await my_people(work, order=query.sort, words=words, after=_after(query.after), limit=limit)
    people = await present_ties(work, [(one.account, one.tie) for one in found.people])
    headers = {}
    if found.goes_on is not None:
        after = f"{found.goes_on.person_id}.{found.goes_on.index}"
        kept = {"sort": query.sort, "limit": limit, "after": after} | ({"q": words} if words else {})
        headers["link"] = f'<{work.house.settings.url}{request.url.path}?{urlencode(kept)}>; rel="next"'
    return json_answer(people, headers=headers)


async def show_one(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/ties/ID`: show what is between oneself and somebody."""
    return await _us(work, await _other(work, request))


async def do_place(work: Work, request: Request) -> Response:
    """`PUT /api/kith/v1/ties/ID`: keep somebody close, or not close, or as it comes."""
    form, other = await read_form(request, TiePlaceForm), await _other(work, request)
    await put_in_place(work, other.id, form.place)
    return await _us(work, other)


async def show_waiting(work: Work, _request: Request) -> Response:
    """`GET /api/kith/v1/ties/waiting`: list who wrote to one and was not answered, the last first."""
    return await _unanswered(work, await waiting(work))


async def show_unheard(work: Work, _request: Request) -> Response:
    """`GET /api/kith/v1/ties/unheard`: list to whom one wrote without an answer, the last first."""
    return await _unanswered(work, await unheard(work))


async def show_long_unseen(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/ties/long_unseen`: list old friends long not heard of."""
    return json_answer(await present_old_friends(work, request, (await long_time(work)).friends))


async def do_remind(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/ties/reminder`: ask whom one is reminded of now. It is counted when there is somebody."""
    friend = await reminder(work)
    found = await present_old_friends(work, request, [friend] if friend else [])
    return json_answer(ReminderEntity(reminder=found[0] if found else None))


async def show_suggested(work: Work, _request: Request) -> Response:
    """`GET /api/kith/v1/ties/suggested`: tell whether others may be reminded of oneself."""
    return json_answer(SuggestedEntity(suggested=await is_suggested(work)))


async def do_set_suggested(work: Work, request: Request) -> Response:
    """`PUT /api/kith/v1/ties/suggested`: let others be reminded of oneself, or not."""
    form = await read_form(request, SuggestedForm)
    await set_suggested(work, suggested=form.suggested)
    return json_answer(SuggestedEntity(suggested=form.suggested))


async def show_paths(work: Work, _request: Request) -> Response:
    """`GET /api/kith/v1/ties/paths`: tell whether others may find each other through oneself."""
    return json_answer(PathsEntity(on=(await path_answer(work)).answer))


async def do_set_paths(work: Work, request: Request) -> Response:
    """`PUT /api/kith/v1/ties/paths`: let others find each other through oneself, or not."""
    form = await read_form(request, PathsForm)
    await answer_paths(work, on=form.on)
    return json_answer(PathsEntity(on=form.on))


async def _us(work: Work, other: Account) -> Response:
    return json_answer(await present_us(work, other, (await ties_of(work, [other.id]))[other.id]))


async def _unanswered(work: Work, people: list[PersonAt]) -> Response:
    return json_answer(await present_unanswered(work, people))


async def _other(work: Work, request: Request) -> Account:
    """Get somebody else who is a person, and whom whoever asks may see."""
    account = await seen_account(work, path_id(request))
    if account.id == work.actor:
        raise Refused(_("That is you. This can only be done with somebody else."))
    return account


def _after(text: str) -> After | None:
    if not text:
        return None
    person, _dot, index = text.partition(".")
    person_id = parse_id(person)
    if person_id is None or not (index.isascii() and index.isdecimal() and int(index[:9]) <= INDEX_MAX):
        raise Invalid(_("“{field}” must come from an earlier answer.").format(field="after"), field="after")
    return After(person_id=person_id, index=int(index[:9]))


async def _remind_again(work: Work, other_id: Id) -> None:
    await never_suggest(work, other_id, never=False)


async def _not_parted(work: Work, other_id: Id) -> None:
    await mark_parted(work, other_id, parted=False)


def _doing(deed: Deed) -> Handler:
    async def handler(work: Work, request: Request) -> Response:
        await deed(work, (await _other(work, request)).id)
        return json_answer({})

    return handler


async def _open_path(work: Work, other_id: Id) -> None:
    await set_path(work, other_id, on=True)


async def _close_path(work: Work, other_id: Id) -> None:
    await set_path(work, other_id, on=False)


_ALL, _ONE = "/api/kith/v1/ties", "/api/kith/v1/ties/{id}"
_DEEDS: tuple[tuple[str, Deed, Deed | None, str, str], ...] = (
    ("settle", settle, None, "Put aside what waits for an answer, until one of both writes again.", ""),
    ("not_now", not_now, None, "Let an old friend rest, longer each time.", ""),
    ("never", never_suggest, _remind_again, "Never be reminded of somebody.", "Be reminded of somebody again."),
    ("hope", hope_to_hear, hope_no_more, "Hope to hear from somebody, who learns of it if they hope so, too.",
     "Hope so no more."),
    ("path", _open_path, _close_path, "Let others find each other through this tie.", "Keep it out of that."),
    ("parted", mark_parted, _not_parted, "Say that one parted from somebody.", "Take that back."),
)  # fmt: skip


def _reading(path: str, handler: Handler, gives: object) -> Route:
    return Route(method="GET", path=path, handler=handler, scope="read", gives=gives)


def _deed_routes() -> list[Route]:
    routes = []
    for name, deed, undone, summary, undone_summary in _DEEDS:
        path = f"{_ONE}/{name}"
        routes.append(
            Route(method="POST", path=path, handler=_doing(deed), scope="write", gives=Nothing, summary=summary)
        )
        if undone is not None:
            routes.append(
                Route(
                    method="DELETE", path=path, handler=_doing(undone), scope="write", gives=Nothing,
                    summary=undone_summary,
                )
            )  # fmt: skip
    return routes


ROUTES = (
    Route(method="GET", path=_ALL, handler=show_all, scope="read", query=(TiesQuery,), gives=list[TieEntity]),
    _reading(f"{_ALL}/waiting", show_waiting, list[UnansweredEntity]),
    _reading(f"{_ALL}/unheard", show_unheard, list[UnansweredEntity]),
    _reading(f"{_ALL}/long_unseen", show_long_unseen, list[OldFriendEntity]),
    Route(method="POST", path=f"{_ALL}/reminder", handler=do_remind, scope="write", gives=ReminderEntity),
    _reading(f"{_ALL}/suggested", show_suggested, SuggestedEntity),
    Route(
        method="PUT",
        path=f"{_ALL}/suggested",
        handler=do_set_suggested,
        scope="write",
        asks=(SuggestedForm,),
        gives=SuggestedEntity,
    ),
    _reading(f"{_ALL}/paths", show_paths, PathsEntity),
    Route(
        method="PUT",
        path=f"{_ALL}/paths",
        handler=do_set_paths,
        scope="write",
        asks=(PathsForm,),
        gives=PathsEntity,
    ),
    _reading(_ONE, show_one, UsEntity),
    Route(method="PUT", path=_ONE, handler=do_place, scope="write", asks=(TiePlaceForm,), gives=UsEntity),
    *_deed_routes(),
)
