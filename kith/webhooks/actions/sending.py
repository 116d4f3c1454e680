"""One message to one address: signed, behind the guard on what this server asks outside, and never redirected."""

from dataclasses import dataclass, replace

import msgspec

from kith.base.core.errors import Elsewhere, NotFound
from kith.base.core.words import _
from kith.base.outside import Fetched, Forbidden
from kith.base.work import Work
from kith.conversations import find_message
from kith.desk import find_case
from kith.people import viewer_of
from kith.posts import get_post
from kith.webhooks.model import ANSWER_MAX_BYTES, SAID_MAX, SEND_WITHIN_S, Webhook, WebhookDelivery
from kith.webhooks.rules import salts_of, secret_of, signature

GONE = 410  # Standard Webhooks: whoever answers so wants nothing more


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What became of a message. `said` is for the log: what the address answered, or why nothing could be sent."""

    arrived: bool = False
    gone: bool = False
    status: int | None = None
    said: str = ""
    retry_after_s: int | None = None


async def send(work: Work, webhook: Webhook, delivery: WebhookDelivery) -> Answer:
    """Send it. No connection to the database is held while the address takes its time."""
    body = await _body(work, webhook, delivery)
    await work.rest()
    now = work.house.clock()
    message_id, timestamp = f"msg_{delivery.id}", int(now.timestamp())
    signed = [
        signature(secret_of(work.house.secret, salt), message_id=message_id, timestamp=timestamp, body=body)
        for salt in salts_of(webhook, now)
    ]
    try:
        fetched = await work.house.outside.fetch(
            webhook.address,
            method="POST",
            headers={
                "Content-Type": "application/json",
                "Accept-Encoding": "identity",
                "Webhook-Id": message_id,
                "Webhook-Timestamp": str(timestamp),
                "Webhook-Signature": " ".join(signed),
            },
            body=body,
            bytes_max=ANSWER_MAX_BYTES,
            timeout_s=SEND_WITHIN_S,
            cut=True,
        )
    except Forbidden as error:
        return Answer(said=error.text[:SAID_MAX])
    except Elsewhere as error:
        return Answer(said=error.text[:SAID_MAX])
    return _understood(fetched)


async def _body(work: Work, webhook: Webhook, delivery: WebhookDelivery) -> bytes:
    """Give what is sent, with the words where the owner chose that: as they stand now, and none that are gone."""
    words = await _words(work, webhook, delivery)
    if words is None:
        return delivery.body
    message = msgspec.json.decode(delivery.body)
    message["data"]["words"] = words
    return msgspec.json.encode(message)


async def _words(work: Work, webhook: Webhook, delivery: WebhookDelivery) -> str | None:
    if webhook.words == "none" or delivery.case_id is None or delivery.subject_id is None:
        return None
    case = await find_case(work.db, delivery.organisation_id, delivery.case_id)
    if case is None or (case.channel != "thread" and webhook.words != "all"):
        return None
    own = replace(work, actor=webhook.organisation_id, hand=webhook.organisation_id, memo={})
    try:
        if case.channel == "talk":
            return (await find_message(own, delivery.subject_id)).message.text
        post = await get_post(work.db, await viewer_of(own), delivery.subject_id)
    except NotFound:  # taken back meanwhile, or a block stands between them
        return None
    return post.text if webhook.words == "all" or post.audience == "everyone" else None


def _understood(fetched: Fetched) -> Answer:
    if fetched.is_ok:
        return Answer(arrived=True, status=fetched.status)
    if 300 <= fetched.status < 400:
        return Answer(status=fetched.status, said=_("It leads elsewhere, and is not followed."))
    wait = fetched.headers.get("retry-after", "")
    return Answer(
        gone=fetched.status == GONE,
        status=fetched.status,
        said=_line(fetched.body),
        retry_after_s=int(wait) if wait.isascii() and wait.isdecimal() and len(wait) < 6 else None,
    )


def _line(body: bytes) -> str:
    shown = "".join(sign if sign.isprintable() else " " for sign in body.decode("utf-8", "replace"))
    return " ".join(shown.split())[:SAID_MAX]
