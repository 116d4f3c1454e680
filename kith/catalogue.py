"""The features, in the order of their layers: lower ones first, because they are asked first."""

from kith.base.core.record import Record
from kith.base.feature import Feature
from kith.base.work import Plugs

FEATURES: tuple[Feature, ...] = ()

BASE_RECORDS: tuple[type[Record], ...] = ()


def records() -> tuple[type[Record], ...]:
    """List every table's record, those that others refer to first."""
    return BASE_RECORDS + tuple(record for feature in FEATURES for record in feature.records)


def plugs() -> Plugs:
    """Gather what the features bring to `Work`."""
    return Plugs.of(
        gates=(gate for feature in FEATURES for gate in feature.gates),
        listeners=(listener for feature in FEATURES for listener in feature.listeners),
        nightly=(nightly for feature in FEATURES for nightly in feature.nightly),
    )
