"""Files for programs: given to whose key reads cases, for a minute, as long as it is let in; and to nobody else."""

from collections.abc import Awaitable, Callable
from io import BytesIO
from typing import Any

import httpx
import pytest
from PIL import Image

from kith.base.work import House
from kith.conversations import open_pair, send
from kith.conversations.model import MessageWish
from kith.desk.tests.scene import Scene, act, gather, look, only_case
from kith.mailbox.tests.scene import arrive, connected, mail
from kith.mailbox.tests.servers import Inbound, Outbound
from kith.media import upload
from kith.organisations import end_program, let_program_in, programs_let_in
from kith.organisations.model import PROGRAM_SCOPES
from tests.clock import TestClock

Ask = Callable[..., Awaitable[httpx.Response]]
NOT_CASES = tuple(one for one in PROGRAM_SCOPES if one != "read:cases")


@pytest.fixture
def ask(client: httpx.AsyncClient) -> Ask:
    """Ask with a key, or without any."""

    async def asks(key: str, method: str, path: str, body: Any = None) -> httpx.Response:
        return await client.request(method, path, json=body, headers={"authorization": f"Bearer {key}"} if key else {})

    return asks


async def _key(house: House, scene: Scene, *scopes: str) -> str:
    given = {"name": "Zendo", "scopes": scopes, "lasts_days": None}
    return str((await act(house, scene.samira, let_program_in, scene.clinic, **given))[1])


async def _end_all(house: House, scene: Scene) -> None:
    for one in await look(house, scene.samira, programs_let_in, scene.clinic):
        await act(house, scene.samira, end_program, scene.clinic, one.id)


async def test_a_mails_file_for_a_program(
    house: House, inbound: Inbound, outbound: Outbound, ask: Ask, clock: TestClock
) -> None:
    """By its address alone, as it is made for people; until the minute, or the program, is over."""
    scene = await connected(house, inbound, outbound)
    letter = mail(house, "My results are private.")
    letter.add_attachment(b"plan", maintype="application", subtype="pdf", filename="plan.pdf")
    await arrive(house, scene, inbound, letter)
    path = f"/api/kith/v1/desks/{scene.clinic}/cases/{(await only_case(house, scene)).id}"
    key = await _key(house, scene, "read:cases")
    [file] = (await ask(key, "GET", path)).json()["mails"][0]["files"]
    given = await ask("", "GET", file["url"])
    assert (given.status_code, given.content) == (200, b"plan")
    assert given.headers["content-disposition"] == "attachment; filename=\"plan.pdf\"; filename*=UTF-8''plan.pdf"
    clock.tick(seconds=61)
    assert (await ask("", "GET", file["url"])).status_code == 404
    [file] = (await ask(key, "GET", path)).json()["mails"][0]["files"]
    assert (await ask("", "GET", file["url"])).status_code == 200
    await _end_all(house, scene)
    assert (await ask("", "GET", file["url"])).status_code == 404


async def test_who_may_not_read_cases_gets_no_mail_and_no_file(
    house: House, inbound: Inbound, outbound: Outbound, ask: Ask
) -> None:
    """Neither its words, nor what is attached, nor from which address it came."""
    scene = await connected(house, inbound, outbound)
    letter = mail(house, "My results are private.")
    letter.add_attachment(b"plan", maintype="application", subtype="pdf", filename="plan.pdf")
    await arrive(house, scene, inbound, letter)
    path = f"/api/kith/v1/desks/{scene.clinic}/cases/{(await only_case(house, scene)).id}"
    key = await _key(house, scene, *NOT_CASES)
    assert (await ask(key, "GET", path)).status_code == 403
    moved = await ask(key, "POST", f"{path}/settle")
    assert moved.json()["case"]["state"] == "settled"
    assert moved.json()["mails"] == []
    for word in ("private", "plan.pdf", "ida@berg.example", "Saturday"):
        assert word not in moved.text, word


async def test_a_messages_picture_for_a_program(house: House, ask: Ask) -> None:
    """What somebody showed the organisation in private."""
    scene = await gather(house)
    drawn = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(drawn, "PNG")
    medium = await act(house, scene.ana, upload, drawn.getvalue())
    room = await act(house, scene.ana, open_pair, scene.clinic)
    await act(house, scene.ana, send, room.id, MessageWish(media_ids=(medium.id,)))
    path = f"/api/kith/v1/desks/{scene.clinic}/cases/{(await only_case(house, scene)).id}"
    key = await _key(house, scene, "read:cases")
    [shown] = (await ask(key, "GET", path)).json()["messages"][0]["media"]
    for url in (shown["url"], shown["preview_url"]):
        given = await ask("", "GET", url)
        assert (given.status_code, given.headers["content-type"].partition("/")[0]) == (200, "image")
    deaf = await _key(house, scene, *NOT_CASES)
    assert (await ask(deaf, "POST", f"{path}/settle")).json()["messages"] == []
