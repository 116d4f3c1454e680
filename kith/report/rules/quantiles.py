"""The middle, and what nine of ten do not exceed."""

from collections.abc import Sequence
from fractions import Fraction

HALF, MOST = Fraction(1, 2), Fraction(9, 10)


def quantile(values: Sequence[int], share: Fraction) -> int | None:
    """Give the smallest of these values that at least this share of them does not exceed; of none, nothing.

    It is the inverse of the empirical distribution: definition 1 of Hyndman and Fan, "Sample Quantiles in Statistical
    Packages", The American Statistician 50 (1996), and `percentile_disc` of PostgreSQL. It is always a time that
    somebody really waited, never one between two.
    """
    if not values:
        return None
    place = -(-share.numerator * len(values) // share.denominator)
    return sorted(values)[max(place, 1) - 1]
