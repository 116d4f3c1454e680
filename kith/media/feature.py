"""The plug of media."""

from kith.base.feature import Feature
from kith.media.jobs import LISTENERS, NIGHTLY
from kith.media.model import Medium
from kith.media.web import ROUTES

FEATURE = Feature(name="media", records=(Medium,), routes=ROUTES, listeners=LISTENERS, nightly=NIGHTLY)
