"""Webhooks: what happens at a desk is told to another program, at an address on the web that an owner gave.

Words: a *webhook* is such an address, with the *events* that are told there, and a secret with which each telling is
signed. A *delivery* is one event on its way: it waits, arrived, or was given up. A webhook is *held* for a while when
its address fails, and *paused* when it failed for long, until somebody lets it go on.
"""

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

__all__ = [
    "WebhookWish",
    "add_webhook",
    "change_webhook",
    "delete_webhook",
    "deliver_again",
    "deliveries_of",
    "get_webhook",
    "renew_secret",
    "send_test",
    "set_paused",
    "webhooks_of",
]
