"""Whose clock a page speaks by: the zone a person chose, else the one their device told us, else UTC."""

from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

COOKIE = "kith_zone"  # written by scripts/time.js
UNCHOSEN = "UTC"  # what stands with somebody who never chose
_NAME_MAX = 64  # the longest name known has 32 letters; a cookie may hold anything


def zone_for(chosen: str | None, told: str | None) -> str:
    """Give the name of a time zone that exists."""
    if chosen and chosen != UNCHOSEN and _is_zone(chosen):
        return chosen
    return told if told and _is_zone(told) else UNCHOSEN


def zones_to_choose(chosen: str) -> list[str]:
    """List the zones that are named after places, UTC, and the one that was chosen before, whatever it is."""
    return sorted({chosen, UNCHOSEN, *_places()} - {""})


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    return frozenset(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))


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
