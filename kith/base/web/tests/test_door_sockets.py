"""WebSockets at the streams' own door: opened as they should be, heeded one by one, and closed with a why."""

import asyncio
import gc
from contextlib import suppress

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosedOK
from websockets.protocol import Protocol

from kith.base.bus.tests.waiting import until
from kith.base.web.door.frames import Frames
from kith.base.web.door.line import Line
from kith.base.web.tests.behind import HELLO, WAIT_S, Behind, Saying, Talking

SOCKET = (
    b"GET /live/talk HTTP/1.1\r\nhost: kith.test\r\nupgrade: websocket\r\nconnection: keep-alive, Upgrade\r\n"
    b"sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


def framed(opcode: int, text: bytes, *, fin: bool = True, masked: bool = True) -> bytes:
    """Write a frame as a client does (RFC 6455, 5.2), with a mask of nothing."""
    size = len(text)
    length = bytes([size | 128 * masked]) if size < 126 else bytes([126 | 128 * masked]) + size.to_bytes(2)
    return bytes([opcode | 128 * fin]) + length + (b"\0\0\0\0" if masked else b"") + text


async def test_a_socket_is_spoken_to_and_speaks(behind: Behind) -> None:
    """In whole messages and in pieces; it is asked whether it is there, and closes as it should."""
    async with connect(f"ws://127.0.0.1:{behind.door.port}/live/talk", compression=None) as socket:
        await socket.send("one")
        await socket.send(["t", "w", "o"])
        assert [await socket.recv(), await socket.recv()] == ["one", "two"]
        await (await socket.ping())
        behind.sources[0].over = True
        behind.sources[0].wake()
        with pytest.raises(ConnectionClosedOK):
            await socket.recv()


async def test_a_message_waits_until_the_one_before_it_is_heeded(behind: Behind) -> None:
    """What comes meanwhile is not read."""
    reader, writer = await behind.come(SOCKET + b"")
    assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 101 Switching Protocols\r\n")
    writer.write(framed(1, b"wait") + framed(1, b"one") + framed(1, b"two"))
    [talk] = behind.sources
    assert isinstance(talk, Talking)
    await until(lambda: len(talk.heard) == 1)
    await asyncio.sleep(0.05)
    assert len(talk.heard) == 1
    talk.heard[0][1]()
    await until(lambda: [text for text, _done in talk.heard] == ["wait", "one", "two"])


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (framed(2, b"x"), 1003),
        (framed(1, b"\xff"), 1007),
        (framed(1, b"x", masked=False), 1002),
        (framed(3, b"x"), 1002),
        (framed(0, b"x"), 1002),
        (framed(1, b"x", fin=False) + framed(1, b"y"), 1002),
        (framed(9, b"x" * 126), 1002),
        (b"\x81\xff" + (2**40).to_bytes(8) + b"\0\0\0\0", 1009),
        (b"\xff" * 100, 1002),
    ],
)
async def test_what_is_no_message_ends_the_socket(behind: Behind, said: bytes, code: int) -> None:
    """With the code that says why, and nobody heeds it."""
    reader, writer = await behind.come(SOCKET)
    await reader.readuntil(b"\r\n\r\n")
    writer.write(said)
    rest = await asyncio.wait_for(reader.read(), WAIT_S)
    assert rest[0] == 0x88
    assert int.from_bytes(rest[2:4]) == code
    assert isinstance(behind.sources[0], Talking)
    assert behind.sources[0].heard == []


async def test_a_thousand_messages_at_once_are_too_many(behind: Behind) -> None:
    """Nobody types so fast."""
    reader, writer = await behind.come(SOCKET)
    await reader.readuntil(b"\r\n\r\n")
    writer.write(framed(1, b"wait") * 3_000)
    await asyncio.wait_for(reader.read(), WAIT_S)


@pytest.mark.parametrize("frame", [framed(9, b""), framed(10, b""), framed(0, b"", fin=False), framed(3, b"")])
async def test_a_flood_of_nothing_is_not_looked_through(
    behind: Behind, monkeypatch: pytest.MonkeyPatch, frame: bytes
) -> None:
    """Forty thousand frames fit into what is read at once: whoever else is inside would wait for all of them."""
    looked: list[int] = []
    feed = Protocol.receive_data

    def counted(protocol: Protocol, data: bytes) -> None:
        looked.append(len(data))
        feed(protocol, data)

    monkeypatch.setattr(Protocol, "receive_data", counted)
    reader, writer = await behind.come(SOCKET)
    await reader.readuntil(b"\r\n\r\n")
    writer.write(framed(1, b"wait", fin=False) + frame * 40_000)
    with suppress(ConnectionError):
        await asyncio.wait_for(reader.read(), WAIT_S)
    await until(lambda: behind.inside == 0)
    assert sum(looked) < 20_000


async def test_a_socket_that_gives_no_sign_of_life_is_let_go(behind: Behind) -> None:
    """It is asked, and answers nothing."""
    reader, _writer = await behind.come(SOCKET)
    await reader.readuntil(b"\r\n\r\n")
    assert (await asyncio.wait_for(reader.read(), WAIT_S))[:2] == b"\x89\x00"


@pytest.mark.parametrize(
    ("was", "becomes", "status"),
    [
        (b"version: 13", b"version: 8", 426),
        (b"dGhlIHNhbXBsZSBub25jZQ==", b"short", 400),
        (b"dGhlIHNhbXBsZSBub25jZQ==", b"\xff", 400),
        (b"keep-alive, Upgrade", b"keep-alive", 400),
        (b"HTTP/1.1", b"HTTP/1.0", 400),
        (b"/live/talk", b"/talk", 404),
        (b"/live/talk", b"/live/shut", 403),
        (b"\r\n\r\n", b"\r\n\r\n" + framed(1, b"early"), 400),
    ],
)
async def test_what_is_no_handshake_is_refused(behind: Behind, was: bytes, becomes: bytes, status: int) -> None:
    """One thing is different each time."""
    assert (await behind.ask(SOCKET.replace(was, becomes))).split()[1] == str(status).encode()


@pytest.mark.parametrize("said", [HELLO, SOCKET])
async def test_who_goes_leaves_nothing_that_waits_for_the_garbage(behind: Behind, said: bytes) -> None:
    """That is looked for seldom: a day of phones that come and go would grow until then."""
    gc.collect()
    gc.disable()
    try:
        before = _left()
        for _turn in range(20):
            _reader, writer = await behind.come(said)
            await until(lambda: bool(behind.sources and behind.sources[0].opened))
            writer.write(framed(8, b"") if said is SOCKET else b"")
            writer.close()
            await until(lambda: behind.inside == 0)
            behind.sources.clear()
            behind.scopes.clear()
        await until(lambda: _left() == before)
    finally:
        gc.enable()


def _left() -> int:
    return sum(isinstance(one, Line | Frames | Protocol | Saying) for one in gc.get_objects())
