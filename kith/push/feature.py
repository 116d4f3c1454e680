"""The plug of push."""

from kith.base.feature import Feature
from kith.push.jobs import LISTENERS
from kith.push.model import Subscription
from kith.push.web import ROUTES, SLOTS

FEATURE = Feature(name="push", records=(Subscription,), routes=ROUTES, slots=SLOTS, listeners=LISTENERS)
