"""Sending what waits: one after the other for each webhook, tried again later, and given up in the end.

A job holds the webhook for a moment (`busy_until`), sends without holding a connection, and notes what became of it.
Whatever ends it in between, the delivery waits still: it is sent again, with the same id.
"""

import secrets
from datetime import datetime, timedelta

import msgspec
import structlog

from kith.base.core.errors import NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.webhooks import store
from kith.webhooks.actions.keeping import held_webhook
from kith.webhooks.actions.sending import Answer, send
from kith.webhooks.actions.telling import Message, pause, write_delivery
from kith.webhooks.model import SEND_WITHIN_S, TEST, Webhook, WebhookDelivery, WebhookDue
from kith.webhooks.rules import held_until, is_given_up, try_again_at

log = structlog.get_logger()

SENT_A_JOB = 20  # then others have their turn
BUSY_S = 2 * SEND_WITHIN_S


async def deliver(work: Work, due: WebhookDue) -> None:
    """Send what is due for a webhook, unless another job is at it: that one sees what came meanwhile."""
    mine = False
    for _each in range(SENT_A_JOB):
        now = work.house.clock()
        webhook = await store.find_and_lock(work.db, due.organisation_id, due.webhook_id)
        if webhook is None or webhook.paused_at is not None:
            return
        if not mine and webhook.busy_until is not None and webhook.busy_until > now:
            return
        delivery = await store.next_delivery(work.db, webhook)
        next_at = None if delivery is None else max(delivery.due_at, webhook.held_until or delivery.due_at)
        if delivery is None or next_at is None or next_at > now:
            # Whoever sent something arranged the next try: a thousand jobs that wait would else never be fewer.
            await _let_go(work, webhook, next_at if mine else None)
            return
        mine = True
        await work.db.put(msgspec.structs.replace(webhook, busy_until=now + timedelta(seconds=BUSY_S)))
        await work.rest()
        await _note(work, webhook, delivery, await send(work, webhook, delivery))
    webhook = await store.find_and_lock(work.db, due.organisation_id, due.webhook_id)
    if webhook is not None:
        await _let_go(work, webhook, work.house.clock())


async def deliver_again(work: Work, organisation_id: Id, webhook_id: Id, delivery_id: Id) -> WebhookDelivery:
    """Send something once more, now, whatever became of it. Raises `NotFound`, `Refused` while it is paused."""
    webhook = await held_webhook(work, organisation_id, webhook_id)
    _check_goes(webhook)
    before = await store.lock_delivery(work.db, organisation_id, webhook_id, delivery_id)
    if before is None:
        raise NotFound
    after = msgspec.structs.replace(before, state="waiting", tries=0, due_at=work.now, done_at=None)
    await work.db.put(after)
    await work.db.put(msgspec.structs.replace(webhook, held_until=None))
    work.tell(WebhookDue(organisation_id=organisation_id, webhook_id=webhook_id))
    return after


async def send_test(work: Work, organisation_id: Id, webhook_id: Id) -> WebhookDelivery | None:
    """Tell a webhook that this is a test, in the way in which everything is told."""
    webhook = await held_webhook(work, organisation_id, webhook_id)
    _check_goes(webhook)
    message = Message(
        type="webhook.test", timestamp=work.now.isoformat(), data={"organisation_id": str(organisation_id)}
    )
    await work.db.put(msgspec.structs.replace(webhook, held_until=None))
    return await write_delivery(work, webhook, TEST, msgspec.json.encode(message))


async def deliver_what_lies(work: Work) -> None:
    """Take up what is due for webhooks whose job was ended: every minute."""
    for due in await store.left_lying(work.db, work.now):
        work.tell(due)


def _check_goes(webhook: Webhook) -> None:
    if webhook.paused_at is not None:
        raise Refused(_("It is paused. Let it go on first."))


async def _note(work: Work, sent_to: Webhook, sent: WebhookDelivery, answer: Answer) -> None:
    """Write down what became of it, in one transaction with what that means for the webhook."""
    now = work.house.clock()
    webhook = await store.find_and_lock(work.db, sent.organisation_id, sent_to.id)
    delivery = await store.lock_delivery(work.db, sent.organisation_id, sent_to.id, sent.id)
    if webhook is None or delivery is None:  # ended meanwhile, or somebody left
        return
    tries = delivery.tries + 1
    after = msgspec.structs.replace(delivery, tries=tries, status=answer.status, said=answer.said)
    if answer.arrived:
        await work.db.put(msgspec.structs.replace(after, state="arrived", done_at=now))
        if webhook.failures:
            await work.db.put(msgspec.structs.replace(webhook, failures=0, failing_since=None, held_until=None))
        return
    again_at = try_again_at(now, tries=tries, chance=_chance(), retry_after_s=answer.retry_after_s)
    if again_at is None:
        await work.db.put(msgspec.structs.replace(after, state="failed", done_at=now))
    else:
        await work.db.put(msgspec.structs.replace(after, due_at=again_at))
    await _note_failure(work, webhook, answer, now)


async def _note_failure(work: Work, webhook: Webhook, answer: Answer, now: datetime) -> None:
    failures, since = webhook.failures + 1, webhook.failing_since or now
    held = held_until(now, failures=failures, chance=_chance())
    await work.db.put(msgspec.structs.replace(webhook, failures=failures, failing_since=since, held_until=held))
    log.info("webhook.failed", webhook=webhook.id, status=answer.status, failures=failures)
    if answer.gone or is_given_up(since, now):
        await pause(work, webhook, "gone" if answer.gone else "failing")


async def _let_go(work: Work, webhook: Webhook, next_at: datetime | None) -> None:
    if webhook.busy_until is not None:
        await work.db.put(msgspec.structs.replace(webhook, busy_until=None))
    if next_at is not None and webhook.paused_at is None:
        due = WebhookDue(organisation_id=webhook.organisation_id, webhook_id=webhook.id)
        work.tell(due, at=next_at)


def _chance() -> float:
    return secrets.randbelow(1000) / 1000
