"""The page of all that one takes in, and what one does from a card."""

from kith.caps.web.card import CARD_ROUTES
from kith.caps.web.settings import SETTINGS_ROUTES

ROUTES = (*SETTINGS_ROUTES, *CARD_ROUTES)
