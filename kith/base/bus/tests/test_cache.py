"""The cache never gives what was stale before it was asked, in one process or in several."""

import asyncio
import mmap
import random
import struct
import sys
import tempfile
import time
from bisect import bisect_right
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.base.bus import cache as caches
from kith.base.bus import valkey as connection
from kith.base.bus.cache import DependencyCache
from kith.base.bus.tests.cache_reader import KEYS
from kith.base.bus.tests.conftest import OwnServer
from kith.base.bus.tests.waiting import until
from kith.base.bus.valkey import Valkey

ROOT = Path(__file__).parents[4]
HEARD_WITHIN_S = 0.25  # a message takes less than a millisecond; where others work, it and who reads it are held up


async def switched_on(valkey: Valkey, **bounds: int) -> DependencyCache:
    """A cache that hears of changes."""
    cache = DependencyCache(valkey, **bounds)
    cache._turn_on()
    return cache


async def test_what_was_put_in_is_given_until_it_is_stale(valkey: Valkey) -> None:
    """Any of its dependencies takes it away; others do not."""
    cache = await switched_on(valkey)
    assert cache.put("home:3", b"x", depends=["viewer:3", "author:17"], since=cache.epoch())
    assert cache.get("home:3") == b"x"
    await cache.forget(["author:18"])
    assert cache.get("home:3") == b"x"
    await cache.forget(["author:17"])
    assert cache.get("home:3") is None


async def test_what_was_read_before_a_change_does_not_come_in_after_it(valkey: Valkey) -> None:
    """The race that leaves a stale page for ever in caches that only delete."""
    cache = await switched_on(valkey)
    since = cache.epoch()
    await cache.forget(["post:1"])
    assert not cache.put("a", b"old", depends=["post:1"], since=since)
    assert cache.put("b", b"unrelated", depends=["post:2"], since=since)
    assert cache.put("a", b"new", depends=["post:1"], since=cache.epoch())


async def test_old_drops_are_forgotten_on_the_safe_side(valkey: Valkey) -> None:
    """Only so many are remembered; a read that is older than those keeps nothing at all."""
    cache = await switched_on(valkey, drops_max=3)
    since = cache.epoch()
    for number in range(4):
        await cache.forget([f"post:{number}"])
    assert not cache.put("a", b"old", depends=["post:0"], since=since)
    assert not cache.put("b", b"old", depends=["post:99"], since=since)
    assert cache.put("c", b"new", depends=["post:99"], since=cache.epoch())


async def test_it_is_off_and_empty_while_nobody_tells_it(server: OwnServer) -> None:
    """From the loss of the connection until the subscription holds again."""
    valkey = await Valkey.open(server.url)
    cache = await DependencyCache.open(valkey)
    assert not cache.put("a", b"x", depends=[], since=cache.epoch())
    await until(lambda: cache.is_on)
    since = cache.epoch()
    assert cache.put("a", b"x", depends=[], since=since)
    server.kill()
    await until(lambda: not cache.is_on)
    assert cache.get("a") is None
    assert not cache.put("a", b"x", depends=[], since=cache.epoch())
    server.start()
    await until(lambda: cache.is_on)
    assert not cache.put("a", b"x", depends=[], since=since)  # read before the gap
    await cache.close()
    await valkey.close()


async def test_what_could_not_be_said_is_said_later(server: OwnServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """One process cannot reach Valkey for a moment while another hears well: the other must not stay stale."""
    monkeypatch.setattr(caches, "DOWN_FOR_S", 0.05)
    monkeypatch.setattr(connection, "DOWN_FOR_S", 0.05)
    first, second = await Valkey.open(server.url), await Valkey.open(server.url)
    here, there = await DependencyCache.open(first), await DependencyCache.open(second)
    await until(lambda: here.is_on and there.is_on)
    there.put("a", b"old", depends=["post:1"], since=there.epoch())
    first._went_down(OSError())
    await here.forget(["post:1"])
    assert there.get("a") == b"old"
    await until(lambda: there.get("a") is None)
    for cache in (here, there):
        await cache.close()
    await first.close()
    await second.close()


async def test_it_stays_within_its_bytes(valkey: Valkey) -> None:
    """What was not asked for the longest goes first."""
    cache = await switched_on(valkey, bytes_max=20_000)
    for number in range(100):
        cache.put(f"key:{number}", b"x" * 500, depends=["all"], since=cache.epoch())
        cache.get("key:0")
    assert cache.size_bytes <= 20_000
    assert cache.get("key:0") is not None
    assert cache.get("key:1") is None
    assert cache.get("key:99") is not None


async def test_nothing_is_kept_for_longer_than_its_age(valkey: Valkey, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process may have died between its commit and its word."""
    cache = await switched_on(valkey)
    cache.put("a", b"x", depends=[], since=cache.epoch())
    monkeypatch.setattr(caches, "AGE_MAX_S", -1)
    assert cache.get("a") is None
    assert cache.size_bytes == 0


NAMES = st.sampled_from(["p", "q", "r"])
ACTS = st.one_of(
    st.tuples(st.just("begin"), NAMES),
    st.tuples(st.just("end"), NAMES, st.lists(NAMES, unique=True)),
    st.tuples(st.just("drop"), st.lists(NAMES, unique=True, min_size=1)),
    st.tuples(st.just("clear")),
    st.tuples(st.just("lose")),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(ACTS, min_size=15, max_size=60))
def test_whatever_happens_in_whatever_order_nothing_stale_is_given(acts: list[tuple[Any, ...]]) -> None:
    """Every value carries the versions of what it was read from; a value that is given carries the present ones."""
    cache = DependencyCache(None, drops_max=1)  # type: ignore[arg-type]  # says nothing to anybody here
    cache._turn_on()
    versions: defaultdict[str, int] = defaultdict(int)
    reading: dict[str, tuple[int, dict[str, int]]] = {}
    for act in acts:
        if act[0] == "begin":
            reading[act[1]] = cache.epoch(), {name: versions[name] for name in "pqr"}
        elif act[0] == "end" and act[1] in reading:
            since, seen = reading.pop(act[1])
            value = ",".join(f"{name}={seen[name]}" for name in act[2]).encode()
            cache.put(act[1], value, depends=act[2], since=since)
        elif act[0] == "drop":
            for name in act[1]:
                versions[name] += 1
            cache._drop(act[1])
        elif act[0] == "clear":
            cache._clear()
        elif act[0] == "lose":  # a change happens while the connection is away
            cache._turn_off()
            versions["p"] += 1
            cache._turn_on()
        for key in ("p", "q", "r"):
            given_value = cache.get(key)
            for pair in given_value.decode().split(",") if given_value else ():
                name, _, version = pair.partition("=")
                assert int(version) == versions[name]
        assert cache.size_bytes == sum(entry.cost_bytes for entry in cache._entries.values())
        assert all(keys for keys in cache._dependants.values())


async def test_two_processes_never_give_what_was_stale(server: OwnServer) -> None:
    """One changes things and says so; the other reads through its cache, slowly, and loses its line now and then."""
    valkey = await Valkey.open(server.url)
    writer = await DependencyCache.open(valkey)
    with tempfile.NamedTemporaryFile(prefix="kith-truth-") as file:
        file.write(bytes(8 * KEYS))
        file.flush()
        truth = mmap.mmap(file.fileno(), 8 * KEYS)
        arguments = ["-m", "kith.base.bus.tests.cache_reader", server.url, file.name]
        reader = await asyncio.create_subprocess_exec(
            sys.executable, *arguments, cwd=ROOT, stdout=asyncio.subprocess.PIPE, limit=2**24
        )
        assert reader.stdout is not None
        await reader.stdout.readline()
        said, held_up_s = await _change_things(valkey, writer, truth)
        output, _ = await reader.communicate()
        truth.close()
    await writer.close()
    await valkey.close()
    held_up_s += max(float(line.split()[2]) for line in output.decode().splitlines() if line.startswith("held up "))
    observations = [line.split()[1:] for line in output.decode().splitlines() if line.startswith("seen ")]
    stale = 0
    for at, key, version, _kept in observations:
        times, versions = said[int(key)]
        number = bisect_right(times, float(at) - HEARD_WITHIN_S - 2 * held_up_s)
        stale += number > 0 and int(version) < versions[number - 1]
    assert stale == 0
    kept = sum(one[3] == "1" for one in observations)
    assert kept > len(observations) / 10, "a cache that keeps nothing is never stale"


async def _change_things(
    valkey: Valkey, writer: DependencyCache, truth: mmap.mmap
) -> tuple[dict[int, tuple[list[float], list[int]]], float]:
    """Change random things for a while; give for each the times at which its versions had been said.

    And for how long at most this, or Valkey's answer, was held up.
    """
    held_up_s = 0.0
    chance = random.Random(11)
    said: defaultdict[int, tuple[list[float], list[int]]] = defaultdict(lambda: ([], []))
    until_at = time.monotonic() + 2.5
    turn = 0
    while (begun := time.monotonic()) < until_at:
        turn += 1
        key = chance.randrange(KEYS)
        version = struct.unpack_from("q", truth, 8 * key)[0] + 1
        struct.pack_into("q", truth, 8 * key, version)
        await writer.forget([f"thing:{key}"])
        said[key][0].append(time.monotonic())
        said[key][1].append(version)
        if turn % 150 == 0:
            await valkey.client.client_kill_filter(_type="pubsub")
        await asyncio.sleep(chance.random() / 200)
        held_up_s = max(held_up_s, time.monotonic() - begun)
    return said, held_up_s
