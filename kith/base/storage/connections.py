"""The connections of one process to the database.

The driver's pool opens, watches and closes them. Two of them stay in hand, and go from one request to the next: to give
one back to the pool takes a task of its own.
"""

import asyncio

import asyncpg

from kith.base.core.errors import Busy

CONNECTIONS_MAX = 10  # a process; PostgreSQL's own default of 100 then serves nine processes
IN_HAND_MAX = 2
ACQUIRE_TIMEOUT_S = 10  # whoever waited so long for a connection has gone, or asks again: both wait in line for nothing
RETRY_AFTER_S = 5
STATEMENT_TIMEOUT_S = 30  # no page waits longer; long work runs in jobs of many short statements
IDLE_CONNECTION_S = 300
STATEMENTS_KEPT = 500  # prepared, a connection; all there are, so that none is planned anew because another came


class Connections:
    """The pool, and what is in hand."""

    def __init__(self, pool: asyncpg.Pool, *, acquire_timeout_s: float) -> None:
        self._pool = pool
        self._acquire_timeout_s = acquire_timeout_s
        self._in_hand: list[asyncpg.Connection] = []
        self._asking = 0  # the pool, at this moment
        self._closing = False

    @classmethod
    async def open(cls, url: str, *, connections_max: int, acquire_timeout_s: float) -> "Connections":
        """Connect. Raises what asyncpg raises when nobody answers at `url`."""
        pool = await asyncpg.create_pool(
            url,
            min_size=1,
            max_size=connections_max,
            command_timeout=STATEMENT_TIMEOUT_S,
            max_inactive_connection_lifetime=IDLE_CONNECTION_S,
            statement_cache_size=STATEMENTS_KEPT,
            max_cached_statement_lifetime=0,
            reset=_as_it_was,
            server_settings={"application_name": "kith", "timezone": "UTC"},
        )
        return cls(pool, acquire_timeout_s=acquire_timeout_s)

    @property
    def taken(self) -> int:
        """How many are given out at this moment."""
        return int(self._pool.get_size() - self._pool.get_idle_size()) - len(self._in_hand)

    async def close(self) -> None:
        """Wait for what is running, then close every connection."""
        self._closing = True
        while self._in_hand:
            await self._pool.release(self._in_hand.pop())
        await self._pool.close()

    async def take(self) -> asyncpg.Connection:
        """Take a connection; give it back with `give_back`. Raises `Busy` where none becomes free."""
        while self._in_hand:
            connection = self._in_hand.pop()
            if _is_open(connection):
                return connection
            await self._pool.release(connection)
        self._asking += 1
        try:
            # Not the pool's own `timeout`: it makes a task of every request.
            async with asyncio.timeout(self._acquire_timeout_s):
                return await self._pool.acquire()
        except TimeoutError as error:
            raise Busy(retry_after_s=RETRY_AFTER_S) from error
        finally:
            self._asking -= 1

    async def give_back(self, connection: asyncpg.Connection, *, sound: bool = False) -> None:
        """Return a connection: to whoever comes next, where it is `sound` and nobody waits; else to the pool."""
        if sound and not self._asking and not self._closing and len(self._in_hand) < IN_HAND_MAX:
            self._in_hand.append(connection)
        else:
            await self._pool.release(connection)


def _is_open(connection: asyncpg.Connection) -> bool:
    try:
        return not connection.is_closed()
    except asyncpg.InterfaceError:  # the pool took it out, and it answers nothing any more
        return False


async def _as_it_was(_connection: asyncpg.Connection) -> None:
    """Leave a connection that is given back as it is: no statement of ours changes a session.

    A transaction that was left open is rolled back before this is asked. The driver's own way sends one statement
    more for every request.
    """
