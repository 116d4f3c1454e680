"""A process that reads things through its cache and notes what it was given: for a test with two processes."""

import asyncio
import mmap
import random
import struct
import sys
import time
from pathlib import Path

from kith.base.bus.cache import DependencyCache
from kith.base.bus.valkey import Valkey

KEYS = 12
READ_FOR_S = 3


async def _read(url: str, file: str) -> None:
    valkey = await Valkey.open(url)
    cache = await DependencyCache.open(valkey)
    truth = _open(file)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    until = time.monotonic() + READ_FOR_S
    held_up = await asyncio.gather(*(_keep_reading(cache, truth, until, random.Random(number)) for number in range(4)))
    sys.stdout.write(f"held up {max(held_up)}\n")
    await cache.close()
    await valkey.close()


def _open(file: str) -> mmap.mmap:
    with Path(file).open("rb") as opened:
        return mmap.mmap(opened.fileno(), 8 * KEYS, prot=mmap.PROT_READ)


async def _keep_reading(cache: DependencyCache, truth: mmap.mmap, until: float, chance: random.Random) -> float:
    """Read; give for how long at most the machine did something else meanwhile."""
    held_up_s = 0.0
    while time.monotonic() < until:
        key = chance.randrange(KEYS)
        asked_at = time.monotonic()
        kept = cache.get(f"value:{key}")
        if kept is None:
            since = cache.epoch()
            value = bytes(truth[8 * key : 8 * key + 8])
            await asyncio.sleep(chance.random() / 100)  # a database that takes its time
            cache.put(f"value:{key}", value, depends=[f"thing:{key}"], since=since)
        version = struct.unpack("q", kept or value)[0]
        sys.stdout.write(f"seen {asked_at} {key} {version} {int(kept is not None)}\n")
        await asyncio.sleep(chance.random() / 500)
        held_up_s = max(held_up_s, time.monotonic() - asked_at)
    return held_up_s


if __name__ == "__main__":
    asyncio.run(_read(sys.argv[1], sys.argv[2]))
