"""The plug of pledges."""

from kith.base.feature import Feature
from kith.pledges.jobs import GATES, LISTENERS, NIGHTLY
from kith.pledges.model import (
    Beat,
    Doubt,
    Entry,
    Outage,
    Pledge,
    PledgeChange,
    PledgePeriod,
    Reservation,
    Warned,
    Witness,
)
from kith.pledges.web import ROUTES, SLOTS

FEATURE = Feature(
    name="pledges",
    records=(Pledge, PledgePeriod, PledgeChange, Entry, Reservation, Witness, Doubt, Warned, Outage, Beat),
    routes=ROUTES,
    slots=SLOTS,
    gates=GATES,
    listeners=LISTENERS,
    nightly=NIGHTLY,
)
