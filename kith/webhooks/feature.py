"""The plug of webhooks."""

from kith.base.feature import Feature
from kith.webhooks.jobs import LISTENERS, NIGHTLY
from kith.webhooks.model import Webhook, WebhookDelivery
from kith.webhooks.web import ROUTES

FEATURE = Feature(
    name="webhooks",
    records=(Webhook, WebhookDelivery),
    routes=ROUTES,
    listeners=LISTENERS,
    nightly=NIGHTLY,
)
