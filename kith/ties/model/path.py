"""Paths: people who do not know each other yet, and those through whom they may find each other."""

from datetime import date

import msgspec

from kith.base.core.ids import Id
from kith.base.core.record import Record

BRIDGES_MIN = 2  # people in common: one alone would tell whom somebody knows
SUGGESTED_A_WEEK_MAX = 3
SHOWN_A_WEEK_MAX = 20  # to how many people somebody is suggested: whoever is known to many is left in peace
WEEK_DAYS = 7
REST_DAYS = 28  # after which somebody who was suggested and not answered may be so again
BRIDGE_TIES_MAX = 1_000  # through somebody with more ties hardly anything is meant for anybody
MUTUAL_MIN = 0.035  # from here on two people are tied


class UsableTie(
    Record, frozen=True, kw_only=True, table="usable_ties", key=("owner_id", "other_id"), indexes=("(other_id)",)
):
    """The nightly copy of a tie through which others may be found, because both ends say so. Nothing else of anybody's
    ties goes into what another is suggested. Both numbers are from 0 to 1; `mutual` is the same from both ends.
    """

    owner_id: Id
    other_id: Id
    strength: float
    mutual: float
    copied_on: date


class TieSuggestion(
    Record,
    frozen=True,
    kw_only=True,
    table="tie_suggestions",
    key=("owner_id", "other_id"),
    indexes=("(other_id, offered_on)",),
):
    """Somebody whom its owner may know, for a week from that day on; `withdrawn` when the paths to them were closed."""

    owner_id: Id
    other_id: Id
    offered_on: date
    place: int
    withdrawn: bool = False


class Reached(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody two steps away: through how many people, and how close all that is."""

    person_id: Id
    bridges: int
    score: float


class PathAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody answered to the one question; `None` as long as they did not. It is asked once they have a tie."""

    answer: bool | None
    has_ties: bool
