"""From the row to the tie as its owner reads it: everything fades up to now, and nothing is written."""

from datetime import datetime

from kith.ties.model import Direction, SeenTie, Tie, TieRecord
from kith.ties.rules.circles import shown_circle
from kith.ties.rules.dormancy import depth_of, dormancy_of, gap_days, is_dormant
from kith.ties.rules.strength import close_by, closeness, days_composed, given_now, mutual_by, strength


def read_tie(row: SeenTie, now: datetime) -> Tie:
    """Read a tie now, with its circle as of the last evaluation."""
    given, got = given_of(row), got_of(row)
    mine, theirs = given_now(given, now), given_now(got, now)
    close = close_by(mine, theirs, row.bond)
    talks = [at for at in (row.given_composed_at, row.got_composed_at) if at is not None]
    last_talk_at = max(talks, default=None)
    depth, peak = depth_of(row.exchanges, row.shared_years), row.peak + row.bond
    circle = shown_circle(row.circle, row.kept_in, not_close=row.not_close)
    gap = gap_days(last_talk_at, row.shared_until, now)
    return Tie(
        person_id=row.other_id,
        strength=strength(close),
        closeness=close,
        mutual=mutual_by(mine, theirs, row.bond),
        depth=depth,
        dormancy=dormancy_of(depth=depth, gap=gap, close=close, peak=peak),
        dormant=is_dormant(depth=depth, gap=gap, close=close, peak=peak),
        circle=circle,
        kept=0 < circle == row.kept_in,
        not_close=row.not_close,
        left_alone=row.left_alone,
        last_talk_at=last_talk_at,
        last_wrote_at=row.given_composed_at,
        begun_at=row.begun_at,
        wrote_days=days_composed(given, now),
        heard_days=days_composed(got, now),
    )


def close_now(row: TieRecord, now: datetime) -> float:
    """Read how close the owner is now: R."""
    return closeness(given_of(row), got_of(row), row.bond, now)


def given_of(row: TieRecord) -> Direction:
    """Take what the owner gave out of the row."""
    return Direction(
        fast=row.given_fast,
        slow=row.given_slow,
        at=row.given_at,
        raw=row.given_raw,
        bits=row.given_bits,
        composed_at=row.given_composed_at,
    )


def got_of(row: TieRecord) -> Direction:
    """Take what the other gave out of the row."""
    return Direction(
        fast=row.got_fast,
        slow=row.got_slow,
        at=row.got_at,
        raw=row.got_raw,
        bits=row.got_bits,
        composed_at=row.got_composed_at,
    )
