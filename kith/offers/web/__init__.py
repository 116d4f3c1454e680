"""The pages of offers."""

from kith.offers.web.asking import ASKING_ROUTES, ASKING_SLOTS
from kith.offers.web.correcting import CORRECTING_ROUTES, CORRECTING_SLOTS
from kith.offers.web.deciding import DECIDING_ROUTES, DECIDING_SLOTS
from kith.offers.web.line import LINE_ROUTES

ROUTES = (*ASKING_ROUTES, *CORRECTING_ROUTES, *LINE_ROUTES, *DECIDING_ROUTES)
SLOTS = (*ASKING_SLOTS, *CORRECTING_SLOTS, *DECIDING_SLOTS)
