"""Threads in which mail servers are waited for: one that never answers holds these, and nothing else."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

THREADS_MAX = 16
Given = TypeVar("Given")


async def in_thread(ask: Callable[..., Given], *given: object) -> Given:
    """Ask something that blocks."""
    return await asyncio.get_running_loop().run_in_executor(_threads(), ask, *given)


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(THREADS_MAX, thread_name_prefix="mail")
