"""The plug of Kith's own API."""

from kith.base.feature import Feature
from kith.gateways.kith import access, drafts, home, invitations, relations, ties

FEATURE = Feature(
    name="kith",
    routes=(*drafts.ROUTES, *home.ROUTES, *invitations.ROUTES, *access.ROUTES, *relations.ROUTES, *ties.ROUTES),
)
