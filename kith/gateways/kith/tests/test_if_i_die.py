"""Naming beforehand who may say that one has died, by Kith's own API: the same rules as on the pages."""

from kith.base.work import House
from kith.gateways.kith.tests.conftest import Ask
from kith.posts.tests.cast import ANA, BEN, CLEO, DAN

PLACE = "/if_i_die"


async def test_it_is_asked_answered_said_and_taken_back(house: House, ask: Ask) -> None:
    """Each answer says how it stands now; others find nothing."""
    named = (await ask(ANA, "PUT", PLACE, {"account_id": str(BEN)})).json()
    assert (named["named"]["account"]["acct"], named["named"]["state"], named["named_by"]) == ("ben", "asked", [])
    assert (await ask(BEN, "POST", f"{PLACE}/{ANA}/died", {})).status_code == 404
    [asked] = (await ask(BEN, "POST", f"{PLACE}/{ANA}/yes")).json()["named_by"]
    assert (asked["account"]["acct"], asked["state"], asked["told_at"]) == ("ana", "agreed", None)
    said = (await ask(BEN, "POST", f"{PLACE}/{ANA}/died", {"words": "On Sunday."})).json()
    assert said["named_by"][0]["told_at"] is not None
    assert (await ask(ANA, "GET", PLACE)).json()["named"]["told_at"] is not None
    assert (await ask(ANA, "POST", f"{PLACE}/here")).json()["named"]["told_at"] is None
    assert (await ask(BEN, "POST", f"{PLACE}/{ANA}/lives")).status_code == 404
    for person, method, path, body in (
        (CLEO, "POST", f"{PLACE}/{ANA}/yes", None),
        (CLEO, "POST", f"{PLACE}/{ANA}/died", {}),
        (CLEO, "DELETE", PLACE, None),
        (ANA, "PUT", PLACE, {"account_id": "99"}),
    ):
        assert (await ask(person, method, path, body)).status_code == 404
    for wrong in ({"account_id": "x"}, {"account_id": ""}, {}):
        assert (await ask(ANA, "PUT", PLACE, wrong)).status_code in (400, 404, 422)
    assert (await ask(ANA, "PUT", PLACE, {"account_id": str(DAN)})).json()["named"]["account"]["acct"] == "dan"
    assert (await ask(BEN, "GET", PLACE)).json()["named_by"] == []
    assert (await ask(ANA, "DELETE", PLACE)).json() == {"named": None, "named_by": []}
