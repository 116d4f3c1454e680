"""Short ways for the tests of membership: knock as a browser does, read the mail, turn the server's switches."""

import re
from dataclasses import replace

import httpx

from kith.app import make_site
from kith.base.core.ids import ID_MAX, Id
from kith.base.mail.letter import Letter
from kith.base.mail.store import newest_letters
from kith.base.work import House
from kith.people.actions.joining import JoinForm, join
from kith.people.store import keep_server_setting
from kith.worker import run_everything_due

PASSWORD = "a sentence to remember"
ANA = {"handle": "ana", "password": PASSWORD, "name": "Ana", "email": "ana@example.org"}

_TOKEN = re.compile(r'name="csrf" value="([0-9a-f]+)"')
_LINK = re.compile(r"http://kith\.test(/\S+key=(\S+))")


async def send(client: httpx.AsyncClient, path: str, *, page: str = "/about", **fields: str) -> httpx.Response:
    """Send a form with the signature of a page that has one."""
    opened = await client.get(page if "session" in str(client.cookies) else "/sign-in")
    token = _TOKEN.search(opened.text) or _TOKEN.search((await client.get("/settings/password")).text)
    assert token, f"no form on {opened.url}"
    return await client.post(path, data={"csrf": token[1], **fields})


def browser(house: House, *, address: str = "127.0.0.1", **settings: object) -> httpx.AsyncClient:
    """Open another browser, at another address or on a server with other settings."""
    changed = replace(house, settings=replace(house.settings, **settings)) if settings else house  # type: ignore[arg-type]
    transport = httpx.ASGITransport(app=make_site(changed), client=(address, 1))
    return httpx.AsyncClient(transport=transport, base_url="http://kith.test")


async def found(house: House, *handles: str) -> list[Id]:
    """Let people live here; the first owns the server."""
    ids = []
    for handle in handles:
        async with house.work() as work:
            form = JoinForm(handle=handle, password=PASSWORD, email=f"{handle}@example.org")
            ids.append((await join(work, form)).id)
    return ids


async def decide(house: House, way: str) -> None:
    """Let the owner say how people join."""
    async with house.work() as work:
        await keep_server_setting(work.db, "sign_up", way)


async def letters(house: House) -> list[Letter]:
    """Read the outbox, the newest first, once the worker has done its part."""
    await run_everything_due(house)
    async with house.reading() as work:
        return await newest_letters(work.db, below=Id(ID_MAX), limit=50)


def link_in(letter: Letter) -> tuple[str, str]:
    """Give the path and the key of the link in a letter."""
    found_ = _LINK.search(letter.text)
    assert found_, letter.text
    return found_[1], found_[2]
