"""Hand a message to a push service, and draw the conclusion from what it says."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import structlog

from kith.base.core.errors import Elsewhere
from kith.base.outside import Fetched, Forbidden, parse_address
from kith.base.work import Work
from kith.push import store
from kith.push.envelope import Device, Sealed, seal
from kith.push.keys import contact_of, server_key
from kith.push.model import ANSWER_MAX_BYTES, SEND_WITHIN_S, TTL_S, Subscription, Urgency
from kith.push.rules import is_given_up, try_again_at

log = structlog.get_logger()

GONE = frozenset({404, 410})  # RFC 8030, 7.3
BUSY = frozenset({408, 425, 429})


@dataclass(frozen=True, kw_only=True)
class Message:
    """What is pushed: for the device to read, and for the service how long to keep it and how it matters."""

    content: bytes
    urgency: Urgency
    topic: str | None = None  # of two with the same topic that wait for a device, the newer one is enough


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What became of a message: taken; not any more, for there is no such device; not now; or not at all."""

    outcome: Literal["taken", "gone", "later", "refused"]
    retry_after_s: int | None = None


async def send(work: Work, subscription: Subscription, message: Message) -> Sent:
    """Hand it over. No connection to the database is held meanwhile: nothing may have been written before."""
    await work.db.release(commit=False)
    try:
        fetched = await work.house.outside.fetch(
            subscription.endpoint,
            method="POST",
            headers=_headers(work, subscription, message, sealed := _sealed(subscription, message)),
            body=sealed.body,
            bytes_max=ANSWER_MAX_BYTES,
            timeout_s=SEND_WITHIN_S,
            cut=True,
        )
    except Forbidden:
        return Sent(outcome="refused")
    except Elsewhere:
        return Sent(outcome="later")
    return _understood(fetched)


async def settle(work: Work, subscription: Subscription, sent: Sent, *, tries: int) -> datetime | None:
    """Note what became of it, and tell when to try again; `None`: not at all."""
    if sent.outcome == "taken":
        if subscription.failing_since is not None:
            await store.note_taken(work.db, subscription)
        return None
    failing_since = await store.note_failed(work.db, subscription, work.now)
    if sent.outcome == "gone" or is_given_up(failing_since, work.now):
        log.info("push.ended", subscription=subscription.id, outcome=sent.outcome)
        await store.end_subscription(work.db, subscription)
        return None
    log.info("push.failed", subscription=subscription.id, outcome=sent.outcome, tries=tries)
    if sent.outcome == "refused":
        return None
    return try_again_at(work.now, tries=tries, retry_after_s=sent.retry_after_s)


def _sealed(subscription: Subscription, message: Message) -> Sealed:
    device = Device(subscription.public_key, subscription.shared_secret)
    return seal(message.content, device, standard=subscription.standard)


def _headers(work: Work, subscription: Subscription, message: Message, sealed: Sealed) -> dict[str, str]:
    signed = server_key(work.house.secret).sign(
        parse_address(subscription.endpoint).origin,
        contact=contact_of(work.house.settings),
        now=work.now,
        standard=subscription.standard,
    )
    keys = ";".join(one["Crypto-Key"] for one in (sealed.headers, signed) if "Crypto-Key" in one)
    return (
        {"Content-Type": "application/octet-stream", "TTL": str(TTL_S), "Urgency": message.urgency}
        | {"Accept-Encoding": "identity"}  # an answer that cannot be unpacked would be a message sent twice
        | ({"Topic": message.topic} if message.topic else {})
        | sealed.headers
        | signed
        | ({"Crypto-Key": keys} if keys else {})
    )


def _understood(fetched: Fetched) -> Sent:
    if fetched.is_ok:
        return Sent(outcome="taken")
    if fetched.status in GONE:
        return Sent(outcome="gone")
    if fetched.status in BUSY or fetched.status >= 500:
        wait = fetched.headers.get("retry-after", "")
        return Sent(outcome="later", retry_after_s=int(wait) if wait.isascii() and wait.isdecimal() else None)
    log.warning("push.refused", status=fetched.status)
    return Sent(outcome="refused")
