"""The plug of access for apps."""

from datetime import time

from kith.base.feature import Feature
from kith.base.work import Nightly
from kith.oauth.actions.letting_in import tidy
from kith.oauth.model import App, AppToken, Grant
from kith.oauth.web import ROUTES

FEATURE = Feature(
    name="oauth",
    records=(App, AppToken, Grant),
    routes=ROUTES,
    nightly=(Nightly(name="oauth.tidy", at=time(3, 25), run=tidy),),
)
