"""Mail by Kith's own API: what the pages do, by the same rules."""

from typing import Any

import httpx

from kith.app import make_site
from kith.base.core.ids import Id
from kith.base.work import House
from kith.desk.tests.scene import gather, only_case, run_jobs
from kith.mailbox.tests.scene import arrive, mail
from kith.mailbox.tests.servers import PASSWORD, USER, Inbound, Outbound
from kith.people import give_token


async def _ask(house: House, who: Id, method: str, path: str, body: Any = None) -> httpx.Response:
    async with house.work(actor=who) as work:
        token = await give_token(work, name="an app", scopes=("read", "write"))
    headers = {"authorization": f"Bearer {token}"}
    transport = httpx.ASGITransport(app=make_site(house))
    async with httpx.AsyncClient(transport=transport, base_url="http://kith.test", headers=headers) as client:
        answer = await client.request(method, f"/api/kith/v1{path}", json=body)
    await run_jobs(house)
    return answer


async def test_a_mailbox_by_apps(house: House, inbound: Inbound, outbound: Outbound) -> None:
    """Connected, read, answered, erased; never with a password in an answer, nor for others than owners."""
    scene = await gather(house)
    way = f"/organisations/{scene.clinic}/mailbox"
    assert (await _ask(house, scene.samira, "GET", way)).status_code == 404
    server = {"host": "127.0.0.1", "security": "none", "user": USER, "password": PASSWORD}
    body = {"address": USER, "reading": server | {"port": inbound.port}, "sending": server | {"port": outbound.port}}
    wrong = body | {"reading": server | {"port": inbound.port, "password": "x"}}
    assert (await _ask(house, scene.samira, "PUT", way, wrong)).status_code == 422
    for who, status in ((scene.mara, 403), (scene.ana, 404)):
        for method, path in (("PUT", way), ("GET", way), ("DELETE", way), ("GET", f"{way}/left")):
            assert (await _ask(house, who, method, path, body)).status_code == status
    made = await _ask(house, scene.samira, "PUT", way, body)
    assert (made.status_code, made.json()["state"]) == (200, "on")
    assert PASSWORD not in made.text
    letter = mail(house, "Are you open?\n\nOn Monday you wrote:\n> Hello.\n")
    letter.add_attachment(b"plan", maintype="application", subtype="pdf", filename="plan.pdf")
    await arrive(house, scene, inbound, letter)
    case = await only_case(house, scene)
    path = f"/desks/{scene.clinic}/cases/{case.id}"
    shown = (await _ask(house, scene.mara, "GET", path)).json()
    assert (shown["case"]["channel"], shown["case"]["account"]) == ("mail", None)
    assert shown["case"]["writer"] == {"address": "ida@berg.example", "name": "Ida Berg"}
    [read] = shown["mails"]
    assert (read["text"], read["quoted"].splitlines()[-1]) == ("Are you open?", "> Hello.")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=make_site(house))) as client:
        given = await client.get(read["files"][0]["url"])
    assert (given.content, given.headers["content-disposition"][:10]) == (b"plan", "attachment")
    outbound.answer = "550 no"
    await _ask(house, scene.mara, "POST", f"{path}/answer", {"text": "Yes.", "key": "k", "seen": 0})
    failed = (await _ask(house, scene.mara, "GET", path)).json()["mails"][-1]
    assert failed["state"] == "failed"
    outbound.answer = ""
    assert (await _ask(house, scene.ana, "POST", f"{path}/mails/{failed['id']}/again")).status_code == 404
    assert (await _ask(house, scene.mara, "POST", f"{path}/mails/1/again")).status_code == 404
    assert (await _ask(house, scene.mara, "POST", f"{path}/mails/{failed['id']}/again")).status_code == 200
    assert (await _ask(house, scene.mara, "GET", path)).json()["mails"][-1]["state"] == "sent"
    for word, state in (("pause", "paused"), ("resume", "on")):
        assert (await _ask(house, scene.samira, "POST", f"{way}/{word}")).json()["state"] == state
    kept = await _ask(house, scene.samira, "GET", f"{way}/kept?address=ida@berg.example")
    assert [one["from_them"] for one in kept.json()["mails"]] == [False, True]
    erased = await _ask(house, scene.samira, "POST", f"{way}/kept/erase", {"address": "ida@berg.example"})
    assert erased.status_code == 200
    assert (await _ask(house, scene.mara, "GET", path)).status_code == 404
    assert (await _ask(house, scene.samira, "DELETE", way)).status_code == 200
    assert (await _ask(house, scene.samira, "DELETE", way)).status_code == 404
