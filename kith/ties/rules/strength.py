"""How close two people are, from what each has given the other.

    A(u→v)      = F + ρ·L                       what u has given v, recently and over the years
    M           = 2·A(u→v)·A(v→u) / (A(u→v) + A(v→u))     the smaller side rules
    D           = max(0, A(u→v) − A(v→u))       only u's own excess
    closeness   = M + φ·(1 − e^(−D/δ)) + b      seen from u; b is what both declare
    strength    = closeness / (closeness + θ)   from 0 to 1, without 1
    mutual      = M + b                         the same from both sides

What I give you can lift you a little in my own feed; what you push at me lifts you nowhere. Points fade by half in
30 days (F) and in 730 days (L). A day gives 3 points at most: the days with contact tell more than the number of
messages (Ureña-Carrión 2020). The constants are choices, to be tuned with people who agree to it.
"""

from datetime import datetime, timedelta
from math import exp

import msgspec

from kith.ties.model import ActKind, Direction, Pair
from kith.ties.rules.acts import COMPOSED, weight

DAY_POINTS_MAX = 3.0
FAST_HALF_DAYS = 30
SLOW_HALF_DAYS = 730
SLOW_SHARE = 0.02  # ρ
OWN_MAX = 0.5  # φ
OWN_SCALE = 3.0  # δ
HALF_STRENGTH = 2.0  # θ
DAYS_KEPT = 30
ANSWERED_WITHIN_DAYS = 14

_DAY_S = 86_400
_ALL_DAYS = (1 << DAYS_KEPT) - 1


def acted(before: Direction, kind: ActKind, at: datetime, among: int = 1) -> Direction:
    """Add an act. One that arrives late counts as of the last one: it makes nothing younger."""
    points = weight(kind, among)
    if points == 0:
        return before
    at = at if before.at is None else max(at, before.at)
    fast, slow = _faded(before, at)
    days = 0 if before.at is None else day_of(at) - day_of(before.at)
    raw = before.raw if days == 0 else 0.0
    gain = _damped(raw + points) - _damped(raw)
    bits = _shifted(before.bits, days)
    composed = kind in COMPOSED
    return Direction(
        fast=fast + gain,
        slow=slow + gain,
        at=at,
        raw=raw + points,
        bits=bits | 1 if composed else bits,
        composed_at=at if composed else before.composed_at,
    )


def happened(pair: Pair, kind: ActKind, at: datetime, among: int = 1, *, from_other: bool = False) -> Pair:
    """Add an act to what is between two people."""
    if from_other:
        return _seen_from_other(happened(_seen_from_other(pair), kind, at, among))
    if weight(kind, among) == 0:
        return pair
    given = acted(pair.given, kind, at, among)
    assert given.at is not None
    answers = kind in COMPOSED and _answers(pair, given.at)
    return Pair(
        given=given,
        got=pair.got,
        peak=max(pair.peak, closeness(given, pair.got, 0.0, given.at)),
        peak_of_other=max(pair.peak_of_other, closeness(pair.got, given, 0.0, given.at)),
        exchanges=pair.exchanges + answers,
        exchanged_at=given.at if answers else pair.exchanged_at,
        begun_at=pair.begun_at or given.at,
    )


def given_now(direction: Direction, now: datetime) -> float:
    """Tell what of all that was given still counts: A."""
    fast, slow = _faded(direction, now)
    return fast + SLOW_SHARE * slow


def closeness(given: Direction, got: Direction, bond: float, now: datetime) -> float:
    """Tell how close two are, seen from the one who gave: R."""
    return close_by(given_now(given, now), given_now(got, now), bond)


def mutual(given: Direction, got: Direction, bond: float, now: datetime) -> float:
    """Tell how close two are, the same from both sides."""
    return mutual_by(given_now(given, now), given_now(got, now), bond)


def close_by(mine: float, theirs: float, bond: float) -> float:
    """Work out R from what still counts of both directions, and what both declare."""
    excess = max(0.0, mine - theirs)
    return _met(mine, theirs) + OWN_MAX * (1 - exp(-excess / OWN_SCALE)) + bond


def mutual_by(mine: float, theirs: float, bond: float) -> float:
    """Work out what is mutual in the same way."""
    return _met(mine, theirs) + bond


def strength(close: float) -> float:
    """Bring a closeness between 0 and 1."""
    return close / (close + HALF_STRENGTH)


def days_composed(direction: Direction, now: datetime) -> int:
    """Count the days among the last 30 with something composed."""
    if direction.at is None:
        return 0
    return _shifted(direction.bits, max(0, day_of(now) - day_of(direction.at))).bit_count()


def day_of(instant: datetime) -> int:
    """Give the number of the day, in UTC."""
    return int(instant.timestamp() // _DAY_S)


def _met(mine: float, theirs: float) -> float:
    """Give the harmonic mean; 0 where one gave nothing."""
    return 2 * mine * theirs / (mine + theirs) if mine > 0 and theirs > 0 else 0.0


def _faded(direction: Direction, now: datetime) -> tuple[float, float]:
    if direction.at is None:
        return 0.0, 0.0
    days = max(0.0, (now - direction.at) / timedelta(days=1))
    return direction.fast * 2 ** (-days / FAST_HALF_DAYS), direction.slow * 2 ** (-days / SLOW_HALF_DAYS)


def _damped(points: float) -> float:
    return DAY_POINTS_MAX * (1 - exp(-points / DAY_POINTS_MAX))


def _shifted(bits: int, days: int) -> int:
    return (bits << days) & _ALL_DAYS if days < DAYS_KEPT else 0


def _answers(pair: Pair, at: datetime) -> bool:
    """Tell whether something composed now answers what is still unanswered, on a day without an exchange so far."""
    asked, mine = pair.got.composed_at, pair.given.composed_at
    if asked is None or (mine is not None and mine >= asked):
        return False
    soon = at - asked <= timedelta(days=ANSWERED_WITHIN_DAYS)
    return soon and (pair.exchanged_at is None or day_of(pair.exchanged_at) != day_of(at))


def _seen_from_other(pair: Pair) -> Pair:
    return msgspec.structs.replace(
        pair, given=pair.got, got=pair.given, peak=pair.peak_of_other, peak_of_other=pair.peak
    )
