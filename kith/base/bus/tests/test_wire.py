"""The protocol: whatever pieces an answer comes in, it is the same answer, and each goes to who asked for it."""

import asyncio
from typing import Any

import pytest
import uvloop
from hypothesis import given
from hypothesis import strategies as st

from kith.base.bus.tests.conftest import OwnServer
from kith.base.bus.tests.waiting import until
from kith.base.bus.valkey import Script, Valkey
from kith.base.bus.wire import Complaint, Lost, Place, Wire, _packed, _read


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("valkey://", Place()),
        ("redis://cache:7000/3", Place(host="cache", port=7000, number=3)),
        ("valkeys://ana:a%40b@cache", Place(host="cache", safe=True, user="ana", password="a@b")),
        ("rediss://:word@[::1]:1/?db=2", Place(host="::1", port=1, safe=True, password="word", number=2)),
        ("valkeys://cache?ssl_ca_certs=/etc/ours.pem", Place(host="cache", safe=True, authorities="/etc/ours.pem")),
        ("unix:///run/valkey.sock?db=1", Place(path="/run/valkey.sock", number=1)),
    ],
)
def test_an_address_says_where_it_is(url: str, place: Place) -> None:
    """In the ways that its own clients read."""
    assert Place.of(url) == place


@pytest.mark.parametrize("url", ["http://cache", "cache:6379", "", "valkey://cache/one", "valkey://cache:x"])
def test_what_is_no_address_is_said(url: str) -> None:
    """At the start, not at the first question."""
    with pytest.raises(ValueError, match=r"."):
        Place.of(url)


ANSWERS = st.recursive(
    st.none() | st.integers(-(2**63), 2**63 - 1) | st.binary(max_size=40),
    lambda inside: st.lists(inside, max_size=4),
    max_leaves=12,
)


def _written(answer: Any) -> bytes:
    if answer is None:
        return b"$-1\r\n"
    if isinstance(answer, int):
        return b":%d\r\n" % answer
    if isinstance(answer, bytes):
        return b"$%d\r\n%b\r\n" % (len(answer), answer)
    return b"*%d\r\n" % len(answer) + b"".join(_written(one) for one in answer)


@given(answers=st.lists(ANSWERS, max_size=5), cuts=st.lists(st.integers(1, 200), max_size=8))
def test_answers_come_whole_in_whatever_pieces(answers: list[Any], cuts: list[int]) -> None:
    """A packet ends where it likes."""
    said: list[Any] = []

    async def receive() -> None:
        wire = Wire(answer_within_s=1, said=said.append)
        rest = b"".join(_written(answer) for answer in answers)
        for cut in cuts:
            wire.data_received(rest[:cut])
            rest = rest[cut:]
        wire.data_received(rest)

    asyncio.run(receive())
    assert said == answers


@given(st.lists(st.binary(max_size=30), min_size=1, max_size=5))
def test_a_command_is_written_as_answers_are_read(parts: list[bytes]) -> None:
    """Commands are lists of bytes in the same protocol."""
    packed = _packed(tuple(parts))
    assert _read(packed, 0) == (parts, len(packed))


async def test_each_answer_goes_to_who_asked(server: OwnServer) -> None:
    """Many at once, some of whom have gone before the answer came, some of whom asked for nonsense."""
    wire = await Wire.open(Place.of(server.url), answer_within_s=5)
    asked = [wire.ask("ECHO", number) for number in range(300)]
    for one in asked[::7]:
        one.cancel()
    wrong = wire.ask("NONSENSE")
    large = wire.ask("ECHO", b"x" * 3_000_000)
    for number, one in enumerate(asked):
        if number % 7:
            assert await one == str(number).encode()
    with pytest.raises(Complaint, match="unknown command"):
        await wrong
    assert len(await large) == 3_000_000
    assert await wire.ask("PING") == b"PONG"
    wire.close()
    await wire.over.wait()
    with pytest.raises(Lost):
        await wire.ask("PING")


async def test_who_waits_is_told_when_the_connection_goes(server: OwnServer) -> None:
    """All of them, at once."""
    wire = await Wire.open(Place.of(server.url), answer_within_s=5)
    server.hang()
    asked = [wire.ask("PING") for _turn in range(3)]
    server.kill()
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert {type(answer) for answer in answers} == {Lost}


async def test_nobody_waits_for_ever(server: OwnServer) -> None:
    """What does not answer is given up."""
    wire = await Wire.open(Place.of(server.url), answer_within_s=0.1)
    server.hang()
    with pytest.raises(Lost):
        await wire.ask("PING")
    server.go_on()


async def test_a_database_that_is_not_there_is_said(server: OwnServer) -> None:
    """And one that is there is used."""
    with pytest.raises(Complaint, match="out of range"):
        await Wire.open(Place.of(f"{server.url}?db=99"), answer_within_s=1)
    here, there = await Valkey.open(server.url), await Valkey.open(f"{server.url}?db=1")
    await there.ask("SET", "a", 1)
    assert (await here.ask("GET", "a"), await there.ask("GET", "a")) == (None, b"1")
    for one in (here, there):
        await one.close()


async def test_a_password_opens(server: OwnServer) -> None:
    """A wrong one, or none, is as a Valkey that is down."""
    valkey = await Valkey.open(server.url)
    assert await valkey.ask("CONFIG", "SET", "requirepass", "open sesame") == b"OK"
    await valkey.close()
    for word, answer in ((":open%20sesame@", b"PONG"), (":closed@", None), ("", None)):
        valkey = await Valkey.open(server.url.replace("://", f"://{word}"))
        assert await valkey.ask("PING") == answer
        await valkey.close()


async def test_a_script_is_sent_once(valkey: Valkey) -> None:
    """And again when it was forgotten."""
    script = Script("return {KEYS[1], ARGV[1]}")
    for _turn in range(2):
        assert await valkey.call(script, ["a"], [1.5]) == [b"a", b"1.5"]
    await valkey.ask("SCRIPT", "FLUSH")
    assert await valkey.call(script, ["a"], [2]) == [b"a", b"2"]


def test_it_speaks_under_the_loop_of_the_server(server: OwnServer) -> None:
    """The HTTP server brings a loop of its own."""

    async def ask() -> Any:
        valkey = await Valkey.open(server.url)
        heard: list[bytes] = []
        wire = await Wire.open(Place.of(server.url), answer_within_s=1, said=heard.append)
        wire.tell("PING")
        answer = await valkey.ask("ECHO", "x")
        await until(lambda: heard == [b"PONG"])
        wire.close()
        await valkey.close()
        return answer

    assert uvloop.run(ask()) == b"x"
