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

FEATURE = Feature(
    name="pledges",
    records=(Pledge, PledgePeriod, PledgeChange, Entry, Reservation, Witness, Doubt, Warned, Outage, Beat),
    gates=GATES,
    listeners=LISTENERS,
    nightly=NIGHTLY,
)
