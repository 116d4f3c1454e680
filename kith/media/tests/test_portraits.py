"""Showing oneself: the picture on one's page and the wide one above it."""

import asyncio
import io
import re

import httpx
import pytest
from PIL import Image

from kith.base.core.ids import Id
from kith.base.jobs.running import run_due_jobs
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.people import find_account
from kith.people.model import Account
from kith.people.tests.cast_of_relations import ANA, gather, sign_in
from kith.worker import handlers_of

_USED = Statement("SELECT id FROM media WHERE owner_id = %(owner_id)s AND used_for IS NOT NULL ORDER BY id")


def _picture(colour: str) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(content, "PNG")
    return content.getvalue()


async def _send(client: httpx.AsyncClient, name: str, content: bytes) -> httpx.Response:
    opened = await client.get("/settings/profile")
    token = re.search(r'name="csrf" value="([0-9a-f]+)"', opened.text)
    assert token
    return await client.post(
        f"/settings/profile/{name}", data={"csrf": token[1]}, files={name: ("me.png", content, "image/png")}
    )


async def _ana(house: House) -> tuple[Account, list[Id]]:
    async with house.reading() as work:
        account = await find_account(work.db, ANA)
        assert account is not None
        return account, await work.db.values(_USED, owner_id=ANA)


async def test_a_new_picture_takes_the_place_of_the_old_one(house: House, client: httpx.AsyncClient) -> None:
    """Both of somebody's pictures stay; what they show no longer is let go."""
    await gather(house)
    await sign_in(house, client, ANA)
    answers = await asyncio.gather(_send(client, "avatar", _picture("red")), _send(client, "header", _picture("green")))
    assert [answer.status_code for answer in answers] == [303, 303]
    first, used = await _ana(house)
    assert first.avatar
    assert first.header
    assert used == sorted((first.avatar.medium_id, first.header.medium_id))

    await _send(client, "avatar", _picture("blue"))
    second, used = await _ana(house)
    assert second.avatar
    assert second.avatar.key != first.avatar.key
    assert used == sorted((first.header.medium_id, second.avatar.medium_id))
    assert (await client.get(f"/media/{second.avatar.small_key}")).status_code == 200


async def test_the_drawn_face_comes_back(house: House, client: httpx.AsyncClient) -> None:
    """And the picture is let go by the job that hears of it."""
    await gather(house)
    await sign_in(house, client, ANA)
    await _send(client, "avatar", _picture("red"))
    assert (await _send(client, "avatar/remove", b"")).status_code == 303
    await run_due_jobs(str(house.settings.database_url), handlers_of(house), clock=house.clock)
    account, used = await _ana(house)
    assert (account.avatar, used) == (None, [])


@pytest.mark.parametrize("content", [b"", b"no picture at all"])
async def test_what_is_no_picture_changes_nothing(house: House, client: httpx.AsyncClient, content: bytes) -> None:
    """And says so."""
    await gather(house)
    await sign_in(house, client, ANA)
    assert (await _send(client, "avatar", content)).status_code == 422
    account, used = await _ana(house)
    assert (account.avatar, used) == (None, [])
