"""Addresses to listen at: of IPv6 as of IPv4, at both doors, with each visitor counted by their own."""

import os
import shutil
import socket
import subprocess
from pathlib import Path

import httpx
import pytest

from tests.commands.conftest import Server, until
from tests.commands.test_proxies import START_WITHIN_S, WHERE, put
from tests.commands.test_streams_door import bearer, free_port

APP = {"client_name": "Lamp", "redirect_uris": "https://lamp.example/"}


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as tried:
            tried.bind(("::1", 0))
    except OSError:
        return False
    return True


pytestmark = pytest.mark.skipif(not _has_ipv6(), reason="this machine has no IPv6")


def _remaining(url: str, **headers: str) -> int:
    """Introduce an app, and tell how many more would be taken from there."""
    told = httpx.post(f"{url}/api/v1/apps", data=APP, headers=headers, timeout=20)
    assert told.status_code == 200, told.text
    return int(told.headers["x-ratelimit-remaining"])


@pytest.mark.parametrize(("host", "also"), [("::1", ()), ("::", ("127.0.0.1",))])
def test_a_server_listens_at_an_address_of_ipv6(lived_in: Path, host: str, also: tuple[str, ...]) -> None:
    """Pages, the API and streams; `::` is every address, of IPv4 too."""
    streams, key = free_port(), bearer(lived_in, "anna")
    server = Server(lived_in, KITH_HOST=host, KITH_STREAMS_PORT=str(streams))
    try:
        port = server.url.rpartition(":")[2]
        for address in ("[::1]", *also):
            told = httpx.get(f"http://{address}:{port}/api/v2/instance", timeout=20).json()
            assert told["domain"] == f"localhost:{port}"  # whatever address it was asked at
            events = f"http://{address}:{streams}/api/v1/streaming/user"
            with httpx.stream("GET", events, headers=key, timeout=20) as answer:
                assert answer.status_code == 200
                assert next(answer.iter_raw())
        left = _remaining(f"http://[::1]:{port}", **{"x-forwarded-for": "[2001:db8:1:2::1]:4711"})
        assert _remaining(f"http://[::1]:{port}", **{"x-forwarded-for": "2001:db8:1:2::9"}) == left - 1
        assert _remaining(f"http://[::1]:{port}", **{"x-forwarded-for": "2001:db8:1:3::9"}) == left
        claims = {"host": "[::1]:99", "forwarded": "host=evil.example", "x-forwarded-host": "evil.example"}
        lost = httpx.get(f"http://[::1]:{port}/settings", headers=claims)
        assert (lost.status_code, lost.headers["location"]) == (303, "/sign-in?next=/settings")
        assert "evil" not in lost.text
    finally:
        server.close()


@pytest.mark.skipif(shutil.which("nginx", path=WHERE) is None, reason="nginx is not installed")
def test_a_proxy_reaches_it_by_ipv6_and_says_who_comes(lived_in: Path, tmp_path: Path) -> None:
    """The file of deploy/, without its certificate: forged words of visitors are worth nothing behind it."""
    port, streams, outside = free_port(), free_port(), free_port()
    site = put(Path("deploy/nginx.conf"), {
        "127.0.0.1:8000": f"[::1]:{port}",
        "127.0.0.1:8001": f"[::1]:{streams}",
        "listen 80;\n    listen [::]:80;": f"listen 127.0.0.1:{free_port()};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{outside};",
        "    listen [::]:443 ssl http2;": f"    listen [::1]:{outside};",
        "    ssl_certificate ": "    # ",
        "    ssl_certificate_key ": "    # ",
        "/var/log/nginx/access.log": f"{tmp_path}/access",
    })  # fmt: skip
    own = [f"{one}_temp_path {tmp_path}/{one};" for one in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")]
    main = f"daemon off; pid {tmp_path}/pid; error_log {tmp_path}/log; events {{}}"
    tmp_path.joinpath("nginx.conf").write_text(
        f"{main}\nhttp {{ access_log off; {' '.join(own)}\n{site}\n}}", encoding="utf-8"
    )
    trusted = {"KITH_TRUSTED_PROXIES": "::1/128"}  # so that visitors of this machine are none of them
    server = Server(lived_in, KITH_HOST="::1", PORT=str(port), KITH_STREAMS_PORT=str(streams), **trusted)
    command = [str(shutil.which("nginx", path=WHERE)), "-c", f"{tmp_path}/nginx.conf", "-e", f"{tmp_path}/log"]
    proxy = subprocess.Popen(command, env=os.environ | {"HOME": str(tmp_path)})
    try:
        url, key = f"http://127.0.0.1:{outside}", bearer(lived_in, "anna")["authorization"].removeprefix("Bearer ")
        assert until(lambda: _answers(url), START_WITHIN_S)
        left = _remaining(url)
        forged = [
            "203.0.113.5", "::1", "::1, ::1", ",", "[::1]:80", "unknown", "x" * 7_000, "203.0.113.5," * 600,
        ]  # fmt: skip
        for number, one in enumerate(forged):
            assert _remaining(url, **{"x-forwarded-for": one, "forwarded": "for=[::1]"}) == left - 1 - number
        shared = httpx.get(f"{url}/share", params={"text": "سلام " * 900, "access_token": key}, timeout=20)
        assert shared.status_code == 200, shared.status_code
        assert 'http-equiv="refresh"' in shared.text
        seen = httpx.get(f"{url}/api/v1/accounts/verify_credentials", params={"access_token": key}, timeout=20)
        assert seen.json()["username"] == "anna"
        with httpx.stream("GET", f"{url}/api/v1/streaming/user?access_token={key}", timeout=20) as answer:
            assert answer.status_code == 200
        written = tmp_path.joinpath("access").read_text(encoding="utf-8")
        assert "GET /api/v1/accounts/verify_credentials HTTP" in written
        assert key not in written
    finally:
        proxy.terminate()
        proxy.wait(START_WITHIN_S)
        server.close()


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz").status_code == 200
    except httpx.TransportError:
        return False
