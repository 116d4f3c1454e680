"""People who agreed to hear from an organisation: a team sends lists of them, and who is here says yes or no."""

from datetime import date

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import Invalid
from kith.base.core.ids import parse_id
from kith.base.core.words import _
from kith.base.web.form import Upload, read_form, read_query
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.contacts import (
    FILE_MAX_BYTES,
    answer_question,
    lists_of,
    problem_of,
    questions_asked,
    send_list,
    those_who_agreed,
)
from kith.contacts.model import ContactAnswer, ContactList, How, ListState
from kith.gateways.mastodon.account import AccountEntity
from kith.gateways.mastodon.answers import Nothing, json_answer
from kith.gateways.mastodon.dates import date_text
from kith.gateways.mastodon.people import present_accounts_of


class ContactListEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A list that was sent. `people` counts those whom it names with an address, here or not; `error` says why not."""

    id: str
    how: How
    agreed_on: str
    state: ListState
    percent: int
    people: int
    error: str
    sent_at: str


class ContactQuestionEntity(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation says that one agreed to hear from it, how, and on which day."""

    organisation: AccountEntity
    how: How
    agreed_on: str
    asked_at: str


class ContactListForm(msgspec.Struct, frozen=True, kw_only=True):
    """The file (CSV or vCard), how they agreed, and on which day at the latest."""

    file: Upload | None = None
    how: How
    agreed_on: date


class AgreedQuery(msgspec.Struct, frozen=True, kw_only=True):
    """After whom to go on: the id of the last account."""

    after: str = ""


class AgreedForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whether one agreed."""

    answer: ContactAnswer


async def show_lists(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/organisations/ID/contacts`: list what a team sent, the newest first."""
    return json_answer([_list(one) for one in await lists_of(work, path_id(request))])


async def do_send(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/organisations/ID/contacts`: send a list of people who agreed; nobody on it is written to."""
    form = await read_form(request, ContactListForm)
    if form.file is None:
        raise Invalid(_("Choose a file first."), field="file")
    sent = await send_list(work, path_id(request), form.file, how=form.how, agreed_on=form.agreed_on)
    return json_answer(_list(sent))


async def show_agreed(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/organisations/ID/contacts/agreed`: list who said yes, by their ids."""
    after = parse_id(read_query(request, AgreedQuery).after)
    agreed = await those_who_agreed(work, path_id(request), after=after)
    return json_answer(await present_accounts_of(work, agreed))


async def show_questions(work: Work, _request: Request) -> Response:
    """`GET /api/kith/v1/agreed`: list the organisations that say one agreed to hear from them."""
    asked = await questions_asked(work)
    entities = await present_accounts_of(work, [one.organisation for one in asked])
    found = [
        ContactQuestionEntity(
            organisation=entity,
            how=one.question.how,
            agreed_on=one.question.agreed_on.isoformat(),
            asked_at=date_text(one.question.asked_at),
        )
        for entity, one in zip(entities, asked, strict=True)
    ]
    return json_answer(found)


async def do_answer(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/agreed/ORGANISATION`: say yes, and let it write; or no, of which it is never told."""
    form = await read_form(request, AgreedForm)
    await answer_question(work, path_id(request), form.answer)
    return json_answer({})


def _list(sent: ContactList) -> ContactListEntity:
    return ContactListEntity(
        id=str(sent.id),
        how=sent.how,
        agreed_on=sent.agreed_on.isoformat(),
        state=sent.state,
        percent=sent.percent,
        people=sent.people,
        error=problem_of(sent),
        sent_at=date_text(sent.sent_at),
    )


_LISTS, _AGREED = "/api/kith/v1/organisations/{id}/contacts", "/api/kith/v1/agreed"
ROUTES = (
    Route(method="GET", path=_LISTS, handler=show_lists, scope="read", gives=list[ContactListEntity]),
    Route(
        method="POST",
        path=_LISTS,
        handler=do_send,
        scope="write",
        limit="finding",
        body_max_bytes=FILE_MAX_BYTES,
        asks=(ContactListForm,),
        gives=ContactListEntity,
    ),
    Route(
        method="GET",
        path=f"{_LISTS}/agreed",
        handler=show_agreed,
        scope="read",
        query=(AgreedQuery,),
        gives=list[AccountEntity],
    ),
    Route(method="GET", path=_AGREED, handler=show_questions, scope="read", gives=list[ContactQuestionEntity]),
    Route(method="POST", path=f"{_AGREED}/{{id}}", handler=do_answer, scope="write", asks=(AgreedForm,), gives=Nothing),
)
