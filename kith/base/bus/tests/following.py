"""One who follows what happens, for tests."""

import asyncio
from collections.abc import AsyncGenerator, Sequence

from kith.base.bus.live import Delivered, Ear, Live


async def follow(
    live: Live, topics: Sequence[str], position: str, *, pause_s: float
) -> AsyncGenerator[Sequence[Delivered], None]:
    """Give what came after `position` and what comes; an empty batch after each pause. Ends when the process does."""
    bell = asyncio.Event()
    ear = Ear(topics, position)
    live.listen(ear, bell.set)
    try:
        while not live.is_ending:
            bell.clear()
            if ear.stirs:
                if batch := await live.read(ear):
                    yield batch
                continue
            try:
                async with asyncio.timeout(pause_s):
                    await bell.wait()
            except TimeoutError:
                yield ()
    finally:
        live.leave(ear)
