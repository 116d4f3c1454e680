"""Wait in tests for what comes soon."""

import asyncio
from collections.abc import Callable

WAIT_S = 10


async def until(holds: Callable[[], bool], *, wait_s: float = WAIT_S) -> None:
    """Wait until something holds; `TimeoutError` when it does not within `wait_s`."""
    for _moment in range(int(wait_s * 100)):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise TimeoutError
