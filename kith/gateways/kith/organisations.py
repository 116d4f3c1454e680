"""Organisations: founding and closing them, what they tell, and whether they may write to one first."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.web.form import read_form
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.gateways.mastodon.account import AccountEntity
from kith.gateways.mastodon.answers import Nothing, json_answer
from kith.gateways.mastodon.people import present_accounts_of
from kith.organisations import (
    About,
    ask_to_write,
    ask_to_write_no_more,
    close,
    found,
    front_of,
    tell_about,
    write_day,
)
from kith.people import glance, present_accounts

ACTS_MAX = 80


class PlaceEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Where to find it."""

    name: str
    address: str


class AnsweredEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A question that comes up, and its answer."""

    question: str
    answer: str


class TeamMemberEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of the team who agreed to be seen there."""

    account: AccountEntity
    title: str
    answers_today: bool


class OrganisationEntity(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation, as everybody sees it. `hours` are seven lines, Monday first; an empty one is a closed day."""

    account: AccountEntity
    website: str
    verified: bool
    timezone: str
    hours: tuple[str, ...]
    open_now: bool
    places: tuple[PlaceEntity, ...]
    questions: tuple[AnsweredEntity, ...]
    team: tuple[TeamMemberEntity, ...]
    may_write: bool  # whether whoever asks lets it write to them first


class FoundBody(msgspec.Struct, frozen=True, kw_only=True):
    """What it is called."""

    name: str
    handle: str


class AboutBody(msgspec.Struct, frozen=True, kw_only=True):
    """What shall stand there; what is left out stays."""

    website: str | None = None
    timezone: str | None = None
    hours: tuple[str, ...] | None = None
    places: tuple[PlaceEntity, ...] | None = None
    questions: tuple[AnsweredEntity, ...] | None = None
    signs: bool | None = None


async def do_found(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/organisations`: found an organisation, as its owner."""
    form = await read_form(request, FoundBody)
    made = await found(work, handle=form.handle, name=form.name)
    return await _one(work, made.organisation_id)


async def show_one(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/organisations/ID`: show what an organisation tells."""
    return await _one(work, path_id(request))


async def do_tell(work: Work, request: Request) -> Response:
    """`PATCH /api/kith/v1/organisations/ID`: change what it tells."""
    form, organisation_id = await read_form(request, AboutBody), path_id(request)
    about = About(
        website=form.website,
        timezone=form.timezone,
        days=form.hours,
        places=None if form.places is None else tuple((one.name, one.address) for one in form.places),
        questions=None if form.questions is None else tuple((one.question, one.answer) for one in form.questions),
        signs=form.signs,
    )
    await tell_about(work, organisation_id, about)
    return await _one(work, organisation_id)


async def do_close(work: Work, request: Request) -> Response:
    """`DELETE /api/kith/v1/organisations/ID`: close it. All it wrote is deleted after thirty days."""
    await close(work, path_id(request))
    return json_answer({})


async def do_let_write(work: Work, request: Request) -> Response:
    """`PUT /api/kith/v1/organisations/ID/may_write`: let an organisation write to one first."""
    await ask_to_write(work, (await glance(work, path_id(request))).id)
    return json_answer({})


async def do_let_write_no_more(work: Work, request: Request) -> Response:
    """`DELETE /api/kith/v1/organisations/ID/may_write`: take that back."""
    await ask_to_write_no_more(work, path_id(request))
    return json_answer({})


async def _one(work: Work, organisation_id: Id) -> Response:
    account = await glance(work, organisation_id) if organisation_id != work.actor else None
    accounts = [account] if account else await present_accounts(work.db, [organisation_id])
    front = await front_of(work, organisation_id)
    if front is None or not accounts:
        raise NotFound
    told = front.organisation
    mine, *team = await present_accounts_of(work, [*accounts, *(one.account for one in front.team)])
    return json_answer(
        OrganisationEntity(
            account=mine,
            website=told.website,
            verified=front.verified,
            timezone=told.timezone,
            hours=tuple(write_day(told.hours, weekday) for weekday in range(7)),
            open_now=front.open_now,
            places=tuple(PlaceEntity(name=one.name, address=one.address) for one in told.places),
            questions=tuple(AnsweredEntity(question=one.question, answer=one.answer) for one in told.questions),
            team=tuple(
                TeamMemberEntity(account=entity, title=one.title, answers_today=one.answers_today)
                for entity, one in zip(team, front.team, strict=True)
            ),
            may_write=front.asked,
        )
    )


_ALL, _ONE = "/api/kith/v1/organisations", "/api/kith/v1/organisations/{id}"
ROUTES = (
    Route(
        method="POST",
        path=_ALL,
        handler=do_found,
        scope="write",
        limit="sign-up",
        asks=(FoundBody,),
        gives=OrganisationEntity,
    ),
    Route(method="GET", path=_ONE, handler=show_one, scope="read", gives=OrganisationEntity),
    Route(method="PATCH", path=_ONE, handler=do_tell, scope="write", asks=(AboutBody,), gives=OrganisationEntity),
    Route(method="DELETE", path=_ONE, handler=do_close, scope="write", gives=Nothing),
    Route(method="PUT", path=f"{_ONE}/may_write", handler=do_let_write, scope="write", gives=Nothing),
    Route(method="DELETE", path=f"{_ONE}/may_write", handler=do_let_write_no_more, scope="write", gives=Nothing),
)
