"""Fetching, from real servers on this machine: bounded in time, bytes and redirects, and never led inside."""

import asyncio
import gzip
import socket
import zlib
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from kith.base.bus.tests.waiting import until
from kith.base.core.errors import Elsewhere
from kith.base.outside import Forbidden, Outside
from kith.base.outside.tests.certificate import make_certificate
from kith.base.outside.tests.server import always, saying, serving
from kith.settings import SettingError, Settings

PLAIN: dict[str, Any] = {"bytes_max": 1000, "timeout_s": 5}
SETTINGS = Settings(mode="test", url="https://kith.example", fetch_loopback=True)


@pytest_asyncio.fixture
async def outside() -> AsyncIterator[Outside]:
    """One that may ask this machine."""
    asking = Outside(SETTINGS)
    yield asking
    await asking.close()


@pytest_asyncio.fixture
async def strict() -> AsyncIterator[Outside]:
    """One as it is out in the world."""
    asking = Outside(replace(SETTINGS, fetch_loopback=False))
    yield asking
    await asking.close()


async def test_an_answer_comes_back_whole(outside: Outside) -> None:
    async with serving(always(saying(b"<p>Hello", more="X-Own: yes\r\n"))) as server:
        fetched = await outside.fetch(server.url("/a?b"), accept=("text/html",), **PLAIN)
    assert (fetched.status, fetched.is_ok, fetched.is_whole) == (200, True, True)
    assert (fetched.body, fetched.media_type, fetched.charset) == (b"<p>Hello", "text/html", "utf-8")
    assert (fetched.url, fetched.headers["x-own"]) == (server.url("/a?b"), "yes")
    head = server.heads[0].lower()
    assert head.startswith("get /a?b http/1.1\r\n")
    assert "user-agent: kith/" in head
    assert "(+https://kith.example)" in head
    assert f"host: 127.0.0.1:{server.port}" in head
    assert "accept: text/html" in head
    assert "cookie" not in head


async def test_an_error_of_the_server_is_an_answer(outside: Outside) -> None:
    async with serving(always(saying(b"gone", status="410 Gone", kind="text/plain"))) as server:
        fetched = await outside.fetch(server.url(), accept=("application/json",), **PLAIN)
    assert (fetched.status, fetched.is_ok) == (410, False)


async def test_a_body_is_sent(outside: Outside) -> None:
    async with serving(always(saying(b"", status="201 Created"))) as server:
        await outside.fetch(server.url(), method="POST", body=b"1234", headers={"TTL": "60"}, **PLAIN)
    assert "Content-Length: 4" in server.heads[0]
    assert "TTL: 60" in server.heads[0]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.0.0.2", "[::1]", "0.0.0.0", "[::ffff:127.0.0.1]"])
async def test_this_machine_is_not_asked(strict: Outside, host: str) -> None:
    async with serving(always(saying(b"inside"))) as server:
        with pytest.raises(Forbidden):
            await strict.fetch(server.url(host=host), **PLAIN)
    assert server.heads == []


async def test_a_redirect_is_followed(outside: Outside) -> None:
    async def answer(path: str, writer: asyncio.StreamWriter) -> None:
        writer.write(saying(b"there") if path == "/b" else saying(b"", status="302 Found", more="Location: /b\r\n"))

    async with serving(answer) as server:
        fetched = await outside.fetch(server.url("/a"), **PLAIN)
    assert (fetched.url, fetched.body) == (server.url("/b"), b"there")


@pytest.mark.parametrize(
    "inside",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/",
        "http://[::ffff:127.0.0.1]:PORT/inside",
        "http://0.0.0.0:PORT/inside",
        "http://[64:ff9b::7f00:1]:PORT/inside",
        "http://2130706433:PORT/inside",
        "file:///etc/passwd",
    ],
)
async def test_a_redirect_does_not_lead_inside(outside: Outside, inside: str) -> None:
    """The first server may be asked; where it points to is judged like any other address."""

    async def answer(_path: str, writer: asyncio.StreamWriter) -> None:
        location = inside.replace("PORT", str(server.port))
        writer.write(saying(b"", status="301 Moved", more=f"Location: {location}\r\n"))

    async with serving(answer) as server:
        with pytest.raises(Forbidden):
            await outside.fetch(server.url("/start"), **PLAIN)
    assert len(server.heads) == 1


async def test_redirects_come_to_an_end(outside: Outside) -> None:
    async with serving(always(saying(b"", status="302 Found", more="Location: /\r\n"))) as server:
        with pytest.raises(Elsewhere, match="without an end"):
            await outside.fetch(server.url(), **PLAIN)
    assert len(server.heads) == 5


async def test_what_is_sent_is_not_sent_elsewhere(outside: Outside) -> None:
    """A redirected POST is an answer like any other."""
    async with serving(always(saying(b"", status="307 Moved", more="Location: /b\r\n"))) as server:
        fetched = await outside.fetch(server.url(), method="POST", body=b"secret", **PLAIN)
    assert (fetched.status, len(server.heads)) == (307, 1)


async def test_only_the_first_server_sees_the_headers(outside: Outside) -> None:
    async with serving(always(saying(b"there"))) as other:
        moved = saying(b"", status="302 Found", more=f"Location: {other.url()}\r\n")
        async with serving(always(moved)) as server:
            await outside.fetch(server.url(), headers={"Authorization": "Bearer secret"}, **PLAIN)
    assert "secret" in server.heads[0]
    assert "secret" not in other.heads[0]


async def test_a_name_is_looked_up_once(outside: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that means something else a moment later gains nothing."""
    asked: list[str] = []

    def look_up(host: str, port: int, **_how: object) -> list[Any]:
        asked.append(host)
        address = "127.0.0.1" if len(asked) == 1 else "10.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    async with serving(always(saying(b"there"))) as server:
        fetched = await outside.fetch(server.url(host="rebinding.example"), **PLAIN)
        assert fetched.body == b"there"
        assert asked == ["rebinding.example"]
        assert f"Host: rebinding.example:{server.port}" in server.heads[0]
        with pytest.raises(Forbidden):
            await outside.fetch(server.url(host="rebinding.example"), **PLAIN)
    assert len(server.heads) == 1


async def test_a_name_that_stands_for_both_is_asked_outside_only(
    outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look_up(_host: str, port: int, **_how: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in ("10.0.0.1", "127.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    async with serving(always(saying(b"there"))) as server:
        assert (await outside.fetch(server.url(host="both.example"), **PLAIN)).body == b"there"


async def test_a_name_without_an_address_is_elsewhere(outside: Outside) -> None:
    with pytest.raises(Elsewhere, match="cannot be reached"):
        await outside.fetch("http://nobody.invalid/", **PLAIN)


async def test_a_closed_door_is_elsewhere(outside: Outside) -> None:
    async with serving(always(b"")) as server:
        pass
    with pytest.raises(Elsewhere, match="cannot be reached"):
        await outside.fetch(server.url(), **PLAIN)


@pytest.mark.parametrize("drip", [b"", b"HTTP/1.1 200 OK\r\n", saying(b"")[:-2], saying(b"x" * 900)[:-890]])
async def test_whoever_answers_slowly_is_left(outside: Outside, drip: bytes) -> None:
    """The time is for all of it: a byte now and then does not buy more."""

    async def answer(_path: str, writer: asyncio.StreamWriter) -> None:
        writer.write(drip)
        for _moment in range(100):
            await asyncio.sleep(0.05)
            writer.write(b"X" if drip else b"")
            await writer.drain()

    async with serving(answer) as server:
        with pytest.raises(Elsewhere, match="not answering"):
            await outside.fetch(server.url(), bytes_max=1000, timeout_s=0.3)


async def test_a_long_answer_is_refused_or_cut(outside: Outside) -> None:
    async with serving(always(saying(b"x" * 1001))) as server:
        with pytest.raises(Elsewhere, match="too long"):
            await outside.fetch(server.url(), **PLAIN)
        fetched = await outside.fetch(server.url(), cut=True, **PLAIN)
    assert (len(fetched.body), fetched.is_whole) == (1000, False)
    async with serving(always(saying(b"x" * 1000))) as server:
        assert (await outside.fetch(server.url(), **PLAIN)).is_whole


async def test_an_answer_without_an_end_is_left(outside: Outside) -> None:
    async def answer(_path: str, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while True:
            writer.write(b"x" * 65536)
            await writer.drain()

    async with serving(answer) as server:
        fetched = await outside.fetch(server.url(), cut=True, **PLAIN)
    assert len(fetched.body) == 1000


async def test_gzip_is_unpacked_to_its_bound(outside: Outside) -> None:
    """200 MB of nothing pack to 200 KB; no more than was asked for is ever unpacked."""
    for packed, whole in ((gzip.compress(b"kith" * 100), True), (gzip.compress(b"\0" * 200_000_000), False)):
        async with serving(always(saying(packed, more="Content-Encoding: gzip\r\n"))) as server:
            fetched = await outside.fetch(server.url(), cut=True, bytes_max=1000, timeout_s=5)
        assert fetched.is_whole is whole
        assert len(fetched.body) == (400 if whole else 1000)


async def test_gzip_in_members_is_read_to_its_end(outside: Outside) -> None:
    packed = gzip.compress(b"one ") + gzip.compress(b"two") + b"\0\0\0"
    async with serving(always(saying(packed, more="Content-Encoding: gzip\r\n"))) as server:
        assert (await outside.fetch(server.url(), **PLAIN)).body == b"one two"


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (gzip.compress(b"kith" * 100)[:-20], "gzip"),
        (b"not packed", "gzip"),
        (zlib.compress(b"kith"), "deflate"),
        (b"kith", "br"),
    ],
)
async def test_what_cannot_be_unpacked_is_elsewhere(outside: Outside, body: bytes, encoding: str) -> None:
    async with serving(always(saying(body, more=f"Content-Encoding: {encoding}\r\n"))) as server:
        with pytest.raises(Elsewhere):
            await outside.fetch(server.url(), **PLAIN)


@pytest.mark.parametrize(
    ("kind", "accept"),
    [
        ("text/html", ("text/html",)),
        ("TEXT/HTML; charset=x", ("text/html",)),
        ("image/png", ("image/*",)),
        ("application/zip", ()),
    ],
)
async def test_what_was_asked_for_is_read(outside: Outside, kind: str, accept: tuple[str, ...]) -> None:
    async with serving(always(saying(b"x", kind=kind))) as server:
        assert (await outside.fetch(server.url(), accept=accept, **PLAIN)).body == b"x"


@pytest.mark.parametrize("kind", ["application/zip", "", "text/htmlx", "image"])
async def test_nothing_else_is_read(outside: Outside, kind: str) -> None:
    async with serving(always(saying(b"x", kind=kind))) as server:
        with pytest.raises(Elsewhere, match="something else"):
            await outside.fetch(server.url(), accept=("text/html", "image/*"), **PLAIN)


@pytest.mark.parametrize("answer", [b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 200 OK\r\nBroken\r\n\r\n", b"\0" * 200_000])
async def test_whoever_speaks_no_http_is_elsewhere(outside: Outside, answer: bytes) -> None:
    async with serving(always(answer)) as server:
        with pytest.raises(Elsewhere):
            await outside.fetch(server.url(), **PLAIN)


async def test_a_proxy_of_the_environment_is_not_used(outside: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    async with serving(always(saying(b"straight"))) as server:
        assert (await outside.fetch(server.url(), **PLAIN)).body == b"straight"


async def test_a_certificate_nobody_vouches_for_is_refused(outside: Outside, tmp_path: Path) -> None:
    server_side, _trusted = make_certificate(tmp_path, "localhost")
    async with serving(always(saying(b"x")), tls=server_side) as server:
        with pytest.raises(Elsewhere, match="cannot be reached"):
            await outside.fetch(server.url(host="localhost", scheme="https"), **PLAIN)


async def test_a_certificate_must_be_for_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Vouched for by whom the system trusts, it is good for its name, and for no other."""
    server_side, trusted = make_certificate(tmp_path, "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    outside = Outside(SETTINGS)
    async with serving(always(saying(b"x")), tls=server_side) as server:
        assert (await outside.fetch(server.url(host="localhost", scheme="https"), **PLAIN)).body == b"x"
        with pytest.raises(Elsewhere, match="cannot be reached"):
            await outside.fetch(server.url(host="127.0.0.1", scheme="https"), **PLAIN)
    await outside.close()


async def test_a_header_cannot_smuggle_another(outside: Outside) -> None:
    async with serving(always(saying(b"x"))) as server:
        with pytest.raises(Elsewhere):
            await outside.fetch(server.url(), headers={"Topic": "a\r\nX-Evil: 1"}, **PLAIN)
    assert server.heads == []


async def test_one_host_does_not_take_every_connection(outside: Outside) -> None:
    """Many questions to a host that hangs; another host is asked meanwhile."""
    at_once = 0

    async def hang(_path: str, _writer: asyncio.StreamWriter) -> None:
        nonlocal at_once
        at_once += 1
        await asyncio.sleep(10)

    async with serving(hang) as slow, serving(always(saying(b"quick"))) as quick:
        waiting = [
            asyncio.ensure_future(outside.fetch(slow.url(host="localhost"), bytes_max=10, timeout_s=4))
            for _one in range(80)
        ]
        await until(lambda: at_once == 16)
        await asyncio.sleep(0.3)
        assert at_once == 16
        assert (await outside.fetch(quick.url(), **PLAIN)).body == b"quick"
        answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert all(isinstance(answer, Elsewhere) for answer in answers)


def test_loopback_is_for_servers_that_nobody_else_reaches() -> None:
    given = {"KITH_FETCH_LOOPBACK": "true"}
    assert Settings.from_environment(given).fetch_loopback
    with pytest.raises(SettingError, match="KITH_FETCH_LOOPBACK"):
        Settings.from_environment(given | {"KITH_URL": "https://kith.example"})
