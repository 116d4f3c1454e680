"""The plug of organisations."""

from kith.base.feature import Feature
from kith.organisations.jobs import GATES, LISTENERS, NIGHTLY
from kith.organisations.model import (
    Organisation,
    OrganisationOpening,
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
    records=(
        Organisation,
        TeamSeat,
        TeamProgram,
        SeatOffer,
        TeamAct,
        SignedPost,
        OrganisationRelation,
        OrganisationOpening,
    ),
    routes=ROUTES,
    gates=GATES,
    listeners=LISTENERS,
    slots=SLOTS,
    nightly=NIGHTLY,
)
