"""Say where one wishes to be told, of what, and no longer."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from kith.base.core.errors import Elsewhere, Invalid, NotFound
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.outside import parse_address
from kith.base.work import Work
from kith.push import store
from kith.push.envelope import check_point
from kith.push.keys import NONCE_BYTES, seal_token
from kith.push.model import ENDPOINT_MAX, Alert, Policy, Subscription
from kith.push.rules import devices_of, read_point, read_secret


@dataclass(frozen=True, kw_only=True)
class Keys:
    """What a device gives: where to push to, and how to close the envelope. Keys as base64."""

    endpoint: str
    p256dh: str
    auth: str
    standard: bool = True


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Of what one wishes to be told, and from whom; `None` leaves it as it is."""

    alerts: Sequence[Alert] | None
    policy: Policy | None


async def subscribe_app(work: Work, token_id: Id, token: str, *, keys: Keys, wish: Wish, language: str) -> Subscription:
    """Subscribe the app that holds a token; what it had subscribed before ends."""
    owner_id, subscription_id = _actor(work), work.new_id()
    point, secret = _checked(work, keys)
    await store.end_of_token(work.db, owner_id, token_id)
    await work.db.insert_new(
        Subscription(
            owner_id=owner_id,
            id=subscription_id,
            token_id=token_id,
            endpoint=keys.endpoint,
            public_key=point,
            shared_secret=secret,
            standard=keys.standard,
            alerts=tuple(wish.alerts or ()),
            policy=wish.policy or "all",
            sealed_token=seal_token(
                work.house.secret, token, nonce=secrets.token_bytes(NONCE_BYTES), subscription_id=subscription_id
            ),
            language=language,
            pushed_id=subscription_id,
            created_at=work.now,
        )
    )
    work.forget(devices_of(owner_id))
    return await app_subscription(work, token_id)  # of two requests at once, one came first


async def app_subscription(work: Work, token_id: Id) -> Subscription:
    """Get the subscription of the app that holds a token."""
    found = await store.find_of_token(work.db, _actor(work), token_id)
    if found is None:
        raise NotFound
    return found


async def change_app_subscription(work: Work, token_id: Id, wish: Wish) -> Subscription:
    """Change of what an app is told."""
    found = await app_subscription(work, token_id)
    alerts = found.alerts if wish.alerts is None else tuple(wish.alerts)
    await store.set_wish(work.db, found, alerts=alerts, policy=wish.policy or found.policy)
    return await app_subscription(work, token_id)


async def end_app_subscription(work: Work, token_id: Id) -> None:
    """Tell an app nothing any more."""
    await store.end_of_token(work.db, _actor(work), token_id)


async def subscribe_browser(work: Work, session_id: Id, *, keys: Keys, language: str) -> None:
    """Subscribe the browser one is signed in with. Whoever was told there before is so no longer."""
    owner_id, subscription_id = _actor(work), work.new_id()
    point, secret = _checked(work, keys)
    await store.end_of_browser(work.db, keys.endpoint)
    await store.end_of_session(work.db, owner_id, session_id)
    await work.db.insert_new(
        Subscription(
            owner_id=owner_id,
            id=subscription_id,
            session_id=session_id,
            endpoint=keys.endpoint,
            public_key=point,
            shared_secret=secret,
            standard=True,
            alerts=(),
            language=language,
            pushed_id=subscription_id,
            created_at=work.now,
        )
    )
    work.forget(devices_of(owner_id))


async def find_browser_subscription(work: Work, session_id: Id) -> Subscription | None:
    """Find the subscription of the browser one is signed in with."""
    return await store.find_of_session(work.db, _actor(work), session_id)


async def end_browser_subscription(work: Work, session_id: Id) -> None:
    """Tell this browser nothing any more."""
    await store.end_of_session(work.db, _actor(work), session_id)


def _checked(work: Work, keys: Keys) -> tuple[bytes, bytes]:
    """Read the keys, and look at the address: https, of a server that has a name."""
    _check_endpoint(work, keys.endpoint)
    point = read_point(keys.p256dh, field="p256dh")
    check_point(point, field="p256dh")
    return point, read_secret(keys.auth, field="auth")


def _check_endpoint(work: Work, endpoint: str) -> None:
    wrong = Invalid(_("That is not the address of a push service."), field="endpoint")
    try:
        address = parse_address(endpoint)
    except Elsewhere as error:
        raise wrong from error
    plain = address.scheme == "http" and not work.house.settings.fetch_loopback
    if plain or ":" in address.host or len(endpoint) > ENDPOINT_MAX:
        raise wrong


def _actor(work: Work) -> Id:
    assert work.actor is not None
    return work.actor
