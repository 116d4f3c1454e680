"""Limits hold for all processes together, and for each alone while Valkey is away."""

import asyncio
import time

import pytest

from kith.base.bus import limits as counting
from kith.base.bus.limits import Limit, Limits
from kith.base.bus.tests.conftest import OwnServer
from kith.base.bus.valkey import Valkey

FIVE = Limit("five", 5, 600)  # so long that none grows back while a test runs


async def allowed(limits: Limits, limit: Limit, times: int, who: str = "ana") -> int:
    """How many of so many fit."""
    return sum([(await limits.take(limit, who)).allowed for _turn in range(times)])


async def test_so_many_fit_and_the_next_does_not(valkey: Valkey) -> None:
    """Refused ones cost nothing, and others have buckets of their own."""
    limits = Limits(valkey)
    taken = [await limits.take(FIVE, "ana") for _turn in range(7)]
    assert [one.allowed for one in taken] == [True] * 5 + [False] * 2
    assert [one.remaining for one in taken] == [4, 3, 2, 1, 0, 0, 0]
    assert 590 <= taken[4].reset_s <= 600
    assert all(110 <= one.retry_after_s <= 120 for one in taken[5:])
    assert (await limits.take(FIVE, "ben")).allowed


async def test_a_bucket_grows_back_one_by_one(valkey: Valkey) -> None:
    """Not all at once at the edge of a window."""
    limits = Limits(valkey)
    limit = Limit("quick", 5, 1)
    begun = time.monotonic()
    assert await allowed(limits, limit, 5) == 5
    await asyncio.sleep(0.45)
    assert 2 <= await allowed(limits, limit, 6) <= (time.monotonic() - begun) / limit.step_s


async def test_processes_count_together(server: OwnServer) -> None:
    """However many ask at the same moment, wherever."""
    connections = [await Valkey.open(server.url) for _turn in range(3)]
    processes = [Limits(one) for one in connections]
    limit = Limit("fifty", 50, 600)
    taken = await asyncio.gather(*(processes[turn % 3].take(limit, "ana") for turn in range(200)))
    assert sum(one.allowed for one in taken) == 50
    for connection in connections:
        await connection.close()


async def test_what_is_far_from_its_limit_is_told_afterwards(server: OwnServer) -> None:
    """One process knows soon what another let through, and near the limit all count together, as ever."""
    connections = [await Valkey.open(server.url) for _turn in range(2)]
    here, there = (Limits(one) for one in connections)
    often = Limit("often", 50, 600, is_told_after=True)
    assert await allowed(here, often, 20) == 20
    await here.close()
    assert (await there.take(Limit("often", 50, 600), "ana")).remaining == 29
    assert await allowed(there, often, 60) == 29
    assert await allowed(here, often, 60) <= 5  # those of a moment in which it did not know
    assert await allowed(here, often, 60) == 0
    for connection in connections:
        await connection.close()


async def test_nobody_passes_its_limit_in_one_process(valkey: Valkey) -> None:
    """Whenever what it let through is told."""
    limits, often = Limits(valkey), Limit("often", 50, 600, is_told_after=True)
    taken = await asyncio.gather(*(limits.take(often, "ana") for _turn in range(200)))
    assert sum(one.allowed for one in taken) == 50
    await limits.close()


async def test_whoever_guesses_gains_nothing_when_valkey_is_emptied(valkey: Valkey) -> None:
    """This process remembers what passed through it."""
    limits = Limits(valkey)
    assert await allowed(limits, FIVE, 5) == 5
    await valkey.flush()
    assert await allowed(limits, FIVE, 5) == 0


async def test_without_valkey_each_process_counts(server: OwnServer) -> None:
    """Nobody is turned away because it is down, and nobody gets through without end."""
    valkey = await Valkey.open(server.url)
    limits = Limits(valkey)
    assert await allowed(limits, FIVE, 2) == 2
    server.kill()
    assert await allowed(limits, FIVE, 10) == 3
    await valkey.close()


async def test_a_large_act_takes_more(valkey: Valkey) -> None:
    """Or nothing, when it does not fit."""
    limits = Limits(valkey)
    assert (await limits.take(FIVE, "ana", cost=3)).remaining == 2
    refused = await limits.take(FIVE, "ana", cost=3)
    assert not refused.allowed
    assert refused.remaining == 2
    assert (await limits.take(FIVE, "ana", cost=2)).allowed


async def test_an_attacker_with_many_addresses_fills_no_memory(valkey: Valkey, monkeypatch: pytest.MonkeyPatch) -> None:
    """The buckets that were touched the longest ago go."""
    monkeypatch.setattr(counting, "LOCAL_BUCKETS_MAX", 100)
    limits = Limits(valkey)
    for number in range(1000):
        limits.take_here(FIVE, str(number))
    assert len(limits._local) == 100
