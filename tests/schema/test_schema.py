"""The data is declared once: three tests keep records, migrations and statements true to each other."""

import ast
import importlib
import re
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from kith.base.storage.statement import Statement
from kith.catalogue import FEATURES, records
from kith.settings import Settings

KITH = Path(__file__).parents[2] / "kith"

_COLUMNS = """
    SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || udt_name || ' ' || is_nullable
      FROM information_schema.columns
     WHERE table_schema = $1
     ORDER BY 1
"""
_INDEXES = "SELECT replace(indexdef, $1 || '.', '') FROM pg_indexes WHERE schemaname = $1 ORDER BY 1"
_CONSTRAINTS = """
    SELECT conrelid::regclass::text || ' ' || pg_get_constraintdef(oid)
      FROM pg_constraint
     WHERE connamespace = $1::regnamespace
     ORDER BY 1
"""


@pytest_asyncio.fixture
async def connection(settings: Settings) -> AsyncIterator[asyncpg.Connection]:
    """A connection of its own, rolled back at the end."""
    connection = await asyncpg.connect(settings.database_url)
    transaction = connection.transaction()
    await transaction.start()
    yield connection
    await transaction.rollback()
    await connection.close()


async def test_the_migrated_database_is_what_the_records_declare(connection: asyncpg.Connection) -> None:
    """Drift: migrations are history, records are the truth; both lead to the same tables."""
    names = {record.table_name for record in records()}
    await connection.execute("CREATE SCHEMA declared; SET search_path TO declared")
    for record in records():
        await connection.execute(record.create_table())
    declared = await _shape(connection, "declared", names)
    await connection.execute("SET search_path TO public")
    assert await _shape(connection, "public", names) == declared


async def _shape(connection: asyncpg.Connection, schema: str, tables: set[str]) -> dict[str, list[str]]:
    await connection.execute(f"SET search_path TO {schema}")
    shape = {}
    for kind, query in (("columns", _COLUMNS), ("indexes", _INDEXES), ("constraints", _CONSTRAINTS)):
        lines = [row[0] for row in await connection.fetch(query, schema)]
        shape[kind] = [line for line in lines if _table_of(line) & tables]
    return shape


def _table_of(line: str) -> set[str]:
    return set(re.findall(r"[a-z_]+", line))


def stores() -> list[Path]:
    """Every module that holds SQL."""
    return sorted([*KITH.rglob("store.py"), *KITH.glob("**/store/*.py")])


def statements_of(path: Path) -> list[tuple[str, Statement]]:
    """The statements that stand in a module, by the names they were given there."""
    module = importlib.import_module(".".join(path.relative_to(KITH.parent).with_suffix("").parts))
    named = [
        target.id
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        for target in (node.targets if isinstance(node, ast.Assign) else [])
        if isinstance(target, ast.Name)
    ]
    found = [(name, getattr(module, name)) for name in named]
    return [(name, value) for name, value in found if isinstance(value, Statement)]


@pytest.mark.parametrize("path", stores(), ids=lambda path: str(path.relative_to(KITH)))
async def test_every_statement_survives_prepare(path: Path, connection: asyncpg.Connection) -> None:
    """A misspelt column is found here, not by a person at night."""
    for name, statement in statements_of(path):
        try:
            await connection.prepare(statement.text)
        except asyncpg.PostgresError as error:
            pytest.fail(f"{path.relative_to(KITH)}: {name}: {error}")


WRITES = re.compile(r"\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+(?!SET\b)([a-z_]+)", re.IGNORECASE)
READS = re.compile(r"\b(?:FROM|JOIN)\s+([a-z_]+)", re.IGNORECASE)


@pytest.mark.parametrize("path", stores(), ids=lambda path: str(path.relative_to(KITH)))
def test_a_feature_writes_its_own_tables_and_reads_those_below(path: Path) -> None:
    """Ownership: nobody reaches into a table whose feature stands beside or above."""
    feature_name = path.relative_to(KITH).parts[0]
    order = [feature.name for feature in FEATURES]
    if feature_name not in order:
        return
    owners = {record.table_name: feature.name for feature in FEATURES for record in feature.records}
    below = set(order[: order.index(feature_name) + 1])
    for name, statement in statements_of(path):
        for table in WRITES.findall(statement.text):
            assert owners.get(table, feature_name) == feature_name, f"{name} writes {table}"
        for table in READS.findall(statement.text):
            assert owners.get(table, feature_name) in below, f"{name} reads {table}"
