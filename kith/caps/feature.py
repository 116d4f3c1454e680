"""The plug of caps."""

from kith.base.feature import Feature
from kith.caps.jobs import LISTENERS, NIGHTLY
from kith.caps.model import Cap, Pace
from kith.caps.web import ROUTES

FEATURE = Feature(name="caps", records=(Cap, Pace), routes=ROUTES, listeners=LISTENERS, nightly=NIGHTLY)
