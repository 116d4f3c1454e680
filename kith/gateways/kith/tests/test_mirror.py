"""The mirror by Kith's own API: by the same rules as on the page, for its owner alone."""

import pytest

from kith.base.work import House
from kith.gateways.kith.tests.conftest import Ask
from kith.mirror.tests.scene import ANA, BEN, speak, wait_for_monday
from kith.posts.tests.cast import say
from tests.clock import TestClock

OFF: dict[str, object] = {"on": False, "next_at": None, "resting_until": None, "weeks": []}


async def test_it_is_turned_on_read_rested_and_turned_off(ask: Ask, house: House, clock: TestClock) -> None:
    """`/mirror`, `/mirror/rest`, `/mirror/weeks`: what Ana reads, Ben never does."""
    assert (await ask(ANA, "GET", "/mirror")).json() == OFF
    assert (await ask(ANA, "POST", "/mirror/rest")).status_code == 403
    assert (
        (await ask(ANA, "PUT", "/mirror", {"time_zone": "Asia/Kathmandu"})).json()["next_at"].endswith("02:15:00.000Z")
    )
    await speak(house, 60)
    await wait_for_monday(house, clock)
    shown = (await ask(ANA, "GET", "/mirror")).json()
    [week] = shown["weeks"]
    assert (shown["on"], week["word"], week["words"]) == (True, "broadcasting", "mostly broadcasting")
    assert week["reason"].startswith("60 posts")
    assert set(week) == {"week", "word", "words", "reason", "step"}
    assert (await ask(BEN, "GET", "/mirror")).json() == OFF
    assert (await ask(ANA, "POST", "/mirror/rest")).json()["resting_until"] is not None
    assert (await ask(ANA, "DELETE", "/mirror/rest")).json()["resting_until"] is None
    assert (await ask(ANA, "DELETE", "/mirror/weeks")).json()["weeks"] == []
    for _time in range(2):
        assert (await ask(ANA, "DELETE", "/mirror")).json() == {}
    assert (await ask(ANA, "GET", "/mirror")).json() == OFF


async def test_a_reply_is_marked(ask: Ask, house: House) -> None:
    """`/statuses/ID/needs_no_answer`: only one to oneself; while the mirror is off it is refused."""
    reply = await say(house, BEN, "Sleep well", reply_to=(await speak(house, 1))[0])
    path = f"/statuses/{reply.id}/needs_no_answer"
    assert (await ask(ANA, "POST", path)).status_code == 403
    await ask(ANA, "PUT", "/mirror", {})
    await ask(BEN, "PUT", "/mirror", {})
    for method in ("POST", "POST", "DELETE", "DELETE"):
        assert (await ask(ANA, method, path)).json() == {}
        not_mine = await ask(BEN, method, path)
        not_there = await ask(BEN, method, "/statuses/77/needs_no_answer")
        assert (not_mine.status_code, not_mine.text) == (not_there.status_code, not_there.text)
        assert not_mine.status_code == 404


@pytest.mark.parametrize("scopes", [("read:accounts", "write:accounts"), ("read:statuses", "write:statuses")])
async def test_a_part_of_an_account_is_not_enough(ask: Ask, scopes: tuple[str, ...]) -> None:
    """It asks for the whole of `read` and `write`."""
    for method, path in (("GET", "/mirror"), ("PUT", "/mirror"), ("DELETE", "/mirror"), ("DELETE", "/mirror/weeks")):
        assert (await ask(ANA, method, path, {}, scopes=scopes)).status_code == 403


@pytest.mark.parametrize("zone", ["Nowhere/Here", "", "../etc/passwd"])
async def test_a_zone_that_is_none_is_utc(ask: Ask, zone: str) -> None:
    """Eight in the morning, there."""
    assert (await ask(ANA, "PUT", "/mirror", {"time_zone": zone})).json()["next_at"].endswith("08:00:00.000Z")
