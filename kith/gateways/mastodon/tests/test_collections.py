"""Collections for apps: the entity, consent, and who finds what."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
import pytest_asyncio

from kith.base.core.ids import Id
from kith.base.work import House
from kith.collections.tests.scene import lets, makes
from kith.people import block, follow, give_token
from kith.people.tests.cast_of_relations import ANA, BEN, CLEO, DAN, gather

Ask = Callable[..., Awaitable[httpx.Response]]
ALL = "/api/v1/collections"


@pytest_asyncio.fixture
async def ask(house: House, client: httpx.AsyncClient) -> Ask:
    """Ask as somebody, through their app."""
    await gather(house)
    tokens: dict[Id, str] = {}

    async def asked(who: Id | None, method: str, path: str, **more: Any) -> httpx.Response:
        if who is not None and who not in tokens:
            async with house.work(actor=who) as work:
                tokens[who] = await give_token(work, name="app")
        headers = {"authorization": f"Bearer {tokens[who]}"} if who is not None else {}
        return await client.request(method, path, headers=headers, **more)

    return asked


async def test_an_app_makes_fills_and_reads_one(house: House, ask: Ask) -> None:
    """With the fields that Mastodon's apps know; who is asked counts for the two alone."""
    await lets(house, BEN, "everyone")
    await lets(house, CLEO, "asked")
    form = {
        "name": "Who bakes",
        "description": "Bread for us all",
        "tag_name": "bread",
        "language": "en",
        "discoverable": True,
        "account_ids": [str(BEN)],
    }
    made = (await ask(ANA, "POST", ALL, json=form)).json()["collection"]
    added = await ask(ANA, "POST", f"{ALL}/{made['id']}/items", json={"account_id": str(CLEO)})
    item = added.json()["collection_item"]
    assert (item["account_id"], item["state"]) == (str(CLEO), "pending")
    for who, counted, states in ((ANA, 1, ["accepted", "pending"]), (DAN, 1, ["accepted"]), (None, 1, ["accepted"])):
        read = (await ask(who, "GET", f"{ALL}/{made['id']}")).json()
        one = read["collection"]
        assert (one["item_count"], [each["state"] for each in one["items"]]) == (counted, states)
        assert {each["id"] for each in read["accounts"]} == {str(ANA), *(each["account_id"] for each in one["items"])}
    assert one["tag"] == {"name": "bread", "url": "http://kith.test/tags/bread"}
    assert one["url"] == one["uri"] == f"http://kith.test/collections/{made['id']}"
    assert (one["local"], one["sensitive"], one["discoverable"], one["language"]) == (True, False, True, "en")
    revoked = await ask(CLEO, "POST", f"{ALL}/{made['id']}/items/{item['id']}/revoke")
    assert (revoked.status_code, revoked.json()) == (200, {})
    again = await ask(ANA, "POST", f"{ALL}/{made['id']}/items", json={"account_id": str(CLEO)})
    assert again.status_code == 403


async def test_only_what_is_sent_changes(house: House, ask: Ask) -> None:
    """Then it is deleted, and is not there."""
    made = await makes(house, ANA, BEN)
    changed = await ask(ANA, "PATCH", f"{ALL}/{made.id}", json={"name": "Bakers", "sensitive": True})
    one = changed.json()["collection"]
    assert (one["name"], one["description"], one["sensitive"]) == ("Bakers", "Bread for us all", True)
    [item] = one["items"]
    assert (await ask(ANA, "DELETE", f"{ALL}/{made.id}/items/{item['id']}")).json() == {}
    assert (await ask(ANA, "DELETE", f"{ALL}/{made.id}")).json() == {}
    assert (await ask(ANA, "GET", f"{ALL}/{made.id}")).status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "", {"name": "Mine"}),
        ("DELETE", "", {}),
        ("POST", "/items", {"account_id": str(CLEO)}),
        ("DELETE", "/items/{item}", {}),
        ("POST", "/items/{item}/revoke", {}),
    ],
)
async def test_what_somebody_else_made_is_not_there_to_change(
    house: House, ask: Ask, method: str, path: str, body: dict[str, str]
) -> None:
    """In the words for one that never was."""
    made = await makes(house, ANA, BEN)
    [item] = (await ask(ANA, "GET", f"{ALL}/{made.id}")).json()["collection"]["items"]
    theirs = await ask(DAN, method, f"{ALL}/{made.id}{path}".format(item=item["id"]), json=body)
    never = await ask(DAN, method, f"{ALL}/77{path}".format(item=item["id"]), json=body)
    assert (theirs.status_code, theirs.json()) == (never.status_code, never.json())
    assert theirs.status_code == 404


async def test_the_lists_of_an_account(house: House, ask: Ask) -> None:
    """By either path: what somebody made for all, where one stands for oneself alone. Walked by counting."""
    made = [await makes(house, ANA, BEN, name=f"Number {number}") for number in range(3)]
    for path in (f"/api/v1/accounts/{ANA}/collections", f"/api/v1/{ANA}/collections"):
        part = await ask(None, "GET", path, params={"limit": 2})
        assert [one["id"] for one in part.json()["collections"]] == [str(made[2].id), str(made[1].id)]
        rest = await ask(None, "GET", part.links["next"]["url"])
        assert [one["id"] for one in rest.json()["collections"]] == [str(made[0].id)]
        assert "next" not in rest.links
    for path in (f"/api/v1/accounts/{BEN}/in_collections", f"/api/v1/{BEN}/in_collections"):
        assert len((await ask(BEN, "GET", path)).json()["collections"]) == 3
        assert (await ask(ANA, "GET", path)).status_code == 404


async def test_who_is_kept_away_is_neither_counted_nor_shown(house: House, ask: Ask) -> None:
    """Otherwise the number would tell of the block."""
    made = await makes(house, ANA, BEN, CLEO)
    async with house.work(actor=BEN) as work:
        await block(work, DAN)
    one = (await ask(DAN, "GET", f"{ALL}/{made.id}")).json()["collection"]
    assert (one["item_count"], [each["account_id"] for each in one["items"]]) == (1, [str(CLEO)])


async def test_accounts_say_who_may_put_them_in(house: House, ask: Ask) -> None:
    """And what that means for whoever reads it."""
    expected: list[tuple[Any, list[str], list[str], str, str]] = [
        (None, ["followers"], ["public"], "manual", "automatic"),
        ("everyone", ["public"], [], "automatic", "automatic"),
        ("asked", [], ["public"], "manual", "manual"),
        ("nobody", [], [], "denied", "denied"),
    ]
    async with house.work(actor=CLEO) as work:
        await follow(work, BEN)
    for policy, automatic, manual, stranger, follower in expected:
        if policy is not None:
            await lets(house, BEN, policy)
        for reader, standing in ((ANA, stranger), (CLEO, follower), (BEN, "denied"), (None, "denied")):
            told = (await ask(reader, "GET", f"/api/v1/accounts/{BEN}")).json()["feature_approval"]
            assert told == {"automatic": automatic, "manual": manual, "current_user": standing}


async def test_the_search_finds_what_is_to_be_found(house: House, ask: Ask) -> None:
    """By words, by hashtag, by its address; not what its maker keeps to those who know it."""
    made = await makes(house, ANA, BEN)
    kept = await makes(house, ANA, BEN, name="Quiet bakes", discoverable=False)
    for words in ("bakes", "BREAD", "#bread"):
        for kind in ({}, {"type": "collections"}):
            found = (await ask(DAN, "GET", "/api/v2/search", params={"q": words, **kind})).json()
            assert [one["id"] for one in found["collections"]] == [str(made.id)]
    address = f"http://kith.test/collections/{kept.id}"
    found = (await ask(DAN, "GET", "/api/v2/search", params={"q": address, "resolve": True})).json()
    assert [one["id"] for one in found["collections"]] == [str(kept.id)]
    assert (await ask(DAN, "GET", "/api/v2/search", params={"q": "bakes", "type": "accounts"})).json()[
        "collections"
    ] == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"name": "x" * 41}, 422),
        ({"name": "x", "tag_name": "two words"}, 422),
        ({"name": "x", "account_ids": ["77"]}, 404),
        ({"name": "x", "account_ids": ["no id"]}, 404),
        ({"name": "x", "account_ids": [str(number) for number in range(1, 27)]}, 403),
    ],
)
async def test_what_does_not_fit_is_said(ask: Ask, body: dict[str, Any], status: int) -> None:
    """And nothing is made."""
    answer = await ask(ANA, "POST", ALL, json=body)
    assert (answer.status_code, bool(answer.json()["error"])) == (status, True)
    assert (await ask(ANA, "GET", f"/api/v1/accounts/{ANA}/collections")).json() == {"collections": []}


async def test_there_are_no_annual_reports(ask: Ask) -> None:
    """An app that asks hears so, and does not offer any."""
    year = "/api/v1/annual_reports/2026"
    assert (await ask(ANA, "GET", f"{year}/state")).json() == {"state": "ineligible"}
    assert (await ask(ANA, "GET", "/api/v1/annual_reports")).json()["annual_reports"] == []
    for method, path in (("GET", year), ("POST", f"{year}/generate"), ("POST", f"{year}/read")):
        assert (await ask(ANA, method, path)).status_code == 404
