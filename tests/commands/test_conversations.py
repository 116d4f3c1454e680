"""Fifty people write as fast as they can while what serves them is killed: nothing is lost, doubled or reordered."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import psutil

from kith.base.engines import running_urls
from kith.base.work import House
from kith.conversations import found_group
from kith.conversations.model import TalkSettings
from kith.house import open_house
from kith.people import give_token
from kith.people.model import Account, Handle, Member
from kith.settings import Settings
from tests.commands.conftest import Server

PEOPLE, WORDS = 50, 8
GIVEN_UP_AFTER_S = 120


async def _gather(house: House) -> tuple[str, list[dict[str, str]]]:
    """Let so many people live here, all in one group; give its id and their keys."""
    keys, ids = [], []
    async with house.work() as work:
        for number in range(PEOPLE):
            person, handle = work.new_id(), f"writer{number}"
            await work.db.insert(Account(id=person, handle=handle, name=handle, created_at=work.now))
            await work.db.insert(Handle(handle=handle, account_id=person))
            await work.db.insert(Member(account_id=person, password_hash="", approved_at=work.now, created_at=work.now))
            await work.db.insert(TalkSettings(owner_id=person, who_may_write="everyone"))
            ids.append(person)
    for person in ids:
        async with house.work(actor=person) as work:
            key = await give_token(work, name="a test", scopes=("read", "write"))
            keys.append({"authorization": f"Bearer {key}"})
    async with house.work(actor=ids[0]) as work:
        made = await found_group(work, "All of us", ids[1:])
    return str(made.id), keys


async def _again(client: httpx.AsyncClient, method: str, path: str, **named: Any) -> dict[str, Any]:
    """Ask until there is an answer, as an app with a bad network does."""
    while True:
        with suppress(httpx.HTTPError):
            answer = await client.request(method, path, **named)
            if answer.status_code == 200:
                found: dict[str, Any] = answer.json()
                return found
            assert answer.status_code in (429, 500, 502, 503, 504), answer.text
        await asyncio.sleep(0.2)


async def _write(client: httpx.AsyncClient, talk: str, key: dict[str, str], number: int) -> list[int]:
    """Say so many things, one after the other; each again until it is answered. Give their numbers."""
    numbers = []
    for word in range(WORDS):
        sent = await _again(
            client,
            "POST",
            f"/api/kith/v1/conversations/{talk}/messages",
            json={"text": f"{number} {word}"},
            headers=key | {"idempotency-key": f"{number}-{word}"},
        )
        numbers.append(int(sent["seq"]))
    return numbers


class _Listener:
    """An app that listens, comes back when it is cut off, and asks for what it missed when it is told to."""

    def __init__(self, client: httpx.AsyncClient, talk: str, key: dict[str, str]) -> None:
        self._client, self._talk, self._key = client, talk, key
        self.place = ""
        self.after = 0
        self.came: list[int] = []  # numbers of messages, as they came
        self.texts: dict[int, str] = {}
        self._grown = asyncio.Condition()

    async def has_heard(self, count: int) -> None:
        """Wait until so many messages have come."""
        async with self._grown:
            await self._grown.wait_for(lambda: len(self.texts) >= count)

    async def listen(self) -> None:
        """Listen until somebody stops this."""
        while True:
            with suppress(httpx.HTTPError):
                async for event, payload in self._events():
                    if event == "message":
                        await self._take(payload["messages"], int(payload["after"]))
                    elif event in ("reload", "hello"):
                        await self.catch_up()
            await asyncio.sleep(0.1)

    async def catch_up(self) -> None:
        """Ask for what changed after the last that is known."""
        path = f"/api/kith/v1/conversations/{self._talk}/changes"
        while True:
            found = await _again(self._client, "GET", path, params={"after": self.after}, headers=self._key)
            await self._take(found["messages"], int(found["after"]))
            if not found["messages"]:
                return

    async def _take(self, messages: list[dict[str, Any]], after: int) -> None:
        for one in messages:
            if one["seq"] not in self.texts:  # a message is put where its number says, once
                self.came.append(one["seq"])
                self.texts[one["seq"]] = one["text"]
        self.after = max(self.after, after)
        async with self._grown:
            self._grown.notify_all()

    async def _events(self) -> AsyncIterator[tuple[str, dict[str, Any]]]:
        async with self._client.stream(
            "GET", "/api/kith/v1/streaming", headers=self._key, params={"after": self.place}
        ) as stream:
            name = ""
            async for line in stream.aiter_lines():
                field, _colon, value = line.partition(": ")
                if field == "event":
                    name = value
                elif field == "id":
                    self.place = value
                elif field == "data":
                    yield name, json.loads(value)


def _kill(server: Server, *words: str) -> None:
    """End every process of this kind, without a word."""
    for one in psutil.Process(server.process.pid).children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            if all(word in " ".join(one.cmdline()) for word in words):
                one.kill()


async def _kill_in_the_middle(server: Server, listener: _Listener) -> None:
    for seen, words in ((60, ("valkey-server",)), (180, ("granian", "kith.app")), (300, ("kith", "worker"))):
        await listener.has_heard(seen)
        _kill(server, *words)


async def _evening(server: Server, data: Path) -> tuple[list[list[int]], _Listener, list[dict[str, Any]]]:
    urls = running_urls(data)
    settings = Settings.from_environment(
        {
            "KITH_MODE": "test",
            "KITH_DATA": str(data),
            "KITH_DATABASE_URL": urls.database,
            "KITH_VALKEY_URL": urls.valkey,
            "KITH_URL": server.url,
        }
    )
    async with open_house(settings) as house:
        talk, keys = await _gather(house)
    limits = httpx.Limits(max_connections=PEOPLE + 10)
    async with (
        asyncio.timeout(GIVEN_UP_AFTER_S),
        httpx.AsyncClient(base_url=server.url, timeout=20, limits=limits) as client,
    ):
        listener = _Listener(client, talk, keys[7])
        tasks = [asyncio.create_task(listener.listen()), asyncio.create_task(_kill_in_the_middle(server, listener))]
        numbers = await asyncio.gather(*(_write(client, talk, key, n) for n, key in enumerate(keys)))
        await listener.has_heard(PEOPLE * WORDS + 1)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        read: list[dict[str, Any]] = []
        while True:
            after = read[-1]["seq"] if read else 0
            part: Any = await _again_list(client, f"/api/kith/v1/conversations/{talk}/messages?after={after}", keys[3])
            if not part:
                return numbers, listener, read
            read += part


async def _again_list(client: httpx.AsyncClient, path: str, key: dict[str, str]) -> Any:
    return await _again(client, "GET", path, headers=key)


def test_fifty_people_write_while_everything_is_killed(folder: Path) -> None:
    """Valkey, then the web process, then the worker: every word stands once, in one order, and each heard all."""
    data = folder / "evening"  # of their own: they would be in the way of those who live in the other
    server = Server(data)
    try:
        numbers, listener, read = asyncio.run(_evening(server, data))
    finally:
        server.close()
    said = [one for one in read if one["kind"] == "said"]
    assert len(said) == PEOPLE * WORDS
    assert [one["seq"] for one in read] == list(range(1, len(read) + 1))
    assert max(Counter(one["text"] for one in said).values()) == 1
    for number, own in enumerate(numbers):
        assert own == sorted(own)
        assert [one["text"] for one in said if one["seq"] in own] == [f"{number} {word}" for word in range(WORDS)]
    assert listener.texts == {one["seq"]: one["text"] for one in read}
    assert len(listener.came) == len(set(listener.came))
