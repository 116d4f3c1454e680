"""The entity `WebPushSubscription`: where the app that asks is told of notices while it is closed."""

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import Invalid
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.web.bearer import bearer
from kith.base.web.caller import Caller
from kith.base.web.form import read_form
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.gateways.mastodon.answers import Nothing, json_answer
from kith.push import (
    APP_ALERTS,
    Keys,
    Policy,
    Subscription,
    Wish,
    app_subscription,
    change_app_subscription,
    end_app_subscription,
    server_key,
    subscribe_app,
)


class PushAlertsEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Of what an app is told, or wishes to be."""

    mention: bool = False
    status: bool = False
    reblog: bool = False
    follow: bool = False
    follow_request: bool = False
    favourite: bool = False
    poll: bool = False
    update: bool = False
    quote: bool = False
    quoted_update: bool = False
    admin_sign_up: bool = msgspec.field(default=False, name="admin.sign_up")
    admin_report: bool = msgspec.field(default=False, name="admin.report")
    added_to_collection: bool = False
    collection_update: bool = False


class PushSubscriptionEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Where an app is told. The id is a small number: Tusky, Ice Cubes and Mastodon's own apps take nothing else."""

    id: int
    endpoint: str
    standard: bool
    alerts: PushAlertsEntity
    policy: Policy
    server_key: str


class PushKeysForm(msgspec.Struct, frozen=True, kw_only=True):
    """The device's part of the keys, as base64."""

    p256dh: str
    auth: str


class PushPlaceForm(msgspec.Struct, frozen=True, kw_only=True):
    """What the device's push service gave."""

    endpoint: str
    keys: PushKeysForm
    standard: bool = False


class PushWishForm(msgspec.Struct, frozen=True, kw_only=True):
    """Of what to tell, and from whom."""

    alerts: PushAlertsEntity | None = None
    policy: Policy | None = None


class PushSubscribeForm(msgspec.Struct, frozen=True, kw_only=True):
    """A subscription and what is wished for. Phanpy sends the policy beside the data."""

    subscription: PushPlaceForm
    data: PushWishForm = PushWishForm()
    policy: Policy | None = None


class PushChangeForm(msgspec.Struct, frozen=True, kw_only=True):
    """What is wished for from now on. Older apps and Phanpy send the policy beside the data."""

    data: PushWishForm = PushWishForm()
    policy: Policy | None = None


async def show(work: Work, request: Request) -> Response:
    """`GET /api/v1/push/subscription`."""
    return _answer(work, await app_subscription(work, _token_id(request)))


async def do_subscribe(work: Work, request: Request) -> Response:
    """`POST /api/v1/push/subscription`."""
    form = await read_form(request, PushSubscribeForm)
    place = form.subscription
    made = await subscribe_app(
        work,
        _token_id(request),
        bearer(request),
        keys=Keys(endpoint=place.endpoint, p256dh=place.keys.p256dh, auth=place.keys.auth, standard=place.standard),
        wish=_wish(form.data, form.data.policy or form.policy),
        language=request.state.language,
    )
    return _answer(work, made)


async def do_change(work: Work, request: Request) -> Response:
    """`PUT /api/v1/push/subscription`."""
    form = await read_form(request, PushChangeForm)
    wish = _wish(form.data, form.data.policy or form.policy)
    return _answer(work, await change_app_subscription(work, _token_id(request), wish))


async def do_end(work: Work, request: Request) -> Response:
    """`DELETE /api/v1/push/subscription`."""
    await end_app_subscription(work, _token_id(request))
    return json_answer({})


def _token_id(request: Request) -> Id:
    caller: Caller = request.state.caller
    kind, _space, number = caller.session.partition(" ")
    if kind != "token":
        raise Invalid(_("Only an app with a token of its own can be told."))
    return Id(int(number))


def _wish(form: PushWishForm, policy: Policy | None) -> Wish:
    if form.alerts is None:
        return Wish(alerts=None, policy=policy)
    given: dict[str, bool] = msgspec.to_builtins(form.alerts)
    return Wish(alerts=[alert for alert in APP_ALERTS if given[alert]], policy=policy)


def _answer(work: Work, subscription: Subscription) -> Response:
    alerts: dict[str, Any] = {alert: alert in subscription.alerts for alert in APP_ALERTS}
    return json_answer(
        PushSubscriptionEntity(
            id=subscription.id >> 16 & 0x7FFF_FFFF,  # no operation names it: each token has one
            endpoint=subscription.endpoint,
            standard=subscription.standard,
            alerts=msgspec.convert(alerts, PushAlertsEntity),
            policy=subscription.policy,
            server_key=server_key(work.house.secret).public,
        )
    )


_PATH = "/api/v1/push/subscription"
ROUTES = (
    Route(method="GET", path=_PATH, handler=show, scope="push", gives=PushSubscriptionEntity),
    Route(
        method="POST",
        path=_PATH,
        handler=do_subscribe,
        scope="push",
        asks=(PushSubscribeForm,),
        gives=PushSubscriptionEntity,
    ),
    Route(
        method="PUT", path=_PATH, handler=do_change, scope="push", asks=(PushChangeForm,), gives=PushSubscriptionEntity
    ),
    Route(method="DELETE", path=_PATH, handler=do_end, scope="push", gives=Nothing),
)
