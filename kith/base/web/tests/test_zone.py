"""Whose clock a page speaks by."""

import pytest

from kith.base.web.zone import zone_for, zones_to_choose


@pytest.mark.parametrize(
    ("chosen", "told", "zone"),
    [
        ("Europe/Berlin", "Asia/Tokyo", "Europe/Berlin"),
        ("UTC", "Asia/Tokyo", "Asia/Tokyo"),
        (None, "Asia/Tokyo", "Asia/Tokyo"),
        (None, None, "UTC"),
        (None, "Nowhere/At_All", "UTC"),
        (None, "../../etc/passwd", "UTC"),
        (None, "/etc/passwd", "UTC"),
        (None, "Europe", "UTC"),
        (None, "A" * 5000, "UTC"),
        (None, "\x00", "UTC"),
        (None, "أوروبا/برلين", "UTC"),
    ],
)
def test_a_zone_is_chosen_then_told_then_utc(chosen: str | None, told: str | None, zone: str) -> None:
    """What a cookie holds may be anything; what comes out is a zone that exists."""
    assert zone_for(chosen, told) == zone


@pytest.mark.parametrize(("chosen", "is_there"), [("Europe/Berlin", True), ("CET", True), ("", False)])
def test_zones_to_choose_are_places(chosen: str, *, is_there: bool) -> None:
    """And UTC, and what somebody chose before; none that is there for machines."""
    zones = zones_to_choose(chosen)
    assert (chosen in zones) == is_there
    assert {"Africa/Nairobi", "UTC"} <= set(zones)
    assert not {"Factory", "localtime", "Etc/GMT+1", "EST5EDT"} & set(zones)
