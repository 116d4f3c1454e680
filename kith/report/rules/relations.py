"""What became of the people who speak to an organisation, from the instants at which each of them spoke.

The same is counted by one statement of the store; a test holds the two together.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from kith.report.model import KEPT_DAYS, Period, Relations

KEPT = timedelta(days=KEPT_DAYS)


def relations_in(period: Period, spoken: Mapping[int, Sequence[datetime]], now: datetime) -> Relations:
    """Count what became of people in a period. The instants of each person are in order, from the first one on."""
    counts = {"begun": 0, "kept": 0, "back": 0, "quiet": 0}
    for instants in spoken.values():
        within = [at for at in instants if period.begins_at <= at < period.until_at]
        before = [at for at in instants if at < period.begins_at]
        if within:
            counts["begun" if not before else "kept" if within[0] - before[-1] <= KEPT else "back"] += 1
        ends = [at + KEPT for at, after in pairwise([*instants, None]) if at and (after is None or after - at > KEPT)]
        counts["quiet"] += sum(period.begins_at <= end < period.until_at and end <= now for end in ends)
    return Relations(**counts)
