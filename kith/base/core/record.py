"""One frozen class a table: the only declaration of the data.

From it come the column lists of SELECTs, INSERTs, row mapping, and CREATE TABLE with its CHECKs.

| in the class                              | in the table                         |
|-------------------------------------------|--------------------------------------|
| `Id`, `int`, `float`, `bool`              | bigint, integer, double, boolean     |
| `str`, `Annotated[str, Length(500)]`      | text, with CHECK (char_length <= 500)|
| `datetime`, `date`, `bytes`               | timestamptz, date, bytea             |
| `Literal["a", "b"]`                       | text CHECK (column IN ('a', 'b'))    |
| `tuple[Id, ...]`, `tuple[str, ...]`       | bigint[], text[]                     |
| a struct, a tuple of structs, a dict      | jsonb                                |
| `X | None`                                | the same, without NOT NULL           |
"""

import types
import typing
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, cast, get_args, get_origin

import msgspec

from kith.base.core.ids import Id


class Length(msgspec.Struct, frozen=True):
    """The largest number of characters a text column takes."""

    characters_max: int


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One column: its SQL type, whether it may be empty, its CHECK, and whether it travels as JSON."""

    name: str
    sql_type: str
    nullable: bool
    check: str | None
    kind: Any  # the Python type, without None and Annotated

    @property
    def is_json(self) -> bool:
        """Whether the value is kept as jsonb and encoded by us."""
        return self.sql_type == "jsonb"

    def declaration(self) -> str:
        """Give the line of this column inside CREATE TABLE."""
        null = "" if self.nullable else " NOT NULL"
        check = f" CHECK ({self.check})" if self.check else ""
        return f"{self.name} {self.sql_type}{null}{check}"


class RecordType(msgspec.StructMeta):
    """Take the class keywords that declare a table; `msgspec` itself allows only its own."""

    def __new__(
        mcs,
        name: str,
        bases: tuple[type, ...],
        namespace: dict[str, Any],
        *,
        table: str = "",
        key: tuple[str, ...] = (),
        uniques: tuple[tuple[str, ...], ...] = (),
        indexes: tuple[str, ...] = (),
        checks: tuple[str, ...] = (),
        references: tuple[str, ...] = (),
        **keywords: Any,
    ) -> "RecordType":
        """Declare the table.

        `key` is the primary key, the owner's column first (docs/decisions/0003). `uniques` are further
        unique column lists. `indexes` are what follows `CREATE INDEX name ON table`, for example
        `"(root_id, id) WHERE reply"`; a leading `UNIQUE ` makes it unique. `checks` and `references` are table
        constraints in SQL.
        """
        made: Any = super().__new__(mcs, name, bases, namespace, **keywords)
        made.table_name = table
        made.key = key
        made.uniques = uniques
        made.indexes = indexes
        made.checks = checks
        made.references = references
        return cast("RecordType", made)

    def __init__(self, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **_keywords: Any) -> None:
        super().__init__(name, bases, namespace)


class Record(msgspec.Struct, metaclass=RecordType, frozen=True, kw_only=True):
    """A row of one table. Class keywords say what the fields cannot: see `RecordType`."""

    table_name: ClassVar[str]
    key: ClassVar[tuple[str, ...]]
    uniques: ClassVar[tuple[tuple[str, ...], ...]]
    indexes: ClassVar[tuple[str, ...]]
    checks: ClassVar[tuple[str, ...]]
    references: ClassVar[tuple[str, ...]]

    @classmethod
    def column_list(cls) -> tuple[Column, ...]:
        """Give the columns in the order of the fields."""
        return columns_of(cls)

    @classmethod
    def columns(cls, alias: str | None = None) -> str:
        """Write the columns for a SELECT list, each behind `alias.` where one is given."""
        prefix = f"{alias}." if alias else ""
        return ", ".join(prefix + column.name for column in cls.column_list())

    @classmethod
    def create_table(cls) -> str:
        """Write CREATE TABLE and its indexes, ending each statement with a semicolon."""
        lines = [column.declaration() for column in cls.column_list()]
        lines.append(f"PRIMARY KEY ({', '.join(cls.key)})")
        lines += [f"UNIQUE ({', '.join(unique)})" for unique in cls.uniques]
        lines += [f"CHECK ({check})" for check in cls.checks]
        lines += [f"FOREIGN KEY {reference}" for reference in cls.references]
        body = ",\n    ".join(lines)
        statements = [f"CREATE TABLE {cls.table_name} (\n    {body}\n);"]
        for number, index in enumerate(cls.indexes, start=1):
            unique, rest = ("UNIQUE ", index[7:]) if index.startswith("UNIQUE ") else ("", index)
            statements.append(f"CREATE {unique}INDEX {cls.table_name}_{number}_idx ON {cls.table_name} {rest};")
        return "\n".join(statements)


@cache
def columns_of(record: type[msgspec.Struct]) -> tuple[Column, ...]:
    """Read the columns from the fields of a record, or of any struct that a SELECT is read into."""
    hints = typing.get_type_hints(record, include_extras=True)
    return tuple(_column(field, hints[field]) for field in record.__struct_fields__)


def _column(name: str, hint: Any) -> Column:
    hint, nullable = _without_none(hint)
    length: int | None = None
    if get_origin(hint) is Annotated:
        hint, *marks = get_args(hint)
        length = next((mark.characters_max for mark in marks if isinstance(mark, Length)), None)
        hint, nullable_inside = _without_none(hint)
        nullable = nullable or nullable_inside
    check = f"char_length({name}) <= {length}" if length is not None else None
    if get_origin(hint) is Literal:
        words = ", ".join(f"'{word}'" for word in get_args(hint))
        check = f"{name} IN ({words})"
    return Column(name=name, sql_type=_sql_type(hint), nullable=nullable, check=check, kind=hint)


def _without_none(hint: Any) -> tuple[Any, bool]:
    if get_origin(hint) not in (typing.Union, types.UnionType):
        return hint, False
    rest = [part for part in get_args(hint) if part is not type(None)]
    assert len(rest) == 1, f"a column has one type, not {hint}"
    return rest[0], True


_SQL_TYPES: dict[Any, str] = {
    Id: "bigint",
    bool: "boolean",
    int: "integer",
    float: "double precision",
    str: "text",
    bytes: "bytea",
    datetime: "timestamptz",
    date: "date",
}


def _sql_type(hint: Any) -> str:
    if hint in _SQL_TYPES:
        return _SQL_TYPES[hint]
    if get_origin(hint) is Literal:
        return "text"
    if get_origin(hint) is tuple and get_args(hint)[0] in (Id, str):
        return _SQL_TYPES[get_args(hint)[0]] + "[]"
    return "jsonb"
