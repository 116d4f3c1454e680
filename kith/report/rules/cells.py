"""A table as CSV (RFC 4180) that no spreadsheet takes for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

# What Excel, LibreOffice and others read as the beginning of a formula, or pass over to find one behind it.
_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")

Cell = str | int | None


def write_table(rows: Iterable[Sequence[Cell]]) -> str:
    """Write rows, with a mark of their encoding before them, so that names in every script are read as they are."""
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_NONNUMERIC).writerows([_cell(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()


def _cell(cell: Cell) -> str | int:
    """Put an apostrophe before words that a spreadsheet could run, as OWASP advises against CSV injection."""
    if cell is None:
        return ""
    if isinstance(cell, int):
        return cell
    flat = " ".join(cell.replace("\0", "").split())
    begins = cell.lstrip(" \u00a0\u200b\ufeff").startswith(_BEGINS) or flat.startswith(_BEGINS)
    return "'" + flat if begins else flat
