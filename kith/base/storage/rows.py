"""Between rows and records: a plan a class, made once."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, TypeVar, get_origin

import msgspec

from kith.base.core.record import Column, Record, columns_of
from kith.base.storage.statement import Statement

Row = TypeVar("Row", bound=msgspec.Struct)

_encode_json = msgspec.json.Encoder().encode


def read_row(into: type[Row], row: Mapping[str, Any]) -> Row:
    """Make a struct of a row, field by column name. jsonb is decoded into the type that the field declares."""
    return into(**{name: value(row[name]) for name, value in _plan(into)})


def params_of(record: Record) -> dict[str, object]:
    """Give what the driver takes for each column of a record, by its name."""
    params: dict[str, object] = msgspec.structs.asdict(record)
    for name in _json_names(type(record)):
        if params[name] is not None:
            params[name] = _encode_json(params[name]).decode()
    return params


def to_sql(column: Column, value: Any) -> Any:
    """Make of a field's value what the driver takes."""
    if value is not None and column.is_json:
        return _encode_json(value).decode()
    return value


@cache
def insert_statement(record: type[Record], ending: str = "") -> Statement:
    """Write INSERT for one row of this record, with a parameter a column."""
    columns = record.column_list()
    marks = ", ".join(f"%({column.name})s" for column in columns)
    return Statement(f"INSERT INTO {record.table_name} ({record.columns()}) VALUES ({marks}) {ending}")


@cache
def put_statement(record: type[Record]) -> Statement:
    """Write INSERT for one row of this record that writes over the row under the same key, where there is one."""
    rest = [column.name for column in record.column_list() if column.name not in record.key]
    changes = ", ".join(f"{name} = EXCLUDED.{name}" for name in rest)
    return insert_statement(record, f"ON CONFLICT ({', '.join(record.key)}) DO UPDATE SET {changes}")


@cache
def insert_many_statement(record: type[Record], ending: str = "") -> Statement | None:
    """Write INSERT for many rows, which are given as one text, `rows` (see `rows_text`); `None` for what is no text."""
    if any(column.sql_type == "bytea" for column in record.column_list()):
        return None
    columns = record.columns()
    return Statement(f"INSERT INTO {record.table_name} ({columns}) SELECT {columns} FROM {given_rows(record)} {ending}")


def given_rows(record: type[Record]) -> str:
    """Write what stands behind FROM for rows that are given as one text, `rows`.

    An array a column would be looked at by the driver several times, and so would be each of its parts.
    """
    return f"json_populate_recordset(NULL::{record.table_name}, %(rows)s::json)"


def rows_text(records: Iterable[Record]) -> str:
    """Give rows as `given_rows` takes them."""
    return _encode_json(list(records)).decode()


@cache
def _json_names(record: type[Record]) -> tuple[str, ...]:
    return tuple(column.name for column in record.column_list() if column.is_json)


@cache
def _plan(into: type[msgspec.Struct]) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    return tuple((column.name, _reader(column)) for column in columns_of(into))


def _reader(column: Column) -> Callable[[Any], Any]:
    if column.is_json:
        decode = msgspec.json.Decoder(column.kind).decode
        return lambda value: None if value is None else decode(value)
    if get_origin(column.kind) is tuple:
        return lambda value: None if value is None else tuple(value)
    return _as_it_is


def _as_it_is(value: Any) -> Any:
    return value
