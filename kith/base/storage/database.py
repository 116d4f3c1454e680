"""The database: one pool a process, one `Db` a request or job."""

from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType
from typing import Any, TypeVar

import asyncpg
import msgspec

from kith.base.core.errors import KithError, NotFound
from kith.base.core.record import Record
from kith.base.storage.connections import ACQUIRE_TIMEOUT_S, CONNECTIONS_MAX, Connections
from kith.base.storage.rows import (
    insert_many_statement,
    insert_statement,
    params_of,
    put_statement,
    read_row,
    rows_text,
)
from kith.base.storage.statement import BELIEVED, Asked, Statement, asked_believing, asked_together

Row = TypeVar("Row", bound=msgspec.Struct)
Other = TypeVar("Other", bound=msgspec.Struct)

_HOLD = Statement(f"SELECT {BELIEVED}")


class Outdated(Exception):
    """What was believed holds no more, and nothing was written: do it again, and believe nothing."""


class Database:
    """The pool of connections of one process."""

    def __init__(self, connections: Connections) -> None:
        self.connections = connections
        self.statements = 0  # of all requests so far: tests bound the number a page may need

    @classmethod
    async def open(
        cls, url: str, *, connections_max: int = CONNECTIONS_MAX, acquire_timeout_s: float = ACQUIRE_TIMEOUT_S
    ) -> "Database":
        """Connect. Raises what asyncpg raises when nobody answers at `url`."""
        return cls(await Connections.open(url, connections_max=connections_max, acquire_timeout_s=acquire_timeout_s))

    async def close(self) -> None:
        """Wait for what is running, then close every connection."""
        await self.connections.close()

    def reading(self) -> "Db":
        """Give access for reads: a connection is taken at the first statement, and no transaction is opened."""
        return Db(self, writes=False)

    def writing(self, *, believing: bool = False) -> "Db":
        """Give access in one transaction, opened at the first statement and committed at the end.

        With `believing` it may go on from what was read before; raises `Outdated` where that holds no more.
        """
        return Db(self, writes=True, believing=believing)


class Db:
    """The database as one request or job sees it. `statements` counts what it sent.

    Work that believes may take from the process's memory what it would else read (docs/decisions/0041). Whatever it
    took is asked about with the first statement that it sends, and nothing is written where it holds no more.
    """

    def __init__(self, database: Database, *, writes: bool, believing: bool = False) -> None:
        self._database = database
        self._connection: asyncpg.Connection | None = None
        self._transaction: asyncpg.transaction.Transaction | None = None
        self._believing = believing
        self._beliefs: dict[str, Asked] = {}
        self.writes = writes
        self.is_done = False  # what there was to write is committed already
        self.statements = 0

    @property
    def may_believe(self) -> bool:
        """Tell whether something may be believed: nothing was sent yet, and whoever opened this does it again."""
        return self._believing and self.statements == 0

    def believe(self, name: str, condition: Asked) -> None:
        """Go on from what was read before, where the database will be asked whether this condition holds."""
        assert self.may_believe, "ask instead"
        self._beliefs[name] = condition

    async def alone(
        self, statement: Statement, into: type[Row], along: Mapping[str, Asked] | None = None, /, **params: object
    ) -> Row:
        """Write all there is to write in one statement, which is committed by itself; only reads may follow.

        It writes nothing where `BELIEVED` stands for something that is not so, and gives no row: raises `Outdated`.
        Parts that go `along` are written with it where `ALONG` stands, by their names.
        """
        assert self.may_believe, "it is not alone"
        asked = asked_believing(Asked(statement, params), self._beliefs, along)
        self._beliefs, self.writes = {}, False
        row = await self.maybe(asked.statement, into, **asked.params)
        if row is None:
            raise Outdated
        self.is_done = True
        return row

    async def settle(self) -> None:
        """Ask whether what is believed holds, where nothing was sent that asked. Raises `Outdated`."""
        if self._beliefs:
            asked = asked_believing(Asked(_HOLD, {}), self._beliefs)
            self._beliefs = {}
            if not await self.value(asked.statement, **asked.params):
                raise Outdated

    async def all(self, statement: Statement, into: type[Row], **params: object) -> list[Row]:
        """Read every row of the answer."""
        connection = await self._ready()
        rows = await connection.fetch(statement.text, *statement.arguments(params))
        return [read_row(into, row) for row in rows]

    async def maybe(self, statement: Statement, into: type[Row], **params: object) -> Row | None:
        """Read the first row, or `None` where there is none."""
        connection = await self._ready()
        row = await connection.fetchrow(statement.text, *statement.arguments(params))
        return None if row is None else read_row(into, row)

    async def maybe_split(
        self, statement: Statement, first: type[Row], second: type[Other], **params: object
    ) -> tuple[Row, Other] | None:
        """Read the first row into two structs, each by its own column names; `None` where there is none."""
        connection = await self._ready()
        row = await connection.fetchrow(statement.text, *statement.arguments(params))
        return None if row is None else (read_row(first, row), read_row(second, row))

    async def maybe_split_believing(
        self, statement: Statement, first: type[Row], second: type[Other], **params: object
    ) -> tuple[Row, Other] | None:
        """Read as `maybe_split`, and ask in the same breath whether what is believed holds: a row says that it does.

        `BELIEVED` stands in the statement for that. Raises `Outdated` where it does not.
        """
        beliefs, self._beliefs = self._beliefs, {}
        asked = asked_believing(Asked(statement, params), beliefs)
        found = await self.maybe_split(asked.statement, first, second, **asked.params)
        if found is None:
            self._beliefs = beliefs
            await self.settle()
        return found

    async def one(self, statement: Statement, into: type[Row], **params: object) -> Row:
        """Read the first row. Raises `NotFound` where there is none."""
        row = await self.maybe(statement, into, **params)
        if row is None:
            raise NotFound
        return row

    async def value(self, statement: Statement, **params: object) -> Any:
        """Read the first column of the first row, or `None`."""
        connection = await self._ready()
        return await connection.fetchval(statement.text, *statement.arguments(params))

    async def each_value(self, asked: Mapping[str, Asked]) -> dict[str, Any]:
        """Read several values in one statement, by their names."""
        together = asked_together(asked)
        connection = await self._ready()
        row = await connection.fetchrow(together.statement.text, *together.statement.arguments(together.params))
        return dict(row)

    async def values(self, statement: Statement, **params: object) -> list[Any]:
        """Read the first column of every row."""
        connection = await self._ready()
        rows = await connection.fetch(statement.text, *statement.arguments(params))
        return [row[0] for row in rows]

    async def run(self, statement: Statement, **params: object) -> int:
        """Do it, and tell how many rows it touched."""
        connection = await self._ready()
        status = await connection.execute(statement.text, *statement.arguments(params))
        last = status.rsplit(" ", 1)[-1]
        return int(last) if last.isdecimal() else 0

    async def insert(self, record: Record) -> None:
        """Write a new row."""
        await self.run(insert_statement(type(record)), **params_of(record))

    async def insert_new(self, record: Record) -> bool:
        """Write a new row unless its key, or a unique column, is taken. Tells whether it was written."""
        return await self.run(insert_statement(type(record), "ON CONFLICT DO NOTHING"), **params_of(record)) == 1

    async def put(self, record: Record) -> None:
        """Write a row, new or over the one under the same key."""
        await self.run(put_statement(type(record)), **params_of(record))

    async def insert_all(self, records: Iterable[Record]) -> None:
        """Write many new rows of one class in one statement."""
        rows: Sequence[Record] = list(records)
        if not rows:
            return
        record = type(rows[0])
        statement = insert_many_statement(record)
        if statement is None:
            for row in rows:
                await self.insert(row)
            return
        await self.run(statement, rows=rows_text(rows))

    async def connection(self) -> asyncpg.Connection:
        """Give the driver's connection, inside the transaction: for the job queue, which brings its own SQL."""
        return await self._ready()

    async def __aenter__(self) -> "Db":
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        await self.end(error)

    async def end(self, error: BaseException | None) -> None:
        """Commit, and give the connection back; where an error is on its way, roll back."""
        try:
            if error is None or isinstance(error, KithError):
                await self.settle()  # nobody is refused, either, for what is not so any more
        except BaseException:
            await self.release(commit=False)
            raise
        await self.release(commit=error is None)

    async def release(self, *, commit: bool) -> None:
        """End the transaction and give the connection back. Afterwards a new statement starts afresh."""
        connection, transaction = self._connection, self._transaction
        self._connection = self._transaction = None
        if connection is None:
            return
        sound = False
        try:
            if transaction is not None:
                await (transaction.commit() if commit else transaction.rollback())
            sound = commit
        finally:
            await self._database.connections.give_back(connection, sound=sound)

    async def _ready(self) -> asyncpg.Connection:
        self.statements += 1
        self._database.statements += 1
        if self._connection is None:
            self._connection = await self._database.connections.take()
            if self.writes:
                transaction = self._connection.transaction()
                await transaction.start()
                self._transaction = transaction  # one that did not begin has no end
                await self.settle()
        return self._connection
