"""Dates as Mastodon writes them."""

from datetime import UTC, datetime


def date_text(at: datetime) -> str:
    """Write an instant: `2026-03-02T09:00:00.000Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"
