"""Whose clock a page speaks by: the zone a person chose, else the one their device told us, else UTC."""

from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

COOKIE = "kith_zone"  # written by scripts/time.js
UNCHOSEN = "UTC"  # what stands with somebody who never chose
_NAME_MAX = 64  # the longest name known has 32 letters; a cookie may hold anything


def zone_for(chosen: str | None, told: str | None) -> str:
    """Give the name of a time zone that exists."""
    if chosen and chosen != UNCHOSEN and _is_zone(chosen):
        return chosen
    return told if told and _is_zone(told) else UNCHOSEN


@lru_cache(maxsize=1024)
def _is_zone(name: str) -> bool:
    """A name becomes a path below the zones' folder: what is not a plain name is not looked for."""
    if len(name) > _NAME_MAX or not name.isascii() or ".." in name or name.startswith("/"):
        return False
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
