"""The streams' own door: whatever comes to it is bounded, answered with a status that says why, and let go."""

import asyncio

import pytest

from kith.base.bus.tests.waiting import until
from kith.base.web.door import door as doors
from kith.base.web.door.head import HEAD_MAX_BYTES, HEADERS_MAX
from kith.base.web.tests.behind import HELLO, WAIT_S, Behind


async def test_what_is_said_comes_in_order_and_ends(behind: Behind) -> None:
    """As chunks, so that the end can be told from a break; the call itself was over long before."""
    reader, _writer = await behind.listen()
    [source] = behind.sources
    source.say(*(b"%d\n" % number for number in range(100)))
    await until(lambda: not source.waiting)
    source.over = True
    source.wake()
    rest = await asyncio.wait_for(reader.read(), WAIT_S)
    assert [line for line in rest.split(b"\r\n") if line.endswith(b"\n")][:2] == [b"0\n", b"1\n"]
    assert rest.endswith(b"0\r\n\r\n")
    assert source.closed == 1


async def test_an_older_client_hears_it_as_it_is(behind: Behind) -> None:
    """HTTP/1.0 knows no chunks."""
    reader, _writer = await behind.listen(b"GET /live HTTP/1.0\r\n\r\n")
    behind.sources[0].say(b"one\n")
    assert await asyncio.wait_for(reader.readexactly(4), WAIT_S) == b"one\n"


async def test_other_answers_are_whole(behind: Behind) -> None:
    """With their length, and nothing after them; of a head alone only that."""
    answer = await behind.ask(b"GET /live/words?a=b HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 1.2.3.4\r\n\r\n")
    head, _end, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 429 Too Many Requests\r\nretry-after: 60\r\ncontent-length: 6\r\n")
    assert b"\r\nconnection: close" in head
    assert body == b"Later."
    assert (b"x-forwarded-for", b"1.2.3.4") in behind.scopes[0]["headers"]
    assert behind.scopes[0]["query_string"] == b"a=b"
    answer = await behind.ask(b"HEAD /live HTTP/1.1\r\nHost: x\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert answer.endswith(b"\r\n\r\n")
    assert (await behind.ask(b"GET /live/broken HTTP/1.1\r\nHost: x\r\n\r\n")).startswith(b"HTTP/1.1 500 ")


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", 404),
        (b"GET /lively HTTP/1.1\r\nHost: x\r\n\r\n", 404),
        (b"GET /live%00 HTTP/1.1\r\nHost: x\r\n\r\n", 404),
        (b"GET //live HTTP/1.1\r\nHost: x\r\n\r\n", 404),
        (b"GET /%ff%fe HTTP/1.1\r\nHost: x\r\n\r\n", 404),
        (b"GET http://kith.test/live HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (b"CONNECT kith.test:80 HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (b"GET /l\xc3\xafve HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (b"GET /live HTTP/1.1\r\n\r\n", 400),
        (b"GET /live HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400),
        (b"GET /live HTTP/1.1\r\nHost : x\r\n\r\n", 400),
        (b"GET /live HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n", 400),
        (b"GET /live HTTP/1.1\r\nHost: x\r\nA: \x00\r\n\r\n", 400),
        (b"GET /live\r\n\r\n", 505),
        (b"GET /live HTTP/3.7\r\nHost: x\r\n\r\n", 400),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
        (HELLO + HELLO, 400),
        (HELLO + b"x", 400),
        (b"POST /live HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n", 413),
        (b"GET /live HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", 413),
        (b"GET /live HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400),
        (b"GET /live HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        (b"GET /live HTTP/1.1\r\nHost: x\r\nA: " + b"a" * HEAD_MAX_BYTES + b"\r\n\r\n", 431),
        (b"GET /live?" + b"a" * HEAD_MAX_BYTES, 431),
        (b"GET /live HTTP/1.1\r\nHost: x\r\n" + b"A: a\r\n" * HEADERS_MAX + b"\r\n", 431),
    ],
)
async def test_what_is_no_request_for_a_stream_is_refused(behind: Behind, said: bytes, status: int) -> None:
    """Before anybody is asked."""
    answer = await behind.ask(said)
    assert answer.split()[:2] == [b"HTTP/1.1", str(status).encode()]
    assert behind.sources == []


async def test_a_head_may_come_in_pieces(behind: Behind) -> None:
    """Byte by byte, as from a bad network."""
    reader, writer = await behind.come(b"")
    for number in range(len(HELLO)):
        writer.write(HELLO[number : number + 1])
        await writer.drain()
    await asyncio.wait_for(reader.readuntil(b"hello\n\n"), WAIT_S)


async def test_who_never_says_what_they_want_is_let_go(behind: Behind, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a while; and where there are too many of them, the oldest first."""
    monkeypatch.setattr(doors, "HEADS_MAX", 3)
    oldest = asyncio.create_task(behind.ask(b"GET /live"))
    await until(lambda: behind.inside == 1)
    others = [asyncio.create_task(behind.ask(b"")) for _each in range(3)]
    assert (await oldest).startswith(b"HTTP/1.1 408 ")
    monkeypatch.setattr(doors, "HEAD_MAX_S", 0)
    for one in others:
        assert (await one).startswith(b"HTTP/1.1 408 ")


async def test_there_is_room_for_so_many(behind: Behind, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next is told so; when one goes, another may come."""
    monkeypatch.setattr(doors, "LINES_MAX", 1)
    _reader, writer = await behind.listen()
    assert (await behind.ask(HELLO)).startswith(b"HTTP/1.1 503 ")
    writer.close()
    await until(lambda: behind.inside == 0)
    _reader, writer = await behind.listen()


async def test_who_speaks_on_is_let_go(behind: Behind) -> None:
    """No second request is answered on a line that is open."""
    reader, writer = await behind.listen()
    writer.write(HELLO)
    assert not (await asyncio.wait_for(reader.read(), WAIT_S)).endswith(b"0\r\n\r\n")


async def test_who_takes_nothing_is_let_go(behind: Behind, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is made for them meanwhile, so that what waits for them is bounded."""
    _reader, writer = await behind.listen()
    writer.transport.pause_reading()  # type: ignore[attr-defined]
    source = behind.sources[0]
    source.say(*(b"x" * 100_000 for _each in range(200)))
    await until(lambda: bool(behind.door._slow))
    left = len(source.waiting)
    assert left > 0
    await asyncio.sleep(0.1)
    assert (len(source.waiting), source.closed) == (left, 0)
    monkeypatch.setattr(doors, "TAKES_NOTHING_S", 0.1)
    await until(lambda: source.closed == 1)


async def test_who_takes_it_late_gets_all_of_it(behind: Behind) -> None:
    """A slow reader is no lost one."""
    reader, writer = await behind.listen()
    writer.transport.pause_reading()  # type: ignore[attr-defined]
    source = behind.sources[0]
    source.say(*(b"%08d" % number * 10_000 for number in range(100)))
    await until(lambda: bool(behind.door._slow))
    writer.transport.resume_reading()  # type: ignore[attr-defined]
    took: list[bytes] = []
    assert await reader.readline() == b"\r\n"
    while len(took) < 100:
        size = int(await asyncio.wait_for(reader.readline(), WAIT_S), 16)
        part = await reader.readexactly(size + 2)
        if part != b"asked\n\n\r\n":
            took.append(part)
    assert took == [b"%08d" % number * 10_000 + b"\r\n" for number in range(100)]


async def test_silence_is_broken_by_asking(behind: Behind) -> None:
    """Whoever reads is asked for now and then, and is given a sign of life."""
    reader, _writer = await behind.listen()
    await asyncio.wait_for(reader.readuntil(b"asked\n\n"), WAIT_S)
    assert behind.sources[0].asked > 0


async def test_a_source_that_breaks_ends_its_line_alone(behind: Behind) -> None:
    """Its reader comes back; others hear on."""
    reader, _writer = await behind.listen()
    other, _writer = await behind.listen()
    behind.sources[0].broken = True
    behind.sources[0].wake()
    assert not (await asyncio.wait_for(reader.read(), WAIT_S)).endswith(b"0\r\n\r\n")
    behind.sources[1].say(b"one\n")
    await asyncio.wait_for(other.readuntil(b"one\n"), WAIT_S)


async def test_a_source_that_cannot_begin_leaves_nothing(behind: Behind) -> None:
    """Its reader is not left waiting for what never comes."""
    answer = await behind.ask(HELLO.replace(b"/live", b"/live/shy"))
    assert not answer.endswith(b"0\r\n\r\n")
    await until(lambda: behind.inside == 0)


async def test_who_goes_leaves_nothing(behind: Behind) -> None:
    """Also in the middle of asking."""
    for said in (b"", b"GET /li", HELLO):
        _reader, writer = await behind.come(said)
        await until(lambda: behind.inside == 1)
        writer.close()
        await until(lambda: behind.inside == 0)
    assert not behind.door._heads
    assert not behind.door._slow
    assert not any(behind.door._open)
