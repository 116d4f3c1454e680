"""Pledges by Kith's own API, and what an app by Mastodon's is told: by the same rules as on the pages."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx

from kith.app import make_site
from kith.base.work import House
from kith.gateways.kith.tests.conftest import Ask
from kith.people import give_token
from kith.pledges.rules.clocks import week_begins_after
from kith.pledges.tests.cast import BREAD, POLITICS, entries
from kith.posts.tests.cast import ANA, BEN, CLEO
from tests.clock import TestClock


async def _pledge(ask: Ask, clock: TestClock, **otherwise: Any) -> Any:
    clock.tick(seconds=(week_begins_after(clock(), "UTC", 0) - clock()).total_seconds())
    until = (clock() + timedelta(days=90)).date().isoformat()
    wish = {"topic": "partisan", "until": until, "timezone": "UTC", "starts_now": True} | otherwise
    made = await ask(ANA, "POST", "/pledges", wish)
    assert made.status_code == 200, made.text
    return made.json()["pledge"]


async def test_a_pledge_is_made_kept_changed_and_ended(ask: Ask, clock: TestClock) -> None:
    """With its record; others see what its author lets them, and never the if-then or the ledger."""
    made = await _pledge(ask, clock, if_then="If angry, call Ben.", visibility="public")
    one = f"/pledges/{made['id']}"
    assert made["promise"] == "At most 1 post a week about partisan politics"
    assert [pledge["id"] for pledge in (await ask(ANA, "GET", "/pledges")).json()] == [made["id"]]
    seen = (await ask(BEN, "GET", one)).json()
    assert (seen["label"], seen["if_then"], seen["visibility"]) == ("partisan politics", None, None)
    assert (bool(made["timezone"]), seen["timezone"]) == (True, None)  # where somebody is, is for nobody else
    assert [pledge["id"] for pledge in (await ask(BEN, "GET", f"/accounts/{ANA}/pledges")).json()] == [made["id"]]
    assert (await ask(BEN, "GET", f"{one}/ledger")).status_code == 404
    assert (await ask(BEN, "PATCH", one, {"posts_max": 3})).status_code == 404
    changed = (await ask(ANA, "PATCH", one, {"posts_max": 3})).json()
    assert changed["standing"]["posts_max"] == 3
    assert [change["kind"] for change in changed["changes"]] == ["changed", "made"]
    assert (await ask(ANA, "PATCH", one, {"posts_max": 99})).json()["field"] == "posts_max"
    assert (await ask(ANA, "POST", f"{one}/pause", {"periods": 2})).status_code == 200
    assert (await ask(ANA, "POST", f"{one}/end")).json()["pledge"]["status"] == "ended"
    assert (await ask(ANA, "DELETE", one)).json() == {}
    assert (await ask(ANA, "GET", one)).status_code == 404


async def test_the_choice_comes_along_with_the_words(ask: Ask, clock: TestClock, house: House) -> None:
    """409 says what there is to choose; each choice does what it says."""
    pledge = await _pledge(ask, clock)
    yes = {"answers": {pledge["id"]: "yes"}}
    stands = (await ask(ANA, "POST", "/pledges/standing", {"status": POLITICS})).json()
    assert [(one["used"], one["is_full"], one["likelihood"] > 0.85) for one in stands] == [(0, False, True)]
    asked = await ask(ANA, "POST", "/statuses", {"status": POLITICS})
    assert (asked.status_code, list(asked.json()["choices"])) == (409, ["yes", "no", "later"])
    assert (await ask(ANA, "POST", "/statuses", {"status": POLITICS, **yes})).status_code == 200
    full = await ask(ANA, "POST", "/statuses", {"status": POLITICS, **yes})
    assert full.status_code == 409
    assert list(full.json()["choices"]) == ["schedule", "comment", "draft", "over", "no"]
    assert full.json()["pledges"][0]["next_free_at"] is not None
    later = await ask(ANA, "POST", "/statuses", {"status": POLITICS, **yes, "choice": "schedule"})
    assert later.json()["scheduled_at"] == full.json()["pledges"][0]["next_free_at"]
    draft = await ask(ANA, "POST", "/statuses", {"status": POLITICS, **yes, "choice": "draft"})
    assert draft.json()["status"] == POLITICS
    over = await ask(ANA, "POST", "/statuses", {"status": POLITICS, **yes, "choice": "over"})
    assert over.status_code == 200
    assert (await ask(ANA, "POST", "/statuses", {"status": BREAD})).status_code == 200
    assert [one.over for one in await entries(house)] == [False, True]
    assert (await ask(ANA, "POST", "/statuses", {"status": BREAD, "answers": {"x": "yes"}})).status_code == 422


async def test_witnesses_and_answers(ask: Ask, clock: TestClock) -> None:
    """Ben says yes, asks about a post, and Ana answers; Cleo is nothing to it."""
    pledge = await _pledge(ask, clock)
    one = f"/pledges/{pledge['id']}"
    status = (await ask(ANA, "POST", "/statuses", {"status": POLITICS, "answers": {pledge["id"]: "no"}})).json()["id"]
    asked = (await ask(ANA, "POST", f"{one}/witnesses", {"account_id": str(BEN)})).json()
    assert [(who["account"]["acct"], who["state"]) for who in asked["witnesses"]] == [("ben", "asked")]
    assert [seen["witness"] for seen in (await ask(BEN, "GET", "/pledges/witnessed")).json()] == ["asked"]
    assert (await ask(BEN, "PUT", f"{one}/witness", {"answer": "yes"})).json() == {}
    assert (await ask(BEN, "POST", f"{one}/entries/{status}/question")).json() == {}
    assert (await ask(CLEO, "POST", f"{one}/entries/{status}/question")).status_code == 404
    sorted_ = (await ask(ANA, "PUT", f"{one}/entries/{status}", {"about": True})).json()
    assert [(entry["slot"], entry["source"]) for entry in sorted_["entries"]] == [(1, "author")]
    assert (await ask(ANA, "DELETE", f"{one}/witnesses/{BEN}")).json()["witnesses"] == []
    assert (await ask(BEN, "GET", one)).status_code == 404


async def test_two_taps_in_one_moment_are_no_choice(ask: Ask, clock: TestClock, house: House) -> None:
    """Both are told; nothing goes over before somebody could have read it. Sent again after that, it does."""
    await _pledge(ask, clock)
    async with house.work(actor=ANA) as work:
        token = await give_token(work, name="an app", scopes=("read", "write"))
    transport = httpx.ASGITransport(app=make_site(house))
    headers = {"authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(transport=transport, base_url="http://kith.test/api/v1", headers=headers) as app:
        first = await app.post("/statuses", json={"status": POLITICS})
        clock.tick(minutes=40)  # what goes on with it from now on counts for itself
        other = {"status": f"{POLITICS} again"}
        taps = await asyncio.gather(*(app.post("/statuses", json=other) for _device in range(4)))
        assert [tap.status_code for tap in taps] == [422] * 4
        clock.tick(seconds=2)
        for more in ({"spoiler_text": "Loud"}, {"in_reply_to_id": first.json()["id"]}):  # is something else
            assert (await app.post("/statuses", json=other | more)).status_code == 422
        assert (await app.post("/statuses", json=other)).status_code == 200
    assert [one.over for one in await entries(house)] == [False, True]


async def test_an_app_by_mastodons_api_is_told_once(ask: Ask, clock: TestClock, house: House) -> None:
    """422 with all of it in words; the same again means: anyway, recorded. So with an edit, and with a reblog."""
    pledge = await _pledge(ask, clock, counts_reposts=True)
    async with house.work(actor=ANA) as work:
        token = await give_token(work, name="an app", scopes=("read", "write"))
    transport = httpx.ASGITransport(app=make_site(house))
    headers = {"authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(transport=transport, base_url="http://kith.test/api/v1", headers=headers) as app:
        assert (await app.post("/statuses", json={"status": POLITICS})).status_code == 200
        other = {"status": f"{POLITICS} again"}
        told = await app.post("/statuses", json=other, headers={"idempotency-key": "one"})
        assert told.status_code == 422
        for words in ("You promised yourself 1 a week", "Send the same again within ten minutes", "Keep it as a draft"):
            assert words in told.json()["error"]
        done = await app.post("/statuses", json=other, headers={"idempotency-key": "one"})
        assert done.status_code == 200
        same = await app.post("/statuses", json=other, headers={"idempotency-key": "one"})
        assert same.json()["id"] == done.json()["id"]
        bread = (await app.post("/statuses", json={"status": BREAD})).json()["id"]
        assert (await app.put(f"/statuses/{bread}", json={"status": f"{POLITICS}!"})).status_code == 422
        assert (await app.put(f"/statuses/{bread}", json={"status": f"{POLITICS}!"})).status_code == 200
        theirs = (await ask(BEN, "POST", "/statuses", {"status": POLITICS})).json()["id"]
        assert (await app.post(f"/statuses/{theirs}/reblog")).status_code == 422
        assert (await app.post(f"/statuses/{theirs}/reblog")).status_code == 200
        comment = await app.post("/statuses", json={"status": POLITICS, "in_reply_to_id": theirs})
        assert comment.status_code == 200
    assert [one.over for one in await entries(house)] == [False, True, True, True]
    assert pledge["counts_reposts"] is True
