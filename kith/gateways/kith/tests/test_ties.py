"""Ties by Kith's own API: by the same rules as on the pages, and for whoever asks alone."""

from datetime import timedelta
from typing import Any

import pytest

from kith.base.work import House
from kith.gateways.kith.tests.conftest import Ask
from kith.posts.tests.cast import ANA, BEN, CLEO, block, say
from tests.clock import TestClock

PAST = {"kind": "schoolmate", "from_year": 1981, "until_year": 1991, "place": "School no. 5"}


async def test_people_are_listed_by_circle_and_walked_by_link(ask: Ask, house: House) -> None:
    """With the exact sentence, and no score."""
    for other in ("ben", "cleo", "dan"):
        await say(house, ANA, f"@{other} Good morning", audience="mentioned")
    kept = (await ask(ANA, "PUT", f"/ties/{CLEO}", {"place": "15"})).json()
    assert (kept["circle"], kept["kept"], kept["not_close"]) == (15, True, False)
    first = await ask(ANA, "GET", "/ties?limit=1")
    [cleo] = first.json()
    assert cleo["account"]["acct"] == "cleo"
    assert cleo["sentence"].startswith("In the last 30 days you wrote to Cleo on 1 day")
    assert not {"strength", "closeness", "mutual", "depth", "dormancy"} & set(cleo)
    rest = await ask(ANA, "GET", first.headers["link"].split("/api/kith/v1")[1].split(">")[0])
    assert rest.status_code == 200
    assert len(rest.json()) == 1
    named = await ask(ANA, "GET", "/ties?sort=name&q=d")
    assert [one["account"]["acct"] for one in named.json()] == ["dan"]
    assert (await ask(ANA, "PUT", f"/ties/{CLEO}", {"place": "none"})).json()["not_close"] is True
    assert (await ask(ANA, "PUT", f"/ties/{CLEO}", {"place": "counted"})).json()["circle"] is None


async def test_a_relation_is_asked_confirmed_and_ended(ask: Ask) -> None:
    """And a no looks like silence to whoever asked."""
    asked = (await ask(ANA, "POST", f"/ties/{BEN}/relations", PAST)).json()
    assert (asked["state"], asked["account_id"], asked["from_year"]) == ("waiting", str(BEN), 1981)
    assert [one["state"] for one in (await ask(BEN, "GET", "/ties/relations")).json()] == ["asked"]
    way = f"/ties/{ANA}/relations/schoolmate"
    assert (await ask(BEN, "POST", f"{way}/decline")).json() == {}
    assert [one["state"] for one in (await ask(ANA, "GET", "/ties/relations")).json()] == ["waiting"]
    assert (await ask(BEN, "POST", f"{way}/confirm")).json()["state"] == "confirmed"
    us = (await ask(ANA, "GET", f"/ties/{BEN}")).json()
    assert [one["state"] for one in us["relations"]] == ["confirmed"]
    assert (await ask(BEN, "DELETE", way)).json() == {}
    assert (await ask(ANA, "GET", "/ties/relations")).json() == []


async def test_who_waits_and_who_was_lost_sight_of(ask: Ask, house: House, clock: TestClock) -> None:
    """Each list with its answers."""
    await say(house, BEN, "@ana Are you there?", audience="mentioned")
    assert [one["account"]["acct"] for one in (await ask(ANA, "GET", "/ties/waiting")).json()] == ["ben"]
    await ask(ANA, "POST", f"/ties/{BEN}/settle")
    assert (await ask(ANA, "GET", "/ties/waiting")).json() == []
    await say(house, ANA, "@cleo Hello?", audience="mentioned")
    clock.tick(days=4)
    assert [one["account"]["acct"] for one in (await ask(ANA, "GET", "/ties/unheard")).json()] == ["cleo"]
    await ask(ANA, "POST", f"/ties/{BEN}/relations", PAST)
    await ask(BEN, "POST", f"/ties/{ANA}/relations/schoolmate/confirm")
    clock.tick(days=100)
    [old] = (await ask(ANA, "GET", "/ties/long_unseen")).json()
    assert (old["account"]["acct"], old["hopes"]) == ("ben", False)
    assert old["sentence"].startswith("You went to school together, 1981–1991, School no. 5.")
    assert (await ask(ANA, "POST", "/ties/reminder")).json() == {"reminder": None}
    assert (await ask(BEN, "PUT", "/ties/suggested", {"suggested": False})).json() == {"suggested": False}
    assert (await ask(BEN, "GET", "/ties/suggested")).json() == {"suggested": False}
    assert (await ask(ANA, "GET", "/ties/long_unseen")).json() == []
    await ask(BEN, "PUT", "/ties/suggested", {"suggested": True})
    assert (await ask(ANA, "POST", f"/ties/{BEN}/not_now")).json() == {}
    assert (await ask(ANA, "GET", "/ties/long_unseen")).json() == []


async def test_hopes_are_told_when_both_hope(ask: Ask) -> None:
    """And to neither before. Who takes it back knows of it no more; what the other learned they have learned."""
    assert (await ask(ANA, "POST", f"/ties/{BEN}/hope")).json() == {}
    mine, theirs = [(await ask(me, "GET", f"/ties/{other}")).json() for me, other in ((ANA, BEN), (BEN, ANA))]
    assert (mine["hopes"], mine["both_hope"], theirs["hopes"], theirs["both_hope"]) == (True, False, False, False)
    await ask(BEN, "POST", f"/ties/{ANA}/hope")
    assert (await ask(ANA, "GET", f"/ties/{BEN}")).json()["both_hope"] is True
    await ask(BEN, "DELETE", f"/ties/{ANA}/hope")
    assert (await ask(BEN, "GET", f"/ties/{ANA}")).json()["both_hope"] is False
    assert (await ask(ANA, "GET", f"/ties/{BEN}")).json()["both_hope"] is True


@pytest.mark.parametrize("deed", ["never", "parted"])
async def test_a_wish_is_said_and_taken_back(ask: Ask, deed: str) -> None:
    """And the other sees nothing of it."""
    before = (await ask(BEN, "GET", f"/ties/{ANA}")).json()
    await ask(ANA, "POST", f"/ties/{BEN}/{deed}")
    assert (await ask(ANA, "GET", f"/ties/{BEN}")).json()[deed] is True
    assert (await ask(BEN, "GET", f"/ties/{ANA}")).json() == before
    await ask(ANA, "DELETE", f"/ties/{BEN}/{deed}")
    assert (await ask(ANA, "GET", f"/ties/{BEN}")).json()[deed] is False


WAYS: tuple[tuple[str, str, Any], ...] = (
    ("GET", "", None),
    ("PUT", "", {"place": "5"}),
    ("POST", "/relations", PAST),
    ("POST", "/hope", None),
    ("POST", "/never", None),
    ("POST", "/parted", None),
    ("POST", "/settle", None),
)


@pytest.mark.parametrize(("method", "more", "body"), WAYS)
async def test_behind_a_block_nobody_is_there(ask: Ask, house: House, method: str, more: str, body: Any) -> None:
    """The same answer as for whoever never was."""
    assert (await ask(ANA, method, f"/ties/{BEN}{more}", body)).status_code == 200
    assert (await ask(ANA, method, f"/ties/{ANA}{more}", body)).status_code in (403, 422)
    await block(house, BEN, ANA)
    answers = [await ask(ANA, method, f"/ties/{name}{more}", body) for name in (BEN, "999", "x")]
    assert {(answer.status_code, answer.text) for answer in answers} == {(404, answers[0].text)}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", f"/ties/{BEN}", {"place": "7"}),
        ("PUT", f"/ties/{BEN}", {}),
        ("POST", f"/ties/{BEN}/relations", PAST | {"kind": "enemy"}),
        ("POST", f"/ties/{BEN}/relations", PAST | {"from_year": 1700}),
        ("POST", f"/ties/{BEN}/relations", PAST | {"place": "x" * 121}),
        ("PUT", "/ties/suggested", {"suggested": "perhaps"}),
        ("GET", "/ties?sort=strength", None),
        ("GET", "/ties?after=x", None),
    ],
)
async def test_what_does_not_fit_is_refused(ask: Ask, method: str, path: str, body: Any) -> None:
    """With a word."""
    refused = await ask(ANA, method, path, body)
    assert refused.status_code == 422
    assert refused.json()["error"]
    assert (await ask(ANA, "POST", f"/ties/{BEN}/relations/enemy/confirm")).status_code == 404


async def test_a_part_of_an_account_is_not_enough(ask: Ask) -> None:
    """Who is close to somebody is given away with the whole alone."""
    for scope in ("read:accounts", "read:follows", "write"):
        assert (await ask(ANA, "GET", "/ties", scopes=(scope,))).status_code == 403
    assert (await ask(ANA, "POST", f"/ties/{BEN}/hope", scopes=("write:follows",))).status_code == 403


async def test_a_birthday_is_kept_and_told_without_its_year(ask: Ask, clock: TestClock) -> None:
    """To those whom it is for; a day that cannot be is refused."""
    soon = (clock() + timedelta(days=2)).date()
    born_on = f"1980-{soon.month:02}-{soon.day:02}"
    kept = await ask(ANA, "PUT", "/birthday", {"born_on": born_on, "shown_to": "followers"})
    assert kept.json() == (await ask(ANA, "GET", "/birthday")).json() == {"born_on": born_on, "shown_to": "followers"}
    [ana] = (await ask(BEN, "GET", "/birthdays")).json()
    assert (ana["account"]["acct"], ana["date"]) == ("ana", soon.isoformat())
    assert (await ask(CLEO, "GET", "/birthdays")).json() == []
    for wrong in ({"born_on": "2999-01-01"}, {"born_on": "x"}, {"shown_to": "mutual"}):
        assert (await ask(ANA, "PUT", "/birthday", wrong)).status_code == 422
    assert (await ask(ANA, "PUT", "/birthday", {})).json() == {"born_on": None, "shown_to": "nobody"}
    assert (await ask(BEN, "GET", "/birthdays")).json() == []
