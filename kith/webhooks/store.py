"""Every SQL statement over webhooks and their deliveries."""

from datetime import datetime
from operator import attrgetter

from kith.base.core.ids import Id
from kith.base.core.paging import Paging, Slice
from kith.base.storage.database import Db
from kith.base.storage.slices import read_slice
from kith.base.storage.statement import Statement
from kith.webhooks.model import Webhook, WebhookDelivery, WebhookDue

_ALL = Statement(f"""
    SELECT {Webhook.columns()}
      FROM webhooks
     WHERE organisation_id = %(organisation_id)s
     ORDER BY id
     LIMIT 100
""")
_FIND = f"""
    SELECT {Webhook.columns()}
      FROM webhooks
     WHERE organisation_id = %(organisation_id)s
       AND id = %(webhook_id)s
"""
_ONE = Statement(_FIND)
# Deliveries that are written at this moment are not waited for.
_LOCK = Statement(f"{_FIND} FOR NO KEY UPDATE")
_DELETE = Statement("DELETE FROM webhooks WHERE organisation_id = %(organisation_id)s AND id = %(webhook_id)s")
_DELETE_DELIVERIES = Statement("""
    DELETE FROM webhook_deliveries
     WHERE organisation_id = %(organisation_id)s
       AND webhook_id = %(webhook_id)s
""")
_NEXT = Statement(f"""
    SELECT {WebhookDelivery.columns()}
      FROM webhook_deliveries
     WHERE organisation_id = %(organisation_id)s
       AND webhook_id = %(webhook_id)s
       AND state = 'waiting'
     ORDER BY due_at, id
     LIMIT 1
""")
_WAITING = Statement("""
    SELECT count(*)
      FROM (SELECT
              FROM webhook_deliveries
             WHERE organisation_id = %(organisation_id)s
               AND webhook_id = %(webhook_id)s
               AND state = 'waiting'
             LIMIT %(limit)s) AS those
""")
_DELIVERY = Statement(f"""
    SELECT {WebhookDelivery.columns()}
      FROM webhook_deliveries
     WHERE organisation_id = %(organisation_id)s
       AND webhook_id = %(webhook_id)s
       AND id = %(delivery_id)s
       FOR UPDATE
""")
_DELIVERIES = f"""
    SELECT {WebhookDelivery.columns()}
      FROM webhook_deliveries
     WHERE organisation_id = %(organisation_id)s
       AND webhook_id = %(webhook_id)s
       AND id < %(below)s
       AND id > %(above)s
"""
_DOWN = Statement(f"{_DELIVERIES} ORDER BY id DESC LIMIT %(limit)s")
_UP = Statement(f"{_DELIVERIES} ORDER BY id LIMIT %(limit)s")
# Whoever delivered was ended between two deliveries, and nothing new happened since.
_LEFT_LYING = Statement("""
    SELECT webhooks.organisation_id, webhooks.id AS webhook_id
      FROM webhooks
     WHERE webhooks.paused_at IS NULL
       AND (webhooks.busy_until IS NULL OR webhooks.busy_until < %(now)s)
       AND (webhooks.held_until IS NULL OR webhooks.held_until <= %(now)s)
       AND EXISTS (
           SELECT FROM webhook_deliveries
            WHERE webhook_deliveries.organisation_id = webhooks.organisation_id
              AND webhook_deliveries.webhook_id = webhooks.id
              AND webhook_deliveries.state = 'waiting'
              AND webhook_deliveries.due_at <= %(now)s)
     ORDER BY webhooks.organisation_id, webhooks.id
     LIMIT 1000
""")
_FORGET_OLD = Statement("DELETE FROM webhook_deliveries WHERE made_at < %(before)s")
_FORGET_PERSON = Statement("DELETE FROM webhook_deliveries WHERE people @> ARRAY[%(person_id)s]::bigint[]")
_FORGET_BETWEEN = Statement("""
    DELETE FROM webhook_deliveries
     WHERE organisation_id = %(organisation_id)s
       AND people @> ARRAY[%(person_id)s]::bigint[]
""")
_FORGET_ALL = Statement("DELETE FROM webhooks WHERE organisation_id = %(organisation_id)s")
_FORGET_ALL_DELIVERIES = Statement("DELETE FROM webhook_deliveries WHERE organisation_id = %(organisation_id)s")


async def webhooks_of(db: Db, organisation_id: Id) -> list[Webhook]:
    """List an organisation's webhooks, the oldest first."""
    return await db.all(_ALL, Webhook, organisation_id=organisation_id)


async def get_webhook(db: Db, organisation_id: Id, webhook_id: Id) -> Webhook:
    """Get a webhook. Raises `NotFound`."""
    return await db.one(_ONE, Webhook, organisation_id=organisation_id, webhook_id=webhook_id)


async def find_and_lock(db: Db, organisation_id: Id, webhook_id: Id) -> Webhook | None:
    """Hold a webhook to change it; nothing, where it is gone."""
    return await db.maybe(_LOCK, Webhook, organisation_id=organisation_id, webhook_id=webhook_id)


async def delete_webhook(db: Db, organisation_id: Id, webhook_id: Id) -> bool:
    """Delete a webhook and all its deliveries. `False` where there was none."""
    found = await db.run(_DELETE, organisation_id=organisation_id, webhook_id=webhook_id)
    await db.run(_DELETE_DELIVERIES, organisation_id=organisation_id, webhook_id=webhook_id)
    return bool(found)


async def next_delivery(db: Db, webhook: Webhook) -> WebhookDelivery | None:
    """Find what is to be delivered next, now or later."""
    return await db.maybe(_NEXT, WebhookDelivery, organisation_id=webhook.organisation_id, webhook_id=webhook.id)


async def count_waiting(db: Db, webhook: Webhook, *, limit: int) -> int:
    """Count what waits to be delivered, up to a limit."""
    given = {"organisation_id": webhook.organisation_id, "webhook_id": webhook.id}
    return int(await db.value(_WAITING, limit=limit, **given))


async def lock_delivery(db: Db, organisation_id: Id, webhook_id: Id, delivery_id: Id) -> WebhookDelivery | None:
    """Hold a delivery; nothing, where it is gone."""
    return await db.maybe(
        _DELIVERY,
        WebhookDelivery,
        organisation_id=organisation_id,
        webhook_id=webhook_id,
        delivery_id=delivery_id,
    )


async def deliveries_of(db: Db, organisation_id: Id, webhook_id: Id, paging: Paging) -> Slice[WebhookDelivery]:
    """List a webhook's deliveries, the newest first."""
    return await read_slice(
        db,
        WebhookDelivery,
        paging,
        down=_DOWN,
        up=_UP,
        place=attrgetter("id"),
        organisation_id=organisation_id,
        webhook_id=webhook_id,
    )


async def left_lying(db: Db, now: datetime) -> list[WebhookDue]:
    """List the webhooks for which something is due that nobody delivers."""
    return await db.all(_LEFT_LYING, WebhookDue, now=now)


async def forget_old(db: Db, before: datetime) -> None:
    """Delete deliveries that are old."""
    await db.run(_FORGET_OLD, before=before)


async def forget_between(db: Db, organisation_id: Id, person_id: Id) -> None:
    """Delete an organisation's deliveries that name somebody who wants nothing kept there."""
    await db.run(_FORGET_BETWEEN, organisation_id=organisation_id, person_id=person_id)


async def forget(db: Db, account_id: Id) -> None:
    """Delete what names somebody who left for good, and all webhooks of an organisation that is gone."""
    await db.run(_FORGET_PERSON, person_id=account_id)
    await db.run(_FORGET_ALL, organisation_id=account_id)
    await db.run(_FORGET_ALL_DELIVERIES, organisation_id=account_id)
