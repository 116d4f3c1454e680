"""A clinic with a webhook, and an address on this machine that takes what is told."""

import base64
import hashlib
import hmac
import json
from typing import Any

from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.work import House
from kith.desk.tests.scene import Scene, act, look
from kith.push.tests.service import Pushed, Service
from kith.webhooks import WebhookWish, add_webhook, deliveries_of, get_webhook
from kith.webhooks.model import Webhook, WebhookDelivery


async def hook_to(house: House, scene: Scene, service: Service, **wish: Any) -> tuple[Id, str]:
    """Let Samira have the clinic's events told to an address here; gives the webhook and its secret."""
    address = f"http://127.0.0.1:{service.port}/kith"
    made, secret = await act(
        house, scene.samira, add_webhook, scene.clinic, WebhookWish(**({"address": address} | wish))
    )
    return made.id, secret


async def log_of(house: House, scene: Scene, webhook_id: Id) -> list[WebhookDelivery]:
    """Read the log, the oldest first."""
    part = await look(house, scene.samira, deliveries_of, scene.clinic, webhook_id, Paging(limit=80))
    return list(reversed(part.items))


async def hook_now(house: House, scene: Scene, webhook_id: Id) -> Webhook:
    """Read the webhook."""
    found: Webhook = await look(house, scene.samira, get_webhook, scene.clinic, webhook_id)
    return found


def told(service: Service) -> list[dict[str, Any]]:
    """Read what came."""
    return [json.loads(one.body) for one in service.got]


def is_signed(one: Pushed, secret: str) -> bool:
    """Verify a signature as the specification says."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    content = f"{one.headers['webhook-id']}.{one.headers['webhook-timestamp']}.".encode() + one.body
    ours = "v1," + base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    return ours in one.headers["webhook-signature"].split(" ")
