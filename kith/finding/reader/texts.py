"""Bytes to text, as address books and archives really come."""

import codecs
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from kith.finding.reader.telling import ADDRESS_MAX, NAME_MAX, Unusable

LOOKED_AT_BYTES = 4_096  # where UTF-16 shows itself
YEAR_MIN, YEAR_MAX = 1900, 2200

_MAIL = re.compile(r"[^\s@<>\"',;:()\[\]]{1,64}@[^\s@<>\"',;:()\[\]]{1,190}\.[^\s@<>\"',;:()\[\].]{2,63}")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def decoded(body: bytes) -> str:
    """Make text of what is UTF-8, UTF-16, or else what Windows and old telephones write. Raises `Unusable`."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return _strictly(body[len(mark) :], name)
    head = body[:LOOKED_AT_BYTES]
    zeros = head.count(0)
    if zeros:
        # Every second byte of Latin text in UTF-16 is zero; a picture or a program has them anywhere.
        later = head[1::2].count(0)
        if zeros * 4 < len(head) or min(later, zeros - later) * 10 > zeros:
            raise Unusable("unknown")
        return _strictly(body, "utf-16-le" if later * 2 > zeros else "utf-16-be")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head):
        raise Unusable("unknown")
    return body.decode("cp1252", "replace")


def _strictly(body: bytes, name: str) -> str:
    try:
        return body.decode(name)
    except UnicodeDecodeError as error:
        raise Unusable("broken") from error


def mended(text: str) -> str:
    """Undo what Meta does to text: the bytes of its UTF-8, each written as a letter of Latin-1."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def name_of(value: object) -> str:
    """Give a name in one line, of a bearable length; empty for what is none."""
    if not isinstance(value, str):
        return ""
    shown = "".join(sign if sign.isprintable() else " " for sign in value)
    return " ".join(shown.split())[:NAME_MAX].strip()


def mails_in(text: str) -> Iterator[str]:
    """Find the mail addresses in a text, in lower case."""
    for found in _MAIL.findall(text[:4_000]):
        if len(found) <= ADDRESS_MAX:
            yield found.lower()


def json_of(body: bytes) -> Any:
    """Read JSON. Raises `Unusable`."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unusable("broken") from error


def year_of(seconds: object) -> int | None:
    """Give the year of a time in seconds since 1970."""
    if not isinstance(seconds, int) or not 0 < seconds < 6_000_000_000:
        return None
    return datetime.fromtimestamp(seconds, UTC).year


def dicts_in(value: object) -> list[dict[str, Any]]:
    """Give the objects of a list, and leave out whatever else stands in it."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def text_at(value: object, *names: str) -> str:
    """Follow names into nested objects; empty where that leads to no text."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, str) else ""
