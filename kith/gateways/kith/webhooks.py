"""Webhooks of a desk: to which addresses its events are told, and what became of each telling."""

from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.web.form import read_form
from kith.base.web.routing import Handler, Route, path_id
from kith.base.work import Work
from kith.gateways.mastodon.answers import Nothing, json_answer, listing, posts_paging
from kith.gateways.mastodon.dates import date_text
from kith.webhooks import (
    WebhookWish,
    add_webhook,
    change_webhook,
    delete_webhook,
    deliver_again,
    deliveries_of,
    get_webhook,
    renew_secret,
    send_test,
    set_paused,
    webhooks_of,
)
from kith.webhooks.model import DeliveryState, Webhook, WebhookDelivery, Why, Words


class WebhookEntity(msgspec.Struct, frozen=True, kw_only=True):
    """An address to which a desk's events are told. `secret` is there where it was just made, and never again."""

    id: str
    address: str
    events: tuple[str, ...]
    words: Words
    created_at: str
    paused_at: str | None
    paused_why: Why | None
    failures: int
    failing_since: str | None
    secret: str | None = None


class DeliveryEntity(msgspec.Struct, frozen=True, kw_only=True):
    """One event on its way. `webhook_id_header` stays the same however often it is sent; `said` is what came back."""

    id: str
    webhook_id_header: str
    event: str
    case_id: str | None
    state: DeliveryState
    tries: int
    status: int | None
    said: str
    created_at: str
    due_at: str | None
    done_at: str | None


class NewWebhookForm(msgspec.Struct, frozen=True, kw_only=True):
    """Where what is told: kinds of case events, all where none are given. `words`: whose words go along."""

    address: str
    events: tuple[str, ...] | None = None
    words: Words = "none"


class WebhookChangeForm(msgspec.Struct, frozen=True, kw_only=True):
    """What shall be different; what is left out stays."""

    address: str | None = None
    events: tuple[str, ...] | None = None
    words: Words | None = None
    paused: bool | None = None


async def show_all(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/desks/ORGANISATION/webhooks`: list where a desk's events are told, the oldest first."""
    return json_answer([_present(one) for one in await webhooks_of(work, _organisation(request))])


async def do_add(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/desks/ORGANISATION/webhooks`: tell events to an address; gives the secret, this once."""
    form = await read_form(request, NewWebhookForm)
    wish = WebhookWish(address=form.address, events=form.events, words=form.words)
    made, secret = await add_webhook(work, _organisation(request), wish)
    return json_answer(_present(made, secret))


async def show_one(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/desks/ORGANISATION/webhooks/ID`: show a webhook."""
    return json_answer(_present(await get_webhook(work, _organisation(request), path_id(request))))


async def do_change(work: Work, request: Request) -> Response:
    """`PATCH /api/kith/v1/desks/ORGANISATION/webhooks/ID`: change it, pause it, or let it go on."""
    form, place = await read_form(request, WebhookChangeForm), (_organisation(request), path_id(request))
    wish = WebhookWish(address=form.address, events=form.events, words=form.words)
    changed = await change_webhook(work, *place, wish)
    if form.paused is not None:
        changed = await set_paused(work, *place, paused=form.paused)
    return json_answer(_present(changed))


async def do_delete(work: Work, request: Request) -> Response:
    """`DELETE /api/kith/v1/desks/ORGANISATION/webhooks/ID`: end it; what waited is gone."""
    await delete_webhook(work, _organisation(request), path_id(request))
    return json_answer({})


async def do_renew(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/desks/ORGANISATION/webhooks/ID/secret`: renew its secret; the last holds for a day, too."""
    changed, secret = await renew_secret(work, _organisation(request), path_id(request))
    return json_answer(_present(changed, secret))


async def do_test(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/desks/ORGANISATION/webhooks/ID/test`: send a test, in the way of all that is told."""
    sent = await send_test(work, _organisation(request), path_id(request))
    if sent is None:
        raise Refused(_("It is paused. Let it go on first."))
    return json_answer(_delivery(sent))


async def show_deliveries(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/desks/ORGANISATION/webhooks/ID/deliveries`: list what was told, the newest first."""
    part = await deliveries_of(work, _organisation(request), path_id(request), posts_paging(request))
    return listing(work, request, [_delivery(one) for one in part.items], part)


async def do_again(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/desks/ORGANISATION/webhooks/ID/deliveries/DELIVERY/again`: send something once more."""
    place = _organisation(request), path_id(request), path_id(request, "delivery_id")
    return json_answer(_delivery(await deliver_again(work, *place)))


def _organisation(request: Request) -> Id:
    return path_id(request, "organisation_id")


def _present(webhook: Webhook, secret: str | None = None) -> WebhookEntity:
    return WebhookEntity(
        id=str(webhook.id),
        address=webhook.address,
        events=webhook.events,
        words=webhook.words,
        created_at=date_text(webhook.made_at),
        paused_at=date_text(webhook.paused_at) if webhook.paused_at else None,
        paused_why=webhook.paused_why,
        failures=webhook.failures,
        failing_since=date_text(webhook.failing_since) if webhook.failing_since else None,
        secret=secret,
    )


def _delivery(one: WebhookDelivery) -> DeliveryEntity:
    return DeliveryEntity(
        id=str(one.id),
        webhook_id_header=f"msg_{one.id}",
        event=one.kind,
        case_id=str(one.case_id) if one.case_id else None,
        state=one.state,
        tries=one.tries,
        status=one.status,
        said=one.said,
        created_at=date_text(one.made_at),
        due_at=date_text(one.due_at) if one.state == "waiting" else None,
        done_at=date_text(one.done_at) if one.done_at else None,
    )


_ALL = "/api/kith/v1/desks/{organisation_id}/webhooks"
_ONE = _ALL + "/{id}"
_READ, _WRITE = "read read:webhooks", "write write:webhooks"


def _do(
    method: Literal["POST", "PATCH", "DELETE"],
    path: str,
    handler: Handler,
    asks: type[msgspec.Struct] | None = None,
    *,
    gives: object = WebhookEntity,
    limit: str | None = None,
) -> Route:
    asked = (asks,) if asks is not None else ()
    return Route(method=method, path=path, handler=handler, scope=_WRITE, asks=asked, gives=gives, limit=limit)


ROUTES = (
    Route(method="GET", path=_ALL, handler=show_all, scope=_READ, gives=list[WebhookEntity]),
    _do("POST", _ALL, do_add, NewWebhookForm, limit="token"),
    Route(method="GET", path=_ONE, handler=show_one, scope=_READ, gives=WebhookEntity),
    _do("PATCH", _ONE, do_change, WebhookChangeForm),
    _do("DELETE", _ONE, do_delete, gives=Nothing),
    _do("POST", f"{_ONE}/secret", do_renew, limit="token"),
    _do("POST", f"{_ONE}/test", do_test, gives=DeliveryEntity, limit="token"),
    Route(
        method="GET",
        path=f"{_ONE}/deliveries",
        handler=show_deliveries,
        scope=_READ,
        gives=list[DeliveryEntity],
        paged=True,
    ),
    _do("POST", f"{_ONE}/deliveries/{{delivery_id}}/again", do_again, gives=DeliveryEntity),
)
