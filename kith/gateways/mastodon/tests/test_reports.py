"""Reports through the API, and how owners' apps hear of them."""

from typing import Any

import httpx
import pytest

from kith.base.core.ids import Id
from kith.base.work import House
from kith.moderation.tests.scene import ANA, BEN, CLEO, act, gather_village, say, tell_owners
from kith.notices.tests.scene import run_jobs, unread
from kith.people import JoinForm, block, give_token, set_role, sign_up
from kith.people.actions.server import ServerWords, decide_server

REPORTS = "/api/v1/reports"


async def _token(house: House, person: Id, *scopes: str) -> dict[str, str]:
    wishes: dict[str, Any] = {"scopes": scopes} if scopes else {}
    return {"authorization": f"Bearer {await act(house, person, give_token, name='an app', **wishes)}"}


async def test_a_report_and_how_an_owner_hears_of_it(house: House, client: httpx.AsyncClient) -> None:
    """The entity, the notification in both forms, and nothing for anybody else."""
    await gather_village(house)
    post = await say(house, BEN, "Buy my soap")
    sent = {"account_id": str(BEN), "status_ids": [str(post.id)], "comment": "Soap", "rule_ids": ["2"], "forward": True}
    answer = await client.post(REPORTS, json=sent, headers=await _token(house, CLEO))
    assert answer.status_code == 200, answer.text
    entity = answer.json()
    assert entity | {"id": "", "created_at": "", "target_account": entity["target_account"]["acct"]} == {
        "id": "",
        "action_taken": False,
        "action_taken_at": None,
        "category": "violation",
        "comment": "Soap",
        "forwarded": False,
        "created_at": "",
        "status_ids": [str(post.id)],
        "rule_ids": ["2"],
        "collection_ids": [],
        "target_account": "ben",
    }
    await run_jobs(house)
    owner = await _token(house, ANA)
    [told] = (await client.get("/api/v1/notifications", headers=owner)).json()
    assert (told["type"], told["account"]["acct"], told["report"]) == ("admin.report", "cleo", entity)
    grouped = (await client.get("/api/v2/notifications", headers=owner)).json()
    assert [one["report"]["id"] for one in grouped["notification_groups"]] == [entity["id"]]
    assert (await client.get("/api/v1/notifications", headers=await _token(house, BEN))).json() == []


async def test_who_owns_the_server_no_longer_reads_no_more_of_it(house: House, client: httpx.AsyncClient) -> None:
    """Neither what was reported to them, nor who asks to come in: in no list, in no group, and by no id."""
    await gather_village(house)
    await act(house, ANA, decide_server, ServerWords(sign_up="approval"))
    async with house.work() as work:
        await sign_up(work, JoinForm(handle="newt", password="a sentence to remember", reason="I sing."))
    await tell_owners(house, CLEO, BEN, comment="He said something to me alone.")
    await run_jobs(house)
    asking = await _token(house, ANA)
    heard = (await client.get("/api/v1/notifications", headers=asking)).json()
    assert [one["type"] for one in heard] == ["admin.report", "admin.sign_up"]
    paths = [f"/api/v1/notifications/{one['id']}" for one in heard]
    paths += [f"/api/v2/notifications/{one['group_key']}" for one in heard]
    assert [(await client.get(path, headers=asking)).status_code for path in paths] == [200] * 4
    async with house.work() as work:
        await set_role(work.db, BEN, "owner")
        await set_role(work.db, ANA, "member")
    assert (await client.get("/api/v1/notifications", headers=asking)).json() == []
    assert (await client.get("/api/v2/notifications", headers=asking)).json()["notification_groups"] == []
    assert [(await client.get(path, headers=asking)).status_code for path in paths] == [404] * 4
    assert await unread(house, ANA) == 0


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({}, 200),
        ({"category": "legal", "collection_ids": []}, 200),
        ({"comment": ""}, 200),
        ({"account_id": "999"}, 404),
        ({"account_id": "ben"}, 404),
        ({"account_id": str(CLEO)}, 403),
        ({"account_id": None}, 422),
        ({"status_ids": ["999"]}, 404),
        ({"status_ids": ["x"]}, 404),
        ({"collection_ids": ["999"]}, 404),
        ({"collection_ids": ["x"]}, 404),
        ({"rule_ids": ["9"]}, 422),
        ({"category": "rude"}, 422),
        ({"comment": "x" * 1001}, 422),
    ],
)
async def test_one_thing_is_wrong_at_a_time(
    house: House, client: httpx.AsyncClient, changed: dict[str, Any], status: int
) -> None:
    """The first three are right."""
    await gather_village(house)
    sent = {"account_id": str(BEN), "comment": "Look.", "category": "other"} | changed
    answer = await client.post(REPORTS, json=sent, headers=await _token(house, CLEO))
    assert answer.status_code == status, answer.text


async def test_who_may_not_gets_no_report_through(house: House, client: httpx.AsyncClient) -> None:
    """Without the scope, without a token; and of whom one cannot see."""
    await gather_village(house)
    sent = {"account_id": str(BEN)}
    assert (await client.post(REPORTS, json=sent, headers=await _token(house, CLEO, "read"))).status_code == 403
    assert (await client.post(REPORTS, json=sent)).status_code == 401
    right = await _token(house, CLEO, "write:reports")
    assert (await client.post(REPORTS, json=sent, headers=right)).status_code == 200
    await act(house, BEN, block, CLEO)
    assert (await client.post(REPORTS, json=sent, headers=right)).status_code == 404


async def test_reports_are_counted(house: House, client: httpx.AsyncClient) -> None:
    """Nobody floods the owners."""
    await gather_village(house)
    right = await _token(house, CLEO)
    answers = [await client.post(REPORTS, json={"account_id": "999"}, headers=right) for _time in range(31)]
    assert [answer.status_code for answer in answers] == [404] * 30 + [429]
