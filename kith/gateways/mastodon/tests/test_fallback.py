"""Notices that an app has no word for come in words, where the app says what it knows."""

from typing import Any

import httpx
import pytest_asyncio

from kith.base.work import House
from kith.collections import Collection
from kith.collections.tests.scene import makes
from kith.notices.tests.scene import run_jobs, say
from kith.people import accept, follow, give_token
from kith.people.tests.cast_of_relations import ANA, BEN, CLEO, act, gather
from kith.posts import like

OLD = {"supported_types[]": ["favourite", "mention"]}


class App:
    """Ben's app."""

    def __init__(self, client: httpx.AsyncClient, token: str, collection: Collection) -> None:
        self.client = client
        self.token = token
        self.collection = collection

    async def read(self, path: str, **query: Any) -> Any:
        """Read notifications."""
        headers = {"authorization": f"Bearer {self.token}"}
        answer = await self.client.get(f"/api/{path}", params=query, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest_asyncio.fixture
async def app(house: House, client: httpx.AsyncClient) -> App:
    """Ben was let in by Ana, put into a collection by Ana, and Cleo likes what he said."""
    await gather(house, locked=(ANA,))
    await act(house, BEN, follow, ANA)
    await act(house, ANA, accept, BEN)
    await run_jobs(house)
    made = await makes(house, ANA, BEN)
    post = await say(house, BEN, "The quinces are ready.")
    await run_jobs(house)
    await act(house, CLEO, like, post.id)
    await run_jobs(house)
    async with house.work(actor=BEN) as work:
        return App(client, await give_token(work, name="app"), made)


async def test_an_app_that_says_nothing_hears_of_what_it_has_a_word_for(app: App) -> None:
    """And of nothing in words."""
    listed = await app.read("v1/notifications")
    assert [(one["type"], one["fallback"]) for one in listed] == [("favourite", None), ("added_to_collection", None)]
    assert listed[1]["collection"]["id"] == str(app.collection.id)
    groups = (await app.read("v2/notifications"))["notification_groups"]
    assert [one["type"] for one in groups] == ["favourite", "added_to_collection"]
    assert not [one for one in groups if "fallback" in one]


async def test_what_an_app_does_not_know_comes_in_words(app: App) -> None:
    """Alone and in groups, in the list and by itself; what it knows does not."""
    expected = [
        ("favourite", None, None),
        ("added_to_collection", "Ana put you into a collection.", "Who bakes"),
        ("kith.accepted", "Ana let you in.", "@ana"),
    ]
    listed = await app.read("v1/notifications", **OLD)
    groups = (await app.read("v2/notifications", **OLD))["notification_groups"]
    alone = [await app.read(f"v1/notifications/{one['id']}", **OLD) for one in listed]
    apart = [
        (await app.read(f"v2/notifications/{one['group_key']}", **OLD))["notification_groups"][0] for one in groups
    ]
    for found in (listed, groups, alone, apart):
        words = [(one["type"], one.get("fallback") or {}) for one in found]
        assert [(kind, said.get("title"), said.get("summary")) for kind, said in words] == expected
    where = f"http://kith.test/collections/{app.collection.id}"
    assert listed[1]["fallback"]["details"] == f"You can read it at {where}."
    assert groups[1]["collection"]["url"] == where


async def test_an_app_that_knows_a_type_gets_no_words_for_it(app: App) -> None:
    """Our own types can be known, too, and asked for."""
    known = {"supported_types[]": ["favourite", "added_to_collection", "kith.accepted"]}
    assert [one["fallback"] for one in await app.read("v1/notifications", **known)] == [None] * 3
    only = await app.read("v1/notifications", **known, **{"types[]": ["kith.accepted"]})
    assert [one["type"] for one in only] == ["kith.accepted"]
    less = await app.read("v1/notifications", **OLD, **{"exclude_types[]": ["kith.accepted", "favourite"]})
    assert [one["type"] for one in less] == ["added_to_collection"]


async def test_words_are_in_the_language_of_the_request(app: App) -> None:
    """As those of an error are."""
    headers = {"authorization": f"Bearer {app.token}", "accept-language": "ar"}
    listed = (await app.client.get("/api/v1/notifications", params=OLD, headers=headers)).json()
    title = listed[-1]["fallback"]["title"]
    assert "Ana" in title
    assert title != "Ana let you in."
