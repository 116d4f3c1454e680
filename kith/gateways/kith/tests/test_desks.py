"""The desk by Kith's own API: what the pages do, by the same rules."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from kith.app import make_site
from kith.base.core.ids import Id
from kith.base.work import House
from kith.desk.tests.scene import Scene, gather, only_case, run_jobs, say, write_to
from kith.people import give_token
from kith.report import sort_questions
from tests.clock import TestClock


class Apps:
    """Asks as the apps of somebody."""

    def __init__(self, house: House) -> None:
        self.house, self.site = house, make_site(house)

    async def __call__(self, who: Id, method: str, path: str, body: Any = None) -> httpx.Response:
        """Ask; whoever listens hears of it."""
        async with self.house.work(actor=who) as work:
            token = await give_token(work, name="an app", scopes=("read", "write"))
        transport = httpx.ASGITransport(app=self.site)
        headers = {"authorization": f"Bearer {token}"}
        async with httpx.AsyncClient(transport=transport, base_url="http://kith.test", headers=headers) as client:
            answer = await client.request(method, f"/api/kith/v1{path}", json=body)
        await run_jobs(self.house)
        return answer


@pytest.fixture
async def scene(house: House) -> Scene:
    """The clinic with its team."""
    return await gather(house)


@pytest.fixture
def ask(house: House, scene: Scene) -> Apps:
    """Ask as somebody's app."""
    del scene  # people are there before their apps
    return Apps(house)


async def test_a_case_goes_its_way(ask: Apps, scene: Scene, house: House, clock: TestClock) -> None:
    """Read, taken, answered, noted, labelled, put aside, settled, and its person says how it was."""
    await write_to(house, scene.ana, scene.clinic, "Are you open on Saturday?")
    [desk] = (await ask(scene.mara, "GET", "/desks")).json()
    place = f"/desks/{scene.clinic}"
    assert (desk["role"], desk["counts"]["ours"], desk["account"]["acct"]) == ("member", 1, "clinic")
    [case] = (await ask(scene.mara, "GET", f"{place}/cases?view=unassigned")).json()
    assert (case["words"], case["state"], case["answers"]) == ("Are you open on Saturday?", "new", 0)
    one = f"{place}/cases/{case['id']}"
    assert (await ask(scene.mara, "POST", f"{one}/take", {})).json()["case"]["assignee_id"] == str(scene.mara)
    assert (await ask(scene.samira, "POST", f"{one}/take", {})).status_code == 409
    answer = {"text": "From nine.", "key": "k", "seen": 0}
    said = (await ask(scene.mara, "POST", f"{one}/answer", answer)).json()
    assert [message["text"] for message in said["messages"]] == ["Are you open on Saturday?", "From nine."]
    late = await ask(scene.samira, "POST", f"{one}/answer", {"text": "Nine!", "seen": 0})
    assert (late.status_code, "From nine." in late.json()["error"]) == (409, True)
    assert (await ask(scene.mara, "POST", f"{one}/notes", {"text": "Ask @samira."})).json()["named_ids"] == [
        str(scene.samira)
    ]
    assert (await ask(scene.mara, "PUT", f"{one}/labels", {"labels": ["hours"]})).json()["case"]["labels"] == ["hours"]
    assert [row["id"] for row in (await ask(scene.mara, "GET", f"{place}/cases?q=hours")).json()] == [case["id"]]
    assert (await ask(scene.mara, "GET", f"{place}/labels")).json() == ["hours"]
    assert (await ask(scene.ana, "GET", f"{place}/labels")).status_code == 404
    later = (clock() + timedelta(hours=2)).isoformat()
    assert (await ask(scene.mara, "POST", f"{one}/snooze", {"until": later})).json()["case"]["state"] == "snoozed"
    assert (await ask(scene.mara, "POST", f"{one}/snooze", {"until": "2020-01-01T00:00:00"})).status_code == 422
    assert (await ask(scene.mara, "POST", f"{one}/settle")).json()["case"]["state"] == "settled"
    mine = (await ask(scene.ana, "GET", f"{place}/mine")).json()
    assert (mine["settled_case_id"], mine["feedback"], mine["usual_s"]) == (case["id"], None, None)
    assert (await ask(scene.ana, "POST", f"{place}/mine/{case['id']}/feedback", {"feedback": "thanks"})).json() == {}
    assert (await ask(scene.mara, "GET", one)).json()["case"]["feedback"] == "thanks"
    assert (await ask(scene.mara, "POST", f"{one}/reopen")).json()["case"]["state"] == "ours"
    assert (await ask(scene.mara, "POST", f"{one}/give", {"account_id": str(scene.gus)})).json()["case"][
        "assignee_id"
    ] == str(scene.gus)
    assert (await ask(scene.gus, "POST", f"{one}/give", {})).json()["case"]["assignee_id"] is None
    assert (await ask(scene.gus, "GET", one)).status_code == 404
    assert (await ask(scene.mara, "POST", f"{one}/writing")).json() == {}
    assert (await ask(scene.samira, "GET", one)).json()["writing_ids"] == [str(scene.mara)]
    record = (await ask(scene.samira, "GET", f"{place}/record")).json()
    assert {"taken", "answered", "note", "settled"} <= {event["kind"] for event in record}
    assert (await ask(scene.mara, "GET", f"{place}/record")).status_code == 403


async def test_replies_are_kept_and_what_is_public_goes_private(ask: Apps, scene: Scene, house: House) -> None:
    """By those who lead the team; nobody sends a blank."""
    place = f"/desks/{scene.clinic}"
    kept = (await ask(scene.samira, "POST", f"{place}/replies", {"title": "A", "text": "On {{day}}."})).json()
    assert kept["blanks"] == ["day"]
    changed = {"title": "A time", "text": "On {{day}} at {{hour}}."}
    await ask(scene.samira, "PUT", f"{place}/replies/{kept['id']}", changed)
    assert [one["title"] for one in (await ask(scene.gus, "GET", f"{place}/replies")).json()] == ["A time"]
    assert (await ask(scene.mara, "DELETE", f"{place}/replies/{kept['id']}")).status_code == 403
    assert (await ask(scene.samira, "PATCH", place, {"aim_minutes": 30})).json()["aim_minutes"] == 30
    await say(house, scene.ana, "@clinic where are my results?")
    case = await only_case(house, scene)
    one = f"{place}/cases/{case.id}"
    assert (await ask(scene.mara, "POST", f"{one}/answer", {"text": "On {{day}}."})).status_code == 422
    private = (await ask(scene.mara, "POST", f"{one}/private", {"text": "Here.", "tells": "We talk."})).json()
    assert (private["case"]["channel"], private["messages"][-1]["text"]) == ("talk", "Here.")
    assert [status["account"]["acct"] for status in (await ask(scene.mara, "GET", one)).json()["statuses"]] == [
        "ana",
        "clinic",
    ]
    assert (await ask(scene.samira, "DELETE", f"{place}/replies/{kept['id']}")).json() == {}
    assert (await ask(scene.mara, "GET", f"{place}/bundles")).json() == []
    assert (await ask(scene.mara, "GET", f"{place}/bundles/1/cases")).status_code == 404
    assert (await ask(scene.mara, "POST", f"{place}/bundles/1/settle")).status_code == 404


async def test_nobody_without_a_seat_finds_anything(ask: Apps, scene: Scene, house: House) -> None:
    """As where there is no desk at all."""
    await write_to(house, scene.ana, scene.clinic, "Hello?")
    case = await only_case(house, scene)
    assert (await ask(scene.ben, "GET", "/desks")).json() == []
    for place in (f"/desks/{scene.clinic}", "/desks/17", f"/desks/{scene.ana}"):
        for path in ("", "/cases", "/replies", "/bundles", "/record", f"/cases/{case.id}"):
            assert (await ask(scene.ben, "GET", f"{place}{path}")).status_code == 404, path
    answer = {"text": "Hello!"}
    assert (await ask(scene.ben, "POST", f"/desks/{scene.clinic}/cases/{case.id}/answer", answer)).status_code == 404


async def test_the_report_by_the_api(ask: Apps, scene: Scene, house: House, clock: TestClock) -> None:
    """Members read it, owners take it along, whoever leads the page answers; to guests and others it is not there."""
    await write_to(house, scene.ana, scene.clinic, "Do you give flu shots without an appointment?")
    await write_to(house, scene.ben, scene.clinic, "Can I come for a flu shot without an appointment?")
    case = (await ask(scene.mara, "GET", f"/desks/{scene.clinic}/cases?view=all")).json()[0]
    await ask(scene.mara, "POST", f"/desks/{scene.clinic}/cases/{case['id']}/answer", {"text": "Yes.", "key": "k"})
    clock.tick(hours=1)
    async with house.work() as work:
        await sort_questions(work, scene.clinic)
    place = f"/desks/{scene.clinic}/report"
    report = (await ask(scene.mara, "GET", f"{place}?by=week&on={clock().date()}")).json()
    last = report["periods"][-1]
    assert (len(report["periods"]), last["people_answered"], last["first_answer"]["count"]) == (12, 1, 1)
    assert (report["so_far"], report["later"], report["team"][0]["account"]["acct"]) == (True, None, "mara")
    [question] = report["questions"]
    one = f"/desks/{scene.clinic}/questions/{question['id']}"
    assert len((await ask(scene.mara, "GET", one)).json()["cases"]) == 2
    body = {"question": "Flu shots?", "answer": "Until ten."}
    assert (await ask(scene.samira, "PUT", f"{one}/answer", body)).json()["answered"] == body
    table = await ask(scene.samira, "POST", f"{place}/export", {"table": "questions", "on": str(clock().date())})
    assert "Flu shots?" in table.text
    assert (await ask(scene.mara, "POST", f"{place}/export", {})).status_code == 403
    assert (await ask(scene.mara, "PUT", f"{one}/answer", body)).status_code == 403
    for who in (scene.gus, scene.ana):
        for method, path, given in (
            ("GET", place, None),
            ("GET", one, None),
            ("POST", f"{place}/export", {}),
            ("PUT", f"{one}/answer", body),
        ):
            assert (await ask(who, method, path, given)).status_code == 404, (who, path)
    for query in ("by=year", "on=x"):
        assert (await ask(scene.mara, "GET", f"{place}?{query}")).status_code == 422
