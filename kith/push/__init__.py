"""Push: tell somebody on their phone or in their browser, though nothing of Kith is open there.

Words: a *subscription* is a place to push to, at a push service of the device's maker, and ends with the app's token or
the browser's session it belongs to. An *alert* is a kind of notice one wishes to be pushed, in the words apps use. A
*message* is what is pushed, readable by the device alone. Apps get a message a notice; our own pages get a *bundle*.

Nothing is pushed that its person has read, or may no longer see: that is asked when it is sent.
"""

from kith.push.actions.subscribing import (
    Keys,
    Wish,
    app_subscription,
    change_app_subscription,
    end_app_subscription,
    subscribe_app,
)
from kith.push.keys import server_key
from kith.push.model import APP_ALERTS, POLICIES, Policy, Subscription

__all__ = [
    "APP_ALERTS",
    "POLICIES",
    "Keys",
    "Policy",
    "Subscription",
    "Wish",
    "app_subscription",
    "change_app_subscription",
    "end_app_subscription",
    "server_key",
    "subscribe_app",
]
