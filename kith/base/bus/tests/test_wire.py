"""The line to Valkey: an answer goes to whoever asked, or to nobody."""

import asyncio
import random

import pytest
from valkey.exceptions import ResponseError, ValkeyError

from kith.base.bus.tests.conftest import OwnServer
from kith.base.bus.valkey import _client
from kith.base.bus.wire import Line

ROUNDS = 60


class Asking:
    """Many who ask at once: some are given up, some wait for a moment only, some make Valkey complain."""

    def __init__(self, server: OwnServer, seed: int) -> None:
        self.client = _client(server.url)
        self.line = Line(self.client.connection_pool)
        self.chance = random.Random(seed)
        self.answered = self.crossed = 0

    async def ask(self, number: int) -> None:
        """Ask for one's own word."""
        word = b"%d:" % number + b"x" * self.chance.choice([1, 1000, 200_000])
        within_s = self.chance.choice([1, 1, 1, 0.0003])
        try:
            if number % 5:
                self.crossed += await self.line.ask(b"ECHO", word, within_s=within_s) != word
            else:
                await self.line.ask(b"EVAL", b"return {err='NO '..ARGV[1]}", b"0", word[:9], within_s=within_s)
            self.answered += 1
        except ResponseError as error:
            self.crossed += word[:9].decode() not in str(error)
        except (ValkeyError, OSError):
            pass  # the connection was lost

    async def close(self) -> None:
        """Go."""
        await self.line.close()
        await self.client.aclose()


@pytest.mark.parametrize("seed", range(3))
async def test_nobody_is_given_the_answer_of_another(server: OwnServer, seed: int) -> None:
    """Whoever goes, whatever is late, and however often the connection is cut in the middle of an answer."""
    asking, tasks, given_up = Asking(server, seed), list[asyncio.Task[None]](), set[asyncio.Task[None]]()
    for turn in range(ROUNDS):
        tasks += [asyncio.create_task(asking.ask(len(tasks) + each)) for each in range(asking.chance.randint(1, 20))]
        await asyncio.sleep(asking.chance.choice([0, 0, 0.001]))
        given_up |= {one for one in asking.chance.sample(tasks[-20:], 1) if one.cancel()}
        if turn % 20 == 19:
            other = _client(server.url)
            await other.client_kill_filter(_type="normal", skipme=True)
            await other.aclose()
    await asyncio.wait(tasks)
    assert [one for one in tasks if not one.cancelled() and one.exception()] == []
    assert asking.crossed == 0
    assert {one for one in tasks if one.cancelled()} == given_up
    assert asking.answered > 0
    await asking.ask(1)
    await asking.close()
