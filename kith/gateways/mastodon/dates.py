"""Dates as Mastodon writes them."""

from datetime import UTC, datetime


def date_text(at: datetime) -> str:
    """Write an instant: `2026-03-02T09:00:00.000Z`."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"  # a fifth of strftime
