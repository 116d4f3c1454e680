"""The features, in the order of their layers: lower ones first, because they are asked first."""

from kith.base.feature import Feature

FEATURES: tuple[Feature, ...] = ()
