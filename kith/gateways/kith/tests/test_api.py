"""Kith's own API: what the pages can do, by the same rules."""

import pytest

from kith.base.work import House
from kith.filters import FilterWish, KeywordWish, make_filter
from kith.gateways.kith.tests.conftest import Ask
from kith.people import begin_session
from kith.posts.tests.cast import ANA, BEN, say


async def test_a_draft_is_kept_changed_and_sent(ask: Ask) -> None:
    """In the words in which a status is sent; sent, it is a draft no more."""
    poll = {"options": ["Tea", "Coffee"], "expires_in": 3600, "multiple": True, "hide_totals": False}
    kept = (
        await ask(ANA, "POST", "/drafts", {"status": "Half a thought", "visibility": "private", "poll": poll})
    ).json()
    assert (kept["status"], kept["visibility"], kept["poll"], kept["held_because"]) == (
        "Half a thought", "private", poll, None,
    )  # fmt: skip
    assert (await ask(ANA, "GET", "/drafts")).json() == [kept]
    changed = (await ask(ANA, "PUT", f"/drafts/{kept['id']}", {"status": "A whole thought"})).json()
    assert (changed["id"], changed["poll"]) == (kept["id"], None)
    assert (await ask(ANA, "GET", f"/drafts/{kept['id']}")).json() == changed
    sent = (await ask(ANA, "POST", f"/drafts/{kept['id']}/publish")).json()
    assert sent["content"] == "<p>A whole thought</p>"
    assert (await ask(ANA, "POST", f"/drafts/{kept['id']}/publish")).status_code == 404
    assert (await ask(ANA, "GET", "/drafts")).json() == []


async def test_a_draft_has_no_time(ask: Ask) -> None:
    """That is a scheduled status, which stands elsewhere; and nothing at all is no draft."""
    for body in ({"status": "Later", "scheduled_at": "2099-01-01T00:00:00Z"}, {"status": ""}, {"visibility": "loud"}):
        refused = await ask(ANA, "POST", "/drafts", body)
        assert refused.status_code == 422
        assert refused.json()["error"]


@pytest.mark.parametrize(("method", "more"), [("GET", ""), ("PUT", ""), ("DELETE", ""), ("POST", "/publish")])
async def test_anothers_draft_is_not_there(ask: Ask, method: str, more: str) -> None:
    """Like one that never was; its owner reaches it."""
    kept = (await ask(ANA, "POST", "/drafts", {"status": "Mine"})).json()
    body = {"status": "Yours"} if method == "PUT" else None
    answers = [await ask(BEN, method, f"/drafts/{name}{more}", body) for name in (kept["id"], "999", "x")]
    assert {(answer.status_code, answer.text) for answer in answers} == {(404, answers[0].text)}
    assert (await ask(ANA, method, f"/drafts/{kept['id']}{more}", body)).status_code == 200


async def test_drafts_are_walked_by_link(ask: Ask) -> None:
    """Newest first."""
    for number in range(3):
        await ask(ANA, "POST", "/drafts", {"status": str(number)})
    first = await ask(ANA, "GET", "/drafts?limit=2")
    assert [one["status"] for one in first.json()] == ["2", "1"]
    rest = await ask(ANA, "GET", f"/drafts?limit=2&max_id={first.json()[-1]['id']}")
    assert [one["status"] for one in rest.json()] == ["0"]
    assert f"max_id={first.json()[-1]['id']}" in first.headers["link"]


async def test_invitations_are_made_listed_and_ended(ask: Ask) -> None:
    """By whoever may invite; each ends their own."""
    made = (await ask(ANA, "POST", "/invitations", {"uses_max": 5, "line": "The chair is free."})).json()
    assert made["url"].startswith("http://kith.test/join/")
    assert made["line"] == "The chair is free."
    assert (await ask(ANA, "POST", "/invitations", {"line": "See https://example.org"})).status_code == 422
    assert (await ask(ANA, "GET", "/invitations")).json() == [made]
    assert (await ask(ANA, "POST", "/invitations", {"uses_max": 0})).status_code == 422
    assert (await ask(BEN, "DELETE", f"/invitations/{made['id']}")).status_code == 404
    assert (await ask(ANA, "DELETE", f"/invitations/{made['id']}")).json() == {}
    assert (await ask(ANA, "DELETE", f"/invitations/{made['id']}")).status_code == 404
    assert (await ask(ANA, "GET", "/invitations")).json() == []


async def test_sessions_and_apps_are_ended_by_whose_they_are(ask: Ask, house: House) -> None:
    """An app may end itself; then it is nobody."""
    async with house.work(actor=ANA) as work:
        await begin_session(work, ANA, user_agent="Mozilla/5.0 (Android) Firefox/140")
    [session] = (await ask(ANA, "GET", "/sessions")).json()
    assert session["device"] == "Firefox · Android"
    assert (await ask(BEN, "DELETE", f"/sessions/{session['id']}")).status_code == 404
    assert (await ask(ANA, "DELETE", f"/sessions/{session['id']}")).json() == {}
    assert (await ask(ANA, "GET", "/sessions")).json() == []
    [app] = (await ask(ANA, "GET", "/apps")).json()
    assert (app["name"], app["current"]) == ("an app", True)
    assert (await ask(BEN, "DELETE", f"/apps/{app['id']}")).status_code == 404
    assert (await ask(ANA, "DELETE", f"/apps/{app['id']}")).json() == {}
    assert (await ask(ANA, "GET", "/apps")).status_code == 401


async def test_home_tells_what_filters_hold_back(ask: Ask, house: House) -> None:
    """And shows it when that is asked for."""
    async with house.work(actor=BEN) as work:
        wish = FilterWish(title="Garden", contexts=("home",), action="hide")
        await make_filter(work, wish, [KeywordWish(keyword="rhubarb")])
    held, shown = await say(house, ANA, "Rhubarb again"), await say(house, ANA, "Leeks")
    home = (await ask(BEN, "GET", "/timelines/home")).json()
    assert ([one["id"] for one in home["statuses"]], home["held_back"]) == ([str(shown.id)], 1)
    whole = (await ask(BEN, "GET", "/timelines/home?with_held_back=true")).json()
    assert [one["id"] for one in whole["statuses"]] == [str(shown.id), str(held.id)]
    assert whole["held_back"] == 0


@pytest.mark.parametrize(
    ("method", "path", "enough", "short"),
    [
        ("GET", "/drafts", "read:statuses", "read:accounts"),
        ("POST", "/drafts", "write:statuses", "read"),
        ("GET", "/timelines/home", "read:statuses", "write"),
        ("GET", "/invitations", "read", "read:accounts"),
        ("POST", "/invitations", "write", "write:accounts"),
        ("GET", "/sessions", "read", "read:accounts"),
        ("GET", "/apps", "read", "read:accounts"),
    ],
)
async def test_a_token_needs_its_scope(ask: Ask, method: str, path: str, enough: str, short: str) -> None:
    """The doors of an account need the whole of it."""
    body = {"status": "Words", "uses_max": 1} if method == "POST" else None
    assert (await ask(ANA, method, path, body, scopes=(enough,))).status_code == 200
    assert (await ask(ANA, method, path, body, scopes=(short,))).status_code == 403
