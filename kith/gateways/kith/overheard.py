"""Public exchanges of two people, good moments, memories, and who is here."""

from datetime import UTC, datetime, timedelta
from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import Invalid
from kith.base.core.words import _
from kith.base.web.form import read_form, read_query
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.conversations import (
    be_here,
    brighten_answer,
    exchange_of,
    find_conversation,
    good_moments,
    memories_of,
    presence_of,
    take_private,
)
from kith.gateways.kith.talk import (
    MessageEntity,
    PresenceEntity,
    TalkEntity,
    present_conversation,
    present_message,
    present_messages,
    present_presences,
)
from kith.gateways.mastodon.account import AccountEntity
from kith.gateways.mastodon.answers import Nothing, json_answer, some_ids
from kith.gateways.mastodon.dates import date_text
from kith.gateways.mastodon.people import present_accounts_of
from kith.gateways.mastodon.status import StatusEntity, present_statuses

DAYS_MAX = 92


class PublicExchangeEntity(msgspec.Struct, frozen=True, kw_only=True):
    """What two people answered each other for everybody, the oldest first."""

    accounts: tuple[AccountEntity, ...]
    statuses: tuple[StatusEntity, ...]
    mine: bool


class MomentEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A brightened exchange with somebody: a message or a status, and how many it brightened."""

    account: AccountEntity
    count: int
    at: str
    message: MessageEntity | None
    status: StatusEntity | None


class MemoryEntity(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody and oneself said so many years ago on this day."""

    kind: Literal["on_this_day", "photo", "first_talk"]
    years: int
    account: AccountEntity
    message: MessageEntity


class SpanQuery(msgspec.Struct, frozen=True, kw_only=True):
    """From when until when; the last seven days, where nothing is said."""

    since: datetime | None = None
    until: datetime | None = None


class DayQuery(msgspec.Struct, frozen=True, kw_only=True):
    """When the day begins where one is; today in UTC, where nothing is said."""

    begins: datetime | None = None


class PeopleQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Of whom."""

    id: tuple[str, ...] = ()


class PresenceForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whether one is here, away, or gone. To be said again every half minute."""

    state: Literal["here", "away", "gone"]


async def show_exchange(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/exchanges/ID`: read what two people answered each other around a public status."""
    found = await exchange_of(work, path_id(request))
    return json_answer(
        PublicExchangeEntity(
            accounts=tuple(await present_accounts_of(work, found.people)),
            statuses=tuple(await present_statuses(work, list(found.cards))),
            mine=found.mine,
        )
    )


async def do_take_private(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/exchanges/ID/private`: go on in private; nobody else is told."""
    room = await take_private(work, path_id(request))
    return json_answer(await present_conversation(work, await find_conversation(work, room.id)))


async def do_brighten(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/exchanges/ID/bright`: say that an exchange brightened one's day."""
    await brighten_answer(work, path_id(request), bright=True)
    return json_answer({})


async def do_dim(work: Work, request: Request) -> Response:
    """`DELETE /api/kith/v1/exchanges/ID/bright`: take that back."""
    await brighten_answer(work, path_id(request), bright=False)
    return json_answer({})


async def show_moments(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/good_moments`: read one's own brightened exchanges again, the last first."""
    query = read_query(request, SpanQuery)
    until = _aware(query.until or work.now + timedelta(seconds=1), "until")
    since = _aware(query.since or until - timedelta(days=7), "since")
    if until - since > timedelta(days=DAYS_MAX):
        raise Invalid(_("Ask for three months at most."), field="since")
    found = await good_moments(work, since_at=since, until_at=until)
    people = await present_accounts_of(work, [one.other for one in found])
    messages = await present_messages(work, [one.message for one in found if one.message])
    statuses = await present_statuses(work, [one.card for one in found if one.card])
    by_id = {one.id: one for one in messages}
    by_status = {one.id: one for one in statuses}
    return json_answer(
        [
            MomentEntity(
                account=account,
                count=one.exchange.count,
                at=date_text(one.exchange.last_at),
                message=by_id.get(str(one.exchange.subject_id)),
                status=by_status.get(str(one.exchange.subject_id)),
            )
            for one, account in zip(found, people, strict=True)
        ]
    )


async def show_memories(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/memories`: read what one and somebody said on this day in earlier years."""
    query = read_query(request, DayQuery)
    midnight = datetime.combine(work.now.date(), datetime.min.time(), UTC)
    begins = _aware(query.begins or midnight, "begins")
    found = await memories_of(work, begins, begins + timedelta(days=1))
    people = await present_accounts_of(work, [one.other for one in found])
    return json_answer(
        [
            MemoryEntity(
                kind=one.kind, years=one.years, account=account, message=await present_message(work, one.message)
            )
            for one, account in zip(found, people, strict=True)
        ]
    )


async def show_presence(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/presence`: tell who of these people is here, as far as each lets one see it."""
    query = read_query(request, PeopleQuery)
    found = await presence_of(work, some_ids(query.id))
    return json_answer(present_presences(found.values()))


async def do_be_here(work: Work, request: Request) -> Response:
    """`PUT /api/kith/v1/presence`: say that one is here, away, or gone."""
    form = await read_form(request, PresenceForm)
    await be_here(work, form.state)
    return json_answer({})


def _aware(instant: datetime, field: str) -> datetime:
    if instant.tzinfo is None or not 1980 < instant.year < 3000:
        raise Invalid(_("Say in which time zone, or end it with “Z”."), field=field)
    return instant


_EXCHANGE = "/api/kith/v1/exchanges/{id}"
ROUTES = (
    Route(method="GET", path=_EXCHANGE, handler=show_exchange, scope="read", gives=PublicExchangeEntity),
    Route(method="POST", path=f"{_EXCHANGE}/private", handler=do_take_private, scope="write", gives=TalkEntity),
    Route(method="POST", path=f"{_EXCHANGE}/bright", handler=do_brighten, scope="write", gives=Nothing),
    Route(method="DELETE", path=f"{_EXCHANGE}/bright", handler=do_dim, scope="write", gives=Nothing),
    Route(
        method="GET",
        path="/api/kith/v1/good_moments",
        handler=show_moments,
        scope="read",
        query=(SpanQuery,),
        gives=list[MomentEntity],
    ),
    Route(
        method="GET",
        path="/api/kith/v1/memories",
        handler=show_memories,
        scope="read",
        query=(DayQuery,),
        gives=list[MemoryEntity],
    ),
    Route(
        method="GET",
        path="/api/kith/v1/presence",
        handler=show_presence,
        scope="read",
        query=(PeopleQuery,),
        gives=list[PresenceEntity],
    ),
    Route(
        method="PUT",
        path="/api/kith/v1/presence",
        handler=do_be_here,
        scope="write",
        limit="typing",
        asks=(PresenceForm,),
        gives=Nothing,
    ),
)
