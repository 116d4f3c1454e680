"""Whom one mutes, as apps list them: each with its end, and not at all once that has come."""

from kith.base.work import House
from kith.gateways.mastodon.tests.asking import asker
from kith.posts.tests.cast import ANA, BEN, CLEO
from tests.clock import TestClock


async def test_a_mute_says_when_it_ends_and_ends_by_itself(house: House, clock: TestClock) -> None:
    """One until further notice has no end to tell."""
    ask = await asker(house)
    await ask(ANA, "POST", f"/api/v1/accounts/{BEN}/mute", {"duration": 3_600})
    await ask(ANA, "POST", f"/api/v1/accounts/{CLEO}/mute")
    listed = {one["username"]: one["mute_expires_at"] for one in (await ask(ANA, "GET", "/api/v1/mutes")).json()}
    [relation] = (await ask(ANA, "GET", f"/api/v1/accounts/relationships?id[]={BEN}")).json()
    assert listed == {"ben": relation["muting_expires_at"], "cleo": None}
    assert listed["ben"] is not None
    clock.tick(hours=2)
    assert [one["username"] for one in (await ask(ANA, "GET", "/api/v1/mutes")).json()] == ["cleo"]
