"""The pages of webhooks, as a browser without script goes through them, and the same through the API."""

import re
from typing import Any

import httpx

from kith.base.work import House
from kith.desk.tests.scene import Scene, act, run_jobs, write_to
from kith.organisations import let_program_in
from kith.organisations.tests.test_acting import press, sign_in
from kith.people import give_token
from kith.push.tests.service import Service
from kith.webhooks import set_paused
from kith.webhooks.tests.scene import hook_to, is_signed, told


async def test_an_owner_goes_the_whole_way_by_forms(
    house: House, scene: Scene, service: Service, client: httpx.AsyncClient
) -> None:
    """Add, test, read the log, send again, change, renew, pause, go on, end."""
    page = f"/organisations/{scene.clinic}/webhooks"
    await sign_in(client, "samira")
    assert page in (await client.get(f"/organisations/{scene.clinic}/programs")).text
    wrong = await press(client, page, page=page, address="http://help.example/", **_events("opened"))
    assert wrong.status_code == 422
    assert 'value="http://help.example/"' in wrong.text
    none = await press(client, page, page=page, address="https://help.example/")
    assert (none.status_code, "Choose what is told." in none.text) == (422, True)
    address = f"http://127.0.0.1:{service.port}/kith"
    made = await press(client, page, page=page, address=address, words="none", **_events("opened"))
    secret = re.search(r"whsec_[\w+/=]+", made.text)
    assert secret
    way = re.search(rf"{page}/\d+", (await client.get(page)).text)
    assert way
    one = way[0]
    assert secret[0] not in (await client.get(one)).text
    assert (await press(client, f"{one}/test", page=one)).status_code == 303
    await run_jobs(house)
    shown = (await client.get(one)).text
    assert "A test" in shown
    assert "arrived" in shown
    again = re.search(rf"{one}/deliveries/\d+", shown)
    assert again
    await press(client, again[0], page=one)
    await run_jobs(house)
    assert len(service.got) == 2
    assert is_signed(service.got[0], secret[0])
    renewed = await press(client, f"{one}/secret", page=one)
    assert "whsec_" in renewed.text
    assert secret[0] not in renewed.text
    changed = await press(client, one, page=one, address=address, words="all", **_events("said"))
    assert changed.status_code == 303
    assert (await press(client, one, page=one, address="nonsense address", **_events("said"))).status_code == 422
    await press(client, f"{one}/pause", page=one)
    assert "Paused by somebody of the team." in (await client.get(one)).text
    assert (await press(client, f"{one}/test", page=one)).status_code == 403
    await press(client, f"{one}/resume", page=one)
    await write_to(house, scene.ana, scene.clinic, "In confidence")
    assert told(service)[-1]["data"]["words"] == "In confidence"
    assert (await press(client, f"{one}/delete", page=one)).status_code == 303
    assert (await client.get(one)).status_code == 404


async def test_others_see_nothing_of_it(
    house: House, scene: Scene, service: Service, client: httpx.AsyncClient
) -> None:
    """The team is refused; who has no seat finds nothing, as where there is nothing."""
    webhook_id, _secret = await hook_to(house, scene, service)
    page = f"/organisations/{scene.clinic}/webhooks"
    for who, status in (("mara", 403), ("gus", 403), ("ben", 404)):
        await sign_in(client, who)
        for path in (page, f"{page}/{webhook_id}"):
            assert (await client.get(path)).status_code == status, (who, path)
        refused = await press(client, f"{page}/{webhook_id}/delete", page="/organisations/new")
        assert refused.status_code == status
        await press(client, "/sign-out")
    await sign_in(client, "samira")
    for path in (f"{page}/17", f"/organisations/17/webhooks/{webhook_id}"):
        assert (await client.get(path)).status_code == 404


async def test_owners_find_a_notice_with_the_way_to_it(
    house: House, scene: Scene, service: Service, client: httpx.AsyncClient
) -> None:
    """When their webhook was paused by itself."""
    webhook_id, _secret = await hook_to(house, scene, service)
    service.answers.append("410 Gone")
    await write_to(house, scene.ana, scene.clinic, "Hello?")
    await sign_in(client, "samira")
    page = (await client.get("/notices")).text
    assert "can no longer tell another program" in page
    assert f'href="/organisations/{scene.clinic}/webhooks/{webhook_id}"' in page


async def test_a_program_looks_after_webhooks_through_the_api(
    house: House, scene: Scene, service: Service, client: httpx.AsyncClient
) -> None:
    """`/api/kith/v1/desks/{organisation_id}/webhooks`, with a key for that; an owner's app can, too."""
    _program, key = await act(
        house,
        scene.samira,
        let_program_in,
        scene.clinic,
        name="X",
        scopes=("read:webhooks", "write:webhooks"),
        lasts_days=1,
    )
    place = f"/api/kith/v1/desks/{scene.clinic}/webhooks"

    async def ask(method: str, path: str = "", body: Any = None, token: str = key) -> httpx.Response:
        headers = {"authorization": f"Bearer {token}"}
        return await client.request(method, f"{place}{path}", json=body, headers=headers)

    address = f"http://127.0.0.1:{service.port}/kith"
    made = (await ask("POST", body={"address": address, "events": ["opened"]})).json()
    assert made["secret"].startswith("whsec_")
    one = f"/{made['id']}"
    assert (await ask("GET", one)).json()["secret"] is None
    assert [hook["id"] for hook in (await ask("GET")).json()] == [made["id"]]
    sent = (await ask("POST", f"{one}/test")).json()
    assert sent["state"] == "waiting"
    await run_jobs(house)
    assert is_signed(service.got[0], made["secret"])
    [log] = (await ask("GET", f"{one}/deliveries")).json()
    assert (log["state"], log["webhook_id_header"]) == ("arrived", service.got[0].headers["webhook-id"])
    assert (await ask("POST", f"{one}/deliveries/{log['id']}/again")).json()["state"] == "waiting"
    renewed = (await ask("POST", f"{one}/secret")).json()
    assert renewed["secret"] != made["secret"]
    assert (await ask("PATCH", one, {"events": ["settled"], "paused": True})).json()["paused_why"] == "by_hand"
    assert (await ask("PATCH", one, {"paused": False})).json()["events"] == ["settled"]
    bad: tuple[dict[str, Any], ...] = ({"address": "http://example.org/"}, {"events": []}, {"words": "some"})
    for wrong in bad:
        assert (await ask("PATCH", one, wrong)).status_code == 422, wrong
    assert (await ask("PATCH", one, {"words": "all"})).status_code == 403
    assert (await ask("GET", "/17")).status_code == 404
    async with house.work(actor=scene.samira) as work:
        owners = await give_token(work, name="an app")
    async with house.work(actor=scene.mara) as work:
        maras = await give_token(work, name="an app")
    assert (await ask("GET", one, token=owners)).status_code == 200
    assert (await ask("GET", one, token=maras)).status_code == 403
    assert (await ask("DELETE", one)).json() == {}
    assert (await ask("DELETE", one)).status_code == 404


async def test_what_is_paused_is_told_so_by_the_api(
    house: House, scene: Scene, service: Service, client: httpx.AsyncClient
) -> None:
    """A test has nowhere to go then."""
    webhook_id, _secret = await hook_to(house, scene, service)
    await act(house, scene.samira, set_paused, scene.clinic, webhook_id, paused=True)
    async with house.work(actor=scene.samira) as work:
        token = await give_token(work, name="an app")
    path = f"/api/kith/v1/desks/{scene.clinic}/webhooks/{webhook_id}/test"
    assert (await client.post(path, headers={"authorization": f"Bearer {token}"})).status_code == 403


def _events(*kinds: str) -> dict[str, Any]:
    return {"events[]": list(kinds)}
