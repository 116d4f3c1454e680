"""A status that is all there is to write is one statement; and nothing that it goes on from may have changed."""

from datetime import timedelta
from typing import Any

import pytest

from kith.base.storage.statement import Statement
from kith.gateways.mastodon.tests.conftest import Apps
from kith.people import follow
from kith.pledges import make_pledge
from kith.pledges.model import PledgeWish

STATUSES = "/api/v1/statuses"
FAVOURITE_MAX = 7  # statements, of two who have something between them; one for how much its author said by now
POLITICS = "Ted Cruz and the GOP lie again, vote them out"  # the machine is sure


async def _speak(apps: Apps, *, key: str = "", expect: int = 200) -> Any:
    headers = {"authorization": f"Bearer {apps.tokens['ana']}"} | ({"idempotency-key": key} if key else {})
    answer = await apps.client.post(STATUSES, json={"status": "Bread again #bread"}, headers=headers)
    assert answer.status_code == expect, answer.text
    return answer.json()


async def _behind_its_back(apps: Apps, sql: str, **params: object) -> None:
    """Change what the process goes on from, and let nobody know."""
    async with apps.house.work() as work:
        assert await work.db.run(Statement(sql), **params) >= 1


async def _posts(apps: Apps) -> int:
    async with apps.house.reading() as work:
        return int(await work.db.value(Statement("SELECT count(*) FROM posts")))


async def _alone(apps: Apps, *, key: str = "") -> Any:
    sent = apps.house.database.statements
    made = await _speak(apps, key=key)
    assert apps.house.database.statements - sent == 1
    return made


@pytest.mark.parametrize("key", ["", "one"])
async def test_what_is_all_there_is_takes_one_statement(apps: Apps, key: str) -> None:
    """With a key as well; and it stands where every other one stands."""
    await apps.act("ben", follow, apps.id("ana"))
    await _speak(apps)
    made = await _alone(apps, key=key)
    assert made == await apps.ask("ana", "GET", f"{STATUSES}/{made['id']}")
    assert made["account"]["statuses_count"] == 2
    assert (await apps.ask("ben", "GET", "/api/v1/timelines/home"))[0]["id"] == made["id"]
    assert (await apps.ask("ben", "GET", "/api/v1/timelines/tag/bread"))[0]["id"] == made["id"]


async def test_the_same_key_makes_nothing_twice(apps: Apps) -> None:
    """Whether the first was alone or not."""
    first = await _speak(apps, key="one")
    second = await _alone(apps, key="two")
    assert (await _speak(apps, key="one"))["id"] == first["id"]
    assert (await _speak(apps, key="two"))["id"] == second["id"]
    assert await _posts(apps) == 2
    await _speak(apps, key="x" * 1000, expect=422)


async def test_a_token_that_has_ended_writes_nothing(apps: Apps) -> None:
    """Though this process remembers it, and was not told."""
    await _speak(apps)
    await _alone(apps)
    await _behind_its_back(apps, "DELETE FROM api_tokens WHERE account_id = %(id)s", id=apps.id("ana"))
    await _speak(apps, expect=401)
    for path in (f"{STATUSES}/1/favourite", STATUSES):  # nor is it told of what it may not see, or of its form
        answer = await apps.client.post(path, json={}, headers={"authorization": f"Bearer {apps.tokens['ana']}"})
        assert answer.status_code == 401
    assert await _posts(apps) == 2


async def test_who_changed_meanwhile_writes_as_they_are_now(apps: Apps) -> None:
    """What they say of themselves, and in which language they write."""
    await _speak(apps)
    await _alone(apps)
    await _behind_its_back(apps, "UPDATE members SET post_language = 'de' WHERE account_id = %(id)s", id=apps.id("ana"))
    await _behind_its_back(apps, "UPDATE accounts SET name = 'Ana B.' WHERE id = %(id)s", id=apps.id("ana"))
    made = await _speak(apps)
    assert (made["language"], made["account"]["display_name"]) == ("de", "Ana B.")
    await _alone(apps)


async def test_a_favourite_asks_little(apps: Apps) -> None:
    """Who looks and what at, the like, the tie and the act, the card, and all that decides about its notice."""
    for _turn in range(2):
        made = await _speak(apps)
        sent = apps.house.database.statements
        liked = await apps.ask("ben", "POST", f"{STATUSES}/{made['id']}/favourite")
        asked = apps.house.database.statements - sent
        assert (liked["favourited"], liked["favourites_count"]) == (True, 1)
        assert len(await apps.ask("ana", "GET", "/api/v1/notifications")) == _turn + 1
    assert asked <= FAVOURITE_MAX


async def test_whoever_waits_for_it_is_told(apps: Apps) -> None:
    """A follower may wish to hear of each post at any time: then there is a job to be left."""
    await apps.act("ben", follow, apps.id("ana"))
    await _speak(apps)
    await _alone(apps)
    await _behind_its_back(apps, "UPDATE followers SET notify = TRUE WHERE followee_id = %(id)s", id=apps.id("ana"))
    before = await _jobs(apps)
    await _speak(apps)
    assert await _jobs(apps) == before + 1
    await _speak(apps)
    assert await _jobs(apps) == before + 2


async def test_a_promise_is_kept_that_was_made_meanwhile(apps: Apps) -> None:
    """Then the post is weighed as every other one of its author."""
    await _speak(apps)
    await _alone(apps)
    until_on = (apps.house.clock() + timedelta(days=100)).date()
    wish = PledgeWish(topic="partisan", starts_now=True, until_on=until_on)
    pledge = await apps.act("ana", make_pledge, wish)
    cache, key = apps.house.cache, f"pledges:{apps.id('ana')}"
    for _each in range(pledge.posts_max):
        assert cache.put(key, b"0", depends=[key], since=cache.epoch())  # as if nobody had said so
        await apps.ask("ana", "POST", STATUSES, json={"status": POLITICS})
    cache.put(key, b"0", depends=[key], since=cache.epoch())
    refused = await apps.ask("ana", "POST", STATUSES, 422, json={"status": POLITICS})
    assert "anyway" in refused["error"]


async def _jobs(apps: Apps) -> int:
    async with apps.house.reading() as work:
        return int(await work.db.value(Statement("SELECT count(*) FROM jobs")))
