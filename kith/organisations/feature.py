"""The plug of organisations."""

from kith.base.feature import Feature
from kith.organisations.jobs import GATES, LISTENERS, NIGHTLY
from kith.organisations.model import (
    Organisation,
    OrganisationRelation,
    SeatOffer,
    SignedPost,
    TeamAct,
    TeamSeat,
)

FEATURE = Feature(
    name="organisations",
    records=(Organisation, TeamSeat, SeatOffer, TeamAct, SignedPost, OrganisationRelation),
    gates=GATES,
    listeners=LISTENERS,
    nightly=NIGHTLY,
)
