"""A real server, started as a person starts it, and a real browser."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Error, Page, async_playwright, expect

from tests.ports import free_port

READY_WAIT_S = 90
LEAVE_WAIT_S = 10
expect.set_options(timeout=30_000)  # as long as a click waits: a busy machine is no wrong page
# Chromium looks for its maker's servers at every start; a test speaks to this machine alone.
QUIET = [
    "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",  # a microphone that hums
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
]  # fmt: skip


@dataclass
class Server:
    """One server in a folder of its own."""

    folder: Path
    port: int
    mode: str = "test"
    streams_port: int = 0  # the streams' own door, for who comes through a proxy; 0: none
    process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("KITH_")}
        environment |= {"KITH_DATA": str(self.folder), "PORT": str(self.port), "KITH_MODE": self.mode}
        environment["KITH_STREAMS_PORT"] = str(self.streams_port)
        environment["KITH_FETCH_LOOPBACK"] = "true"  # a push service on this machine
        environment["KITH_MAIL_NETWORKS"] = "127.0.0.0/8"  # mail servers on this machine
        environment["KITH_LIMITS_TIMES"] = "10"  # everybody comes from one address, and in one evening
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "kith", "serve"], env=environment, stdout=subprocess.DEVNULL, stderr=log
            )
        until = time.monotonic() + READY_WAIT_S
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        raise AssertionError((self.folder / "server.log").read_text(encoding="utf-8")[-4000:])

    def stop(self) -> float:
        """Stop it as a service manager does. Gives the seconds it took."""
        assert self.process is not None
        begun = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        return time.monotonic() - begun


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A server for all journeys."""
    if os.environ.get("KITH_TEST_DATABASE_URL"):
        pytest.skip("the journeys run on the embedded engines")
    with tempfile.TemporaryDirectory(prefix="kith-journey-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = Server(Path(folder) / "data", free_port(), streams_port=free_port())
        server.folder.mkdir()
        server.start()
        yield server
        server.stop()


@pytest_asyncio.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        yield browser
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(browser.close(), LEAVE_WAIT_S)


PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1280, "height": 900}


class Visitor:
    """Somebody with a browser."""

    def __init__(self, server: Server, context: BrowserContext, page: Page) -> None:
        self.server = server
        self.context = context
        self.page = page
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)

    async def go(self, path: str) -> None:
        """Open a page."""
        await self.page.goto(self.server.url + path)

    async def join(self, handle: str, name: str) -> None:
        """Sign up through the form."""
        await self.go("/join")
        await self.page.get_by_label("Handle").fill(handle)
        await self.page.locator("#field-name").fill(name)
        await self.page.locator("#field-password").fill("a long table in the evening")
        await self.page.locator("main").get_by_role("button", name="Join").click()
        await self.page.wait_for_url(self.server.url + "/")

    async def write(self, text: str) -> None:
        """Post something."""
        await self.go("/write")
        await self.page.locator("main textarea[name=text]").fill(text)
        await self.page.locator("main form button[value=publish]").click()
        await self.page.wait_for_url("**/@*/*")


@pytest_asyncio.fixture
async def visitors(server: Server, browser: Browser) -> AsyncIterator["Visitors"]:
    """A way to let people come."""
    visitors = Visitors(server, browser)
    yield visitors
    await visitors.leave()


class Visitors:
    """Lets people come, and sees them out."""

    def __init__(self, server: Server, browser: Browser) -> None:
        self.server = server
        self._browser = browser
        self._all: list[Visitor] = []

    async def come(self, *, phone: bool = False, script: bool = True, dark: bool = False) -> Visitor:
        """Somebody comes, with a phone or at a desk."""
        context = await self._browser.new_context(
            viewport=PHONE if phone else WIDE,
            java_script_enabled=script,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        visitor = Visitor(self.server, context, await context.new_page())
        self._all.append(visitor)
        return visitor

    async def leave(self) -> None:
        """Everybody closes their browser.

        Chromium may never answer that a context is closed while a page in it is on its way to another. Pages go to an
        empty one first, and who still stands in the door leaves when the browser ends.
        """
        for visitor in self._all:
            with contextlib.suppress(TimeoutError, Error):
                await asyncio.wait_for(self._leave(visitor), LEAVE_WAIT_S)

    @staticmethod
    async def _leave(visitor: Visitor) -> None:
        for page in visitor.context.pages:
            await page.goto("about:blank")
        await visitor.context.close()
