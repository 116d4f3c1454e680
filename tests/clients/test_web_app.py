"""A web app in a real browser, on another origin, over TLS; Kith behind nginx, as `deploy/nginx.conf` sets it up."""

import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Page, async_playwright, expect

from kith.base.outside.tests.certificate import make_certificate
from tests.clients.between import Between, Exchange
from tests.clients.conftest import PASSWORD
from tests.clients.node_clients import PLACE
from tests.commands.conftest import ROOT, Server, kith
from tests.journeys.conftest import QUIET
from tests.ports import free_ports

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
START_WAIT_S = 20
APP = Path(__file__).parent / "web_app"
PROXY = "127.0.0.2"  # where the proxy speaks to Kith from: the only address whose word counts

WHOLE = """
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/errors warn; {user}
events {{}}
http {{
    types {{ text/html html; text/javascript js mjs; }}
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    {kith}
    server {{
        listen {app_port} ssl;
        server_name app.example;
        ssl_certificate {folder}/own.pem;
        ssl_certificate_key {folder}/own.pem;
        location /modules/ {{ alias {modules}/; }}
        location / {{ root {app}; index index.html; }}
    }}
}}
"""


class Place:
    """Kith at https://kith.example and the app at https://app.example, behind one nginx."""

    def __init__(self, folder: Path, heard: list[Exchange]) -> None:
        made = kith(folder / "data", "account", "create", "anna", "--owner", "--password-stdin", given=PASSWORD)
        assert made.returncode == 0, made.stderr
        self.tls_port, self.plain_port, app_port, port, self.server_port = free_ports(5)
        self.host = f"kith.example:{self.tls_port}"
        self.url, self.app_url = f"https://{self.host}", f"https://app.example:{app_port}"
        self.server = Server(
            folder / "data", PORT=str(self.server_port), KITH_URL=self.url, KITH_TRUSTED_PROXIES=f"{PROXY}/32"
        )
        self.between = Between(port, self.server_port, heard, speaks_from=PROXY)
        self.between.start()
        make_certificate(folder, "kith.example")
        (folder / "nginx.conf").write_text(self._configuration(folder, port, app_port))
        self.nginx = subprocess.Popen(
            [str(NGINX), "-p", folder, "-c", folder / "nginx.conf", "-e", folder / "errors"], stderr=subprocess.DEVNULL
        )
        self._wait(folder)

    def _configuration(self, folder: Path, port: int, app_port: int) -> str:
        """Give our own example whole, with the ports and the certificate of this test in it."""
        example = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
        for old, new in (
            (r".*\[::\].*\n", ""),  # a machine may have no IPv6
            (r"127\.0\.0\.1:8000", f"127.0.0.1:{port}"),
            (r"listen 80;", f"listen {self.plain_port};"),
            (r"listen 443", f"listen {self.tls_port}"),
            (r"/etc/letsencrypt/live/kith\.example/\w+\.pem", f"{folder}/own.pem"),
            (r"/var/log/nginx/access\.log", f"{folder}/access"),
        ):
            example, count = re.subn(old, new, example)
            assert count, f"{old} is no longer in deploy/nginx.conf"
        user = "user root;" if os.geteuid() == 0 else ""
        modules = PLACE / "node_modules"
        return WHOLE.format(folder=folder, kith=example, app_port=app_port, app=APP, modules=modules, user=user)

    def _wait(self, folder: Path) -> None:
        end = time.monotonic() + START_WAIT_S
        while time.monotonic() < end and self.nginx.poll() is None:
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", self.tls_port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError((folder / "errors").read_text(encoding="utf-8"))

    def close(self) -> None:
        """Stop all of it."""
        self.nginx.terminate()
        self.nginx.wait(START_WAIT_S)
        self.between.close()
        self.server.close()


@pytest.fixture(scope="module")
def place(heard: list[Exchange]) -> Iterator[Place]:
    """All of it, running."""
    if os.environ.get("KITH_TEST_DATABASE_URL"):
        pytest.skip("the clients are tried on the embedded engines")
    if NGINX is None:
        pytest.skip("nginx is not installed: apt-get install nginx")
    with tempfile.TemporaryDirectory(prefix="kith-web-app-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        place = Place(Path(name), heard)
        yield place
        place.close()


@pytest_asyncio.fixture
async def page() -> AsyncIterator[Page]:
    """A browser that finds both names on this machine, and takes their certificate."""
    names = "MAP kith.example 127.0.0.1, MAP app.example 127.0.0.1, MAP * ~NOTFOUND"
    args = [one for one in QUIET if not one.startswith("--host-resolver")] + [f"--host-resolver-rules={names}"]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=args)
        context = await browser.new_context(ignore_https_errors=True)
        yield await context.new_page()
        await browser.close()


async def test_a_web_app_elsewhere_does_everything(place: Place, page: Page) -> None:
    """Sign-in with PKCE through the page that asks; then the API, a picture, a stream, lists and their headers."""
    await page.goto(f"{place.app_url}/?server={place.url}")
    await page.get_by_label("Handle").fill("anna")
    await page.locator("#field-password").fill(PASSWORD.strip())
    await page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    await expect(page.get_by_role("heading", name="Let Lantern in?")).to_be_visible()
    await page.get_by_role("button", name="Let it in").click()
    await page.wait_for_url(f"{place.app_url}/**")
    await expect(page).to_have_title("done", timeout=40_000)
    said: dict[str, Any] = json.loads(await page.locator("#said").text_content() or "{}")
    assert "error" not in said, said["error"]
    assert said["me"] == "anna"
    assert said["streaming"] == place.url.replace("https:", "wss:")
    assert f"<{place.url}/api/v1/timelines/home?limit=1&max_id=" in said["link"]
    assert (said["limit"], int(said["remaining"]) < int(said["limit"])) == ("1500", True)
    assert said["reset"].endswith("Z")


def test_pages_are_safe_behind_the_proxy(place: Place) -> None:
    """Cookies for https alone; whoever comes without TLS is sent to it."""
    with browser(place) as client:
        told = client.get(f"https://127.0.0.1:{place.tls_port}/sign-in", headers={"host": "kith.example"})
        assert all("Secure" in cookie for cookie in told.headers.get_list("set-cookie"))
        assert told.headers.get_list("set-cookie")
        assert "max-age" in told.headers["strict-transport-security"]
        plain = client.get(f"http://127.0.0.1:{place.plain_port}/@anna", headers={"host": "kith.example"})
        assert (plain.status_code, plain.headers["location"]) == (301, "https://kith.example/@anna")


def test_a_form_goes_through_behind_the_proxy(place: Place) -> None:
    """At a port that is not the usual one, from a browser that says nothing but its origin; from elsewhere not."""
    page = f"https://127.0.0.1:{place.tls_port}/sign-in"
    with browser(place) as client:
        opened = client.get(page, headers={"host": place.host})
        token = re.search(r'name="csrf" value="([0-9a-f]+)"', opened.text)
        cookie = opened.headers["set-cookie"].partition(";")[0]
        assert token
        told = {}
        for origin in (place.url, "https://evil.example", "https://kith.example"):
            form = {"csrf": token[1], "who": "anna", "password": PASSWORD.strip()}
            headers = {"host": place.host, "origin": origin, "cookie": cookie}
            told[origin] = client.post(page, data=form, headers=headers).status_code
    assert told == {place.url: 303, "https://evil.example": 403, "https://kith.example": 403}


def test_nobody_says_where_the_server_is(place: Place) -> None:
    """Every link, cookie and address is the owner's `KITH_URL`, whatever a visitor or a proxy claims of it."""
    claims = {
        "forwarded": "for=127.0.1.5;host=evil.example;proto=http",
        "x-forwarded-host": "evil.example",
        "x-forwarded-proto": "http",
        "x-forwarded-port": "1",
        "x-forwarded-prefix": "/evil",
        "x-original-url": "/evil",
    }
    for path in ("/sign-in", "/api/v2/instance", "/api/v1/timelines/public?limit=1", "/home", "/.well-known/webfinger"):
        with browser(place) as client:
            for door in (f"https://127.0.0.1:{place.tls_port}", f"http://127.0.0.1:{place.server_port}"):
                plain, claimed = (client.get(door + path, headers={"host": place.host} | more) for more in ({}, claims))
                assert claimed.status_code == plain.status_code
                assert claimed.headers.get("location") == plain.headers.get("location")
                assert "evil.example" not in claimed.text + str(claimed.headers)
                assert all("Secure" in cookie for cookie in claimed.headers.get_list("set-cookie"))


def test_only_the_proxy_says_who_somebody_is(place: Place) -> None:
    """What it adds counts; what a visitor claims, at the proxy or past it, does not."""
    left = remaining(place, "127.0.1.5")
    assert remaining(place, "127.0.1.5") == left - 1  # the allowed case: each visitor is counted by their address
    assert remaining(place, "127.0.3.5", claims="127.0.1.5") == left
    direct = httpx.post(
        f"http://127.0.0.1:{place.server_port}/api/v1/apps",
        data=INTRODUCED,
        headers={"x-forwarded-for": "127.0.1.5"},
        timeout=30,
    )
    assert direct.status_code == 200
    assert remaining(place, "127.0.1.5") == left - 2


INTRODUCED = {"client_name": "Lamp", "redirect_uris": "https://lamp.example/"}


def browser(place: Place, address: str = "127.0.0.1") -> httpx.Client:
    """A visitor, from an address of this machine."""
    return httpx.Client(transport=httpx.HTTPTransport(verify=False, local_address=address), timeout=30)


def remaining(place: Place, address: str, claims: str | None = None) -> int:
    """Introduce an app from there, and tell how many more the server would take from there."""
    headers = {"host": "kith.example"} | ({"x-forwarded-for": claims} if claims else {})
    with browser(place, address) as client:
        told = client.post(f"https://127.0.0.1:{place.tls_port}/api/v1/apps", data=INTRODUCED, headers=headers)
        assert told.status_code == 200, told.text
        return int(told.headers["x-ratelimit-remaining"])
