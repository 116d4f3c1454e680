"""Ties that sleep: once there was much, and it has long been still.

depth    = min(1, log2(1 + E)/6)      E: exchanges, and 4 for each year of a past both confirm, 40 at most
gap      = days since one of them last wrote something for the other, or since the shared past was over
dormant  = gap ≥ 90 and depth ≥ 0.33 and R ≤ ¼·max(peak, 0.9)
dormancy = depth·(1 − R/max(peak, 0.9))·min(1, log2(gap/45)/6)
"""

from datetime import UTC, date, datetime, time, timedelta
from math import log2

EXCHANGES_HALVINGS = 6  # 63 exchanges are as deep as it goes
YEAR_EXCHANGES = 4
SHARED_EXCHANGES_MAX = 40
GAP_DAYS_MIN = 90
DEPTH_MIN = 0.33
PEAK_MIN = 0.9
PEAK_SHARE_MAX = 0.25
GAP_SCALE_DAYS = 45


def depth_of(exchanges: int, shared_years: int) -> float:
    """Tell how much there once was between two people, from 0 to 1."""
    counted = exchanges + min(SHARED_EXCHANGES_MAX, YEAR_EXCHANGES * shared_years)
    return min(1.0, log2(1 + counted) / EXCHANGES_HALVINGS)


def gap_days(last_talk_at: datetime | None, shared_until: date | None, now: datetime) -> float | None:
    """Count the days of silence; `None` for two who never had anything to do with each other."""
    ends = [last_talk_at] if last_talk_at is not None else []
    if shared_until is not None:
        ends.append(datetime.combine(shared_until, time(), UTC))
    return max(0.0, (now - max(ends)) / timedelta(days=1)) if ends else None


def is_dormant(*, depth: float, gap: float | None, close: float, peak: float) -> bool:
    """Tell whether a tie sleeps. `peak` is the closest they ever were."""
    return (
        gap is not None and gap >= GAP_DAYS_MIN and depth >= DEPTH_MIN and close <= PEAK_SHARE_MAX * max(peak, PEAK_MIN)
    )


def dormancy_of(*, depth: float, gap: float | None, close: float, peak: float) -> float:
    """Tell how much sleeps, from 0 to 1; 0 for a tie that is awake."""
    if gap is None or not is_dormant(depth=depth, gap=gap, close=close, peak=peak):
        return 0.0
    return depth * (1 - close / max(peak, PEAK_MIN)) * min(1.0, log2(gap / GAP_SCALE_DAYS) / 6)
