"""Caps, breaks and the pace by Kith's own API: by the same rules as on the pages, and for whoever asks alone."""

import pytest

from kith.base.core.ids import Id
from kith.base.work import House
from kith.gateways.kith.tests.conftest import Ask
from kith.people import mute
from kith.posts.tests.cast import ANA, BEN, CLEO, say
from kith.topics import declare


async def test_caps_are_set_listed_and_taken_back(ask: Ask, house: House) -> None:
    """On somebody, on a topic, on both; the same again takes the new number."""
    newest = (await ask(BEN, "POST", "/caps", {"account_id": str(ANA)})).json()
    assert (newest["account"]["acct"], newest["topic"], newest["posts_a_week"]) == ("ana", None, None)
    for many in (5, 2):
        sport = (await ask(BEN, "POST", "/caps", {"topic": "sport", "posts_a_week": many})).json()
    assert (sport["account"], sport["topic"]["key"], sport["left_this_week"]) == (None, "sport", 2)
    async with house.work(actor=BEN) as work:
        await mute(work, CLEO, notices=False)
    all_of_it = (await ask(BEN, "GET", "/taking_in?time_zone=Europe/Berlin")).json()
    assert [cap["id"] for cap in all_of_it["caps"]] == [newest["id"], sport["id"]]
    [muted] = all_of_it["mutes"]
    assert (muted["account"]["acct"], muted["notifications"], muted["expires_at"]) == ("cleo", False, None)
    assert "sport" in [topic["key"] for topic in all_of_it["topics"]]
    assert (await ask(BEN, "DELETE", f"/caps/{sport['id']}")).json() == {}
    assert (await ask(BEN, "DELETE", f"/caps/{sport['id']}")).status_code == 404
    assert (await ask(ANA, "DELETE", f"/caps/{newest['id']}")).status_code == 404
    assert (await ask(ANA, "GET", "/taking_in")).json()["caps"] == []


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"account_id": "99"}, 404),
        ({"account_id": "nobody"}, 404),
        ({"account_id": str(BEN)}, 422),
        ({"topic": "no such topic"}, 404),
        ({"posts_a_week": -1}, 422),
        ({"posts_a_week": 51}, 422),
        ({"posts_a_week": None}, 422),
        ({"posts_a_week": "many"}, 422),
        ({"account_id": None, "topic": ""}, 422),
    ],
)
async def test_what_cannot_be_capped_is_refused(ask: Ask, change: dict[str, object], status: int) -> None:
    """Each from a cap that would hold."""
    fine: dict[str, object] = {"account_id": str(ANA), "topic": "sport", "posts_a_week": 3}
    assert (await ask(BEN, "POST", "/caps", fine)).status_code == 200
    assert (await ask(BEN, "POST", "/caps", fine | change)).status_code == status


async def test_a_pace_is_set_and_let_go(ask: Ask) -> None:
    """With nothing wished, Home comes all the time."""
    wished = {"minutes_a_day": 30, "comes_at": 450, "comes_again_at": 1080, "time_zone": "Europe/Berlin"}
    assert (await ask(BEN, "PUT", "/pace", wished)).json() == wished
    assert (await ask(BEN, "GET", "/taking_in")).json()["pace"] == wished
    for wrong in ({"comes_at": 1440}, {"comes_at": None}, {"comes_again_at": 450}, {"minutes_a_day": 1}):
        assert (await ask(BEN, "PUT", "/pace", wished | wrong)).status_code == 422
    assert (await ask(BEN, "PUT", "/pace", {})).json()["comes_at"] is None
    assert (await ask(BEN, "GET", "/taking_in")).json()["pace"]["minutes_a_day"] is None


@pytest.mark.parametrize("scopes", [("read:statuses", "write:statuses")])
async def test_it_asks_for_its_scope(ask: Ask, scopes: tuple[str, ...]) -> None:
    """As filters do."""
    person: Id = BEN
    for method, path in (("GET", "/taking_in"), ("POST", "/caps"), ("DELETE", "/caps/1"), ("PUT", "/pace")):
        assert (await ask(person, method, path, {}, scopes=scopes)).status_code == 403


async def test_what_is_folded_is_one_request_away(ask: Ask, house: House) -> None:
    """By topic and by name; opened it says whose word it is, and is read."""
    post = await say(house, ANA, "What a match")
    async with house.work(actor=ANA) as work:
        await declare(work, post.id, "sport", about=True)
    assert (await ask(BEN, "GET", "/timelines/folds")).json() == []
    assert (await ask(BEN, "GET", "/timelines/folds/statuses?topic=sport")).status_code == 404
    await ask(BEN, "POST", "/caps", {"topic": "sport", "posts_a_week": 0})
    [fold] = (await ask(BEN, "GET", "/timelines/folds")).json()
    assert (fold["topic"], fold["name"], fold["statuses_count"], fold["accounts_count"]) == ("sport", "Sport", 1, 1)
    assert [one["acct"] for one in fold["accounts"]] == ["ana"]
    [opened] = (await ask(BEN, "GET", "/timelines/folds/statuses?topic=sport")).json()
    assert (opened["status"]["id"], opened["evidence"]) == (str(post.id), "author")
    assert (await ask(ANA, "GET", "/timelines/folds")).json() == []
