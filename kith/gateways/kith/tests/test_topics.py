"""Topics by Kith's own API: by the same rules as on the pages."""

from datetime import timedelta
from typing import Any

import pytest

from kith.base.work import House
from kith.gateways.kith.tests.conftest import Ask
from kith.pledges import make_pledge
from kith.pledges.model import PledgeWish
from kith.posts.tests.cast import ANA, BEN, say
from kith.worker import run_everything_due
from tests.clock import TestClock

POLITICS = "Vote for the Republicans in this election, the Democrats failed us in Congress."


async def _topics(ask: Ask, person: int, post_id: int) -> dict[str, Any]:
    found: dict[str, Any] = (await ask(person, "GET", f"/posts/{post_id}/topics")).json()
    return {one["topic"]: one["evidence"] for one in found["topics"]}


async def test_apps_ask_what_a_text_is_about(ask: Ask) -> None:
    """`/api/kith/v1/topics`, `/api/kith/v1/topics/score` and `/api/kith/v1/topics/{key}`: by whose topics they are."""
    made = (await ask(ANA, "POST", "/topics", {"label": "Chess", "yes": ["A gambit", "Checkmate in four"]})).json()
    assert (made["label"], made["own"], made["yes"]) == ("Chess", True, ["A gambit", "Checkmate in four"])
    keys = [one["key"] for one in (await ask(ANA, "GET", "/topics")).json()]
    assert keys[0] == "partisan"
    assert keys[-1] == made["key"]
    scores = (await ask(ANA, "POST", "/topics/score", {"text": POLITICS})).json()["scores"]
    assert set(scores) == set(keys)
    assert scores["partisan"] > 0.8 > scores[made["key"]]
    chess = (await ask(ANA, "POST", "/topics/score", {"text": "Checkmate, a gambit!", "topics": [made["key"]]})).json()
    assert chess["scores"][made["key"]] > 0.5
    assert (await ask(BEN, "POST", "/topics/score", {"text": "x", "topics": [made["key"]]})).status_code == 404
    changed = await ask(ANA, "PUT", f"/topics/{made['key']}", {"label": "Go", "yes": ["Atari"]})
    assert changed.json()["label"] == "Go"
    assert (await ask(BEN, "PUT", f"/topics/{made['key']}", {"label": "Go"})).status_code == 404
    assert (await ask(BEN, "DELETE", f"/topics/{made['key']}")).status_code == 404
    assert (await ask(ANA, "DELETE", f"/topics/{made['key']}")).json() == {}
    assert (await ask(ANA, "POST", "/topics", {"label": ""})).status_code == 422


async def test_apps_say_what_a_post_is_about(ask: Ask, house: House) -> None:
    """`GET /api/kith/v1/posts/{id}/topics`; `PUT` and `DELETE /api/kith/v1/posts/{id}/topics/{key}`."""
    post = await say(house, ANA, POLITICS)
    await run_everything_due(house)
    way = f"/posts/{post.id}/topics/partisan"
    assert await _topics(ask, BEN, post.id) == {"partisan": "machine"}
    assert (await ask(BEN, "PUT", way, {"about": False})).json()["topics"] == []
    assert (await ask(BEN, "DELETE", way)).status_code == 200
    assert await _topics(ask, BEN, post.id) == {"partisan": "machine"}
    assert (await ask(ANA, "PUT", way, {"about": True, "asked": True})).status_code == 200
    assert await _topics(ask, BEN, post.id) == {"partisan": "author"}


async def test_authors_take_their_own_word_back_and_are_asked_where_they_promised_less(
    ask: Ask, house: House, clock: TestClock
) -> None:
    """As on the page: `choice` says it anyway, recorded; without a promise nothing is asked."""
    post = await say(house, ANA, "I baked bread today")
    way = f"/posts/{post.id}/topics/partisan"
    assert (await ask(ANA, "PUT", way, {"about": True})).status_code == 200
    assert await _topics(ask, BEN, post.id) == {"partisan": "author"}
    assert (await ask(ANA, "DELETE", way)).json() == {"topics": [], "unsorted": []}
    assert await _topics(ask, BEN, post.id) == {}
    until_on = (clock() + timedelta(days=100)).date()
    async with house.work(actor=ANA) as work:
        await make_pledge(work, PledgeWish(topic="partisan", starts_now=True, until_on=until_on, posts_max=0))
    clock.tick(minutes=1)
    post = await say(house, ANA, "I baked more bread")
    way = f"/posts/{post.id}/topics/partisan"
    asked = await ask(ANA, "PUT", way, {"about": True})
    assert asked.status_code == 409
    assert list(asked.json()["choices"]) == ["over"]
    assert await _topics(ask, BEN, post.id) == {}
    assert (await ask(ANA, "PUT", way, {"about": True, "choice": "over"})).status_code == 200
    assert await _topics(ask, BEN, post.id) == {"partisan": "author"}
    clock.tick(hours=25)
    assert (await ask(ANA, "DELETE", way)).status_code == 403


@pytest.mark.parametrize("verb", ["GET", "PUT", "DELETE"])
async def test_what_one_may_not_see_is_not_there(ask: Ask, house: House, verb: str) -> None:
    """To say something about, either."""
    shown = await say(house, ANA, POLITICS)
    hidden = await say(house, ANA, POLITICS + " @cleo", audience="mentioned")
    form = {"about": True} if verb == "PUT" else None
    for post, status in ((shown, 200), (hidden, 404)):
        way = f"/posts/{post.id}/topics" + ("" if verb == "GET" else "/partisan")
        assert (await ask(BEN, verb, way, form)).status_code == status
