"""A server to measure: `kith serve` in a folder of its own, with people who follow each other and have written."""

import asyncio
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import httpx

from bench.limits import free_port
from kith.base.engines import running_urls
from kith.base.work import House
from kith.house import open_house
from kith.settings import Settings

ROOT = Path(__file__).parents[1]
PEOPLE = 12
POSTS_EACH = 4
START_WAIT_S = 90
WORDS = "The quinces are ready, and the bench is where we left it. Who comes along on #sunday? "


@dataclass
class Village:
    """A running server, and the keys of its people."""

    process: "subprocess.Popen[str]"
    url: str
    port: int
    folder: Path
    streams_port: int = 0
    tokens: list[str] = field(default_factory=list)
    cookie: str = ""

    @property
    def pid(self) -> int:
        """The top of its tree of processes."""
        return self.process.pid

    def bearer(self, number: int = 0) -> dict[str, str]:
        """Give the header of somebody's app."""
        return {"authorization": f"Bearer {self.tokens[number]}"}

    def browser(self) -> dict[str, str]:
        """Give the headers of the first person's browser."""
        return {"cookie": self.cookie, "accept": "text/html"}


def start(data: Path, streams_port: int = 0) -> tuple["subprocess.Popen[str]", str, float]:
    """Start `kith serve`; gives the process, its address, and the seconds until it said so."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KITH_")}
    environment |= {
        "KITH_DATA": str(data),
        "PORT": "0",
        "KITH_LOG_LEVEL": "error",
        "KITH_STREAMS_PORT": str(streams_port),
    }
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "kith", "serve"], env=environment, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert process.stdout is not None
    told = re.fullmatch(r"Kith is at (\S+)\n", process.stdout.readline())
    assert told is not None, "the server did not start"
    return process, told[1], time.perf_counter() - begun


def stop(process: "subprocess.Popen[str]") -> None:
    """Stop it, and wait."""
    process.terminate()
    process.wait(30)
    assert process.stdout is not None
    process.stdout.close()


@asynccontextmanager
async def house_of(village: Village) -> AsyncIterator[House]:
    """Open its house beside the server, to do what takes too long by requests."""
    urls = running_urls(village.folder / "data")
    data = {"KITH_DATA": str(village.folder / "beside"), "KITH_URL": village.url, "KITH_MODE": "test"}
    settings = Settings.from_environment(data | {"KITH_DATABASE_URL": urls.database, "KITH_VALKEY_URL": urls.valkey})
    async with open_house(settings) as house:
        yield house


@asynccontextmanager
async def database_of(village: Village) -> AsyncIterator[asyncpg.Connection]:
    """Open a connection of one's own to its database."""
    connection = await asyncpg.connect(running_urls(village.folder / "data").database)
    try:
        yield connection
    finally:
        await connection.close()


@contextmanager
def village() -> Iterator[Village]:
    """Start one, and fill it through its API."""
    with tempfile.TemporaryDirectory(prefix="kith-bench-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        streams_port = free_port()
        process, url, _seconds = start(Path(name) / "data", streams_port)
        try:
            made = Village(process, url, int(url.rpartition(":")[2]), Path(name), streams_port)
            asyncio.run(_fill(made))
            yield made
        finally:
            stop(process)


async def _fill(made: Village) -> None:
    async with httpx.AsyncClient(base_url=made.url, timeout=60) as client:
        app = (await client.post("/api/v1/apps", json={
            "client_name": "bench", "redirect_uris": "https://bench.example/", "scopes": "read write follow",
        })).json()  # fmt: skip
        form = {name: app[name] for name in ("client_id", "client_secret")}
        form |= {"grant_type": "client_credentials", "scope": "read write follow"}
        own = (await client.post("/oauth/token", data=form)).json()["access_token"]
        for number in range(PEOPLE):
            made.tokens.append(await _join(client, own, number))
        ids = [await _id(client, token) for token in made.tokens]
        for token in made.tokens:
            headers = {"authorization": f"Bearer {token}"}
            for other in ids:
                await client.post(f"/api/v1/accounts/{other}/follow", headers=headers)
        for number in range(POSTS_EACH):
            for token in made.tokens:
                headers = {"authorization": f"Bearer {token}"}
                await client.post("/api/v1/statuses", headers=headers, json={"status": f"{number}. {WORDS}"})
        made.cookie = await _sign_in(client)


async def _join(client: httpx.AsyncClient, own: str, number: int) -> str:
    person = {"username": f"person{number}", "password": "a long table in the evening", "agreement": True}
    answer = await client.post("/api/v1/accounts", headers={"authorization": f"Bearer {own}"}, json=person)
    token: str = answer.json()["access_token"]
    return token


async def _id(client: httpx.AsyncClient, token: str) -> str:
    headers = {"authorization": f"Bearer {token}"}
    found: str = (await client.get("/api/v1/accounts/verify_credentials", headers=headers)).json()["id"]
    return found


async def _sign_in(client: httpx.AsyncClient) -> str:
    page = await client.get("/sign-in")
    signature = re.search(r'name="csrf" value="([0-9a-f]+)"', page.text)
    assert signature is not None
    form = {"csrf": signature[1], "who": "person0", "password": "a long table in the evening"}
    await client.post("/sign-in", data=form)
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in client.cookies.jar)
