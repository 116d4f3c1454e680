"""`/organisations/ID/webhooks`: to which programs a desk's events are told, and what became of each telling."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Invalid
from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.web.form import read_form
from kith.base.web.page import page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.people import get_account
from kith.people.model import Account
from kith.webhooks.actions.delivering import deliver_again, send_test
from kith.webhooks.actions.keeping import (
    WebhookWish,
    add_webhook,
    change_webhook,
    delete_webhook,
    deliveries_of,
    get_webhook,
    renew_secret,
    set_paused,
    webhooks_of,
)
from kith.webhooks.model import EVENTS, Webhook, WebhookDelivery, Words
from kith.webhooks.web.words import event_words, state_word, why_sentence, word_choices

DELIVERIES_A_PAGE = 30
AT_FIRST = tuple(one for one in EVENTS if one != "note")


class WebhookForm(msgspec.Struct, frozen=True, kw_only=True):
    """Where what is told, and with whose words."""

    address: str = ""
    events: tuple[str, ...] = ()
    words: Words = "none"


@dataclass(frozen=True, kw_only=True)
class WebhookFields:
    """The fields of a webhook, with what was typed and what was wrong with it."""

    form: WebhookForm
    events: Sequence[tuple[str, str]]
    choices: Sequence[tuple[Words, str, str]]
    error: str = ""
    field: str = ""


@dataclass(frozen=True, kw_only=True)
class WebhooksPage:
    """All webhooks of an organisation; each with why it is paused."""

    account: Account
    rows: Sequence[tuple[Webhook, str]]
    fields: WebhookFields


@dataclass(frozen=True, kw_only=True)
class DeliveryRow:
    """Something that was told, or is to be."""

    delivery: WebhookDelivery
    event: str
    state: str


@dataclass(frozen=True, kw_only=True)
class WebhookPage:
    """One webhook with its log. `secret` is there on the one answer on which it is shown."""

    account: Account
    webhook: Webhook
    path: str
    paused: str
    fields: WebhookFields
    rows: Sequence[DeliveryRow]
    more: str | None
    secret: str = ""


async def show_webhooks(work: Work, request: Request) -> Response:
    """`GET /organisations/ID/webhooks`."""
    return await _list(work, request, WebhookForm(events=AT_FIRST))


async def do_add(work: Work, request: Request) -> Response:
    """`POST /organisations/ID/webhooks`: the secret is shown on this very answer, and never again."""
    form, organisation_id = await read_form(request, WebhookForm), path_id(request)
    try:
        made, secret = await add_webhook(work, organisation_id, _wish(form))
    except Invalid as error:
        work.undo()
        return await _list(work, request, form, error)
    return await _one(work, request, made, secret=secret)


async def show_webhook(work: Work, request: Request) -> Response:
    """`GET /organisations/ID/webhooks/WEBHOOK`."""
    return await _one(work, request, await get_webhook(work, path_id(request), path_id(request, "webhook")))


async def do_change(work: Work, request: Request) -> Response:
    """`POST /organisations/ID/webhooks/WEBHOOK`."""
    form, place = await read_form(request, WebhookForm), (path_id(request), path_id(request, "webhook"))
    try:
        await change_webhook(work, *place, _wish(form))
    except Invalid as error:
        work.undo()
        return await _one(work, request, await get_webhook(work, *place), form=form, error=error)
    return _to(*place)


async def do_renew(work: Work, request: Request) -> Response:
    """`POST /organisations/ID/webhooks/WEBHOOK/secret`: shown on this very answer."""
    changed, secret = await renew_secret(work, path_id(request), path_id(request, "webhook"))
    return await _one(work, request, changed, secret=secret)


async def do_delete(work: Work, request: Request) -> Response:
    """`POST /organisations/ID/webhooks/WEBHOOK/delete`."""
    await delete_webhook(work, path_id(request), path_id(request, "webhook"))
    return RedirectResponse(f"/organisations/{path_id(request)}/webhooks", 303)


def _doing(deed: Callable[[Work, Id, Id], Awaitable[object]]) -> Callable[[Work, Request], Awaitable[Response]]:
    async def handler(work: Work, request: Request) -> Response:
        place = path_id(request), path_id(request, "webhook")
        await deed(work, *place)
        return _to(*place)

    return handler


async def do_again(work: Work, request: Request) -> Response:
    """`POST /organisations/ID/webhooks/WEBHOOK/deliveries/DELIVERY`: send it once more."""
    place = path_id(request), path_id(request, "webhook")
    await deliver_again(work, *place, path_id(request, "delivery"))
    return _to(*place)


async def _list(work: Work, request: Request, form: WebhookForm, error: Invalid | None = None) -> Response:
    found = await webhooks_of(work, path_id(request))
    content = WebhooksPage(
        account=await get_account(work.db, path_id(request)),
        rows=[(one, why_sentence(one)) for one in found],
        fields=_fields(form, error),
    )
    return await page(work, request, "webhooks/webhooks.html", content, status=422 if error else 200)


async def _one(
    work: Work,
    request: Request,
    webhook: Webhook,
    *,
    secret: str = "",
    form: WebhookForm | None = None,
    error: Invalid | None = None,
) -> Response:
    paging = Paging.from_query(request.query_params, limit_default=DELIVERIES_A_PAGE, limit_max=DELIVERIES_A_PAGE)
    part = await deliveries_of(work, webhook.organisation_id, webhook.id, paging)
    names, path = event_words(), _path(webhook.organisation_id, webhook.id)
    as_it_is = WebhookForm(address=webhook.address, events=webhook.events, words=webhook.words)
    content = WebhookPage(
        account=await get_account(work.db, webhook.organisation_id),
        webhook=webhook,
        path=path,
        paused=why_sentence(webhook),
        fields=_fields(form or as_it_is, error),
        rows=[
            DeliveryRow(delivery=one, event=names.get(one.kind, one.kind), state=state_word(one.state))
            for one in part.items
        ],
        more=f"{path}?max_id={part.older_than}" if part.older_than else None,
        secret=secret,
    )
    return await page(work, request, "webhooks/webhook.html", content, status=422 if error else 200)


def _fields(form: WebhookForm, error: Invalid | None) -> WebhookFields:
    names = event_words()
    return WebhookFields(
        form=msgspec.structs.replace(form, address=form.address[:1500]),
        events=[(one, names[one]) for one in EVENTS],
        choices=word_choices(),
        error=error.text if error else "",
        field=(error.field or "") if error else "",
    )


def _wish(form: WebhookForm) -> WebhookWish:
    return WebhookWish(address=form.address, events=form.events, words=form.words)


def _path(organisation_id: Id, webhook_id: Id) -> str:
    return f"/organisations/{organisation_id}/webhooks/{webhook_id}"


def _to(organisation_id: Id, webhook_id: Id) -> Response:
    return RedirectResponse(_path(organisation_id, webhook_id), 303)


async def _pause(work: Work, organisation_id: Id, webhook_id: Id) -> object:
    return await set_paused(work, organisation_id, webhook_id, paused=True)


async def _resume(work: Work, organisation_id: Id, webhook_id: Id) -> object:
    return await set_paused(work, organisation_id, webhook_id, paused=False)


_ALL, _ONE = "/organisations/{id}/webhooks", "/organisations/{id}/webhooks/{webhook}"
ROUTES = (
    Route(method="GET", path=_ALL, handler=show_webhooks),
    Route(method="POST", path=_ALL, handler=do_add, limit="token"),
    Route(method="GET", path=_ONE, handler=show_webhook),
    Route(method="POST", path=_ONE, handler=do_change),
    Route(method="POST", path=f"{_ONE}/secret", handler=do_renew, limit="token"),
    Route(method="POST", path=f"{_ONE}/test", handler=_doing(send_test), limit="token"),
    Route(method="POST", path=f"{_ONE}/pause", handler=_doing(_pause)),
    Route(method="POST", path=f"{_ONE}/resume", handler=_doing(_resume)),
    Route(method="POST", path=f"{_ONE}/delete", handler=do_delete),
    Route(method="POST", path=f"{_ONE}/deliveries/{{delivery}}", handler=do_again),
)
