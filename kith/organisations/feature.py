"""The plug of organisations."""

from kith.base.feature import Feature
from kith.organisations.jobs import GATES, LISTENERS, NIGHTLY
from kith.organisations.model import (
    Organisation,
    OrganisationRelation,
    SeatOffer,
    SignedPost,
    TeamAct,
    TeamProgram,
    TeamSeat,
)
from kith.organisations.web import ROUTES, SLOTS

FEATURE = Feature(
    name="organisations",
    records=(Organisation, TeamSeat, TeamProgram, SeatOffer, TeamAct, SignedPost, OrganisationRelation),
    routes=ROUTES,
    gates=GATES,
    listeners=LISTENERS,
    slots=SLOTS,
    nightly=NIGHTLY,
)
