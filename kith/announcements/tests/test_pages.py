"""Announcements through the pages, without script."""

import re

import httpx

from kith.base.work import House
from kith.people import set_role
from kith.people.tests.cast_of_relations import ANA, BEN, gather, sign_in

HOME_EXTRA_MAX = 2  # statements that a strip on Home costs: what was put away, and how people reacted


async def _send(client: httpx.AsyncClient, page: str, path: str, **fields: str) -> httpx.Response:
    token = re.search(r'name="csrf" value="([0-9a-f]+)"', (await client.get(page)).text)
    assert token
    return await client.post(path, data={"csrf": token[1], **fields}, headers={"referer": f"http://kith.test{page}"})


async def test_from_the_owner_to_everybody(house: House, client: httpx.AsyncClient) -> None:
    """Written, shown on Home, reacted to, put away, changed, ended, deleted."""
    await gather(house)
    async with house.work() as work:
        await set_role(work.db, ANA, "owner")
    await sign_in(house, client, ANA)
    assert "/owner/announcements" in (await client.get("/owner")).text
    pen = "/owner/announcements"
    assert (await _send(client, pen, pen, text="Tea at <b>five</b>. #tea")).status_code == 303
    assert (await _send(client, pen, pen, text="Later.", shows_at="2099-01-01T10:00")).status_code == 422
    bad = await _send(client, pen, pen, text="Kept words.", ends_at="yesterday")
    assert bad.status_code == 422
    assert "Kept words." in bad.text

    await sign_in(house, client, BEN)
    await client.get("/")  # what a process keeps of its reader is read once
    before = house.database.statements
    home = (await client.get("/")).text
    assert "Tea at &lt;b&gt;five&lt;/b&gt;." in home
    asked = house.database.statements - before
    found = re.search(r"/announcements/(\d+)/put-away", home)
    assert found
    path = f"/announcements/{found[1]}"
    for name, status in (("👍", 303), ("tea", 422)):
        assert (await _send(client, "/announcements", f"{path}/reaction", name=name)).status_code == status
    assert 'aria-pressed="true"' in (await client.get("/announcements")).text
    assert (await _send(client, "/announcements", f"{path}/reaction", name="👍", off="on")).status_code == 303
    assert 'aria-pressed="true"' not in (await client.get("/announcements")).text
    away = await _send(client, "/", f"{path}/put-away")
    assert (away.status_code, away.headers["location"]) == (303, "/")
    before = house.database.statements
    assert "put-away" not in (await client.get("/")).text
    assert asked - (house.database.statements - before) <= HOME_EXTRA_MAX
    assert "Tea at" in (await client.get("/announcements")).text
    assert (await client.get(pen)).status_code == 403

    await sign_in(house, client, ANA)
    own = f"/owner{path}"
    assert "Tea at &lt;b&gt;five" in (await client.get(own)).text
    assert (await _send(client, own, own, text="Tea at six.")).status_code == 303
    assert "Tea at six." in (await client.get("/announcements")).text
    assert (await _send(client, pen, f"{own}/end")).status_code == 303
    assert "Nothing is announced" in (await client.get("/announcements")).text
    assert (await _send(client, own, own, text="Tea at seven.")).status_code == 422
    assert (await _send(client, pen, f"{own}/delete")).status_code == 303
    for missing in (own, "/owner/announcements/1", "/owner/announcements/x"):
        assert (await client.get(missing)).status_code == 404
