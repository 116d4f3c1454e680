"""The connection: whoever asks has an answer soon, whatever happens to Valkey."""

import asyncio
import time

import pytest

from kith.base.bus import valkey as connection
from kith.base.bus.tests.conftest import OwnServer
from kith.base.bus.tests.waiting import until
from kith.base.bus.valkey import Hearer, Script, Valkey


async def test_a_valkey_that_is_not_there_costs_nothing(server: OwnServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first to ask finds out; for a while nobody else tries, even where somebody would answer."""
    monkeypatch.setattr(connection, "DOWN_FOR_S", 600)
    valkey = await Valkey.open(server.url)
    server.kill()
    assert await valkey.publish("kith:x", b"") is None
    server.start()
    for _turn in range(1000):
        assert await valkey.publish("kith:x", b"") is None
    await valkey.close()


async def test_a_valkey_that_hangs_is_waited_for_once(server: OwnServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many ask at the same time; none waits longer than the time for an answer, and those after them not at all."""
    monkeypatch.setattr(connection, "ANSWER_TIMEOUT_S", 0.3)
    monkeypatch.setattr(connection, "DOWN_FOR_S", 5)
    valkey = await Valkey.open(server.url)
    server.hang()
    begun = time.perf_counter()
    answers = await asyncio.gather(*(valkey.publish("kith:x", b"") for _turn in range(100)))
    assert set(answers) == {None}
    assert time.perf_counter() - begun < 10  # one after the other it would be half a minute
    server.go_on()
    await valkey.close()


async def test_it_is_asked_again_when_it_is_back(server: OwnServer) -> None:
    """Nobody has to be told."""
    valkey = await Valkey.open(server.url)
    server.kill()
    assert await valkey.publish("kith:x", b"") is None
    server.start()
    await asyncio.sleep(connection.DOWN_FOR_S)
    assert await valkey.publish("kith:x", b"") == 0
    await valkey.close()


async def test_what_is_said_first_is_heard_first_on_whatever_channel(server: OwnServer) -> None:
    """A cache drops what is stale before a page is told to look again."""
    heard: list[bytes] = []
    valkey = await Valkey.open(server.url)
    connected = asyncio.Event()
    valkey.hear("kith:a", Hearer(heard=heard.append))
    valkey.hear("kith:b", Hearer(heard=heard.append, connected=connected.set))
    await asyncio.wait_for(connected.wait(), 30)
    for number in range(200):
        await valkey.publish("kith:a" if number % 2 else "kith:b", str(number).encode())
    await until(lambda: len(heard) == 200)
    assert [int(one) for one in heard] == list(range(200))
    await valkey.close()


async def test_a_subscription_that_is_cut_is_made_anew(server: OwnServer) -> None:
    """And whoever listens is told of both."""
    told: list[str] = []
    valkey = await Valkey.open(server.url)
    valkey.hear(
        "kith:a", Hearer(heard=lambda _: None, connected=lambda: told.append("on"), lost=lambda: told.append("off"))
    )
    await until(lambda: told == ["on"])
    await valkey.client.client_kill_filter(_type="pubsub")
    await until(lambda: told == ["on", "off", "on"])
    await valkey.close()


async def test_a_subscription_that_fell_silent_is_noticed(server: OwnServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A network that swallows everything closes no connection; only asking finds out."""
    monkeypatch.setattr(connection, "SILENCE_MAX_S", 1)
    told: list[str] = []
    valkey = await Valkey.open(server.url)
    valkey.hear(
        "kith:a", Hearer(heard=lambda _: None, connected=lambda: told.append("on"), lost=lambda: told.append("off"))
    )
    await until(lambda: told == ["on"])
    await asyncio.sleep(2.5)
    assert told == ["on"]  # quiet is not silent: it answers when it is asked
    server.hang()
    await until(lambda: told == ["on", "off"])
    server.go_on()
    await until(lambda: told[-1] == "on")
    await valkey.close()


async def test_a_script_runs_also_after_the_server_forgot_it(server: OwnServer) -> None:
    """It is called by its hash, and sent anew where that is not known."""
    valkey = await Valkey.open(server.url)
    script = Script("return {#KEYS, KEYS[1], ARGV[1], ARGV[2]}")
    for _again in range(2):
        assert await valkey.call(script, ["kith:ä"], [b"\r\n$1", 2.5]) == [1, "kith:ä".encode(), b"\r\n$1", b"2.5"]
        await valkey.client.script_flush()
    await valkey.close()


async def test_a_script_that_fails_leaves_the_connection_as_it_was(server: OwnServer) -> None:
    """What comes next is answered with its own answer."""
    valkey = await Valkey.open(server.url)
    assert await valkey.call(Script("return redis.call('GET')"), [], []) is None
    assert await valkey.call(Script("return ARGV[1]"), [], ["next"]) == b"next"
    await valkey.close()
