"""SQL by hand, with named parameters, written once as a constant in a `store.py`."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

# `%(name)s` as in the Python database API. A doubled colon stays a cast, and a percent sign elsewhere is left alone.
_PARAMETER = re.compile(r"%\((\w+)\)s")


class Statement:
    """One SQL statement. `%(name)s` marks a parameter; the same name may stand in it several times.

    `text` is what PostgreSQL receives, with `$1`, `$2` in place of the names; `names` are the names in that order;
    `named` is what was written, to be put into a larger statement.
    """

    __slots__ = ("named", "names", "text")

    def __init__(self, text: str) -> None:
        self.named = text.strip()
        self.names: tuple[str, ...] = tuple(dict.fromkeys(_PARAMETER.findall(text)))
        numbers = {name: number for number, name in enumerate(self.names, start=1)}
        self.text = _PARAMETER.sub(lambda match: f"${numbers[match[1]]}", text).strip()

    def arguments(self, params: dict[str, object]) -> list[object]:
        """Put the values in the order of the numbers. A missing or a needless name is our own mistake."""
        assert len(params) == len(self.names), f"expected {self.names}, got {tuple(params)}"
        return [params[name] for name in self.names]

    def __repr__(self) -> str:
        return f"Statement({self.text[:60]!r})"


class Asked(NamedTuple):
    """A statement that gives one value, and what it is given."""

    statement: Statement
    params: dict[str, object]


# Where what is believed stands in a statement that may be done alone: it writes nothing where that holds no more.
BELIEVED = "/* what is believed */ TRUE"
# Where other features' parts stand in such a statement, after its own `WITH` parts, one of which is called `entered`:
# it has a row where all may be written. In a part stands `ENTERED` for that; by itself it is written anyway.
ALONG = "/* what goes along */"
ENTERED = "/* where it is entered */ TRUE"


def asked_believing(asked: Asked, beliefs: Mapping[str, Asked], along: Mapping[str, Asked] | None = None) -> Asked:
    """Let a statement write only where everything believed holds: each belief is a condition, by its name.

    What goes `along` is written with it, each part under its name.
    """
    parts = along or {}
    params = {
        f"{name}_{key}": value
        for some in (beliefs, parts)
        for name, one in some.items()
        for key, value in one.params.items()
    }
    statement = _believing(
        asked.statement,
        tuple((name, one.statement) for name, one in beliefs.items()),
        tuple((name, one.statement) for name, one in parts.items()),
    )
    return Asked(statement, asked.params | params)


def asked_together(asked: Mapping[str, Asked]) -> Asked:
    """Ask for several values at once: a row with a column for each, by its name."""
    params = {f"{name}_{key}": value for name, one in asked.items() for key, value in one.params.items()}
    return Asked(_together(tuple((name, one.statement) for name, one in asked.items())), params)


@lru_cache(maxsize=16)  # there are as many as there are sets of numbers that a page shows: one
def _together(parts: tuple[tuple[str, Statement], ...]) -> Statement:
    columns = [f"({under(name, statement)}) AS {name}" for name, statement in parts]
    return Statement("SELECT " + ",\n       ".join(columns))


@lru_cache(maxsize=64)  # few statements are done alone, and few things are believed
def _believing(
    statement: Statement, beliefs: tuple[tuple[str, Statement], ...], along: tuple[tuple[str, Statement], ...]
) -> Statement:
    conditions = " AND ".join(f"({under(name, one)})" for name, one in beliefs)
    parts = "".join(f", {name} AS ({under(name, one)})" for name, one in along)
    parts = parts.replace(ENTERED, "EXISTS (SELECT FROM entered)")
    return Statement(statement.named.replace(BELIEVED, conditions or "TRUE").replace(ALONG, parts))


def under(name: str, statement: Statement) -> str:
    """Write a statement with a name before each of its parameters, to stand beside others."""
    return _PARAMETER.sub(lambda match: f"%({name}_{match[1]})s", statement.named)
