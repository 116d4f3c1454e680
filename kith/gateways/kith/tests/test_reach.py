"""What reaches one, and how, for apps: the same choices as on the page."""

from typing import Any

import pytest

from kith.gateways.kith.tests.conftest import Ask
from kith.posts.tests.cast import ANA, BEN

REACH: dict[str, Any] = {
    "page": ["spoken", "liked"],
    "push": ["spoken"],
    "mail": [],
    "inner_circle": 50,
    "quiet_from": "22:00",
    "quiet_until": "07:30",
    "time_zone": "Europe/Vienna",
    "digest": "never",
    "digest_words": True,
}


async def test_what_is_chosen_is_kept(ask: Ask) -> None:
    """And nobody else's changes with it. What is not sent is as before somebody chose; the zone stays."""
    before = (await ask(BEN, "GET", "/reach")).json()
    assert (await ask(ANA, "PUT", "/reach", REACH)).json() == REACH
    assert (await ask(ANA, "GET", "/reach")).json() == REACH
    assert (await ask(BEN, "GET", "/reach")).json() == before
    less = (await ask(ANA, "PUT", "/reach", {"push": ["polls"]})).json()
    assert (less["push"], less["quiet_from"], less["inner_circle"]) == (["polls"], None, None)
    assert less["time_zone"] == "Europe/Vienna"
    assert less["page"] == before["page"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"page": ["everything"]},
        {"inner_circle": 7},
        {"quiet_from": "25:00"},
        {"quiet_until": None},
        {"quiet_until": "22:00"},
        {"time_zone": "Middle/Earth"},
        {"time_zone": "../etc/passwd"},
        {"digest": "daily"},
    ],
)
async def test_what_does_not_fit_is_refused(ask: Ask, wrong: dict[str, Any]) -> None:
    """Each differs in one thing from what is kept."""
    assert (await ask(ANA, "PUT", "/reach", REACH)).status_code == 200
    refused = await ask(ANA, "PUT", "/reach", REACH | wrong)
    assert refused.status_code == 422
    assert refused.json()["error"]
    assert (await ask(ANA, "GET", "/reach")).json() == REACH


async def test_people_are_silenced_and_heard_again(ask: Ask) -> None:
    assert (await ask(ANA, "PUT", f"/silences/{BEN}")).json() == {}
    assert [one["id"] for one in (await ask(ANA, "GET", "/silences")).json()] == [str(BEN)]
    assert (await ask(BEN, "GET", "/silences")).json() == []
    assert (await ask(ANA, "DELETE", f"/silences/{BEN}")).json() == {}
    assert (await ask(ANA, "GET", "/silences")).json() == []
    for method in ("PUT", "DELETE"):
        assert (await ask(ANA, method, "/silences/999")).status_code == 404


@pytest.mark.parametrize(("method", "path"), [("GET", "/reach"), ("GET", "/silences"), ("PUT", "/reach")])
async def test_an_app_needs_access_to_notifications(ask: Ask, method: str, path: str) -> None:
    right = ("read:notifications", "write:notifications")
    assert (await ask(ANA, method, path, {}, scopes=right)).status_code == 200
    assert (await ask(ANA, method, path, {}, scopes=("read:accounts", "write:accounts"))).status_code == 403
