"""Address books as tables: CSV of Google, Outlook, Apple and others, in whatever language their columns are named."""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from kith.finding.reader.telling import PEOPLE_MAX, Person, Unusable
from kith.finding.reader.texts import mails_in, name_of

CELL_MAX = 1_000_000  # characters: notes are long, and some put a portrait into a cell
COLUMNS_MAX = 300
ROWS_MAX = 2 * PEOPLE_MAX

_MAIL = re.compile(r"e-?mail|e-?post|correo|courriel|posta elettronica|электронн|البريد", re.IGNORECASE)
_NO_MAIL = re.compile(r"type|label|typ\b|display|tipo|étiquette", re.IGNORECASE)
_WHOLE = {
    "name", "display name", "full name", "file as", "anzeigename", "nombre completo", "nom complet", "nome completo",
    "vollständiger name", "speichern unter",
}  # fmt: skip
_FIRST = {"first name", "given name", "vorname", "nombre", "prénom", "nome", "firstname", "first"}
_MIDDLE = {"middle name", "additional name", "weitere vornamen", "segundo nombre", "deuxième prénom"}
_LAST = {
    "last name", "family name", "surname", "nachname", "apellido", "apellidos", "nom", "nom de famille", "cognome",
    "lastname", "last",
}  # fmt: skip
_COMPANY = {"company", "organization name", "organisation", "firma", "organization 1 - name", "empresa", "société"}


def people_of(text: str) -> Iterator[Person]:
    """Read each row that names somebody. Raises `Unusable` for a table without columns for names or addresses."""
    rows = rows_of(text)
    head = next(rows, [])
    columns = [" ".join(name.replace("\ufeff", "").lower().split()) for name in head]
    mails = [at for at, name in enumerate(columns) if _MAIL.search(name) and not _NO_MAIL.search(name)]
    whole, company = (_those(columns, names)[:1] for names in (_WHOLE, _COMPANY))
    parts = [at for names in (_FIRST, _MIDDLE, _LAST) for at in _those(columns, names)[:1]]
    if not mails and not whole and not parts:
        raise Unusable("unknown")
    for row in rows:
        names = (_joined(row, places) for places in (whole, parts, company))
        emails = [mail for at in mails if at < len(row) for mail in mails_in(row[at])]
        yield Person(name=next((name for name in names if name), ""), emails=list(dict.fromkeys(emails)))


def rows_of(text: str) -> Iterator[list[str]]:
    """Read the rows of a table, whatever stands between its cells. Raises `Unusable`."""
    csv.field_size_limit(CELL_MAX)
    first = text[:10_000].partition("\n")[0]
    between = max(",;\t", key=first.count)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=between)):
            if number > ROWS_MAX:
                return
            if any(cell.strip() for cell in row):
                yield row[:COLUMNS_MAX]
    except csv.Error as error:
        raise Unusable("broken") from error


def _those(columns: Sequence[str], names: set[str]) -> list[int]:
    return [at for at, name in enumerate(columns) if name in names]


def _joined(row: Sequence[str], places: Sequence[int]) -> str:
    return name_of(" ".join(row[at] for at in places if at < len(row)))
