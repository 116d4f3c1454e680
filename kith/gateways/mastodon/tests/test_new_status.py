"""What the answer to a new status says is what the status says when it is asked for."""

from typing import Any

import pytest

from kith.gateways.mastodon.tests.conftest import Apps

STATUSES = "/api/v1/statuses"

WORDS: tuple[dict[str, Any], ...] = (
    {"status": "The quinces are ready"},
    {"status": "For few who read #bread and #salt", "visibility": "private"},
    {"status": "Not on every page", "visibility": "unlisted", "language": "de"},
    {"status": "@ben, between us", "visibility": "direct"},
    {"status": "@ben and @nobody: look at this", "spoiler_text": "Bread", "quote_approval_policy": "nobody"},
    {"status": "Which?", "poll": {"options": ["rye", "wheat"], "expires_in": 3600}},
    {"status": "See https://bread.example/today"},
)


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words["status"])
async def test_the_answer_is_the_status(apps: Apps, words: dict[str, Any]) -> None:
    """With every field, also where nothing but the post itself was asked."""
    made = await apps.ask("ana", "POST", STATUSES, json=words)
    assert made == await apps.ask("ana", "GET", f"{STATUSES}/{made['id']}")
    assert made["account"]["statuses_count"] == (0 if words.get("visibility") in ("private", "direct") else 1)


@pytest.mark.parametrize("what", ["in_reply_to_id", "quoted_status_id"])
async def test_the_answer_knows_what_it_hangs_on(apps: Apps, what: str) -> None:
    """In a thread that was muted, too."""
    first = await apps.ask("ben", "POST", STATUSES, json={"status": "First"})
    await apps.ask("ana", "POST", f"{STATUSES}/{first['id']}/mute")
    made = await apps.ask("ana", "POST", STATUSES, json={"status": "Second", what: first["id"]})
    assert made == await apps.ask("ana", "GET", f"{STATUSES}/{made['id']}")
    assert made["muted"] is (what == "in_reply_to_id")


async def test_a_filter_of_ones_own_does_not_meet_ones_own_words(apps: Apps) -> None:
    """Neither at once nor later."""
    wish = {"title": "Bread", "context": ["home"], "keywords_attributes": [{"keyword": "bread"}]}
    await apps.ask("ana", "POST", "/api/v2/filters", json=wish)
    made = await apps.ask("ana", "POST", STATUSES, json={"status": "bread"})
    assert made["filtered"] == []
    assert made == await apps.ask("ana", "GET", f"{STATUSES}/{made['id']}")


async def test_the_same_key_gives_the_status_as_it_is_by_now(apps: Apps) -> None:
    """With what others did with it meanwhile."""
    key = {"idempotency-key": "one", "authorization": f"Bearer {apps.tokens['ana']}"}
    made = (await apps.client.post(STATUSES, json={"status": "Bread"}, headers=key)).json()
    await apps.ask("ben", "POST", f"{STATUSES}/{made['id']}/favourite")
    again = (await apps.client.post(STATUSES, json={"status": "Bread"}, headers=key)).json()
    assert (again["id"], again["favourites_count"]) == (made["id"], 1)
