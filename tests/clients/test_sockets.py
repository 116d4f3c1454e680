"""The streaming API over WebSockets: one socket, many streams, each message only for who may see it."""

import asyncio
import json
import re
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.clients.conftest import PASSWORD, People
from tests.commands.conftest import STOP_WITHIN_S, Server, kith
from tests.ports import free_port

SILENCE_S = 1.5


class App:
    """Somebody's app: asks over HTTP."""

    def __init__(self, people: People, name: str) -> None:
        self.token = people.tokens[name]
        self._url = people.url
        self.address = "ws" + people.url.removeprefix("http") + "/api/v1/streaming"

    async def ask(self, method: str, path: str, **content: Any) -> Any:
        """Send a request, and give what it answers."""
        headers = {"authorization": f"Bearer {self.token}"}
        async with httpx.AsyncClient(base_url=self._url, headers=headers, timeout=30) as client:
            answer = await client.request(method, path, json=content or None)
            assert answer.status_code == 200, answer.text
            return answer.json()

    async def say(self, text: str, visibility: str = "public") -> Any:
        """Post."""
        return await self.ask("POST", "/api/v1/statuses", status=text, visibility=visibility)

    async def follow(self, other: "App") -> None:
        """Follow somebody."""
        them = await other.ask("GET", "/api/v1/accounts/verify_credentials")
        await self.ask("POST", f"/api/v1/accounts/{them['id']}/follow")


@pytest.fixture
def anna(people: People) -> App:
    """Anna's app."""
    return App(people, "anna")


@pytest.fixture
def cleo(people: People) -> App:
    """Cleo's."""
    return App(people, "cleo")


async def hears(socket: ClientConnection, event: str = "update") -> Any:
    """Wait for an event of a kind, and give what it carries."""
    while True:
        message = json.loads(await asyncio.wait_for(socket.recv(), 20))
        if message.get("event") == event:
            payload = message["payload"]
            return (message["stream"], json.loads(payload) if event != "delete" else payload)


async def is_silent(socket: ClientConnection) -> bool:
    """Tell whether nothing comes for a while."""
    try:
        await asyncio.wait_for(socket.recv(), SILENCE_S)
    except TimeoutError:
        return True
    return False


async def listening(app: App, stream: str, **more: str) -> ClientConnection:
    """Open a socket and wait until its stream is heard."""
    socket = await connect(f"{app.address}?access_token={app.token}")
    await socket.send(json.dumps({"type": "subscribe", "stream": stream, **more}))
    await is_heeded(socket)
    return socket


async def is_heeded(socket: ClientConnection) -> None:
    """Wait until all is done that was asked so far: it is taken in turn, and what cannot be read has an answer."""
    await socket.send("?")
    while "error" not in json.loads(await asyncio.wait_for(socket.recv(), 20)):
        pass


@pytest.mark.parametrize("way", ["query", "header", "protocol"])
async def test_a_token_comes_in_three_ways(anna: App, way: str) -> None:
    """Browsers can add no header: there it is the query or the protocol."""
    ways: dict[str, Any] = {
        "query": {"uri": f"{anna.address}?access_token={anna.token}&stream=user"},
        "header": {
            "uri": f"{anna.address}?stream=user",
            "additional_headers": {"authorization": f"Bearer {anna.token}"},
        },
        "protocol": {"uri": f"{anna.address}?stream=user", "subprotocols": [anna.token]},
    }
    async with connect(**ways[way]) as socket:
        await is_heeded(socket)
        said = await anna.say("To myself")
        assert (await hears(socket))[1]["id"] == said["id"]


@pytest.mark.parametrize("token", ["", "kith_1_2_3", "x" * 5000])
async def test_nobody_listens_without_a_token(anna: App, token: str) -> None:
    """The door stays shut, and says why."""
    with pytest.raises(InvalidStatus) as refused:
        await connect(f"{anna.address}?access_token={token}&stream=user")
    assert refused.value.response.status_code == 401
    assert ("invalid_token" in refused.value.response.headers["www-authenticate"]) == bool(token)


async def test_one_socket_hears_many_streams(anna: App, cleo: App) -> None:
    """And hears one no longer when it asks so."""
    socket = await listening(anna, "public")
    await socket.send(json.dumps({"type": "subscribe", "stream": "hashtag", "tag": "Pears"}))
    await is_heeded(socket)
    said = await cleo.say("Ripe #pears")
    heard = {tuple(stream): status["id"] for stream, status in [await hears(socket), await hears(socket)]}
    assert heard == {("public",): said["id"], ("hashtag", "Pears"): said["id"]}
    await socket.send(json.dumps({"type": "unsubscribe", "stream": "public"}))
    await is_heeded(socket)
    await cleo.say("No tag here")
    assert await is_silent(socket)
    await socket.close()


async def test_what_is_for_others_is_not_heard(anna: App, cleo: App, people: People) -> None:
    """The allowed case first; then one thing is different each time."""
    bela = App(people, "bela")
    await cleo.follow(bela)
    socket = await listening(cleo, "user")
    said = await bela.say("For my followers", "private")
    assert (await hears(socket))[1]["id"] == said["id"]
    await bela.say("@anna, for you alone", "direct")
    await anna.say("Cleo does not follow me")
    assert await is_silent(socket)
    me = await bela.ask("GET", "/api/v1/accounts/verify_credentials")
    await cleo.ask("POST", f"/api/v1/accounts/{me['id']}/block")
    await bela.say("To everyone")
    await bela.say("To everyone #figs")
    assert await is_silent(socket)
    await cleo.ask("POST", f"/api/v1/accounts/{me['id']}/unblock")
    await socket.close()


async def test_a_flood_of_nonsense_is_borne(anna: App) -> None:
    """Each is answered or left aside; the socket goes on."""
    socket = await listening(anna, "user")
    for text in ["", "{", "[]", "null", '{"type":5}', '{"type":"subscribe","stream":"nowhere"}', "x" * 100_000] * 10:
        await socket.send(text)
    for number in range(100):
        await socket.send(json.dumps({"type": "subscribe", "stream": "hashtag", "tag": f"tag{number}"}))
    said = await anna.say("Still here")
    while True:
        message = json.loads(await asyncio.wait_for(socket.recv(), 20))
        if message.get("event") == "update":
            assert json.loads(message["payload"])["id"] == said["id"]
            break
    await socket.close()


async def test_connections_that_say_nothing_keep_nobody_out(anna: App, people: People) -> None:
    """A hundred begin a request and never end it, others shake hands and then read nothing: the rest go on."""
    parts = [
        b"",
        b"GET /api/v1/streaming HTTP/1.1\r\n",
        b"POST /api/v1/statuses HTTP/1.1\r\nContent-Length: 99\r\n\r\n",
    ]
    port = int(people.url.rpartition(":")[2])
    silent = [await asyncio.open_connection("localhost", port) for _each in range(100)]
    for number, (_reader, writer) in enumerate(silent):
        writer.write(parts[number % len(parts)])
    deaf = [await connect(f"{anna.address}?access_token={anna.token}&stream=public") for _each in range(3)]
    socket = await listening(anna, "user")
    for number in range(20):
        await anna.say(f"Number {number} " + "long " * 400)
    heard = [(await hears(socket))[1]["content"] for _each in range(20)]
    assert heard[-1].startswith("<p>Number 19")
    for one in (*deaf, socket):
        await one.close()
    for _reader, writer in silent:
        writer.close()


async def test_nobody_opens_too_many(anna: App) -> None:
    """Sixteen are plenty; when one goes, another may come."""
    address = f"{anna.address}?access_token={anna.token}&stream=user"
    many = [await connect(address) for _each in range(16)]
    with pytest.raises((InvalidStatus, ConnectionClosed)):
        async with connect(address) as one_too_many:
            await one_too_many.recv()
    for socket in many:
        await socket.close()


async def test_an_ended_token_hears_nothing_more(anna: App, people: People) -> None:
    """The socket closes with the first thing that it would have heard."""
    cleo = App(people, "cleo")
    cleo.token = kith(people.data, "token", "cleo").stdout.strip()
    socket = await listening(cleo, "user")
    said = await cleo.say("I am here")
    assert (await hears(socket))[1]["id"] == said["id"]
    async with httpx.AsyncClient(base_url=people.url, timeout=30) as browser:
        page = await browser.get("/sign-in")
        form = {"csrf": signature(page.text), "who": "cleo", "password": PASSWORD.strip()}
        assert (await browser.post("/sign-in", data=form)).status_code == 303
        page = await browser.get("/settings/sessions")
        newest = re.findall(r"/settings/tokens/(\d+)/end", page.text)[0]
        form = {"csrf": signature(page.text)}
        assert (await browser.post(f"/settings/tokens/{newest}/end", data=form)).status_code == 303
    await App(people, "cleo").say("My other app goes on")
    with pytest.raises(ConnectionClosed):
        await asyncio.wait_for(socket.recv(), 20)


async def test_a_stop_waits_for_no_socket(people: People) -> None:
    """One that listens and one that says nothing at all: both are let go at once."""
    data = people.data.with_name("another")
    for name in ("anna",):
        kith(data, "account", "create", name, "--owner", "--password-stdin", given=PASSWORD)
    server = Server(data, PORT=str(port := free_port()))
    token = kith(data, "token", "anna").stdout.strip()
    address = f"ws://localhost:{port}/api/v1/streaming?access_token={token}"
    try:
        async with connect(address + "&stream=user"), connect(address):
            assert await asyncio.to_thread(server.stop) < STOP_WITHIN_S
    finally:
        server.close()


def signature(page: str) -> str:
    """Read what a page's forms are signed with."""
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', page)
    assert found is not None
    return found[1]
